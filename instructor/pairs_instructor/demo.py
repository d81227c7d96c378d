"""Makes the demo cohort: six pairs, a facilitator, a sponsor, and answers of nobody.

``python -m pairs_instructor.demo STATE`` may be run again at any time, also after it was
interrupted: what is there stays. Everybody in it is marked as demo data by the store.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from pathlib import Path
from typing import Any, Final

from pairs_course import content, programme
from pairs_course.events import Event, new_id, now
from pairs_course.hub.settings import checkout
from pairs_course.items import Item
from pairs_course.journal import Journal
from pairs_course.people import roster_of
from pairs_course.store import Store, StoreError

COHORT: Final = "demo"
PAIRS: Final = 6
PASSWORDS: Final = "demo-passwords.json"
SET: Final = "eight-start"
SEED: Final = 5  # the answers of nobody are the same on every machine


def make(state: Path) -> dict[str, str]:
    """Make the demo cohort in ``state`` and release every module; return the passwords by name."""
    with Store.in_folder(state) as store:
        passwords = _people(store, state)
        _answers(store, state, programme.load())
        _course(store, state)
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
    rows.append(("facilitator", "Facilitator", "facilitator", ""))
    rows.append(("sponsor", "Sponsor", "sponsor", ""))
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


def _sources() -> dict[str, str]:
    """Return the digest of each module's source folder, by module."""
    found = {}
    for folder in sorted((checkout() / "modules").iterdir()):
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


def main() -> None:
    """Make the demo cohort in the folder named on the command line."""
    try:
        make(Path(sys.argv[1]))
    except (StoreError, programme.ProgrammeError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
