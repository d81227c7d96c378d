"""The command ``pairs start``: the course on this machine, with a demo cohort."""

from __future__ import annotations

import os
import sys

import click

from pairs_course.hub import launch


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Where people reach it: 8000 if you do not say, 0 for any that is free.",
)
def start(port: int | None) -> None:
    """Run the course on this machine, for trying it out.

    It makes a demo cohort, and prints the address, names and passwords. Ctrl-C stops it. All
    answers are saved, and the next start goes on with them. Give no real answers: people who try
    it out are not kept apart from each other.
    """
    if port is not None:
        os.environ["COURSE_PORT"] = str(port)
    sys.exit(launch.main())
