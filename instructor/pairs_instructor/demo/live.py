"""The demo cohort that is at work: six pairs, a facilitator, a sponsor, and answers of nobody.

Beside it stand cohorts that are over and published, so that there are dashboards to look at.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from pairs_course import content, programme
from pairs_course.events import Event, new_id, now
from pairs_course.items import Item
from pairs_course.journal import Journal
from pairs_course.people import roster_of
from pairs_course.source import modules_folder
from pairs_course.store import Store
from pairs_instructor.demo import filling, plans

COHORT: Final = "demo"
PAIRS: Final = 6
PASSWORDS: Final = "demo-passwords.json"
SET: Final = "eight-start"
FACILITATOR: Final = ("facilitator", "Facilitator")
SPONSOR: Final = ("sponsor", "Sponsor")
SEED: Final = 5  # the answers of nobody are the same on every machine


def make(state: Path) -> dict[str, str]:
    """Make the demo cohorts in ``state`` and release every module; return the passwords by name.

    What is there stays, also what an interrupted run has left.
    """
    known = programme.load()
    with Store.in_folder(state) as store:
        passwords = _people(store, state)
        _answers(store, state, known)
        _course(store, state)
        taken = {cohort.name for cohort in store.people.cohorts() if not cohort.demo}
        beside = [p for p in plans.beside(FACILITATOR, SPONSOR) if p.name not in taken]
        for plan in filling.missing(store, known, beside):
            filling.fill(store, known, plan)
        _releases(store, state, [plan.name for plan in beside if plan.facilitator == FACILITATOR])
    return passwords


def _people(store: Store, state: Path) -> dict[str, str]:
    """Make the cohort, or new passwords for those whose password is not in the file."""
    path = state / PASSWORDS
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if COHORT not in [cohort.name for cohort in store.people.cohorts()]:
        roster = roster_of(_rows(), name="demo roster")
        known = store.people.add_cohort(COHORT, roster, title="Demo cohort", demo=True)
    names = [person.username for person in store.people.members(COHORT)]
    passwords = {n: known.get(n) or store.people.renew_password(n) for n in names}
    if not path.exists() or json.loads(path.read_text()) != passwords:
        _write_private(path, json.dumps(passwords, indent=2) + "\n")
    return passwords


def _rows() -> list[tuple[str, str, str, str]]:
    rows = []
    for n in range(1, PAIRS + 1):
        rows.append((f"pair{n}-patient", f"Patient leader {n}", "patient-leader", f"pair{n}"))
        rows.append((f"pair{n}-professional", f"Professional {n}", "professional", f"pair{n}"))
    rows.append((*FACILITATOR, "facilitator", ""))
    rows.append((*SPONSOR, "sponsor", ""))
    return rows


def _answers(store: Store, state: Path, known: content.Content) -> None:
    """Give every pair but the first answers to the first questionnaire, if they have none."""
    questions = known.question_set(SET)
    for person in store.people.members(COHORT):
        if person.pair in (None, "pair1"):
            continue
        home = state / "homes" / person.username
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        journal = Journal(home / ".pairs")
        if not journal.events():
            for event in _events(questions, person.username):
                journal.append(event)
        if not store.events.of_pair(person.username, questions.module).mine:
            store.events.add(person.username, journal.events(), known)


def _events(questions: content.QuestionSet, username: str) -> list[Event]:
    choose = random.Random(f"{SEED} {username}")  # noqa: S311 - invented answers, not a secret
    return [
        Event(
            id=new_id(),
            at=now(),
            module=questions.module,
            item=item.id,
            wave=questions.wave,
            kind="answer",
            value=_value(item, choose),
            audience=item.audience,
            wording=item.wording,
        )
        for item in questions.items
        if item.kind in ("scale", "between", "choice")
    ]


def _value(item: Item, choose: random.Random) -> Any:
    if item.kind == "choice":
        return choose.choice([option.id for option in item.options])
    return choose.choices([1, 2, 3, 4, 5, "unsure"], weights=[1, 3, 5, 6, 3, 1])[0]


def _course(store: Store, state: Path) -> None:
    """Make the nbgrader folder and release what is new or has changed since the last time."""
    folder = state / "cohorts" / COHORT
    note = folder / ".released.json"
    before: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    home = state / "homes" / "facilitator"
    sources = _sources()
    if before == sources and (home / COHORT).is_symlink():
        return  # and nbgrader, which takes seconds to load, is not needed
    from pairs_instructor import cohorts

    cohorts.create(store, state, COHORT)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    cohorts.open_to(home, state, COHORT)
    for module, digest in sources.items():
        if before.get(module) != digest:
            # Forced: in the demo, a module that was rewritten replaces the one before.
            cohorts.release(store, state, COHORT, module, force=True)
    note.write_text(json.dumps(sources))


def _releases(store: Store, state: Path, cohorts: list[str]) -> None:
    """Let cohorts that are over have the modules of the live one, as if since they began."""
    wanted = {release.module: release.digest for release in store.releases.list(COHORT)}
    began = datetime.combine(plans.FIRST_DAY, time(), UTC).timestamp()
    behind = [
        (cohort, module) for cohort in cohorts for module in _differing(store, cohort, wanted)
    ]
    if behind:
        with Store.in_folder(state, clock=lambda: began) as then:
            for cohort, module in behind:
                archive = store.releases.get(COHORT, module).archive
                then.releases.put(cohort, module, archive, force=True)


def _differing(store: Store, cohort: str, wanted: dict[str, str]) -> list[str]:
    here = {release.module: release.digest for release in store.releases.list(cohort)}
    return [module for module, digest in wanted.items() if here.get(module) != digest]


def _sources() -> dict[str, str]:
    """Return the digest of each module's source folder, by module."""
    found = {}
    for folder in sorted(modules_folder().iterdir()):
        if (folder / f"{folder.name}.ipynb").is_file():
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            parts = [f"{file.relative_to(folder)}\0".encode() + file.read_bytes() for file in files]
            found[folder.name] = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return found


def _write_private(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(path)
