"""What nbgrader's formgrader has of a facilitator: which cohorts, and the page of a submission."""

from __future__ import annotations

from pathlib import Path


def cohorts(home: Path) -> int:
    """Count the course folders in a facilitator's home; formgrader shows one of them at a time."""
    return sum((entry / "nbgrader_config.py").is_file() for entry in home.iterdir())


def places(folder: Path, module: str) -> dict[str, str]:
    """Return the formgrader's id of each marked submission by sign-in name."""
    if not (folder / "gradebook.db").is_file():
        return {}
    from nbgrader.api import Gradebook  # a second to load: only when there is something to read

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", folder.name) as gradebook:
        return {
            sub.student.id: sub.notebooks[0].id
            for sub in gradebook.assignment_submissions(module)
            if sub.notebooks
        }
