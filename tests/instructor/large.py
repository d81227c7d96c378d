"""A large cohort that has sent a module, with a course folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from argon2 import PasswordHasher

from pairs_course.answers import events
from pairs_course.answers.events import Event
from pairs_course.people import passwords
from pairs_course.people.roster import roster_of
from pairs_course.programme import compiled
from pairs_course.store import Store

from .courses import MODULE


def enrol(store: Store, cohort: str, count: int) -> list[str]:
    """Add a cohort of that many participants in pairs, with Fay as facilitator.

    Returns their names, sorted. Their passwords are hashed weakly, which saves minutes.
    """
    rows = [("fay", "Fay", "facilitator", "")]
    for n in range(count // 2):
        name, pair = f"{cohort}-{n:03}", f"pair{n}"
        rows += [(f"{name}-a", f"A {n}", "patient-leader", pair)]
        rows += [(f"{name}-b", f"B {n}", "professional", pair)]
    strong = passwords._HASHER
    passwords._HASHER = PasswordHasher(1, 8, 1)
    try:
        store.people.add_cohort(cohort, roster_of(rows))
    finally:
        passwords._HASHER = strong
    return sorted(row[0] for row in rows[1:])


def send(store: Store, names: list[str]) -> None:
    """Let each answer one question, say that they talked, and send the module."""
    known = compiled.load()
    talked = {"talked": True, "when": "2026-11-20", "how": "room"}
    for name in names:
        done = (
            ("answer", "D1", 4, ("partner", "facilitator")),
            ("talked", MODULE, talked, ("partner",)),
            ("send", MODULE, None, ("facilitator",)),
        )
        batch = [
            Event(events.new_id(), events.now(), MODULE, item, "once", kind, value, to)
            for kind, item, value, to in done
        ]
        receipt = store.events.add(name, batch, known)
        assert (receipt.refused, len(receipt.submissions)) == ([], 1)


def folder(root: Path, like: Path) -> Path:
    """Make a course folder with the modules, releases and gradebook of another one."""
    shutil.copytree(like, root, symlinks=True)
    return root
