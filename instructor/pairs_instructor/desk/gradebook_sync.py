"""What lies in a facilitator's reach follows the list of people: course folder and gradebook."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from pairs_course.people.roster import PAIR_ROLES
from pairs_course.people.roster_diff import Member

#: Where all facilitators reach the cohorts' folders, if it is not beside one that is linked.
COHORTS: Final = "COURSE_COHORTS"
_NOTE: Final = ".people"


def follow(home: Path, cohort: str, people: Sequence[Member]) -> str:
    """Make the cohort's folder, link and gradebook fit its people; returns what went wrong, or "".

    Where they fit already nothing is done, and nbgrader, which takes seconds to load, is not
    needed. What was cut off half-way is done the next time.
    """
    folder = place_of(home, cohort)
    note, now = folder / _NOTE, _digest(people)
    try:
        if note.is_file() and note.read_text() == now and (home / cohort).is_dir():
            return ""
        from pairs_instructor import cohort_folder

        cohort_folder.make(folder, cohort, people)
        cohort_folder.link_to(home, folder)
        note.write_text(now)
    except (OSError, SQLAlchemyError) as error:
        return (
            f"The gradebook could not follow the list of people ({type(error).__name__}). "
            "Nothing is lost: it is tried again when you open your desk."
        )
    return ""


def place_of(home: Path, cohort: str) -> Path:
    """Return where a cohort's course folder is, or is to be.

    It is where this home's link leads; else beside the folders of the other cohorts, so that all
    facilitators of a cohort share one gradebook; else, where a facilitator has only their own
    home, in it.
    """
    if (home / cohort).is_dir():
        return (home / cohort).resolve()
    if shared := os.environ.get(COHORTS):
        return Path(shared) / cohort
    linked = sorted(entry for entry in home.iterdir() if (entry / "nbgrader_config.py").is_file())
    return (linked[0].resolve().parent if linked else home) / cohort


def _digest(people: Sequence[Member]) -> str:
    students = [(p.username, p.name, p.pair, p.left) for p in people if p.role in PAIR_ROLES]
    return hashlib.sha256(json.dumps(students).encode()).hexdigest()
