"""The command ``pairs doctor``: what is missing or wrong on this machine."""

from __future__ import annotations

import click

from pairs_course.hub.settings import start_command
from pairs_instructor import doctor as examining
from pairs_instructor.cli.trouble import Trouble, settings


@click.command()
def doctor() -> None:
    """Say what is missing or wrong on this machine, and how to fix it."""
    findings = examining.examine(settings())
    for finding in findings:
        click.echo(finding.text())
    wrong = sum(finding.state == "wrong" for finding in findings)
    if wrong:
        things = "1 thing is" if wrong == 1 else f"{wrong} things are"
        raise Trouble(f"\n{things} wrong. Fix what is listed above, then run: pairs doctor")
    click.echo(f"\nNothing is wrong. Start the course with: {start_command()}")
