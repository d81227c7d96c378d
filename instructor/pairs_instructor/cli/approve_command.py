"""The command ``pairs approve``: approval of the wording on boundaries and safety."""

from __future__ import annotations

import click

from pairs_course.course_time import day, today
from pairs_course.people.names import MAX_NAME, BadNameError, isolate, named
from pairs_instructor import wording_approval
from pairs_instructor.cli.trouble import settings


@click.command()
@click.option("--by", metavar="NAME", help="Who approved this wording: name and role.")
def approve(by: str | None) -> None:
    """Show the wording on boundaries and safety, or record who approved it.

    Show it to your governance lead, then run this again with --by. Any change to the wording needs
    a new approval; pairs doctor tells you.
    """
    course = settings()
    if by is not None:
        try:
            name = named(by, MAX_NAME)
        except BadNameError as wrong:
            raise click.BadParameter(f"{wrong}.", param_hint="--by") from None
        wording_approval.approve(course, name, today().isoformat())
        click.echo(f"Recorded: {name} approved today's wording on boundaries and safety.")
        return
    found = wording_approval.passages(course)
    for passage in found:
        click.echo(f"{passage.where}\n\n{passage.text}\n")
    given = wording_approval.approval(course)
    if given and given.digest == wording_approval.digest(found):
        click.echo(f"{isolate(given.by)} approved this wording on {day(given.on)}.")
    else:
        click.echo("This wording is not approved. To record an approval: pairs approve --by NAME")
