"""The command ``pairs start``: the course on this machine, with a demo cohort."""

from __future__ import annotations

import os
import sys

import click

from pairs_course.hub import launch
from pairs_course.hub.settings import FRESH


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port for the course: 8000 by default, 0 for any free one.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Start the demo cohort without any answers sent, if it does not exist yet.",
)
def start(port: int | None, fresh: bool) -> None:
    """Run the course on this machine, to try it out.

    It creates a demo cohort, and prints the address, names and passwords. Press Ctrl-C to stop.
    All answers are saved, and still there at the next start. Do not enter real answers: people
    here are not kept apart from each other.
    """
    if port is not None:
        os.environ["COURSE_PORT"] = str(port)
    if fresh:
        os.environ[FRESH] = "yes"
    sys.exit(launch.main())
