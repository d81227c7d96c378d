"""The challenge: what the points show, whose they are, and that none is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from pairs_course.answers.journal import Journal
from pairs_course.programme.compiled import load
from pairs_course.programme.content import Content, Minutes, Module
from pairs_widgets.challenge.challenge import Challenge
from pairs_widgets.challenge.charts import chart
from pairs_widgets.challenge.examples import AIM, FEW, MEASURE, MENDED, SHIFT, TEXT
from pairs_widgets.kernel import Course

from .kernels import FakeHub, Line

MODULE = MEASURE.module
CONTENT = Content(
    (
        Module(MODULE, "Why pairs?", Minutes(20, 40), sets=("measure",)),
        Module(
            "04-what-gets-in-the-way", "What gets in the way", Minutes(20, 40), borrows=("measure",)
        ),
    ),
    (MEASURE,),
)
POINT = {"day": "2026-11-03", "value": 12.5}


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


def test_the_points_that_stand_are_read() -> None:
    """What is taken out counts no more; without points there is nothing to say."""
    assert chart(FEW)["median"] == 12
    assert chart(MENDED)["said"][0].startswith("You have 2 points.")
    assert chart(())["said"] == ["There are no points yet."]


def test_a_shift_comes_with_its_points_and_its_words() -> None:
    """The page draws what the rules found; it finds nothing itself."""
    found = chart(SHIFT)

    assert found["runs"] == [
        {"kind": "shift", "places": [0, 1, 2, 3, 4, 5]},
        {"kind": "shift", "places": [6, 7, 8, 9, 10, 11]},
    ]
    assert found["said"][0] == (
        "This is a shift: 6 points in a row lie below the median. What happened then?"
    )


def test_a_later_module_writes_into_the_sets_own(tmp_path: Path) -> None:
    """The events, and the pair that is followed, are those of the module of the set."""
    hub = _AskedHub()

    async def story() -> dict[str, Any]:
        course = Course(tmp_path / ".pairs", CONTENT, hub)
        line = Line(Challenge("measure", course))
        line.event("propose", "measure", TEXT)
        line.event("propose", "aim", AIM)
        line.event("point", "points", POINT)
        await asyncio.sleep(0.05)
        line.widget.refresh()
        state: dict[str, Any] = line.widget.state
        await course.close()
        return state

    state = asyncio.run(story())

    assert hub.asked == [MODULE]
    assert [e.module for e in Journal(tmp_path / ".pairs").events()] == [MODULE] * 3
    assert state["view"]["joint"]["measure"]["open"][0]["value"] == TEXT
    assert [one["value"] for one in state["view"]["points"]["points"]] == [12.5]
    assert state["charts"]["points"]["median"] == 12.5


def test_a_point_is_added_changed_and_taken_out(tmp_path: Path) -> None:
    """Each is an event of its own; the journal keeps them all, and the page shows the last."""
    line = Line(Challenge("measure", Course(tmp_path / ".pairs", CONTENT)))
    first = line.event("point", "points", POINT)
    line.event("point", "points", {"of": first, "day": "2026-11-04", "value": 3})
    line.event("point", "points", {"of": first})
    line.event("point", "measure", POINT)
    line.event("point", "points", {"day": "3/11/2026", "value": 3})

    assert [told["kind"] for told in line.heard] == ["saved"] * 3 + ["refused"] * 2
    assert [e.value for e in Journal(tmp_path / ".pairs").events()] == [
        POINT,
        {"of": first, "day": "2026-11-04", "value": 3},
        {"of": first},
    ]
    (shown,) = line.widget.state["view"]["points"]["points"]
    assert (shown["day"], shown["value"], shown["out"]) == ("2026-11-04", 3, True)


def test_wherever_a_point_is_asked_for_it_goes_on_the_same_chart() -> None:
    """Each module that says "add a point" shows the measure, and asks for none in other words."""
    content = load()
    asking = [m for m in content.modules if any("Add a point" in o.text for o in m.objectives)]

    assert [m.number for m in asking] == ["04", "05", "06", "07", "08"]
    for module in asking:
        notebook = Path(__file__).parents[2] / "modules" / module.id / f"{module.id}.ipynb"
        assert "measure" in module.borrows
        assert 'challenge(\\"measure\\")' in notebook.read_text(encoding="utf-8")
        for one in content.sets_of(module.id):
            assert not [i.ask for i in one.items if "point" in i.ask.lower() and i.kind == "text"
                        and "add" in i.ask.lower()]  # fmt: skip
