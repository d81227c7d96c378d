"""The pictures of the README and the guide, from the running course: `make pictures` keeps them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pairs_course.hub.welcome import PUBLISHED

from .at_desk import BOTH, STEP, does, send
from .course import ROOT, People, RunningCourse

PICTURES = Path(__file__).parent / "pictures"
PAGES = (ROOT / "README.md", *sorted((ROOT / "instructor" / "guide").glob("*.md")))
SIZE = {"width": 960, "height": 900}
MODULE = "05-debate-and-dialogue"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own, so that nothing is in a picture but what is done here."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for pictures"))
    course.start()
    yield course
    course.stop()


def desk(page: Page, path: Path) -> None:
    """Mark a module and take the picture of its part of the desk, from its heading on."""
    page.goto("/services/course/desk/demo?door=plain")
    page.locator('#desk-contents a[href="#modules"]').click()
    page.get_by_text("Your desk is ready").wait_for(state="attached")
    page.get_by_role("button", name="Collect and mark", exact=True).click()
    expect(page.get_by_text("4 submissions marked now.")).to_be_visible(timeout=STEP)
    page.reload()  # so that the picture has what is there, and not what was just pressed
    page.get_by_text("Your desk is ready").wait_for(state="attached")
    expect(page.get_by_role("button", name="Give feedback back", exact=True)).to_be_visible()
    picture(page, "Modules", page.locator("#desk-modules"), path)


def picture(page: Page, heading: str, last: Locator, path: Path) -> None:
    """Take the picture of a part of a page, from its heading to the end of something in it."""
    page.evaluate("scrollTo(0, 0)")  # the boxes are where they are in the window
    top = page.get_by_role("heading", name=heading, exact=True, level=2).bounding_box()
    end = last.bounding_box()
    assert top is not None
    assert end is not None
    clip = {
        "x": top["x"] - 16,
        "y": top["y"] - 16,
        "width": SIZE["width"],
        "height": end["y"] + end["height"] - top["y"] + 16,
    }
    page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]  # a dict


@pytest.mark.whole
def test_every_picture_can_be_made_anew(person: People, hub: RunningCourse, tmp_path: Path) -> None:
    """Each picture that the README or the guide shows is one that this test makes."""
    folder = PICTURES if os.environ.get("PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    page = person("pair5-professional", viewport=SIZE)
    page.get_by_label("Plain page").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("You chose: Plain page.")).to_be_visible()

    page.goto("/services/course/")  # saving leads to the modules, further down
    page.screenshot(path=folder / "home.png")

    page.goto("/services/course/open/02-a-new-relationship?door=plain")
    rungs = page.get_by_role("region", name="Our ladder", exact=True)
    rungs.get_by_role("group").first.scroll_into_view_if_needed()
    rungs.get_by_role("group").first.screenshot(path=folder / "ladder.png")

    page.goto("/services/course/safe")
    page.screenshot(path=folder / "safe.png")

    for number in (2, 3):
        for name in (f"pair{number}-patient", f"pair{number}-professional"):
            does(hub, name, MODULE, "answer", "D1", 4, *BOTH)
            send(hub, name, MODULE)
    facilitator = person("facilitator")
    desk(facilitator, folder / "desk.png")

    facilitator.set_viewport_size(SIZE)
    facilitator.goto(f"/services/dashboards/cohort/{PUBLISHED}?theme=eight")
    fourth = facilitator.locator(".figures > li").nth(3)
    picture(facilitator, "How we work together", fourth, folder / "figures.png")
    facilitator.goto(f"/services/dashboards/letter/{PUBLISHED}")
    facilitator.get_by_role("article").screenshot(path=folder / "letter.png")

    texts = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    shown = set(re.findall(r"tests/browser/pictures/([\w-]+\.png)", texts))
    assert shown == {path.name for path in folder.glob("*.png")}
    assert shown == {path.name for path in PICTURES.glob("*.png")}
