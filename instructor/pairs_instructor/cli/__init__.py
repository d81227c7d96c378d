"""The command ``pairs``: manages cohorts, prints workbooks and checks this machine.

Errors are one sentence with the next step, without a traceback: exit status 1, or 2 for misuse.
Commands are imported when run, since most need the store, and some nbgrader, which takes seconds
to load.
"""

from __future__ import annotations

from typing import Any, Final

import click

from pairs_instructor.cli.lazy import Later, LazyGroup

_COHORT: Final = "pairs_instructor.cli.cohort"
_COHORT_COMMANDS: Final = {
    "add": Later(f"{_COHORT}:add", "Create a cohort from a roster, and release the modules to it."),
    "close-wave": Later(
        f"{_COHORT}:close_wave",
        "Close a wave of questions, and publish its final figures to the cohort.",
    ),
    "list": Later(f"{_COHORT}:list_", "List the cohorts, or the people in COHORT."),
    "password": Later(
        f"{_COHORT}:password", "Give a person a new password, shown only once. The old one ends."
    ),
    "remove": Later(
        f"{_COHORT}:remove",
        "Remove a cohort and its people's accounts; their folders are set aside, not deleted.",
    ),
    "update": Later(f"{_COHORT}:update", "Update a cohort's people from a roster."),
}
_COMMANDS: Final = {
    "approve": Later(
        "pairs_instructor.cli.approve_command:approve",
        "Show the wording on boundaries and safety, or record who approved it.",
    ),
    "cohort": Later(
        "pairs_instructor.cli:cohort_commands", "Add, change, list, close and remove cohorts."
    ),
    "demo": Later(
        "pairs_instructor.cli.demo:demo",
        "Create published demo cohorts with invented people and answers.",
    ),
    "doctor": Later(
        "pairs_instructor.cli.doctor:doctor",
        "Check this machine for problems, and show how to fix them.",
    ),
    "print": Later(
        "pairs_instructor.cli.print_command:print_",
        "Create a workbook of MODULE, to print and fill in by hand.",
    ),
    "start": Later(
        "pairs_instructor.cli.start:start", "Run the course on this machine, to try it out."
    ),
}


class _Pairs(LazyGroup):
    """Turns errors into sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; raises Trouble for every error that a person can fix."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            from pairs_instructor.cli.trouble import trouble_of  # only needed now

            if trouble := trouble_of(error):
                raise trouble from None
            raise


@click.group(cls=_Pairs, later=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="collaborative-pairs", message="%(package)s %(version)s")
def main() -> None:
    """Manage the Collaborative Pairs course on this machine.

    The course's state is in $COURSE_STATE, or by default in the checkout's folder .state. Without a
    checkout it is in your user data folder.
    """


@click.group("cohort", cls=LazyGroup, later=_COHORT_COMMANDS)
def cohort_commands() -> None:
    """Add, change, list, close and remove cohorts."""
