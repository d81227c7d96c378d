"""JupyterHub's configuration; what it says is in ``configure.py``."""

from pairs_course.hub.configure import configure
from pairs_course.hub.settings import Settings

configure(get_config(), Settings.from_env())  # type: ignore[name-defined]  # noqa: F821
