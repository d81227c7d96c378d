"""A machine with room for fewer servers than there are people: who comes next waits, kindly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from .course import People, RunningCourse

MODULE = "05-debate-and-dialogue"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own, with room for one server."""
    course = RunningCourse(tmp_path_factory.mktemp("crowded"), COURSE_SERVERS="1")
    course.start()
    yield course
    course.stop()


def test_who_finds_no_room_waits_and_the_page_opens_by_itself(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
) -> None:
    """Home works without a server; a place that is given back is taken at once."""
    person.forgive("429", "424")
    first = person("pair1-patient")
    first.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(first.get_by_role("radio").first).to_be_visible()

    second = person("pair1-professional")
    expect(second.get_by_role("heading", name="Hello,")).to_be_visible()
    answer = second.goto(f"/services/course/open/{MODULE}?door=plain")

    assert answer is not None
    assert answer.status == 429
    expect(second.get_by_role("heading", level=1)).to_have_text("The course is busy just now")
    assert axe(second) == []
    screenshot(second, "crowded")
    second.set_viewport_size({"width": 320, "height": 700})
    assert second.evaluate("document.documentElement.scrollWidth") <= 320
    screenshot(second, "crowded-320")
    assert not hub.kernels("pair1-professional")

    first.goto("/services/course/")
    first.get_by_role("button", name="Sign out").click()

    expect(second.get_by_role("radio").first).to_be_visible()
    assert "/user/pair1-professional/" in second.url
