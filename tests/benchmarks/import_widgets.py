"""``import-widgets``: what a kernel pays for all widgets of the course, over ipywidgets alone."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from .bench import Bench
from .figures import Figure, paired, rounded, rounds

RUNS = 5  # Pythons in a round; the quickest counts, since other work on the machine only adds
WHAT = (
    "processor time to import ipywidgets and every widget of the course, against ipywidgets alone"
)
_SCRIPT = """
import json, sys, time
from importlib import import_module
import ipykernel.kernelapp, ipykernel.ipkernel  # a kernel has these before it runs anything
start = time.process_time()
import ipywidgets
stock = time.process_time()
import pairs_widgets
from pairs_widgets.examples import FOLDERS
for name in FOLDERS:
    import_module(f"pairs_widgets.{name}.{name}")
print(json.dumps([stock - start, time.process_time() - start]))
"""


def run(bench: Bench) -> list[Figure]:
    """Import in a fresh Python each time; both sides come from the same ones."""

    def both() -> tuple[float, float]:
        found = [_once() for _ in range(bench.size(RUNS, 1))]
        return min(stock for stock, _ in found), min(ours for _, ours in found)

    seen = rounds(bench.pairs, {"both": both})["both"]
    pairs = paired([ours * 1000 for _, ours in seen], [stock * 1000 for stock, _ in seen])
    more = {"over": rounded(statistics.median(pair.ours - pair.theirs for pair in pairs))}
    return [Figure("import-widgets", WHAT, "ms", pairs, more)]


def _once() -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True
    )
    stock, ours = json.loads(done.stdout)
    return stock, ours
