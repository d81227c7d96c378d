"""Measures the course side by side with stock: ``python -m tests.benchmarks [--only ID]``.

Without ``--only``, the quick ones run; those that take many minutes run when they are named, or
with ``--all``. The figures are shown as a table and, from five runs of each side on, kept in
``results.json`` beside this file: fewer say nothing about their spread. With ``--tiny`` every size
is as small as can be, to see that everything still runs; nothing is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from . import (
    answer_durability,
    cohort_at_once,
    dashboard_growth,
    dashboards,
    grading,
    growth,
    home,
    import_widgets,
    kernel_memory,
    machine,
    open_module,
    participant_memory,
    publishing,
    results,
    setting_up,
)
from .bench import Bench
from .figures import USUAL_PAIRS, Figure


@dataclass(frozen=True)
class Benchmark:
    """One benchmark, and whether it takes so long that it has to be asked for."""

    run: Callable[[Bench], list[Figure]]
    is_long: bool = False


BENCHMARKS = {
    "setup": Benchmark(setting_up.run, is_long=True),
    "home": Benchmark(home.run),
    "open-module": Benchmark(open_module.run),
    "answer-durability": Benchmark(answer_durability.run),
    "import-widgets": Benchmark(import_widgets.run),
    "kernel-memory": Benchmark(kernel_memory.run),
    "participant-memory": Benchmark(participant_memory.run),
    "cohort-at-once": Benchmark(cohort_at_once.run, is_long=True),
    "collect-growth": Benchmark(growth.collect, is_long=True),
    "feedback-growth": Benchmark(growth.feedback, is_long=True),
    "publishing-growth": Benchmark(publishing.run, is_long=True),
    "grading-marginal": Benchmark(grading.marginal, is_long=True),
    "grading-whole": Benchmark(grading.whole, is_long=True),
    "grading-floor": Benchmark(grading.floor, is_long=True),
    "grading-memory": Benchmark(grading.memory, is_long=True),
    "dashboard-vs-voila": Benchmark(dashboards.vs_voila),
    "dashboard-vs-static": Benchmark(dashboards.vs_static),
    "dashboard-viewers": Benchmark(dashboards.viewers),
    "dashboard-growth": Benchmark(dashboard_growth.run, is_long=True),
}


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, metavar="ID")
    parser.add_argument("--all", action="store_true", help="the long ones too")
    parser.add_argument("--pairs", type=int, default=USUAL_PAIRS, help="runs of each side")
    parser.add_argument("--tiny", action="store_true", help="the smallest sizes; keeps no figures")
    chosen = parser.parse_args(arguments)
    ids = chosen.only or [i for i, b in BENCHMARKS.items() if chosen.all or not b.is_long]
    figures: list[Figure] = []
    with Bench.running(chosen.pairs, tiny=chosen.tiny) as bench:
        for name in ids:
            _say(f"{name} ({chosen.pairs} runs of each side) ...")
            bench.settle()
            busy = machine.busy()
            if busy > machine.QUIET:
                _say(f"  The machine is {busy:.0f} % busy with other things: do not trust this.")
            found = BENCHMARKS[name].run(bench)
            _say(results.table(found))
            figures += found
            if chosen.pairs >= USUAL_PAIRS and not chosen.tiny:
                results.merge(found, date.today(), busy)
    if len(ids) > 1:
        _say("\n" + results.table(figures))
    return 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command speaks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
