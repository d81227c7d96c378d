"""Where the programme's YAML lies, and what is said when it cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "data"


class ProgrammeError(ValueError):
    """The sources cannot be used; the message is one line a problem, ``file:line: what``."""
