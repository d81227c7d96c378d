"""The command ``pairs``: looks at this machine, prints workbooks, and looks after cohorts.

Errors are one sentence with the next step, without a traceback: exit status 1, and 2 for misuse.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from pairs_course import closing, programme
from pairs_course.days import day
from pairs_course.hub.settings import Settings
from pairs_course.people import RosterError, read_roster
from pairs_course.programme import ProgrammeError
from pairs_course.roster import Change, sentence
from pairs_course.store import Store, StoreError
from pairs_course.workbook.notebook import NotebookError
from pairs_instructor import doctor as examining
from pairs_instructor import enrolling, printing
from pairs_instructor.demo import many, plans

_CARDS = (
    "\nThe passwords are not shown again. Cards to print, one for each person, are in\n"
    "{}\nDelete that file when the cards are printed."
)
_NO_COHORT = "There is no cohort yet. Add one with: pairs cohort add COHORT ROSTER.csv"


class Trouble(click.ClickException):
    """Something that a person has to mend; the message is shown as it is."""

    def show(self, file: Any = None) -> None:
        """Print the message alone, to the errors."""
        click.echo(self.message, file=file, err=True)


class _Commands(click.Group):
    """Turns what went wrong into a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; raises Trouble for every error that a person can mend."""
        try:
            return super().invoke(ctx)
        except (StoreError, RosterError, ProgrammeError, closing.NoSuchWave) as error:
            raise Trouble(str(error)) from None
        except (enrolling.ReleaseError, NotebookError) as error:
            raise Trouble(str(error)) from None
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).rstrip(".")
            raise Trouble(
                f"The store in {_settings().state} cannot be used: {reason}. "
                "See what is wrong with: pairs doctor"
            ) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise Trouble(
                f"{where}{error.strerror or error}. Mend that, then run the command again."
            ) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Look after the Collaborative Pairs course on this machine.

    The course's state is in $COURSE_STATE, or else in the folder .state of the checkout.
    """


@main.command()
def doctor() -> None:
    """Say what is missing or wrong on this machine, and how to mend it."""
    findings = examining.examine(_settings())
    for finding in findings:
        click.echo(finding.text())
    wrong = sum(finding.state == "wrong" for finding in findings)
    if wrong:
        things = "1 thing is" if wrong == 1 else f"{wrong} things are"
        raise Trouble(f"\n{things} wrong. Mend what is said above, then run: pairs doctor")
    click.echo("\nNothing is wrong. Start the course with: make start")


main.add_command(printing.print_)


@main.command()
@click.option("--cohorts", type=click.IntRange(1, 9999), required=True, help="How many cohorts.")
@click.option("--pairs", type=click.IntRange(1, 1000), required=True, help="Pairs in each of them.")
@click.option("--seed", type=int, default=plans.SEED, show_default=True, help="Other answers.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
def demo(cohorts: int, pairs: int, seed: int, dry_run: bool) -> None:
    """Make published demo cohorts with invented people and answers.

    They are for trying out dashboards and for measuring; five or more of them fill the page of the
    network. The cohorts are demo-0001 and so on; what is there already stays as it is. Nobody in
    them can sign in until they get a password.
    """
    wanted = plans.numbered(cohorts, pairs, seed)
    (many.preview if dry_run else many.make)(_settings().state, wanted)


@main.group()
def cohort() -> None:
    """Add, change, list, close and remove cohorts."""


@cohort.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.csv")
@click.option("--title", help="The cohort's name for people; by default COHORT itself.")
def add(cohort: str, roster: Path, title: str | None) -> None:
    """Make a cohort from a roster, and release the modules to it.

    ROSTER.csv has the columns username, name, role and pair. A role is patient-leader,
    professional, facilitator or sponsor. The passwords are shown this once; the same are on a page
    of cards to print. A course that is running takes the new people at once.
    """
    settings = _settings()
    checked = read_roster(roster)
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Store.in_folder(settings.state) as store:
        added = enrolling.add(store, settings.state, cohort, checked, title)
    click.echo(
        f"Cohort “{cohort}” is added, and {len(added.modules)} modules are released to it.\n"
    )
    click.echo(_table(["Name", "Sign-in name", "Password"], added.rows))
    click.echo(_CARDS.format(added.cards))


@cohort.command()
@click.argument("cohort")
@click.argument("roster", type=click.Path(path_type=Path), metavar="ROSTER.csv")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def update(cohort: str, roster: Path, dry_run: bool) -> None:
    """Make the people of a cohort those of a roster.

    ROSTER.csv has the same columns as for "add", and everybody who is to be in the cohort. Who is
    missing in it leaves: they can no longer sign in, and what they sent stays. A pair may have one
    person while you look for a partner. A course that is running takes the changes at once.
    """
    checked = read_roster(roster, alone=True)
    for note in checked.notes:
        click.echo(f"{checked.source}:{note.line}: {note.what}.", err=True)
    with _needed_store() as store:
        if dry_run:
            _say_changes(store.rosters.preview(cohort, checked).changes)
            click.echo("Nothing was changed.")
            return
        updated = enrolling.update(store, _settings().state, cohort, checked)
        names = {p.username: p.name for p in store.people.members(cohort)}
    _say_changes(updated.done.changes)
    if updated.cards:
        rows = [(names[name], name, word) for name, word in updated.done.passwords.items()]
        click.echo("\n" + _table(["Name", "Sign-in name", "Password"], rows))
        click.echo(_CARDS.format(updated.cards))


@cohort.command()
@click.argument("username", metavar="USERNAME")
def password(username: str) -> None:
    """Give a person a new password, shown this once. The one before ends."""
    with _needed_store() as store:
        click.echo(f"{username}: {store.people.renew_password(username)}")


def _say_changes(found: Sequence[Change]) -> None:
    for change in found:
        click.echo(sentence(change))
    if not found:
        click.echo("The cohort's people are those of this roster already.")


@cohort.command(name="list")
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


@cohort.command()
@click.argument("cohort")
def remove(cohort: str) -> None:
    """Remove a cohort and its people's accounts; their folders are set aside, not deleted."""
    with _needed_store() as store:
        removed = enrolling.remove(store, _settings().state, cohort)
    click.echo(f"Cohort “{cohort}” is removed. {len(removed.ended)} people can no longer sign in.")
    if removed.aside:
        click.echo(
            f"What they wrote is set aside in {removed.aside}. "
            "Delete that folder when nobody needs it."
        )


@cohort.command("close-wave")
@click.argument("cohort")
@click.argument("wave")
def close_wave(cohort: str, wave: str) -> None:
    """Close a wave of questions: make its figures, once, and publish them to the cohort.

    WAVE is start, now, then or once. It cannot be undone; answers given later change nothing.
    """
    with _needed_store() as store:
        closed = closing.close_wave(store, programme.load(), cohort, wave)
    figures = closed.summary["items"]
    withheld = sum(figure["word"] is None for figure in figures)
    click.echo(
        f"Wave “{wave}” of cohort “{cohort}” is closed on {closed.summary['closed']}. "
        "Its figures never change."
    )
    click.echo(f"Published figures: {len(figures) - withheld}. Withheld: {withheld}.")
    if withheld:
        click.echo("A figure is withheld where too few pairs have both given an answer.")
    click.echo(
        "A letter to the sponsors is made. They can read it from "
        f"{day(closed.opens.isoformat())} on, unless one person of a pair holds it back."
    )
    if closed.pooled:
        click.echo(f"Figures of {closed.pooled['cohorts']} cohorts are pooled, and published too.")
    else:
        click.echo(
            "No figures were pooled now: that takes five cohorts that have published theirs."
        )
    click.echo(f"Look at them: {_address()}/services/dashboards/cohort/{cohort}")


def _settings() -> Settings:
    """Read the environment; raises Trouble for a port that is no number."""
    try:
        return Settings.from_env()
    except ValueError as error:
        raise Trouble(
            f"A port must be a number from 1 to 65535 ({error}). "
            "Correct the COURSE_...PORT variables and run the command again."
        ) from None


@contextlib.contextmanager
def _store() -> Iterator[Store | None]:
    """Open the store, or give None where no course has been started: looking makes nothing."""
    state = _settings().state
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
                f"There is no course in {_settings().state} yet. Expected a folder made by "
                "make start or pairs cohort add; set COURSE_STATE if it is another one."
            )
        yield store


def _waves(store: Store, cohort: str) -> str:
    return ", ".join(store.summaries.closed(cohort)) or "none"


def _address() -> str:
    """Return the address of the running course, or of where it would run."""
    settings = _settings()
    with contextlib.suppress(OSError, ValueError, KeyError):
        running = json.loads((settings.state / "running.json").read_text(encoding="utf-8"))
        return str(running["address"])
    return f"http://127.0.0.1:{os.environ.get('PORT') or settings.port}"


def _table(headings: list[str], rows: list[Any]) -> str:
    """Lay rows of text out in columns, with spaces only."""
    lines = [headings, ["-" * len(heading) for heading in headings], *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    laid = (
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join(line.rstrip() for line in laid)


if __name__ == "__main__":
    main()
