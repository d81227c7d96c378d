"""When something does not feel right: what is left behind, who is told, and how one goes on."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ..depth import sampled
from .course import People, RunningCourse
from .one_server import eventually

MODULE = "01-setting-out"
ITEM = "N2"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
PASSES, UNSAFE = "pair4-patient", "pair4-professional"


def answered(person: People, hub: RunningCourse, name: str, *, unsafe: bool) -> None:
    """Open the module and say "prefer not to say" to one question, in one of the two ways."""
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    question = page.get_by_role("group", name=re.compile(r"^[\d.]+ How do you think\?"))
    if unsafe:
        question.get_by_role("button", name="It does not feel safe").click()
        expect(question.get_by_text("Nobody can tell it from any other.")).to_be_visible()
        expect(question.get_by_role("link", name="Help, a pause, and a call")).to_have_attribute(
            "href", "/services/course/safe"
        )
    else:
        question.locator("label").filter(has_text="Prefer not to say").click()
    expect(question.get_by_text(SAVED)).to_be_visible()
    eventually(page, lambda: bool(left_by(hub, name)["rows"]))


def without_chance(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the journal with its ids and times made the same in every line."""
    order = line["order"]
    after = ["id"] * len(order["after"])
    same = {"page": "page", "since": "id", "after": after, "ago": 0}
    assert set(order) == set(same)
    return {**line, "id": "id", "at": "at", "order": same}


def left_by(hub: RunningCourse, name: str) -> dict[str, Any]:
    """Return all that one person's answer left: files, lines and rows, but for ids and times."""
    home = hub.state / "homes" / name
    lines = (home / ".pairs" / "answers.jsonl").read_text().splitlines()
    events = [line for line in lines if json.loads(line)["item"] == ITEM]
    with closing(sqlite3.connect(hub.state / "course.sqlite")) as store:
        rows = store.execute(
            "SELECT item, wave, kind, value, audience, wording, length(events.id), length(at) "
            "FROM events JOIN accounts ON accounts.id = events.account_id "
            "WHERE username = ? AND item = ?",
            (name, ITEM),
        ).fetchall()
        calls = store.execute("SELECT count(*) FROM calls").fetchall()
    bare = [without_chance(json.loads(line)) for line in events]
    files = sorted(str(path.relative_to(home)) for path in (home / ".pairs").rglob("*"))
    return {
        "events": bare,
        "sizes": [len(json.dumps(event)) for event in bare],
        "rows": rows,
        "calls": calls,
        "files": files,
    }


def test_unsafe_leaves_what_prefer_not_to_say_leaves(person: People, hub: RunningCourse) -> None:
    """Files, sizes, lines of the journal and rows of the store are the same for both."""
    answered(person, hub, PASSES, unsafe=False)
    answered(person, hub, UNSAFE, unsafe=True)

    told, kept = left_by(hub, UNSAFE), left_by(hub, PASSES)

    assert told == kept
    assert [event["value"] for event in told["events"]] == ["pass"]
    assert len(told["rows"]) == 1


@pytest.mark.parametrize("width", sampled([1280, 320], lambda width: width == 320))
def test_a_pause_and_a_call_from_the_first_to_the_last_step(
    person: People, axe: Callable[..., list[str]], width: int
) -> None:
    """Both Homes say that the pair pauses, the facilitator is asked to call, and all ends again."""
    one = person("pair3-patient", viewport={"width": width, "height": 800})
    other, facilitator = person("pair3-professional"), person("facilitator")
    one.get_by_role("link", name="Help, a pause, and a call").click()
    looked_at(one, axe, width)

    one.get_by_role("button", name="Take a pause").click()
    one.get_by_role("button", name="Ask Facilitator to call me").click()
    expect(one.get_by_text("You asked on")).to_be_visible()
    looked_at(one, axe, width)

    other.reload()
    expect(other.get_by_text("Your pair is taking a pause.")).to_be_visible()
    expect(other.get_by_text("call on")).to_have_count(0)
    facilitator.reload()
    call = facilitator.get_by_role("region", name="Please call")
    expect(call).to_contain_text("Patient leader 3 asked for a call on")
    assert axe(facilitator) == []

    call.get_by_role("button", name="I have called").click()
    expect(facilitator.get_by_role("region", name="Please call")).to_have_count(0)
    one.reload()
    expect(one.get_by_role("button", name="Ask Facilitator to call me")).to_be_visible()
    one.get_by_role("button", name="Go on again").click()
    other.reload()
    expect(other.get_by_text("Your pair is taking a pause.")).to_have_count(0)


def looked_at(page: Page, axe: Callable[..., list[str]], width: int) -> None:
    """Nothing that axe finds, and nothing cut."""
    expect(page.get_by_role("heading", level=1)).to_have_text("If something does not feel right")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
