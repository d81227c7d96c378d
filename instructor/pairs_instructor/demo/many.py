"""Implements ``pairs demo``: many published cohorts of one size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairs_course.programme import loader
from pairs_course.programme.content import Content
from pairs_course.store import Store
from pairs_instructor.demo import seed_store
from pairs_instructor.demo.histories import history
from pairs_instructor.demo.plans import DemoCohort


def make(state: Path, wanted: Sequence[DemoCohort]) -> None:
    """Create the cohorts that are missing from the store of ``state``, and print a summary.

    Raises StoreError if one cannot be created; those before it stay.
    """
    content = loader.load()
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Store.in_folder(state) as store:
        plans = seed_store.missing(store, content, wanted)
        made = _filled(store, content, plans) if plans else []
    if made:
        click.echo(
            f"Created {_which(made)}. Everything in them is invented, and marked as demo data."
        )
        click.echo(
            "Nobody in them can sign in yet. To give somebody a password, run: "
            f"pairs cohort password {made[0].facilitator[0]}"
        )
    _say_there(len(wanted) - len(made))


def preview(state: Path, wanted: Sequence[DemoCohort]) -> None:
    """Print what :func:`make` would do."""
    content = loader.load()
    plans = list(wanted)
    if (state / "course.sqlite").exists():
        with Store.in_folder(state) as store:
            plans = seed_store.missing(store, content, wanted)
    if plans:
        click.echo(f"This would create {_which(plans)}: {_size(plans, content)}.")
    _say_there(len(wanted) - len(plans))
    click.echo("Nothing was created.")


def _filled(store: Store, content: Content, plans: Sequence[DemoCohort]) -> list[DemoCohort]:
    with click.progressbar(plans, label="Creating demo cohorts") as bar:
        return [plan for plan in bar if seed_store.fill(store, content, plan)]


def _which(plans: Sequence[DemoCohort]) -> str:
    first, last = plans[0].name, plans[-1].name
    some = "1 demo cohort" if len(plans) == 1 else f"{len(plans)} demo cohorts"
    names = first if first == last else f"{first} to {last}"
    return f"{some} of {'1 pair' if plans[0].pairs == 1 else f'{plans[0].pairs} pairs'} ({names})"


def _size(plans: Sequence[DemoCohort], content: Content) -> str:
    people = sum(len(plan.roster().rows) for plan in plans)
    events = len(history(plans[0], content)) * len(plans)
    return f"{people} people, and about {events} of their answers and steps"


def _say_there(count: int) -> None:
    if count:
        some = "1 of these cohorts exists" if count == 1 else f"{count} of these cohorts exist"
        click.echo(f"{some} already, and will not be changed.")
