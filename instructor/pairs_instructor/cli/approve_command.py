"""The command ``pairs approve``: wording on boundaries and safety, and who has approved it."""

from __future__ import annotations

import click

from pairs_course.course_time import day, today
from pairs_course.people.names import MAX_NAME, BadNameError, named
from pairs_instructor import wording_approval
from pairs_instructor.cli.trouble import settings


@click.command()
@click.option("--by", metavar="NAME", help="Who approved these words; name and role.")
def approve(by: str | None) -> None:
    """Show the wording on boundaries and safety, or say who approved it.

    Your governance lead reads what this shows. Then run it again with --by. Any change of these
    words asks for a new approval; pairs doctor says so.
    """
    course = settings()
    if by is not None:
        try:
            name = named(by, MAX_NAME)
        except BadNameError as wrong:
            raise click.BadParameter(f"{wrong}.", param_hint="--by") from None
        wording_approval.approve(course, name, today().isoformat())
        click.echo(f"{name} has approved the wording on boundaries and safety, as it is today.")
        return
    found = wording_approval.passages(course)
    for passage in found:
        click.echo(f"{passage.where}\n\n{passage.text}\n")
    given = wording_approval.approval(course)
    if given and given.digest == wording_approval.digest(found):
        click.echo(f"{given.by} approved these words on {day(given.on)}.")
    else:
        click.echo("Nobody has approved these words yet. To say who did: pairs approve --by NAME")
