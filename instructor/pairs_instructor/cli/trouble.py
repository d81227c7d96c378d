"""Turns errors of a command into a sentence for the person who ran it."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from pairs_course.hub.settings import Settings, SettingsError
from pairs_course.people.roster import RosterError
from pairs_course.programme.sources import ProgrammeError
from pairs_course.render.workbook.notebook import NotebookError
from pairs_course.store import StoreError
from pairs_course.store.database import next_step
from pairs_course.store.wave_closing import NoSuchWave
from pairs_instructor.cohort_setup import ReleaseError


class Trouble(click.ClickException):
    """A problem that a person has to fix; the message is shown as it is."""

    def show(self, file: Any = None) -> None:
        """Print only the message, to standard error."""
        click.echo(self.message, file=file, err=True)


def trouble_of(error: Exception) -> Trouble | None:
    """Return a Trouble for an error that a person can fix, or None for a bug."""
    known = (StoreError, RosterError, ProgrammeError, NoSuchWave, ReleaseError, NotebookError)
    if isinstance(error, known):
        return Trouble(str(error))
    if isinstance(error, DBAPIError):
        return Trouble(
            f"The store in {settings().state} cannot be used ({error.orig}). {next_step(error)}"
        )
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Trouble(f"{where}{error.strerror or error}. Fix this and try again.")
    return None


def settings() -> Settings:
    """Read the settings from the environment; raises Trouble for a bad value."""
    try:
        return Settings.from_env()
    except SettingsError as error:
        raise Trouble(str(error)) from None
