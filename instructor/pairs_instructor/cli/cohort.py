"""The commands ``pairs cohort ...``: add, change, list, close and remove cohorts."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pairs_course.course_time import day
from pairs_course.hub.settings import start_command
from pairs_course.people.roster import Roster, read_roster
from pairs_course.people.roster_diff import Change, sentence, staying_words
from pairs_course.programme import loader
from pairs_course.store import Store, wave_closing
from pairs_instructor import cohort_setup
from pairs_instructor.cli.trouble import Trouble, settings

_CARDS = (
    "\nThe passwords are not shown again. Cards to print, one for each person, are in\n"
    "{}\nDelete that file when the cards are printed."
)
_OLDER = "Older cards are there too. Print and delete them, if they are not printed yet:\n{}"
_ADDRESS = "The cards send people to {}. Set COURSE_ADDRESS for another address."
_NO_COHORT = "There is no cohort yet. Add one with: pairs cohort add COHORT ROSTER.csv"


@click.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER")
@click.option("--title", help="The cohort's name for people; by default COHORT itself.")
def add(cohort: str, roster: Path, title: str | None) -> None:
    """Make a cohort from a roster, and release the modules to it.

    ROSTER is a spreadsheet (.xlsx, .xls, .ods) or CSV with the columns username, name, role and
    pair. A role is patient-leader, professional, facilitator or sponsor. The passwords are shown
    this once; the same are on a page of cards to print. A course that is running takes the new
    people at once.
    """
    checked = _read(roster)
    state = settings().state
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Store.in_folder(state) as store:
        added = cohort_setup.add(store, state, cohort, checked, title, address=_public_address())
    click.echo(
        f"Cohort “{cohort}” is added, and {len(added.modules)} modules are released to it.\n"
    )
    click.echo(_table(["Name", "Sign-in name", "Password"], added.rows))
    _say_cards(added.cards)


@click.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def update(cohort: str, roster: Path, dry_run: bool) -> None:
    """Make the people of a cohort those of a roster.

    ROSTER has the same columns as for "add", and everybody who is to be in the cohort. Who is
    missing in it leaves: they can no longer sign in, and what they sent stays. A list without any
    facilitator leaves those of today. A pair may have one person while you look for a partner. A
    course that is running takes the changes at once.
    """
    checked = _read(roster, alone=True)
    with _needed_store() as store:
        seen = store.rosters.preview(cohort, checked)
        for words in staying_words(seen.stay):
            click.echo(words, err=True)
        if dry_run:
            _say_changes(seen.changes)
            click.echo("Nothing was changed.")
            return
        state = settings().state
        updated = cohort_setup.update(store, state, cohort, checked, address=_public_address())
        names = {p.username: p.name for p in store.people.members(cohort)}
    _say_changes(updated.done.changes)
    if updated.cards:
        rows = [(names[name], name, word) for name, word in updated.done.passwords.items()]
        click.echo("\n" + _table(["Name", "Sign-in name", "Password"], rows))
        _say_cards(updated.cards)


@click.command()
@click.argument("username", metavar="USERNAME")
def password(username: str) -> None:
    """Give a person a new password, shown this once. The one before ends.

    So does all that is open with it, within a second, and the person reads it on Home.
    """
    with _needed_store() as store:
        click.echo(f"{username}: {store.people.renew_password(username)}")


def _read(roster: Path, *, alone: bool = False) -> Roster:
    """Read a roster and say how it was read, the same for every command."""
    checked = read_roster(roster, alone=alone)
    for words in checked.understood:
        click.echo(f"{checked.source}: {words}", err=True)
    for note in checked.notes:
        click.echo(f"{checked.source}:{note.line}: {note.what}.", err=True)
    return checked


def _say_cards(pages: Sequence[Path]) -> None:
    newest, *older = pages
    click.echo(_CARDS.format(newest))
    click.echo(_ADDRESS.format(_public_address()))
    if older:
        click.echo(_OLDER.format("\n".join(map(str, older))))


def _say_changes(found: Sequence[Change]) -> None:
    for change in found:
        click.echo(sentence(change))
    if not found:
        click.echo("The cohort's people are those of this roster already.")


@click.command(name="list")
@click.argument("cohort", required=False)
def list_(cohort: str | None) -> None:
    """List the cohorts, or with COHORT the people in it."""
    with _store() as store:
        if store is None:
            click.echo(_NO_COHORT)
        elif cohort:
            people = store.people.members(cohort)
            rows = [(p.username, p.name, p.role, p.pair or "") for p in people]
            click.echo(_table(["Sign-in name", "Name", "Role", "Pair"], rows))
        elif cohorts := store.people.cohorts():
            cells = [
                (c.name, c.title, str(c.people), str(c.pairs), _waves(store, c.name))
                for c in cohorts
            ]
            click.echo(_table(["Cohort", "Title", "People", "Pairs", "Closed waves"], cells))
        else:
            click.echo(_NO_COHORT)


@click.command()
@click.argument("cohort")
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
def remove(cohort: str, yes: bool) -> None:
    """Remove a cohort and its people's accounts; their folders are set aside, not deleted.

    It asks first, and says who would no longer be able to sign in.
    """
    with _needed_store() as store:
        place = store.people.cohort(cohort)
        people = store.people.members(cohort)
        click.echo(
            f"Cohort “{cohort}” ({place.title}) has these people, {len(people)} in all:\n"
            f"{', '.join(person.username for person in people)}.\n"
            "Those who are in no other cohort can then no longer sign in, and what they shared is "
            "removed from the store. Their folders are set aside."
        )
        _sure(f"Remove cohort “{cohort}”?", yes)
        removed = cohort_setup.remove(store, settings().state, cohort)
    _make_pages()
    click.echo(f"Cohort “{cohort}” is removed. {len(removed.ended)} people can no longer sign in.")
    if removed.aside:
        click.echo(
            f"What they wrote is set aside in {removed.aside}. "
            "Delete that folder when nobody needs it."
        )


@click.command("close-wave")
@click.argument("cohort")
@click.argument("wave")
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
@click.option("--dry-run", is_flag=True, help="Say what would be published, and publish nothing.")
def close_wave(cohort: str, wave: str, yes: bool, dry_run: bool) -> None:
    """Close a wave of questions: make its figures, once, and publish them to the cohort.

    WAVE is start, now, then or once. It cannot be undone; answers given later change nothing. It
    says first what would be published, and asks.
    """
    with _needed_store() as store:
        content = loader.load()
        planned = wave_closing.plan(store, content, cohort, wave)
        click.echo(f"Closing wave “{wave}” of cohort “{cohort}” now would publish this:")
        _say_figures(planned)
        if planned.letter is None:
            click.echo("There would be no letter to the sponsors, since there is nothing to say.")
        else:
            click.echo(
                f"There would be a letter to the sponsors, theirs from {_opens(planned)} on."
            )
        if dry_run:
            click.echo("Nothing was changed.")
            return
        _sure("Close the wave? This cannot be undone.", yes)
        closed = wave_closing.close_wave(store, content, cohort, wave)
    click.echo(
        f"\nWave “{wave}” of cohort “{cohort}” is closed on {closed.summary['closed']}. "
        "Its figures never change."
    )
    _say_figures(closed)
    if closed.letter is None:
        click.echo("No letter to the sponsors was made, since there is nothing to say.")
    else:
        click.echo(
            "A letter to the sponsors is made. They can read it from "
            f"{_opens(closed)} on, unless one person of a pair holds it back."
        )
    if closed.pooled:
        click.echo(f"Figures of {closed.pooled['cohorts']} cohorts are pooled, and published too.")
    else:
        click.echo(
            "No figures were pooled now: that takes five cohorts that have published theirs."
        )
    click.echo("Making the pages that show them…")
    _make_pages()
    click.echo(f"Look at them: {_address()}/services/dashboards/cohort/{cohort}")


def _make_pages() -> None:
    """Store the pages of what is published now, and remove all others, as the service does."""
    done = subprocess.run(
        [sys.executable, "-m", "pairs_instructor.dashboards.make_pages"],
        env=os.environ | {"COURSE_STATE": str(settings().state)},
        stderr=subprocess.DEVNULL,  # what libraries say may hold what a page shows
        check=False,
    )
    if done.returncode:
        click.echo("Some pages could not be made now. That is tried again when somebody looks.")


def _say_figures(made: wave_closing.Planned | wave_closing.Closed) -> None:
    figures = made.summary["items"]
    withheld = sum(figure["word"] is None for figure in figures)
    click.echo(f"Published figures: {len(figures) - withheld}. Withheld: {withheld}.")
    if withheld:
        click.echo("A figure is withheld where too few pairs have both given an answer.")


def _opens(made: wave_closing.Planned | wave_closing.Closed) -> str:
    return day(made.letter["opens"]) if made.letter else ""


def _sure(question: str, yes: bool) -> None:
    """Ask before what cannot be undone; raises Trouble unless the answer is yes."""
    if yes:
        return
    try:
        agreed = click.confirm(question)
    except click.Abort:  # nobody is there to answer
        raise Trouble("\nNothing was changed. To go on without being asked, add: --yes") from None
    if not agreed:
        raise Trouble("Nothing was changed.")


@contextlib.contextmanager
def _store() -> Iterator[Store | None]:
    """Open the store, or give None where no course has been started: looking makes nothing."""
    state = settings().state
    if not (state / "course.sqlite").exists():
        yield None
        return
    with Store.in_folder(state) as store:
        yield store


@contextlib.contextmanager
def _needed_store() -> Iterator[Store]:
    with _store() as store:
        if store is None:
            raise Trouble(
                f"There is no course in {settings().state} yet. Expected a folder made by "
                f"{start_command()} or pairs cohort add; set COURSE_STATE if it is another one."
            )
        yield store


def _waves(store: Store, cohort: str) -> str:
    return ", ".join(store.summaries.closed(cohort)) or "none"


def _address() -> str:
    """Return the address of the running course on this machine, or of where it would run."""
    usual = f"http://127.0.0.1:{os.environ.get('PORT') or settings().port}"
    return str(_running().get("address", usual))


def _public_address() -> str:
    """Return the address that people type: as it is set here, or for the running course."""
    return settings().public or str(_running().get("public") or _address())


def _running() -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        told = json.loads((settings().state / "running.json").read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else {}
    return {}


def _table(headings: list[str], rows: list[Any]) -> str:
    """Lay rows of text out in columns, with spaces only."""
    lines = [headings, ["-" * len(heading) for heading in headings], *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    laid = (
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(line.rstrip() for line in laid)
