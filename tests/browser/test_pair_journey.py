"""Two people go through a module together: alone, sealed, met, open, agreed, sent.

Once each way round: one of them by keyboard alone, one in JupyterLab, one on the plain page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Error, Locator, Page, Request, expect

from ..depth import sampled
from .course import People, RunningCourse, loaded
from .hands import Hands, Keyboard, Mouse
from .sittings import go_to

MODULE = "01-setting-out"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
SECRETS = {"patient": "Mornings are hard for me.", "professional": "I answer for the ward."}
SENTENCE = "We both need time & <i>plain</i> words."


class Wire:
    """Everything that reached one browser: frames of websockets and bodies of answers."""

    def __init__(self, page: Page) -> None:
        self._seen: list[str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.on("requestfinished", lambda request: self._body(request))

    def __contains__(self, text: str) -> bool:
        return any(text in one for one in self._seen)

    def _frame(self, frame: str | bytes) -> None:
        self._seen.append(frame if isinstance(frame, str) else frame.decode(errors="replace"))

    def _body(self, request: Request) -> None:
        if "/services/course/" in request.url or "/voila/" in request.url:
            # What the browser has dropped already, on its way elsewhere, can no longer be read.
            with suppress(Error):
                self._seen.append(request.response().text())


def in_memory(kernels: list[psutil.Process], text: str) -> bool:
    """Say whether a text stands anywhere in the memory of these processes."""
    assert kernels, "there is no kernel to look into"
    needle = text.encode()
    for kernel in kernels:
        maps = Path(f"/proc/{kernel.pid}/maps").read_text()
        with Path(f"/proc/{kernel.pid}/mem").open("rb", buffering=0) as memory:
            for line in maps.splitlines():
                span, rights = line.split()[:2]
                if not rights.startswith("rw"):
                    continue
                start, end = (int(part, 16) for part in span.split("-"))
                memory.seek(start)
                if needle in memory.read(end - start):
                    return True
    return False


def section(page: Page, heading: str) -> Locator:
    """Return the part of the page that this heading names."""
    return page.get_by_role("region", name=heading, exact=True)


def notice(page: Page, text: str) -> None:
    """Wait for what the conversation says about where the two are."""
    talk = section(page, "The pair conversation")
    expect(talk.get_by_role("status").filter(has_text=text).first).to_be_visible(timeout=15_000)


def answer_alone(hands: Hands, secret: str, first: int) -> None:
    """Answer and guess everything of the sealed set, in a way of one's own."""
    needs = section(hands.page, "What you need to take part well")
    groups = needs.get_by_role("group")
    expect(groups).to_have_count(8)
    for number in range(groups.count()):
        hands.choose(groups.nth(number), (first + number) % 4)
    hands.write(needs.get_by_label("What else would help your partner to know?"), secret)
    expect(needs.locator(".pairs-status").filter(has_text=SAVED)).to_have_count(9)
    hands.press(needs.get_by_role("button", name="Save and continue"))
    expect(needs.get_by_text("There is a problem")).to_be_hidden()


def seal(hands: Hands) -> None:
    """Seal one's answers."""
    talk = section(hands.page, "The pair conversation")
    hands.press(talk.get_by_role("button", name="Seal my answers"))


def agree(one: Hands, other: Hands, group: str, texts: dict[str, str], button: str) -> None:
    """Let one suggest a text and the other confirm it."""
    name = re.compile(rf"^[\d.]+ {re.escape(group)}$")  # its number comes first
    mine = one.page.get_by_role("group", name=name)
    theirs = other.page.get_by_role("group", name=name)
    for label, text in texts.items():
        one.write(mine.get_by_label(label), text)
    one.press(mine.get_by_role("button", name=re.compile("^Suggest this to ")))
    for text in texts.values():
        expect(theirs.get_by_text(text).first).to_be_visible()
    other.press(theirs.get_by_role("button", name=button))
    for page in (mine, theirs):
        expect(page.get_by_text("You both agreed this")).to_be_visible()


def open_module(
    person: People, name: str, door: str, *, sittings: bool = False
) -> tuple[Page, Wire]:
    """Sign in and open the module by that door, on one page or one sitting at a time."""
    page = person(name, sittings=sittings)
    wire = Wire(page)
    page.goto(f"/services/course/open/{MODULE}?door={door}")
    expect(page.locator(".pairs-send")).to_be_attached()
    loaded(page)
    return page, wire


@pytest.mark.parametrize(
    ("pair", "keyboard_door", "mouse_door"),
    sampled([("pair1", "plain", "lab"), ("pair2", "lab", "plain")], lambda two: two[0] == "pair1"),
)
def test_two_people_answer_meet_and_send(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    pair: str,
    keyboard_door: str,
    mouse_door: str,
) -> None:
    """From the first question to the facilitator, with nothing of the partner's before its time."""
    patient, professional = f"{pair}-patient", f"{pair}-professional"
    left_page, left_wire = open_module(person, patient, keyboard_door, sittings=True)
    right_page, right_wire = open_module(person, professional, mouse_door, sittings=True)
    keys = Keyboard(left_page)
    for hands in (keys, Mouse(right_page)):
        go_to(hands, "What you need")
    # A module that was begun opens at this sitting, and Tab starts at the top of the page: Home,
    # Help and the contents come first. Who went there is at its heading, past these.
    most = 3 if left_page.locator("h2:focus").count() else 4
    assert keys.reach(left_page.get_by_role("textbox").first) <= most
    left, right = keys, Mouse(right_page)

    answer_alone(left, SECRETS["patient"], first=0)
    answer_alone(right, SECRETS["professional"], first=1)
    for hands in (left, right):
        go_to(hands, "The pair conversation")
    seal(left)
    notice(left_page, "Not both ready yet")
    notice(right_page, "Your answers are not sealed yet")
    seal(right)
    for page in (left_page, right_page):
        notice(page, "You are both ready. Nothing is open yet.")
    together = "We are together now"
    left.press(section(left_page, "The pair conversation").get_by_role("button", name=together))
    notice(left_page, "Not both here yet")
    notice(right_page, "You are both ready")

    assert SECRETS["professional"] not in left_wire
    assert SECRETS["patient"] not in right_wire
    assert not in_memory(hub.kernels(patient), SECRETS["professional"])
    assert not in_memory(hub.kernels(professional), SECRETS["patient"])

    right.press(section(right_page, "The pair conversation").get_by_role("button", name=together))
    for hands, choice in ((left, 4), (right, 0)):
        notice(hands.page, "Now each of you picks one question")
        talk = section(hands.page, "The pair conversation")
        hands.choose(
            talk.get_by_role("group", name="Which question do you want to talk about?"), choice
        )
        hands.press(talk.get_by_role("button", name="Talk about this one"))
    for page in (left_page, right_page):
        notice(page, "Your two questions are open")
    # The check above can fail: the text that was picked is there now.
    expect(left_page.get_by_text(SECRETS["professional"])).to_be_visible()
    expect(right_page.get_by_text(SECRETS["patient"])).to_be_visible()
    assert SECRETS["professional"] in left_wire
    assert in_memory(hub.kernels(patient), SECRETS["professional"])
    expect(left_page.get_by_role("heading", name="The other questions")).to_be_hidden()

    agree(
        left, right, "Our one sentence", {"What do we see now": SENTENCE}, "Yes, this is our text"
    )
    for page in (left_page, right_page):
        notice(page, "All questions are open")
    screenshot(left_page, f"journey-{pair}-open-{keyboard_door}")
    screenshot(right_page, f"journey-{pair}-open-{mouse_door}")
    if keyboard_door == "plain":
        assert axe(left_page) == []

    for hands in (left, right):
        talk = section(hands.page, "The pair conversation")
        hands.choose(talk.get_by_role("group", name="Did the two of you talk?"), 0)
        talk.get_by_label("When did you talk?").fill("2026-11-20")
        hands.choose(talk.get_by_role("group", name="How did you talk?"), 1)
        hands.press(talk.get_by_role("button", name="Save this"))
        expect(talk.get_by_text("You said that you talked on 20 November 2026")).to_be_visible()
    for hands in (left, right):
        go_to(hands, "Your local challenge")
    agree(
        right,
        left,
        "Our local challenge in one sentence",
        {"What is hard now, and for whom?": "People wait too long for a first visit."},
        "Yes, this is our text",
    )
    for hands in (left, right):
        go_to(hands, "To finish")
        send = section(hands.page, "Send to your facilitator")
        hands.press(send.get_by_role("button", name="Send to your facilitator"))
        expect(send.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()

    for page in (left_page, right_page):
        page.goto("/services/course/")
        row = page.get_by_role("listitem").filter(has_text="Setting out together")
        expect(row.filter(has_text="Sent on")).to_be_visible()
