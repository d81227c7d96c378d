"""``answer-durability``: from a click on an answer to "Saved" on the page.

Stock has no such thing. Its side is what it would cost at least: one empty message to a kernel and
back in stock JupyterLab, and the bare appending of a line with fsync.
"""

from __future__ import annotations

import contextlib
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page

from . import browsing
from .bench import Bench
from .figures import Figure, paired, percentile, rounded, rounds
from .sides import ECHO

_STOCK = "against an empty message and back in stock JupyterLab plus a bare append with fsync"
WHAT = {
    "plain": f"a click to “Saved” on the plain page, {_STOCK}",
    "lab": f"a click to “Saved” in JupyterLab, {_STOCK}",
}
IDS = {"plain": "answer-durability", "lab": "answer-durability-lab"}
CLICKS = 200  # of each side in all: fewer have no 99th percentile
_LINE = b"x" * 299 + b"\n"  # about what an answer takes in the journal

# Clicks come one by one, and as unevenly as a person's, so that no timer of a server falls in step.
_PAUSE = "await new Promise((go) => setTimeout(go, 150 + 200 * Math.random()));"
_CLICKS = (
    """async (count) => {
  const status = document.querySelector('.pairs-status[data-item="D1"][data-kind="answer"]');
  const radios = [...status.closest("fieldset").querySelectorAll("input[type=radio]")];
  status.scrollIntoView({ block: "center" });
  const times = [];
  for (let n = 0; n < count; n += 1) {
    """
    + _PAUSE
    + """
    status.textContent = "";
    times.push(await new Promise((resolve) => {
      let started = 0;
      const observer = new MutationObserver(() => {
        if (!/^Saved \\d\\d:\\d\\d$/.test(status.textContent)) return;
        observer.disconnect();
        resolve(performance.now() - started);
      });
      observer.observe(status, { childList: true, characterData: true, subtree: true });
      const next = radios.filter((radio) => !radio.checked)[n % (radios.length - 1)];
      started = performance.now();
      next.click();
    }));
  }
  return times;
}"""
)
_ECHOES = (
    """async (count) => {
  const times = [];
  for (let n = 0; n < count; n += 1) {
    """
    + _PAUSE
    + """
    times.push(await window.echo());
  }
  return times;
}"""
)


def run(bench: Bench) -> list[Figure]:
    """Click in the module by both doors, and send to and fro in stock, in turns."""
    count = math.ceil(bench.size(CLICKS, 5) / bench.pairs)
    times: dict[str, list[float]] = {"plain": [], "lab": [], "stock": [], "append": []}

    def kept(name: str, measured: list[float]) -> float:
        times[name] += measured
        return statistics.median(measured)

    def clicks(page: Page, door: str) -> float:
        page.bring_to_front()
        return kept(door, page.evaluate(_CLICKS, count))

    def at_least(page: Page) -> float:
        page.bring_to_front()
        echo = kept("stock", page.evaluate(_ECHOES, count))
        return echo + kept("append", appends(bench.folder / "line", count))

    with contextlib.ExitStack() as stack:
        pages = {
            "plain": stack.enter_context(_in_module(bench, "plain")),
            "lab": stack.enter_context(_in_module(bench, "lab")),
            "stock": stack.enter_context(_in_stock(bench)),
        }
        bench.settle()
        sides: dict[str, Callable[[], float]] = {
            "plain": lambda: clicks(pages["plain"], "plain"),
            "lab": lambda: clicks(pages["lab"], "lab"),
            "stock": lambda: at_least(pages["stock"]),
        }
        for page, script in zip(pages.values(), (_CLICKS, _CLICKS, _ECHOES), strict=True):
            page.evaluate(script, 10)  # unmeasured
        found = rounds(bench.pairs, sides)
    return [
        Figure(IDS[door], WHAT[door], "ms", paired(found[door], found["stock"]), _more(door, times))
        for door in ("plain", "lab")
    ]


def appends(path: Path, count: int) -> list[float]:
    """Return how many milliseconds each of ``count`` appended lines takes to be on the disk."""
    times = []
    with path.open("ab", buffering=0) as file:
        for _ in range(count):
            started = time.perf_counter()
            file.write(_LINE)
            os.fsync(file.fileno())
            times.append(1000 * (time.perf_counter() - started))
    return times


def _more(door: str, times: dict[str, list[float]]) -> dict[str, object]:
    """Return the absolute figures over all rounds, in milliseconds."""
    return {
        "clicks": len(times[door]),
        "p99": rounded(percentile(times[door], 99)),
        "theirs_parts": {
            name: {
                "median": rounded(statistics.median(times[name])),
                "p99": rounded(percentile(times[name], 99)),
            }
            for name in ("stock", "append")
        },
    }


@contextlib.contextmanager
def _in_module(bench: Bench, door: str) -> Iterator[Page]:
    side, person = bench.ours, bench.ours.newcomer()
    with browsing.visit(bench.browser, sittings=True) as page:
        browsing.sign_in(page, side, person, "/hub/token")
        browsing.start_server(page, side, person)
        browsing.choose_door(page, side, door)
        browsing.open_sitting(page, side, "D1")
        yield page
        browsing.stop_server(page, side, person)


@contextlib.contextmanager
def _in_stock(bench: Bench) -> Iterator[Page]:
    side, person = bench.theirs, bench.theirs.newcomer()
    with browsing.visit(bench.browser) as page:
        browsing.sign_in(page, side, person, "/hub/token")
        browsing.start_server(page, side, person)
        browsing.open_in_stock(page, side, person, ECHO)
        yield page
        browsing.stop_server(page, side, person)
