"""Where the notebooks of the modules are: nbgrader's source folder."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def modules_folder() -> Path:
    """Return the source folder of the modules: the checkout's, or the installed package's."""
    spec = find_spec("pairs_course")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pairs_course is not installed")
    package = Path(spec.origin).parent
    installed = package / "modules"
    return installed if installed.is_dir() else package.parent.parent / "modules"
