"""Adds, updates and removes cohorts, with their people's folders and password cards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from pairs_course import course_time
from pairs_course.people.roster import NO_FACILITATOR, AtLine, Roster
from pairs_course.people.roster_diff import Member
from pairs_course.render import password_cards
from pairs_course.store import Applied, RosterConflict, Store

CARDS: Final = "cards-{}.html"
_HAS_ONE: Final = "has one already"


class ReleaseError(Exception):
    """A module could not be released to a new cohort; the message is for people."""


@dataclass(frozen=True)
class Added:
    """A new cohort; ``rows`` are (name, username, password or why there is none)."""

    rows: list[tuple[str, str, str]]
    modules: list[str]
    cards: list[Path]


@dataclass(frozen=True)
class Updated:
    """What a new roster changed.

    ``cards`` are all pages of cards, newest first, if there are new ones.
    """

    done: Applied
    cards: list[Path]


@dataclass(frozen=True)
class Removed:
    """A removed cohort: the accounts that ended, and where folders were moved, if there are any."""

    ended: list[str]
    aside: Path | None


def add(
    store: Store,
    state: Path,
    cohort: str,
    roster: Roster,
    title: str | None = None,
    *,
    address: str,
) -> Added:
    """Create a cohort: its people, nbgrader folder, modules, and password cards.

    All or nothing: if a later step fails, earlier ones are undone.

    Raises:
        CohortExists, BadCohortName, BadCohortTitle, RosterConflict: from the store, or the roster
            has no facilitator; nothing was changed.
        ReleaseError: a module cannot be released; nothing was changed.
    """
    if not any(row.role == "facilitator" for row in roster.rows):
        raise RosterConflict(roster, [AtLine(0, NO_FACILITATOR)])
    passwords = store.people.add_cohort(cohort, roster, title=title)
    try:
        modules = _release_all(store, state, cohort)
        _open_to_facilitators(state, cohort, store.rosters.people(cohort))
        made = _write_cards(store, state, cohort, passwords, address)
    except BaseException:
        store.people.remove_cohort(cohort)
        shutil.rmtree(_folder(state, cohort), ignore_errors=True)
        raise
    people = store.people.members(cohort)
    rows = [(p.name, p.username, passwords.get(p.username, _HAS_ONE)) for p in people]
    return Added(rows, modules, made)


def update(store: Store, state: Path, cohort: str, roster: Roster, *, address: str) -> Updated:
    """Apply a roster to a cohort, and update its folder and links.

    Safe to repeat: the same roster changes nobody, and completes an interrupted update.

    Raises:
        UnknownCohort, RosterConflict: from the store; nothing was changed.
    """
    done = store.rosters.apply(cohort, roster)
    made = _write_cards(store, state, cohort, done.passwords, address) if done.passwords else []
    # Imported here because nbgrader takes over a second to load.
    from pairs_instructor import cohort_folder

    cohort_folder.create(store, state, cohort)
    _open_to_facilitators(state, cohort, store.rosters.people(cohort))
    return Updated(done, made)


def remove(store: Store, state: Path, cohort: str) -> Removed:
    """Remove a cohort from the store, and set aside the folders that only it used.

    Private answers are only in people's folders, so those are moved, not deleted. Somebody who is
    in another cohort too keeps their account and folder. Raises UnknownCohort.
    """
    people = store.people.members(cohort)
    ended = store.people.remove_cohort(cohort)
    for person in people:
        link = state / "homes" / person.username / cohort
        if link.is_symlink():
            link.unlink()
    for page in _cards_of(_folder(state, cohort)):
        page.unlink(missing_ok=True)
    homes = [state / "homes" / name for name in ended]
    folders = [folder for folder in (_folder(state, cohort), *homes) if folder.is_dir()]
    if not folders:
        return Removed(ended, None)
    aside = state / "removed" / f"{cohort}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for folder in folders:
        target = aside / folder.relative_to(state)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.rename(target)
    return Removed(ended, aside)


def write_private(path: Path, text: str) -> None:
    """Write a file that is never readable by anybody else, not even while it is created."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _release_all(store: Store, state: Path, cohort: str) -> list[str]:
    # Imported here because nbgrader takes over a second to load.
    from nbgrader.converters.base import NbGraderException

    from pairs_course.programme.notebooks import modules_folder
    from pairs_instructor import cohort_folder

    cohort_folder.create(store, state, cohort)
    found = sorted(f.name for f in modules_folder().iterdir() if (f / f"{f.name}.ipynb").is_file())
    for module in found:
        try:
            cohort_folder.release(store, state, cohort, module)
        except NbGraderException as error:
            raise ReleaseError(
                f"Module “{module}” cannot be released: {str(error).rstrip('.')}. To find out "
                f"why, run: nbgrader validate {modules_folder() / module}/{module}.ipynb. "
                "Nothing was changed."
            ) from None
    return found


def _write_cards(
    store: Store, state: Path, cohort: str, passwords: Mapping[str, str], address: str
) -> list[Path]:
    """Write a page of cards, keeping older unprinted ones; return all, newest first."""
    folder = _folder(state, cohort)
    folder.mkdir(parents=True, exist_ok=True)
    people = store.people.members(cohort)
    page = password_cards.page(store.people.cohort(cohort), people, passwords, address)
    now = f"{datetime.now(course_time.zone()):%Y-%m-%d-%H%M%S}"
    names = (CARDS.format(now if not n else f"{now}-{n}") for n in count())
    path = next(path for name in names if not (path := folder / name).exists())
    write_private(path, page)
    return [path, *(other for other in _cards_of(folder) if other != path)]


def _cards_of(folder: Path) -> list[Path]:
    return sorted(folder.glob(CARDS.format("*")), reverse=True)


def _open_to_facilitators(state: Path, cohort: str, people: Iterable[Member]) -> None:
    """Link the cohort's folder into the homes of its facilitators, and of nobody else."""
    from pairs_instructor import cohort_folder

    for person in people:
        home = state / "homes" / person.username
        link = home / cohort
        if person.role == "facilitator" and person.left is None:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            cohort_folder.open_to(home, state, cohort)
        elif link.is_symlink():
            link.unlink()


def _folder(state: Path, cohort: str) -> Path:
    return state / "cohorts" / cohort
