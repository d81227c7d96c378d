"""Home in real Chromium, where it has more than usual to say: accessible and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fastapi.responses import RedirectResponse
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, Page, expect

from pairs_course.answers.events import Event, new_id
from pairs_course.pairs import moderation
from pairs_course.pairs.moderation import Choice
from pairs_course.people.roster import roster_of
from pairs_course.programme import loader
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.store import Store
from pairs_course.store.support_requests import Reach

from .axe import violations

CONTENT = loader.load()
FIRST, LAST, MEETING = "01-setting-out", "08-next-steps", "03-why-pairs"
PEOPLE = [
    ("ann", "Ann Alder", "patient-leader", "pair1"),
    ("ben", "Ben Birch", "professional", "pair1"),
    ("faye", "Faye", "facilitator", ""),
]
CARD = {"who": "A carer and a nurse.", "work": "Discharge.", "offer": "Time.", "ask": "x" * 300}
LETTER = {"letter": "Dear next pair,\ntake <b>your</b> time."}


class SignedIn:
    """Signs in whoever the header names."""

    async def username(self, request):
        return request.headers.get("x-test-user")

    def begin(self, _request):
        return RedirectResponse("/hub/login", 303)

    async def finish(self, _request, _code, _state):
        return None

    def end(self):
        return RedirectResponse("/hub/logout", 303)

    def form_token(self, _request):
        return "token"


class NoServers:
    """Starts no server."""

    def begin(self, username):
        """Do nothing."""


@dataclass
class Home:
    """The pages over one store."""

    store: Store
    client: TestClient

    def show(self, context: BrowserContext, user: str, path: str = "") -> Page:
        """Open somebody's Home as it is now, or another page of theirs."""
        html = self.client.get(f"{PREFIX}{path}", headers={"x-test-user": user}).text
        style = (Path(pages.FOLDER) / "static" / "pages.css").read_text()
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=""))
        page.route("**/pages.css", lambda route: route.fulfill(body=style, content_type="text/css"))
        page.route("**/home", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://course.test/home")
        return page

    def agree(self, item: str, value: dict[str, str], verdict: str) -> None:
        """Let the pair agree on a text and send it, and a facilitator decide about it."""
        proposal = self.does("ann", "propose", item, value)
        self.does("ben", "confirm", item, {"of": proposal})
        self.does("ann", "send", LAST)
        reason = "" if verdict == "published" else moderation.reason_words("unclear", "Who is it?")
        choice = Choice(moderation.digest(value), "waiting", verdict, reason)
        self.store.reviews.decide("faye", "demo", "pair1", item, choice, CONTENT)

    def does(self, who: str, kind: str, item: str, value: object = None, module: str = LAST) -> str:
        audience = ("facilitator",) if kind == "send" else ("partner", "facilitator")
        at = "2026-11-20T10:00:00.000+00:00"
        event = Event(new_id(), at, module, item, "once", kind, value, audience, "w")
        assert self.store.events.add(who, [event], CONTENT).refused == []
        return event.id


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo", roster_of(PEOPLE), demo=True)
        app = create_app(store, CONTENT, identity=None)
        pages.attach(app, SignedIn(), NoServers(), hub_prefix="/hub/", base_prefix="/")
        with TestClient(app) as client:
            yield Home(store, client)


def check(page: Page) -> None:
    """No axe rule of WCAG 2.2 AA is broken and nothing scrolls sideways, wide or narrow."""
    for width in (1000, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_a_facilitator_with_a_call_and_a_pair_that_waits(
    context: BrowserContext, home: Home
) -> None:
    """The call has its button; the pair is matched at the desk."""
    home.store.care.ask("ann")
    home.store.meetings.ask("ann", MEETING, ready=True)
    page = home.show(context, "faye")

    expect(page.get_by_role("button", name="I have called Ann Alder")).to_be_visible()
    expect(page.get_by_text("1 pair waits for another pair.")).to_be_visible()
    check(page)


def test_a_participant_with_a_card_and_a_letter(context: BrowserContext, home: Home) -> None:
    """What became of each, its words as text, and a button of its own to take it back."""
    home.agree("network-card", CARD, "sent-back")
    home.agree("letter", LETTER, "published")
    home.store.waves.set_date("demo", "start", date(2100, 5, 12))
    page = home.show(context, "ben")

    card = page.get_by_role("region", name="Our card")
    expect(card.get_by_text("Who is it?")).to_be_visible()
    expect(card.get_by_role("button", name="Take it back : Our card")).to_be_visible()
    letter = page.get_by_role("region", name="Our letter")
    expect(letter.get_by_text("take <b>your</b> time.")).to_be_visible()
    expect(
        page.get_by_text("count in the figures of your cohort until 12 May 2100")
    ).to_be_visible()
    check(page)


def test_the_pages_around_home(context: BrowserContext, home: Home) -> None:
    """Our page with its chart, the form for a call before and after, Help and the certificate."""
    for day, value in (("2026-11-03", 5), ("2026-11-10", 7), ("2026-11-17", 6)):
        home.does("ann", "point", "points", {"day": day, "value": value}, MEETING)
    sentence = {"sentence": "People do not know whom to call."}
    said = home.does("ann", "propose", "challenge", sentence, FIRST)
    home.does("ben", "confirm", "challenge", {"of": said}, FIRST)

    ours = home.show(context, "ben", "ours")
    expect(ours.get_by_text("People do not know whom to call.")).to_be_visible()
    expect(ours.get_by_role("img", name="The points by day")).to_be_visible()
    check(ours)
    for path in ("begin", "safe", "help", "certificate", ""):
        check(home.show(context, "ben", path))
    home.store.care.ask("ben", Reach("07700 900123", "after six", "a text first"))
    check(home.show(context, "ben", "safe"))
    check(home.show(context, "faye"))
    home.store.people.say_about("demo", {"days": "Tuesdays,\nfrom ten. " + "x" * 300})
    begin = home.show(context, "faye", "begin")
    expect(begin.get_by_role("textbox", name="When, where and for how long")).to_have_value(
        re.compile("Tuesdays,\nfrom ten")
    )
    check(begin)
