"""A person's Jupyter server: what it says is in ``server_settings.py``."""

from pairs_course.hub.server_settings import configure

configure(get_config())  # type: ignore[name-defined]  # noqa: F821
