"""Configuration file of a person's Jupyter server; see ``server_settings.py``."""

from pairs_course.hub.server_settings import configure

configure(get_config())  # type: ignore[name-defined]  # noqa: F821
