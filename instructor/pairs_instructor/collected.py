"""What says which submission lies in a folder of nbgrader's: its id, and never the time of day.

A server's clock may be set back, so the later of two submissions may carry the earlier time. The
course service gives the submissions of somebody in the order in which they came.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The submission's id, which nbgrader carries from the collected folder through to feedback.
SECRET: Final = "submission_secret.txt"  # noqa: S105 - a file's name


def submission_in(folder: Path) -> str:
    """Return the id of the submission that was collected into a folder, "" where there is none."""
    try:
        return (folder / SECRET).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
