"""The command ``pairs doctor``: checks this machine for problems."""

from __future__ import annotations

import click

from pairs_course.hub.settings import start_command
from pairs_instructor import doctor as examining
from pairs_instructor.cli.trouble import Trouble, settings


@click.command()
def doctor() -> None:
    """Check this machine for problems, and show how to fix them."""
    findings = examining.examine(settings())
    for finding in findings:
        click.echo(finding.text())
    wrong = sum(finding.state == "wrong" for finding in findings)
    if wrong:
        things = "1 problem" if wrong == 1 else f"{wrong} problems"
        raise Trouble(f"\nFound {things}. Fix what is listed above, then run: pairs doctor")
    click.echo(f"\nNo problems found. Start the course with: {start_command()}")
