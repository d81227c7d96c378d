"""The challenge: what the newest points show, whose they are, and that none is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pairs_course.content import Content, Module
from pairs_course.events import Event, new_id, now
from pairs_course.journal import Journal
from pairs_widgets.challenge.challenge import Challenge
from pairs_widgets.challenge.charts import charts
from pairs_widgets.challenge.examples import AIM, FEW, MEASURE, SHIFT, measure, suggested
from pairs_widgets.kernel import Course

from .kernels import FakeHub, Line

MODULE = MEASURE.module
CONTENT = Content(
    (
        Module(MODULE, "Why pairs?", 20, 40, sets=("measure",)),
        Module("04-what-gets-in-the-way", "What gets in the way", 20, 40, borrows=("measure",)),
    ),
    (MEASURE,),
)


class _AskedHub(FakeHub):
    """A service that notes which module's pair it is asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def pair(self, module: str, since: str, wait: float = 25) -> dict[str, Any]:  # noqa: ARG002
        self.asked.append(module)
        await asyncio.sleep(wait)
        raise AssertionError("nobody waits that long")

    async def me(self) -> dict[str, Any]:
        return {"partner": {"name": "Ben"}}


def _chart(agreed: Any, proposal: Any = None, mine: tuple[Event, ...] = ()) -> dict[str, Any]:
    joint: Any = {"measure": {"agreed": agreed, "proposal": proposal}}
    chart: dict[str, Any] = charts(MEASURE.items, joint, mine)["measure"]
    return chart


def _mine(kind: str, value: Any) -> Event:
    return Event(new_id(), now(), MODULE, "measure", "once", kind, value)


def test_the_newest_text_is_drawn() -> None:
    """A suggestion that is not agreed yet counts, whoever made it."""
    more = measure(12, 9.5, 14, 16)

    assert _chart(FEW)["median"] == 12
    assert _chart(FEW, suggested("partner", more))["text"] == more["points"]
    assert _chart(None, suggested("me", more))["median"] == 13
    assert _chart(None)["said"] == ["There are no points yet."]


def test_a_shift_comes_with_its_points_and_its_words() -> None:
    """The page draws what the rules found; it finds nothing itself."""
    chart = _chart(SHIFT)

    assert chart["runs"] == [
        {"kind": "shift", "places": [0, 1, 2, 3, 4, 5]},
        {"kind": "shift", "places": [6, 7, 8, 9, 10, 11]},
    ]
    assert len(chart["said"]) == 2


def test_a_point_that_crossed_the_partners_is_not_lost() -> None:
    """Both suggested at once: mine is named until I confirm a text or suggest another."""
    theirs = suggested("partner", measure(12, 9.5, 14, 16))
    mine = _mine("propose", {**FEW, "points": FEW["points"] + "\n2026-11-24 15"})

    assert _chart(FEW, theirs, (mine,))["left"] == ["2026-11-24 15"]
    assert _chart(FEW, theirs, (mine, _mine("confirm", {"of": "x"})))["left"] == []
    assert _chart(FEW, theirs, (mine, _mine("propose", FEW)))["left"] == []
    assert _chart(FEW, suggested("me", FEW), (mine,))["left"] == []


def test_a_later_module_writes_into_the_sets_own(tmp_path: Path) -> None:
    """The events, and the pair that is followed, are those of the module of the set."""
    hub = _AskedHub()

    async def story() -> dict[str, Any]:
        course = Course(tmp_path / ".pairs", CONTENT, hub)
        line = Line(Challenge("measure", course))
        line.event("propose", "measure", FEW)
        line.event("propose", "aim", AIM)
        await asyncio.sleep(0.05)
        line.widget.refresh()
        state: dict[str, Any] = line.widget.state
        await course.close()
        return state

    state = asyncio.run(story())

    assert hub.asked == [MODULE]
    assert [e.module for e in Journal(tmp_path / ".pairs").events()] == [MODULE, MODULE]
    assert state["view"]["joint"]["measure"]["proposal"]["value"] == FEW
    assert state["charts"]["measure"]["text"] == FEW["points"]
