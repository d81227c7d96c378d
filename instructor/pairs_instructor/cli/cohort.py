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
    "{}\nDelete that file after printing the cards."
)
_OLDER = "There are older cards too. Print them if you have not yet, then delete them:\n{}"
_ADDRESS = "The cards send people to {}. To change this address, set COURSE_ADDRESS."
_NO_COHORT = "There is no cohort yet. Add one with: pairs cohort add COHORT ROSTER.csv"


@click.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER")
@click.option("--title", help="The cohort's name as people see it; by default COHORT.")
def add(cohort: str, roster: Path, title: str | None) -> None:
    """Create a cohort from a roster, and release the modules to it.

    ROSTER is a spreadsheet (.xlsx, .xls, .ods) or CSV with the columns username, name, role and
    pair. A role is patient-leader, professional, facilitator or sponsor. The passwords are shown
    only once; they are also on a page of cards to print. The new people can sign in to a running
    course at once.
    """
    checked = _read(roster)
    state = settings().state
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Store.in_folder(state) as store:
        added = cohort_setup.add(store, state, cohort, checked, title, address=public_address())
    click.echo(f"Added cohort “{cohort}”, and released {len(added.modules)} modules to it.\n")
    click.echo(_table(["Name", "Sign-in name", "Password"], added.rows))
    _say_cards(added.cards)


@click.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER")
@click.option("--dry-run", is_flag=True, help="Show what would change, without changing it.")
def update(cohort: str, roster: Path, dry_run: bool) -> None:
    """Update a cohort's people from a roster.

    ROSTER has the same columns as for "add", and lists everybody who should be in the cohort.
    Anyone missing from it leaves: they can no longer sign in, but what they sent stays. If it has
    no facilitator, the current ones stay. A pair may have one person while you look for a partner.
    Changes take effect at once, even in a running course.
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
        updated = cohort_setup.update(store, state, cohort, checked, address=public_address())
        names = {p.username: p.name for p in store.people.members(cohort)}
    _say_changes(updated.done.changes)
    if updated.cards:
        rows = [(names[name], name, word) for name, word in updated.done.passwords.items()]
        click.echo("\n" + _table(["Name", "Sign-in name", "Password"], rows))
        _say_cards(updated.cards)


@click.command()
@click.argument("username", metavar="USERNAME")
def password(username: str) -> None:
    """Give a person a new password, shown only once. The old one ends.

    Within a second they are signed out everywhere. Home tells them about the new password.
    """
    with _needed_store() as store:
        click.echo(f"{username}: {store.people.renew_password(username)}")


def _read(roster: Path, *, alone: bool = False) -> Roster:
    """Read a roster, and print how it was understood."""
    checked = read_roster(roster, alone=alone)
    for words in checked.understood:
        click.echo(f"{checked.source}: {words}", err=True)
    for note in checked.notes:
        click.echo(f"{checked.source}:{note.line}: {note.what}.", err=True)
    return checked


def _say_cards(pages: Sequence[Path]) -> None:
    newest, *older = pages
    click.echo(_CARDS.format(newest))
    click.echo(_ADDRESS.format(public_address()))
    if older:
        click.echo(_OLDER.format("\n".join(map(str, older))))


def _say_changes(found: Sequence[Change]) -> None:
    for change in found:
        click.echo(sentence(change))
    if not found:
        click.echo("The cohort already matches this roster.")


@click.command(name="list")
@click.argument("cohort", required=False)
def list_(cohort: str | None) -> None:
    """List the cohorts, or the people in COHORT."""
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
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def remove(cohort: str, yes: bool) -> None:
    """Remove a cohort and its people's accounts; their folders are set aside, not deleted.

    It shows who is affected, and asks first.
    """
    with _needed_store() as store:
        place = store.people.cohort(cohort)
        people = store.people.members(cohort)
        click.echo(
            f"Cohort “{cohort}” ({place.title}) has {len(people)} people:\n"
            f"{', '.join(person.username for person in people)}.\n"
            "Those in no other cohort will no longer be able to sign in, and what they shared "
            "will be removed from the store. Their folders will be set aside."
        )
        _sure(f"Remove cohort “{cohort}”?", yes)
        removed = cohort_setup.remove(store, settings().state, cohort)
    _make_pages()
    click.echo(f"Removed cohort “{cohort}”. {len(removed.ended)} people can no longer sign in.")
    if removed.aside:
        click.echo(
            f"Their folders were moved to {removed.aside}. "
            "Delete that folder when nobody needs it any more."
        )


@click.command("close-wave")
@click.argument("cohort")
@click.argument("wave")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--dry-run", is_flag=True, help="Show what would be published, without publishing.")
def close_wave(cohort: str, wave: str, yes: bool, dry_run: bool) -> None:
    """Close a wave of questions, and publish its final figures to the cohort.

    WAVE is start, now, then or once. This cannot be undone, and later answers change nothing. It
    first shows what would be published, and asks.
    """
    with _needed_store() as store:
        content = loader.load()
        planned = wave_closing.plan(store, content, cohort, wave)
        click.echo(f"Closing wave “{wave}” of cohort “{cohort}” now would publish this:")
        _say_figures(planned)
        if planned.letter is None:
            click.echo("There would be no letter to the sponsors, as there is nothing to say.")
        else:
            click.echo(f"Sponsors would get a letter, which they can read from {_opens(planned)}.")
        if dry_run:
            click.echo("Nothing was changed.")
            return
        _sure("Close the wave? This cannot be undone.", yes)
        closed = wave_closing.close_wave(store, content, cohort, wave)
    click.echo(
        f"\nClosed wave “{wave}” of cohort “{cohort}” on {closed.summary['closed']}. "
        "Its figures never change."
    )
    _say_figures(closed)
    if closed.letter is None:
        click.echo("There is no letter to the sponsors, as there is nothing to say.")
    else:
        click.echo(
            "Sponsors can read their letter from "
            f"{_opens(closed)}, unless somebody in a pair holds it back."
        )
    if closed.pooled:
        click.echo(f"Pooled figures of {closed.pooled['cohorts']} cohorts were published too.")
    else:
        click.echo("No figures were pooled: that needs five cohorts with published figures.")
    click.echo("Rendering their pages…")
    _make_pages()
    click.echo(f"Look at them: {_address()}/services/dashboards/cohort/{cohort}")


def _make_pages() -> None:
    """Render the pages of all published figures and remove any others, as the service does."""
    done = subprocess.run(
        [sys.executable, "-m", "pairs_instructor.dashboards.make_pages"],
        env=os.environ | {"COURSE_STATE": str(settings().state)},
        stderr=subprocess.DEVNULL,  # what libraries say may hold what a page shows
        check=False,
    )
    if done.returncode:
        click.echo("Some pages could not be rendered. This is retried when somebody opens them.")


def _say_figures(made: wave_closing.Planned | wave_closing.Closed) -> None:
    figures = made.summary["items"]
    withheld = sum(figure["word"] is None for figure in figures)
    click.echo(f"Published figures: {len(figures) - withheld}. Withheld: {withheld}.")
    if withheld:
        click.echo("A figure is withheld if too few pairs have answers from both partners.")


def _opens(made: wave_closing.Planned | wave_closing.Closed) -> str:
    return day(made.letter["opens"]) if made.letter else ""


def _sure(question: str, yes: bool) -> None:
    """Ask before something that cannot be undone; raises Trouble unless the answer is yes."""
    if yes:
        return
    try:
        agreed = click.confirm(question)
    except click.Abort:  # not interactive
        raise Trouble("\nNothing was changed. To confirm in advance, add: --yes") from None
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
                f"There is no course in {settings().state} yet. Expected a folder created by "
                f"{start_command()} or pairs cohort add; set COURSE_STATE if it is elsewhere."
            )
        yield store


def _waves(store: Store, cohort: str) -> str:
    return ", ".join(store.summaries.closed(cohort)) or "none"


def _address() -> str:
    """Return the course's address on this machine, whether or not it is running."""
    usual = f"http://127.0.0.1:{os.environ.get('PORT') or settings().port}"
    return str(_running().get("address", usual))


def public_address() -> str:
    """Return the address people type in: from our environment, or the running course's."""
    return settings().public or str(_running().get("public") or _address())


def _running() -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        told = json.loads((settings().state / "running.json").read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else {}
    return {}


def _table(headings: list[str], rows: list[Any]) -> str:
    """Return rows of text as a table aligned with spaces."""
    lines = [headings, ["-" * len(heading) for heading in headings], *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    laid = (
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(line.rstrip() for line in laid)
