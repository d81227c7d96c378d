"""JupyterHub's configuration file; see ``configure.py``."""

from pairs_course.hub.configure import configure
from pairs_course.hub.settings import Settings

configure(get_config(), Settings.from_env())  # type: ignore[name-defined]  # noqa: F821
