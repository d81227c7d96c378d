"""How a panel talks with its page: what is pressed is done, and what goes wrong is said."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers.events import new_id
from pairs_course.service_line import ServiceError
from pairs_instructor import desk as package
from pairs_instructor.desk import blocks
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.panels import PANELS
from pairs_instructor.desk.widget import DeskWidget


class Counter(Panel):
    """Counts what was pressed, and fails in every way there is."""

    name = "counter"
    pressed = 0
    away = False

    def blocks(self) -> list[blocks.Block]:
        if self.away:
            raise ServiceError("The course service does not answer. Try again.")
        return [blocks.text(str(self.pressed))]

    def act(self, action: str, values: Mapping[str, Any]) -> list[blocks.Block]:
        if action == "mend":
            raise Problem(("when", "Choose a day."))
        if action == "away":
            raise ServiceError("The course service does not answer. Try again.")
        if action == "look":
            shown = [blocks.quote("Newer.")]
            raise Problem(("text", "Somebody changed it."), shown=shown, values={"read": "now"})
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
        self.desk.join(self.widget)
        self.told: list[dict[str, Any]] = []
        self.widget.send = self.told.append

    def press(self, action: str, **values: Any) -> dict[str, Any]:
        """Press a button and return the answer without its id."""
        message = {"kind": "act", "id": new_id(), "action": action, "values": values}
        self.widget.received(self.widget, message, [])
        answer = self.told.pop()
        assert answer.pop("id") == message["id"]
        assert self.told == []
        assert answer.pop("values") == {}
        return answer

    def shown(self) -> list[blocks.Block]:
        """Return what the page draws."""
        found: list[blocks.Block] = self.widget.state["blocks"]
        return found


def test_what_is_pressed_is_done_and_shown() -> None:
    """The answer says what was done, and the state is up to date before it comes."""
    page = Page()

    answer = page.press("count", by=2)

    done = [blocks.notice("done", "Counted")]
    assert answer == {"kind": "acted", "blocks": done, "problems": []}
    assert page.shown() == [blocks.text("2")]


def test_what_has_to_be_mended_is_named_with_its_field() -> None:
    """A problem changes nothing."""
    page = Page()

    answer = page.press("mend")

    assert answer == {"kind": "acted", "blocks": [], "problems": [["when", "Choose a day."]]}
    assert page.shown() == [blocks.text("0")]


def test_a_service_that_is_away_is_said() -> None:
    """Both while acting and while showing; "Try again" shows the panel once it is back."""
    page = Page()

    assert page.press("away")["problems"] == [
        ["", "The course service does not answer. Try again."]
    ]
    page.panel.away = True
    page.desk.refresh()
    shown = page.shown()
    assert [block["block"] for block in shown] == ["notice", "form"]
    page.panel.away = False
    page.press(shown[1]["action"])
    assert page.shown() == [blocks.text("0")]


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

    page.widget.received(page.widget, told, [])

    assert (page.told, page.panel.pressed) == ([], 0)


class Broken(Counter):
    """A panel with a fault of ours."""

    name = "broken"

    def blocks(self) -> list[blocks.Block]:
        raise TypeError("'<' not supported between instances of 'dict' and 'dict'")

    def busy(self) -> bool:
        raise KeyError("no such step")


def test_a_panel_that_fails_takes_no_other_with_it(caplog: pytest.LogCaptureFixture) -> None:
    """It says so in one sentence; every other one answers and is up to date, and the log has it."""
    page = Page()
    broken = DeskWidget(Broken(page.desk))
    page.desk.join(broken)

    with caplog.at_level(logging.ERROR):
        answer = page.press("count", by=1)

    assert answer["problems"] == []
    assert page.shown() == [blocks.text("1")]
    (said, again) = broken.state["blocks"]
    assert said["text"].startswith("This part of your desk could not be shown (TypeError).")
    assert "All other parts work" in said["text"]
    assert again["action"] == "again"
    assert "showing of desk/broken failed: TypeError" in caplog.text
    assert "not supported" not in caplog.text


def test_an_answer_comes_whatever_fails_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking again may fail; what was done is done, and the page hears of it."""
    page = Page()

    def fails() -> None:
        raise RuntimeError("no loop")

    monkeypatch.setattr(page.desk, "refresh", fails)

    assert page.press("count", by=1)["blocks"] == [blocks.notice("done", "Counted")]


def test_a_message_that_comes_twice_is_done_once() -> None:
    """The page sends again what was not answered; it gets the same answer, and nothing is done."""
    page = Page()
    message = {"kind": "act", "id": new_id(), "action": "count", "values": {"by": 1}}

    for _ in range(3):
        page.widget.received(page.widget, message, [])

    assert page.panel.pressed == 1
    assert [answer["id"] for answer in page.told] == [message["id"]] * 3
    assert page.told[0] == page.told[1] == page.told[2]


def test_what_has_to_be_looked_at_comes_with_the_problem() -> None:
    """The words to look at, and the hidden value that says they were."""
    page = Page()
    message = {"kind": "act", "id": new_id(), "action": "look", "values": {}}

    page.widget.received(page.widget, message, [])

    (answer,) = page.told
    assert answer["problems"] == [["text", "Somebody changed it."]]
    assert (answer["blocks"], answer["values"]) == ([blocks.quote("Newer.")], {"read": "now"})


def test_every_panel_of_the_notebook_is_there() -> None:
    """The notebook names panels that exist, each once, and every panel stands in it."""
    notebook = json.loads((Path(package.__file__).parents[1] / "desk.ipynb").read_text())
    code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")

    assert re.findall(r'^desk\.panel\("([\w-]+)"\)$', code, re.M) == list(PANELS)
    assert 'open_desk("COHORT")' in code


def test_panels_are_drawn_in_the_order_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one of them makes ready is there for the next, each time."""
    desk = Desk("demo")
    drawn: list[str] = []

    class Named(Counter):
        def blocks(self) -> list[blocks.Block]:
            drawn.append(self.name)
            return []

    monkeypatch.setattr(desk, "follow", lambda: drawn.append("folder"))
    for number in range(20):
        panel = type("Part", (Named,), {"name": f"part{number}"})(desk)
        desk.join(DeskWidget(panel))
    drawn.clear()

    desk.refresh()

    assert drawn == ["folder", *(f"part{number}" for number in range(20))]


def in_all(shown: Sequence[blocks.Block]) -> list[blocks.Block]:
    """Return the forms of a part, those in its folded parts too."""
    return [
        one
        for block in shown
        for one in (in_all(block["blocks"]) if block["block"] == "details" else [block])
        if one["block"] == "form"
    ]


@pytest.mark.parametrize("name", PANELS)
def test_whatever_does_something_says_in_which_cohort(desk: Desk, name: str) -> None:
    """In every part; what only chooses what to look at need not."""
    desk.title = "Leeds 2027"
    widget = DeskWidget(PANELS[name](desk))

    for form in in_all(widget.state["blocks"]):
        said = [form["says"], form["title"], *(field["label"] for field in form["fields"])]
        named = any(desk.named in words for words in said)
        assert named == (not form["choice"]), form["action"]


def test_a_form_that_names_the_cohort_says_it_once() -> None:
    """Nothing is put before it."""
    desk = Desk("demo")
    own = blocks.form(
        "release", "Release it", says=f"Everybody in cohort {desk.named} can open it."
    )
    assert blocks.within([own], desk.named) == [own]
