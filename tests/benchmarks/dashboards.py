"""The cohort page, beside stock Voila and beside a bare Tornado handler that sends its bytes.

Ours is the real service with its sign-in and its checks, against a small hub of the tests.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

import psutil

from pairs_course.figures.published import Figure as PublishedFigure
from pairs_course.figures.published import PublishedPage, Summary, Word
from pairs_course.hub import ports
from pairs_course.programme.items import Theme
from pairs_course.store import published_pages
from pairs_instructor.dashboards import pages, parts, renderer, viewer_auth
from pairs_instructor.dashboards.choices import WHOLE
from pairs_instructor.dashboards.parts import PageData
from pairs_instructor.dashboards.stored_pages import StoredPages

from ..instructor.fakes import PREFIX, Fakes, Running, dashboards, serving
from . import machine
from .bench import Bench
from .figures import Figure, paired, rounds
from .looking import Crowd, Line, crowd
from .sides import apart

VOILA = "a repeated view of the cohort page, against stock Voila on the same notebook"
STATIC = "a repeated view of the cohort page, against a bare Tornado handler sending its bytes"
VIEWERS = "1,000 viewers at once, 99th percentile, against the bare Tornado handler"
PEOPLE = 60
CROWD = 1_000
LOOKS = 300
_ASKED = "We ask what matters before we say what to do"
_WAVES = ("start", "then", "now", "once")


def published() -> PublishedPage:
    """Return a cohort's page with a figure for each of 30 questions, four times."""
    words: tuple[Word, ...] = ("few", "about half", "many")
    summaries: list[Summary] = []
    for wave in _WAVES:
        items: list[PublishedFigure] = [
            {
                "item": f"Q{n}-{wave}",
                "same_as": f"Q{n}",
                "theme": list(get_args(Theme))[n % len(get_args(Theme))],
                "ask": f"{_ASKED}, question {n}.",
                "option": "",
                "label": "",
                "counted": "answered “often” or “always”",
                "word": words[n % 3],
                "why": None,
            }
            for n in range(30)
        ]
        summaries.append({"wave": wave, "closed": "2026-11-23", "items": items, "finished": []})
    return {
        "page": "cohort",
        "cohort": "demo",
        "title": "Benchmark",
        "demo": True,
        "summaries": summaries,
        "pools": [],
        "texts": [],
        "letter": None,
    }


@dataclass(frozen=True)
class Sides:
    """Both sides, each a process of its own, and the people who may look."""

    service: Running
    page: str
    bare: str
    tokens: tuple[str, ...]


@contextmanager
def sides(folder: Path, people: int = PEOPLE) -> Iterator[Sides]:
    """Run the dashboards, and a bare handler that sends the same bytes as they do."""
    names = tuple(f"person-{n}" for n in range(people))
    fakes = Fakes(people={name: name for name in names}, allowed=set(names))
    edition = published_pages.edition(published())
    answer = {"title": "Benchmark", "demo": True, "edition": edition, "why": ""}
    fakes.answers = {("published/demo", name): (200, answer) for name in names}
    state = folder / "state"
    notebook = pages.NOTEBOOKS / "cohort.ipynb"
    # In a thread of its own: a browser's loop may run in this one.
    [html] = apart(lambda: asyncio.run(renderer.render(notebook, published(), [WHOLE], 60)))
    StoredPages(state / "pages").write(edition, {"whole.html": html})
    with serving(fakes), dashboards(fakes, state) as service:
        page = f"{service.url}{PREFIX}cohort/demo"
        with Line(page, names[0]) as line:
            looked = line.look()
        file = folder / "page"
        file.write_bytes(looked.body)
        (port,) = ports.free(1)
        bare = f"http://127.0.0.1:{port}/"
        headers = json.dumps({"Content-Encoding": "gzip"})
        program = Path(__file__).with_name("bare_page.py")
        with _running([sys.executable, str(program), str(port), str(file), headers], bare):
            yield Sides(service, page, bare, names)


def vs_static(bench: Bench) -> list[Figure]:
    """Look again and again over one connection; the median of each round."""
    with sides(bench.folder / "static") as both:
        looks = bench.size(LOOKS, 3)
        ours = partial(_looks, both.page, both.tokens[0], looks=looks)
        theirs = partial(_looks, both.bare, looks=looks)
        ours()
        theirs()
        found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
    more = {"counted": f"the median of {LOOKS} views over one connection"}
    milliseconds = {side: [1000 * each for each in found[side]] for side in found}
    pairs = paired(milliseconds["ours"], milliseconds["theirs"])
    return [Figure("dashboard-vs-static", STATIC, "ms", pairs, more)]


def vs_voila(bench: Bench) -> list[Figure]:
    """Look at ours again and again, and at a page of stock Voila, which starts a kernel for it."""
    folder = bench.folder / "voila"
    with sides(folder) as both, _voila(folder) as (url, voila):

        def theirs() -> float:
            began = time.perf_counter()
            with Line(url) as line:
                line.look_to_the_end(_ASKED)
            seconds = time.perf_counter() - began
            for kernel in voila.children(recursive=True):
                kernel.kill()  # it leaves one behind for each view
            return seconds

        theirs()
        ours = partial(_looks, both.page, both.tokens[0], looks=bench.size(LOOKS, 3))
        found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
    more = {"counted": f"ours: the median of {LOOKS} views; theirs: one view, its kernel included"}
    pairs = paired(found["ours"], found["theirs"])
    return [Figure("dashboard-vs-voila", VOILA, "s", pairs, more)]


def viewers(bench: Bench) -> list[Figure]:
    """Let a thousand connections of 60 people look at once, none of whom is remembered.

    Raises:
        RuntimeError: a viewer did not get the page, or there was a kernel.
    """
    viewers = bench.size(CROWD, 10)
    with sides(bench.folder / "viewers", bench.size(PEOPLE, 2)) as both:
        process = psutil.Process(both.service.pid)

        def ours() -> Crowd:
            # The hub's and the course service's word on everybody has to be asked for anew.
            time.sleep(viewer_auth.SECONDS)
            return _come(both.page, both.tokens, viewers)

        theirs = partial(_come, both.bare, ("",), viewers)
        ours()
        theirs()
        before = machine.private([process])
        found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
        after = machine.private([process])
        if below := process.children():
            raise RuntimeError(f"expected no kernel, found {len(below)} programs")
    more = {
        "viewers": CROWD,
        "people": PEOPLE,
        "errors": 0,
        "memory_mb": {"before": round(before, 1), "after": round(after, 1)},
        "counted": "from connecting to the whole page; everybody's sign-in and membership asked",
    }
    p99 = {side: [each.p99 for each in found[side]] for side in found}
    pairs = paired(p99["ours"], p99["theirs"])
    return [Figure("dashboard-viewers", VIEWERS, "s", pairs, more)]


def _come(url: str, tokens: tuple[str, ...], viewers: int) -> Crowd:
    came = crowd(url, tokens, viewers)
    if came.errors:
        raise RuntimeError(f"{came.errors} of {viewers} viewers of {url} did not get the page")
    return came


def _looks(url: str, token: str = "", *, looks: int) -> float:
    with Line(url, token) as line:
        return statistics.median(line.look().seconds for _ in range(looks))


@contextmanager
def _voila(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Run stock Voila on the cohort's notebook, which finds the same data as ours does."""
    (port,) = ports.free(1)
    data = folder / "page.json"
    parts.write(data, PageData(published(), WHOLE))
    command = [
        str(Path(sysconfig.get_path("scripts"), "voila")),
        str(pages.NOTEBOOKS / "cohort.ipynb"),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
    ]
    url = f"http://127.0.0.1:{port}/"
    with _running(command, url, {"PAIRS_PAGE": str(data)}) as program:
        yield url, psutil.Process(program.pid)


@contextmanager
def _running(
    command: list[str], url: str, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, from when it takes connections, and end it with all below it."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=os.environ | (environment or {}), stdout=silent, stderr=silent
    ) as program:
        try:
            machine.until(partial(_listens, url), f"{command[0]} to answer")
            yield program
        finally:
            below = psutil.Process(program.pid).children(recursive=True)
            program.terminate()
            for process in below:
                process.kill()


def _listens(url: str) -> bool:
    try:
        with Line(url):
            return True
    except OSError:
        return False
