"""The live demo cohort: six pairs, a facilitator and a sponsor, with invented answers.

There are also finished cohorts, so that the dashboards have figures.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from pairs_course.answers.journal import Journal
from pairs_course.atomic_write import atomic_write
from pairs_course.programme import content, loader
from pairs_course.programme.notebooks import modules_folder
from pairs_course.store import Store
from pairs_course.store.support_requests import Reach
from pairs_instructor.demo import histories, plans, seed_store, words

COHORT: Final = plans.LIVE
PASSWORDS: Final = "demo-passwords.json"
FACILITATOR: Final = ("facilitator", "Facilitator")
SPONSOR: Final = ("sponsor", "Sponsor")
#: How to reach the person waiting for a call. The number is reserved for fiction.
REACH: Final = Reach("020 7946 0123", "After four, on any day", "Please leave no message.")


def make(state: Path, *, fresh: bool = False) -> dict[str, str]:
    """Create the demo cohorts in ``state`` and release every module; return passwords by name.

    In a ``fresh`` cohort nobody has sent anything yet. Safe to re-run: existing data stays, and an
    interrupted run is completed. If a real cohort has the same name, nothing is created.
    """
    known = loader.load()
    plan = plans.AtWork.until(datetime.now(UTC).date(), FACILITATOR, SPONSOR, fresh=fresh)
    with Store.in_folder(state) as store:
        if any(one.name == COHORT and not one.demo for one in store.people.cohorts()):
            atomic_write(state / PASSWORDS, "{}\n", private=True)
            return {}
        passwords = _people(store, state, plan)
        _told(store, state, known, plan)
        _journals(store, state, known, plan)
        make_folder(store, state, plan)
        taken = {cohort.name for cohort in store.people.cohorts() if not cohort.demo}
        beside = [p for p in plans.beside(FACILITATOR, SPONSOR) if p.name not in taken]
        for one in seed_store.missing(store, known, beside):
            seed_store.fill(store, known, one)
        _releases(store, state, [one.name for one in beside if one.facilitator == FACILITATOR])
    return passwords


def _people(store: Store, state: Path, plan: plans.AtWork) -> dict[str, str]:
    """Create the cohort, or renew passwords that are missing from the file."""
    path = state / PASSWORDS
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if COHORT not in [cohort.name for cohort in store.people.cohorts()]:
        known = store.people.add_cohort(COHORT, plan.roster(), title=plan.title, demo=True)
        store.people.say_about(COHORT, words.ABOUT)
    names = [person.username for person in store.people.members(COHORT)]
    passwords = {n: known.get(n) or store.people.renew_password(n) for n in names}
    if not path.exists() or json.loads(path.read_text()) != passwords:
        atomic_write(path, json.dumps(passwords, indent=2) + "\n", private=True)
    return passwords


def _told(store: Store, state: Path, known: content.Content, plan: plans.AtWork) -> None:
    """Add the pairs' history, unless somebody in the cohort has already done something.

    Events are added last, so an interrupted run starts over. If the cohort has other people,
    nothing is added; people with a journal from an earlier demo cohort keep that.
    """
    people = {person.username for person in store.people.members(COHORT)}
    if store.demo.began(COHORT) is not None or people != {
        row.username for row in plan.roster().rows
    }:
        return
    if plan.calls:
        store.care.ask(plan.calls, REACH)
    done = [
        one
        for one in histories.history(plan, known)
        if not any(_journal(state, who).exists() for who in (one.username, one.partner))
    ]
    store.demo.add_events(COHORT, done, known)


def _journals(store: Store, state: Path, known: content.Content, plan: plans.AtWork) -> None:
    """Write the journal, which their pages are made from, of everybody with events.

    A journal is written completely or not at all, and an existing one is never touched.
    """
    modules = [module.id for module in known.modules]
    for who in (name for couple in plan.couples for name in couple.people):
        folder = _journal(state, who)
        if folder.exists() or store.people.find(who, COHORT) is None:
            continue
        given = store.events.of_pair(who, *modules)
        part = folder.with_name(".pairs.new")
        shutil.rmtree(part, ignore_errors=True)
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        journal = Journal(part)
        for event in given.mine:
            journal.append(replace(event, pair=given.pair))
        if given.mine:
            part.rename(folder)


def _journal(state: Path, who: str) -> Path:
    return state / "homes" / who / ".pairs"


def make_folder(store: Store, state: Path, plan: plans.AtWork) -> None:
    """Create the nbgrader folder, and release modules that are new or have changed.

    The first release is backdated to the cohort's first day, since pairs have sent modules since.
    """
    folder = state / "cohorts" / COHORT
    note = folder / ".released.json"
    before: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    home = state / "homes" / "facilitator"
    sources = _sources()
    if before == sources and (home / COHORT).is_symlink():
        return  # without importing nbgrader, which takes seconds
    from pairs_instructor import cohort_folder

    cohort_folder.create(store, state, COHORT)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    cohort_folder.open_to(home, state, COHORT)
    clock = time.time if before or plan.fresh else lambda: _start_of(plan.begins)
    with Store.in_folder(state, clock=clock) as then:
        for module, digest in sources.items():
            if before.get(module) != digest:
                # Forced, so that in the demo a changed module replaces the old one.
                cohort_folder.release(then, state, COHORT, module, force=True)
    note.write_text(json.dumps(sources))


def _releases(store: Store, state: Path, cohorts: list[str]) -> None:
    """Release the live cohort's modules to finished cohorts, backdated to their start."""
    wanted = {release.module: release.digest for release in store.releases.list(COHORT)}
    began = _start_of(plans.FIRST_DAY)
    behind = [
        (cohort, module) for cohort in cohorts for module in _differing(store, cohort, wanted)
    ]
    if behind:
        with Store.in_folder(state, clock=lambda: began) as then:
            for cohort, module in behind:
                archive = store.releases.get(COHORT, module).archive
                then.releases.put(cohort, module, archive, force=True)


def _start_of(day: date) -> float:
    return datetime.combine(day, datetime.min.time(), UTC).timestamp()


def _differing(store: Store, cohort: str, wanted: dict[str, str]) -> list[str]:
    here = {release.module: release.digest for release in store.releases.list(cohort)}
    return [module for module, digest in wanted.items() if here.get(module) != digest]


def _sources() -> dict[str, str]:
    """Return the digest of each module's source folder."""
    found = {}
    for folder in sorted(modules_folder().iterdir()):
        if (folder / f"{folder.name}.ipynb").is_file():
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            parts = [f"{file.relative_to(folder)}\0".encode() + file.read_bytes() for file in files]
            found[folder.name] = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return found
