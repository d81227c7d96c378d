"""The command ``pairs demo``: published cohorts with made-up people."""

from __future__ import annotations

import click

from pairs_instructor.cli.trouble import settings
from pairs_instructor.demo import many, plans


@click.command()
@click.option("--cohorts", type=click.IntRange(1, 9999), required=True, help="How many cohorts.")
@click.option("--pairs", type=click.IntRange(1, 1000), required=True, help="Pairs in each of them.")
@click.option(
    "--seed", type=int, default=plans.SEED, show_default=True, help="Random seed of the answers."
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
def demo(cohorts: int, pairs: int, seed: int, dry_run: bool) -> None:
    """Make published demo cohorts with invented people and answers.

    They are for trying out dashboards and for measuring; five or more of them fill the page of the
    network. The cohorts are demo-0001 and so on; what is there already stays as it is. Nobody in
    them can sign in until they get a password.
    """
    wanted = plans.numbered(cohorts, pairs, seed)
    (many.preview if dry_run else many.make)(settings().state, wanted)
