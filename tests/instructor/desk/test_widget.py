"""How a panel talks with its page: what is pressed is done, and what goes wrong is said."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pairs_course.events import new_id
from pairs_instructor import desk as package
from pairs_instructor.calling import CallError
from pairs_instructor.desk import blocks
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.panels import PANELS
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.widget import DeskWidget


class Counter(Panel):
    """Counts what was pressed, and fails in every way there is."""

    name = "counter"
    pressed = 0
    away = False

    def blocks(self) -> list[blocks.Block]:
        if self.away:
            raise CallError("The course service does not answer. Try again.")
        return [blocks.text(str(self.pressed))]

    def act(self, action: str, values: Mapping[str, Any]) -> list[blocks.Block]:
        if action == "mend":
            raise Problem(("when", "Choose a day."))
        if action == "away":
            raise CallError("The course service does not answer. Try again.")
        if action == "break":
            raise ZeroDivisionError(values["words"])
        self.pressed += values["by"]
        return [blocks.notice("done", "Counted")]


class Page:
    """A widget whose messages to the page are kept."""

    def __init__(self) -> None:
        self.desk = Desk(cohort="demo")
        self.panel = Counter(self.desk)
        self.widget = DeskWidget(self.panel)
        self.told: list[dict[str, Any]] = []
        self.widget.send = self.told.append

    def press(self, action: str, **values: Any) -> dict[str, Any]:
        """Press a button and return the answer without its id."""
        message = {"kind": "act", "id": new_id(), "action": action, "values": values}
        self.widget._received(self.widget, message, [])
        answer = self.told.pop()
        assert answer.pop("id") == message["id"]
        assert self.told == []
        return answer


def test_what_is_pressed_is_done_and_shown() -> None:
    """The answer says what was done, and the state is up to date before it comes."""
    page = Page()

    answer = page.press("count", by=2)

    done = [blocks.notice("done", "Counted")]
    assert answer == {"kind": "acted", "blocks": done, "problems": []}
    assert page.widget.state == {"blocks": [blocks.text("2")]}


def test_what_has_to_be_mended_is_named_with_its_field() -> None:
    """A problem changes nothing."""
    page = Page()

    answer = page.press("mend")

    assert answer == {"kind": "acted", "blocks": [], "problems": [["when", "Choose a day."]]}
    assert page.widget.state == {"blocks": [blocks.text("0")]}


def test_a_service_that_is_away_is_said() -> None:
    """Both while acting and while showing; "Try again" shows the panel once it is back."""
    page = Page()

    assert page.press("away")["problems"] == [
        ["", "The course service does not answer. Try again."]
    ]
    page.panel.away = True
    page.desk.refresh()
    shown = page.widget.state["blocks"]
    assert [block["block"] for block in shown] == ["notice", "form"]
    page.panel.away = False
    page.press(shown[1]["action"])
    assert page.widget.state == {"blocks": [blocks.text("0")]}


def test_a_fault_of_ours_is_said_and_logged_without_what_was_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The page hears of it, and the log has the kind of error alone."""
    page = Page()

    with caplog.at_level(logging.ERROR):
        answer = page.press("break", words="what somebody wrote")

    assert answer["problems"] == [
        ["", "That did not work (ZeroDivisionError). Try again. Doing a thing twice does no harm."]
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "break of desk/counter failed: ZeroDivisionError"
    ]


@pytest.mark.parametrize("told", [None, 5, {}, {"id": "x"}, {"id": 7, "action": "count"}])
def test_a_message_from_nobody_is_no_message(told: object) -> None:
    """Without a proper id there is nobody to answer."""
    page = Page()

    page.widget._received(page.widget, told, [])

    assert (page.told, page.panel.pressed) == ([], 0)


def test_every_panel_of_the_notebook_is_there() -> None:
    """The notebook names panels that exist, each once, and every panel stands in it."""
    notebook = json.loads((Path(package.__file__).parents[1] / "desk.ipynb").read_text())
    code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")

    assert sorted(re.findall(r'^panel\("([\w-]+)"\)$', code, re.M)) == sorted(PANELS)


def test_the_links_at_the_top_are_the_parts_of_the_notebook() -> None:
    """The same headings in the same order, each leading to the panel below it."""
    notebook = json.loads((Path(package.__file__).parents[1] / "desk.ipynb").read_text())
    parts = "\n".join("".join(cell["source"]) for cell in notebook["cells"])

    listed = Contents(Desk(Path())).blocks()[-1]["entries"]

    found = re.findall(r'^## (.+)$|^panel\("(?!contents)([\w-]+)"\)$', parts, re.M)
    pairs = zip(found[::2], found[1::2], strict=True)
    expected = [(title, f"#desk-{panel}") for (title, _), (_, panel) in pairs]
    assert [(one["text"], one["href"]) for one in listed] == expected
