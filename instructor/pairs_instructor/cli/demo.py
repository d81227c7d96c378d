"""The command ``pairs demo``: published cohorts with made-up people."""

from __future__ import annotations

import click

from pairs_instructor.cli.trouble import settings
from pairs_instructor.demo import many, plans


@click.command()
@click.option("--cohorts", type=click.IntRange(1, 9999), required=True, help="How many cohorts.")
@click.option("--pairs", type=click.IntRange(1, 1000), required=True, help="Pairs in each cohort.")
@click.option(
    "--seed",
    type=int,
    default=plans.SEED,
    show_default=True,
    help="Random seed for the invented answers.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be created, without creating it.")
def demo(cohorts: int, pairs: int, seed: int, dry_run: bool) -> None:
    """Create published demo cohorts with invented people and answers.

    Use them to try out dashboards and to measure performance; with five or more, the network's page
    shows figures. The cohorts are called demo-0001 and so on; existing ones are not changed. Nobody
    in them can sign in until they get a password.
    """
    wanted = plans.numbered(cohorts, pairs, seed)
    (many.preview if dry_run else many.make)(settings().state, wanted)
