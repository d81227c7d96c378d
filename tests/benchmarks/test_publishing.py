"""What ``publishing-growth`` measures is a real closing, and its figure is the worst step."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from pairs_course.programme import loader
from pairs_course.store import Store

from . import publishing

CONTENT = loader.load()


def test_the_worst_step_is_the_figure() -> None:
    """By the median of its pairs; the other steps stand beside it."""
    found = publishing.figure(
        {"1000": [1, 1, 1], "10000": [5, 9, 11], "100000": [100, 90, 80], "1000000": [900, 800, 9]}
    )

    assert found.more == {
        "worst": "10,000 to 100,000",
        "steps": {
            "1,000 to 10,000": {"min": 0.5, "median": 0.9, "max": 1.1},
            "10,000 to 100,000": {"min": 0.727, "median": 1.0, "max": 2.0},
            "100,000 to 1,000,000": {"min": 0.0112, "median": 0.889, "max": 0.9},
        },
    }
    assert found.ratios["median"] == 1.0


def test_a_closing_is_measured_on_a_copy(tmp_path: Path) -> None:
    """So the same wave can be closed again, and the answers are as many as were asked for."""
    publishing.fill(tmp_path / "course", CONTENT, 1000)

    for _ in range(2):
        assert publishing.close(tmp_path / "course", CONTENT) > 0
    with Store.in_folder(tmp_path / "course") as store:
        assert store.summaries.closed(publishing.COHORT) == []
        given = list(store.events.values(publishing.COHORT, "start"))
    assert 900 < len(given) < 1000  # of two answers to one question the last one
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_answers_are_read_a_few_at_a_time(tmp_path: Path) -> None:
    """Ten times the answers take no more memory on their way to whoever counts them."""
    peaks = []
    for answers in (2_000, 20_000):
        publishing.fill(tmp_path / str(answers), CONTENT, answers)
        with Store.in_folder(tmp_path / str(answers)) as store:
            tracemalloc.start()
            for _ in store.events.values(publishing.COHORT, "start"):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

    assert peaks[1] == pytest.approx(peaks[0], rel=0.25)
