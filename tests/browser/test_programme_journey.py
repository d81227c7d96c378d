"""Two newcomers go through all eight modules, by both doors; one of them by keyboard alone.

In each module they answer whatever is asked, seal, meet, write one sentence, say that they talked
and send. The modules come in the order of the course, since later ones show earlier answers again.

Before that, each untouched module is looked at: what a screen reader finds in it, in order, is kept
as text in ``trees/``. ``KEEP_TREES=1 make test ARGS="-k reads_in_order"`` writes the texts anew;
read them before they are committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pairs_course.programme import compiled, content

from ..depth import sampled
from .course import People, RunningCourse, loaded
from .hands import Hands, Keyboard, Mouse
from .sittings import go_to, onward
from .test_pair_journey import agree, notice, seal, section

MODULES = compiled.load().modules
SAVED = re.compile(r"^Saved \d\d:\d\d$")
TALK = "The pair conversation"
TREES = Path(__file__).parent / "trees"
NAMELESS = re.compile(r"- (button|link|textbox|radio|checkbox|combobox|spinbutton)( \[|:|$)", re.M)
NO_NAME_YET = re.compile(
    "Nobody but your partner|and your partner both|Suggest this to your partner"
)
PEOPLE = ("pair1-patient", "pair1-professional")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of their own: this pair was nowhere before."""
    course = RunningCourse(tmp_path_factory.mktemp("programme"))
    course.start()
    yield course
    course.stop()


@pytest.mark.parametrize(
    "module",
    sampled(MODULES, lambda module: int(module.number) in (1, 5)),
    ids=lambda module: module.id,
)
def test_a_module_reads_in_order_and_fits(
    person: People,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    module: content.Module,
) -> None:
    """The plain page: each control has a name, axe finds nothing, nothing is cut at 320 px.

    320 px are also what 1280 px are at 400 % zoom. Forced colours and reduced motion as well.
    """
    page = opened(person, PEOPLE[0], module, "plain")
    expect(page.get_by_text("Your questions are ready.")).to_be_attached()
    page.get_by_role("button", name="Show all on one page").click()

    # The page learns the partner's name when it is there already, part by part.
    expect(page.get_by_text(NO_NAME_YET)).to_have_count(0)
    tree = page.locator("body").aria_snapshot() + "\n"
    kept = TREES / f"{module.id}.txt"
    if os.environ.get("KEEP_TREES"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(tree, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == tree
    assert NAMELESS.findall(tree) == []
    paper = page.get_by_role("link", name="Print this module")
    assert paper.get_attribute("href") == f"/services/course/paper/{module.id}"

    screenshot(page, f"module-{module.id}-1280")
    assert axe(page) == []
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert axe(page) == []
    assert page.evaluate("document.getAnimations().length") == 0
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(forced_colors="none")
    screenshot(page, f"module-{module.id}-320")
    assert axe(page) == []


@pytest.mark.parametrize(
    "module",
    sampled(MODULES, lambda module: int(module.number) == 1),
    ids=lambda module: module.id,
)
def test_a_pair_goes_through_the_module(person: People, module: content.Module) -> None:
    """Doors change from module to module: who was on the plain page is in JupyterLab next."""
    doors = ("plain", "lab") if int(module.number) % 2 else ("lab", "plain")
    left, right = (
        make(opened(person, name, module, door))
        for make, name, door in zip((Keyboard, Mouse), PEOPLE, doors, strict=True)
    )

    for number, hands in enumerate((left, right)):
        answer_everything(hands, number)
        go_to(hands, TALK)
        seal(hands)
    meet(left, right)
    agree(left, right, "Our one sentence", {"What do we": "We see it."}, "Yes, this is our text")
    for hands in (left, right):
        notice(hands.page, "All questions are open")
        over_time = hands.page.get_by_role("heading", name="Start, now, and looking back")
        expect(over_time).to_be_visible(visible=module.id == "08-next-steps")
        say_that_you_talked(hands)
        send(hands)


def opened(person: People, name: str, module: content.Module, door: str) -> Page:
    """Sign in and open the module; it is there when its last part is."""
    page = person(name, sittings=True)
    page.goto(f"/services/course/open/{module.id}?door={door}")
    expect(page.locator(".pairs-send")).to_be_attached()
    loaded(page)
    return page


def answer_everything(hands: Hands, number: int) -> None:
    """Answer and guess each rated question and write into each box, sitting by sitting."""
    answer_sitting(hands, number)
    while onward(hands):
        answer_sitting(hands, number)


def answer_sitting(hands: Hands, number: int) -> None:
    """Answer what stands on the page now, in its order."""
    for form in hands.page.locator("section.pairs form:visible").all():
        sealing = form.get_by_role("button", name="Save and continue")
        if not sealing.count():
            continue  # what is written together comes later
        for place, group in enumerate(form.locator("fieldset:has(input[type=radio])").all()):
            hands.choose(group, (number + place) % 3)
        for box in form.locator("textarea:visible").all():
            hands.write(box, "A word of mine.")
        hands.press(sealing)
        expect(form.get_by_text("All saved. You can go on.")).to_be_attached()


def meet(left: Hands, right: Hands) -> None:
    """Say that both are here, and pick a question each."""
    for hands in (left, right):
        notice(hands.page, "You are both ready")
        hands.press(section(hands.page, TALK).get_by_role("button", name="We are together now"))
    for number, hands in enumerate((left, right)):
        notice(hands.page, "Now each of you picks one question")
        talk = section(hands.page, TALK)
        which = talk.get_by_role("group", name="Which question do you want to talk about?")
        hands.choose(which, number)
        hands.press(talk.get_by_role("button", name="Talk about this one"))


def say_that_you_talked(hands: Hands) -> None:
    """Say when and how."""
    talk = section(hands.page, TALK)
    hands.choose(talk.get_by_role("group", name="Did the two of you talk?"), 0)
    talk.get_by_label("When did you talk?").fill("2026-11-20")
    hands.choose(talk.get_by_role("group", name="How did you talk?"), 1)
    hands.press(talk.get_by_role("button", name="Save this"))
    expect(talk.get_by_text("You said that you talked on 20 November 2026")).to_be_visible()


def send(hands: Hands) -> None:
    """Send the module."""
    go_to(hands, "To finish")
    part: Locator = section(hands.page, "Send to your facilitator")
    hands.press(part.get_by_role("button", name="Send to your facilitator"))
    expect(part.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()
