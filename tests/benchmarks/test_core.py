"""The arithmetic and the records of the benchmarks; the benchmarks themselves are run by hand."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import machine, readme, results
from .figures import Figure, Pair, paired, percentile, rounded, rounds
from .looking import Crowd, crowd

HOME = Figure("home", "to Home", "s", (Pair(1, 4), Pair(2, 4), Pair(3, 10)), {"p99": 9.5})


def test_a_figure_says_medians_and_the_spread_of_the_paired_ratios() -> None:
    """Ratios are taken pair by pair, not from the two medians."""
    assert HOME.entry(date(2026, 11, 23)) == {
        "what": "to Home",
        "ours": 2,
        "theirs": 4,
        "unit": "s",
        "ratio": {"min": 0.25, "median": 0.3, "max": 0.5},
        "ran": "2026-11-23",
        "runs": 3,
        "p99": 9.5,
    }


def test_sides_take_turns_in_going_first() -> None:
    """No side always runs on the machine as another left it; rounds stay together."""
    order: list[str] = []

    def side(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = rounds(3, {name: partial(side, name) for name in "ab"})

    assert order == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [1, 4, 5], "b": [2, 3, 6]}
    assert paired(found["a"], found["b"]) == (Pair(1, 2), Pair(4, 3), Pair(5, 6))


@pytest.mark.parametrize(("percent", "expected"), [(50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    """Nearest rank: of a hundred values, the 95th percentile is the 95th."""
    values = [float(n) for n in range(100, 0, -1)]

    assert percentile(values, percent) == expected


def test_no_values_have_no_percentile() -> None:
    """A benchmark that measured nothing fails, instead of finding 0."""
    with pytest.raises(ValueError, match="no values"):
        percentile([], 95)


@given(st.floats(min_value=1e-6, max_value=1e6))
def test_rounding_changes_a_figure_by_less_than_a_hundredth(value: float) -> None:
    """Three digits are kept, whatever the unit."""
    assert rounded(value) == pytest.approx(value, rel=0.01)


def test_the_table_lines_up() -> None:
    """One line a figure, numbers to the right."""
    assert results.table([HOME]).splitlines() == [
        "benchmark  ours  theirs  unit  ratio   min  max  runs",
        "---------  ----  ------  ----  -----  ----  ---  ----",
        "home          2       4  s       0.3  0.25  0.5     3",
    ]


def test_results_of_other_benchmarks_stay(tmp_path: Path) -> None:
    """Running one benchmark replaces its own entry only."""
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"home": {"ours": 7}, "setup": {"ours": 8}}))

    results.merge([HOME], date(2026, 11, 23), 3.4, path)

    assert json.loads(path.read_text()) == {
        "home": {**HOME.entry(date(2026, 11, 23)), "busy": 3},
        "setup": {"ours": 8},
    }
    assert [file.name for file in tmp_path.iterdir()] == ["results.json"]


def test_memory_is_read_as_the_kernel_writes_it() -> None:
    """The first line names a range of addresses, the others are kB."""
    text = "55d0-7ffe ---p 00000000 00:00 0    [rollup]\nRss:   9012 kB\nPss:    4711 kB\n"

    assert machine.read_rollup(text) == {"Rss": 9012, "Pss": 4711}


def test_waiting_in_vain_names_what_was_waited_for() -> None:
    """A benchmark that hangs says where."""
    with pytest.raises(TimeoutError, match="waited 0 s for the hub"):
        machine.until(lambda: False, "the hub", 0)


def test_the_readme_has_the_figures_that_were_measured() -> None:
    """They come from the committed results: ``python -m tests.benchmarks.readme`` puts them in."""
    text = readme.README.read_text(encoding="utf-8")

    assert readme.filled(text, json.loads(results.RESULTS.read_text(encoding="utf-8"))) == text
    assert readme.LINES["home"][0] in text


def test_a_crowd_can_be_let_in_while_a_browser_runs() -> None:
    """A browser keeps a loop running in its thread, where no second one may be started."""

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    async def beside_a_loop() -> Crowd:
        return crowd(f"http://127.0.0.1:{server.server_port}/", ["token"], 20)

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found = asyncio.run(beside_a_loop())
        server.shutdown()
        thread.join()

    assert (len(found.seconds), found.errors) == (20, 0)
