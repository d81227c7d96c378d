"""The command ``pairs``: looks at this machine, prints workbooks, and looks after cohorts.

Errors are one sentence with the next step, without a traceback: exit status 1, and 2 for misuse.
Commands are imported when they are run: most of them need the store, and some need nbgrader, which
takes seconds to load.
"""

from __future__ import annotations

from typing import Any, Final

import click

from pairs_instructor.cli.lazy import Later, LazyGroup

_COHORT: Final = "pairs_instructor.cli.cohort"
_COHORT_COMMANDS: Final = {
    "add": Later(f"{_COHORT}:add", "Make a cohort from a roster, and release the modules to it."),
    "close-wave": Later(
        f"{_COHORT}:close_wave",
        "Close a wave of questions: make its figures, once, and publish them to the cohort.",
    ),
    "list": Later(f"{_COHORT}:list_", "List the cohorts, or with COHORT the people in it."),
    "password": Later(
        f"{_COHORT}:password", "Give a person a new password, shown this once. The one before ends."
    ),
    "remove": Later(
        f"{_COHORT}:remove",
        "Remove a cohort and its people's accounts; their folders are set aside, not deleted.",
    ),
    "update": Later(f"{_COHORT}:update", "Make the people of a cohort those of a roster."),
}
_COMMANDS: Final = {
    "approve": Later(
        "pairs_instructor.cli.approve_command:approve",
        "Show the wording on boundaries and safety, or say who approved it.",
    ),
    "cohort": Later(
        "pairs_instructor.cli:cohort_commands", "Add, change, list, close and remove cohorts."
    ),
    "demo": Later(
        "pairs_instructor.cli.demo:demo",
        "Make published demo cohorts with invented people and answers.",
    ),
    "doctor": Later(
        "pairs_instructor.cli.doctor:doctor",
        "Say what is missing or wrong on this machine, and how to fix it.",
    ),
    "print": Later(
        "pairs_instructor.cli.print_command:print_",
        "Make a workbook of MODULE: its questions and words, to print and fill in by hand.",
    ),
    "start": Later(
        "pairs_instructor.cli.start:start", "Run the course on this machine, for trying it out."
    ),
}


class _Pairs(LazyGroup):
    """Turns what went wrong into a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; raises Trouble for every error that a person can mend."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            from pairs_instructor.cli.trouble import trouble_of  # only now is any of it needed

            if trouble := trouble_of(error):
                raise trouble from None
            raise


@click.group(cls=_Pairs, later=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="collaborative-pairs", message="%(package)s %(version)s")
def main() -> None:
    """Look after the Collaborative Pairs course on this machine.

    The course's state is in $COURSE_STATE, or else in the folder .state of the checkout. Without a
    checkout it is in your own data folder.
    """


@click.group("cohort", cls=LazyGroup, later=_COHORT_COMMANDS)
def cohort_commands() -> None:
    """Add, change, list, close and remove cohorts."""
