"""Where the notebooks of the modules are: what nbgrader generates releases from."""

from __future__ import annotations

from pathlib import Path

import pairs_course


def modules_folder() -> Path:
    """Return the source folder of the modules: the checkout's, or the installed package's."""
    package = Path(pairs_course.__file__).parent
    installed = package / "modules"
    return installed if installed.is_dir() else package.parent.parent / "modules"
