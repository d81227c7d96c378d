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
    help="Where people reach it: 8000 if you do not say, 0 for any that is free.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="A demo cohort in which nobody has sent anything yet, if there is none so far.",
)
def start(port: int | None, fresh: bool) -> None:
    """Run the course on this machine, for trying it out.

    It makes a demo cohort, and prints the address, names and passwords. Ctrl-C stops it. All
    answers are saved, and the next start goes on with them. Give no real answers: people who try
    it out are not kept apart from each other.
    """
    if port is not None:
        os.environ["COURSE_PORT"] = str(port)
    if fresh:
        os.environ[FRESH] = "yes"
    sys.exit(launch.main())
