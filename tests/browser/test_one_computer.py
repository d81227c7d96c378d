"""Two people, one computer: a page is only ever its own person's, whoever sits before it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from pairs_course.store import Store

from ..depth import sampled
from .course import People, RunningCourse
from .one_server import MODULE, SAVED, box, eventually, status

#: Instead of a browser's own way from tab to tab: then the server alone has to see to it.
ALONE = "window.BroadcastChannel = class extends EventTarget { postMessage() {} close() {} };"


def _journal(hub: RunningCourse, name: str) -> str:
    files = sorted((hub.state / "homes" / name / ".pairs").glob("*.jsonl"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def _open(hub: RunningCourse, page: Page, name: str, door: str, words: str) -> None:
    page.goto(f"/services/course/open/{MODULE}?door={door}")
    box(page).fill(words)
    eventually(page, lambda: words in _journal(hub, name))
    expect(status(page)).to_have_text(SAVED)


def _expect_locked(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=f"This is the page of {name}")).to_be_visible()
    expect(box(page)).to_have_count(0)  # by its role: neither to the eye nor to a screen reader
    expect(page.get_by_role("textbox")).to_have_count(0)


def _forgive(person: People) -> None:
    person.forgive("Failed to load resource", "WebSocket", "403", "404", "424")


@pytest.mark.parametrize(
    ("door", "tabs_talk"),
    sampled(
        [("plain", True), ("plain", False), ("lab", True), ("lab", False)],
        lambda case: case in [("plain", False), ("lab", True)],
    ),
)
def test_signing_out_closes_every_open_page(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    door: str,
    tabs_talk: bool,
) -> None:
    """Ann signs out in one tab; Ben signs in and types in her other one. Nothing is saved there.

    When Ann is back, all is as it was.
    """
    ann, ben = "pair2-patient", "pair2-professional"
    _forgive(person)
    module = person(ann)
    if not tabs_talk:
        module.context.add_init_script(ALONE)
    words = f"only for Ann, {door}, {tabs_talk}"
    _open(hub, module, ann, door, words)
    before = _journal(hub, ann)
    home = module.context.new_page()
    home.goto("/services/course/")

    home.get_by_role("button", name="Sign out").click()

    expect(home.get_by_role("heading", level=1)).to_have_text("You are signed out")
    _expect_locked(module, "Patient leader 2")
    expect(module.get_by_text(words)).to_be_hidden()
    eventually(module, lambda: not hub.kernels(ann))
    assert axe(module) == []
    screenshot(module, f"locked-{door}")
    module.set_viewport_size({"width": 320, "height": 700})
    screenshot(module, f"locked-{door}-320")
    module.set_viewport_size({"width": 1280, "height": 900})

    person.sign_in(home, ben)
    expect(home.get_by_role("heading", name="Hello, Professional 2")).to_be_visible()
    module.bring_to_front()
    module.mouse.click(400, 400)
    module.keyboard.type("from Ben")
    _expect_locked(module, "Patient leader 2")
    assert _journal(hub, ann) == before
    assert "from Ben" not in _journal(hub, ben)

    home.get_by_role("button", name="Sign out").click()
    expect(home.get_by_role("heading", level=1)).to_have_text("You are signed out")
    module.get_by_role("link", name="Sign in again").click()
    person.sign_in(module, ann)
    expect(box(module)).to_have_value(words)


def test_what_was_asked_before_a_sign_out_opens_no_page_after_it(
    person: People, hub: RunningCourse
) -> None:
    """A slow answer to an older question would have shown the page, and nothing asked again."""
    ann = "pair6-patient"
    _forgive(person)
    module = person(ann)
    _open(hub, module, ann, "plain", "only for Ann")
    held: list[Route] = []
    ended = True

    def answer(route: Route) -> None:
        if not held:
            held.append(route)
        elif ended:
            route.fulfill(status=403)
        else:
            route.continue_()

    module.route(re.compile(r"/api/kernels/[^/]+$"), answer)
    module.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    eventually(module, lambda: bool(held))
    other = module.context.new_page()
    other.goto("/services/course/help")
    other.evaluate("new BroadcastChannel('pairs-sign-in').postMessage('')")
    _expect_locked(module, "Patient leader 6")

    with module.expect_request_finished(lambda request: "/api/kernels/" in request.url):
        held[0].continue_()
    with module.expect_response(lambda answer: answer.status == 403):
        pass

    _expect_locked(module, "Patient leader 6")
    ended = False
    expect(box(module)).to_have_value("only for Ann")


def test_signing_in_over_somebody_closes_their_pages(person: People, hub: RunningCourse) -> None:
    """Ann has not signed out, and Ben signs in with a sign-in page that was open before."""
    ann, ben = "pair3-patient", "pair3-professional"
    _forgive(person)
    sign_in = person.stranger()
    sign_in.goto("/hub/login")
    module = sign_in.context.new_page()
    person.sign_in(module, ann)
    _open(hub, module, ann, "plain", "Ann's own")
    before = _journal(hub, ann)

    home = module.context.new_page()
    home.goto("/services/course/")  # so that whoever asks the hub has just heard of Ann
    sign_in.get_by_label("Sign-in name").fill(ben)
    sign_in.get_by_label("Password", exact=True).fill(hub.passwords[ben])
    sign_in.get_by_role("button", name="Sign in").click()
    expect(sign_in.get_by_role("alert")).to_contain_text("Try again")  # the page was an old one
    person.sign_in(sign_in, ben)

    expect(sign_in.get_by_role("heading", name="Hello, Professional 3")).to_be_visible()
    home.reload()
    expect(home.get_by_role("heading", name="Hello, Professional 3")).to_be_visible()
    _expect_locked(module, "Patient leader 3")
    module.keyboard.type("from Ben")
    assert _journal(hub, ann) == before


def test_the_desk_closes_too(person: People, hub: RunningCourse) -> None:
    """A facilitator's desk is a page like any other."""
    _forgive(person)
    desk = person("facilitator")
    desk.goto("/services/course/desk?door=plain")
    words = desk.get_by_role("heading", name=re.compile("^Your desk:"))
    expect(words).to_be_visible()
    # Its own style, which lays it out, comes with its last parts.
    desk.get_by_text("Your desk is ready").wait_for(state="attached")
    home = desk.context.new_page()
    home.goto("/services/course/")

    home.get_by_role("button", name="Sign out").click()

    expect(home.get_by_role("heading", level=1)).to_have_text("You are signed out")
    expect(desk.get_by_role("heading", name=re.compile("This is the page of"))).to_be_visible()
    expect(words).to_have_count(0)
    back = desk.get_by_role("link", name="Sign in again")
    expect(back).to_have_attribute("href", "/services/course/desk/demo?door=plain")
    eventually(desk, lambda: not hub.kernels("facilitator"))


def test_a_link_elsewhere_signs_nobody_out(person: People, hub: RunningCourse) -> None:
    """Whoever is led to the sign-out by another site is asked, and may stay."""
    page = person("pair4-patient")
    page.goto("about:blank")
    page.set_content(f'<a href="{hub.address}/hub/logout">A prize</a>')
    page.get_by_role("link", name="A prize").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Do you want to sign out?")
    page.get_by_role("link", name="No, go to Home").click()
    expect(page.get_by_role("heading", name="Hello,")).to_be_visible()


def test_a_new_password_ends_what_was_open_with_the_old_one(
    person: People, hub: RunningCourse
) -> None:
    """In every browser: the page, the server, the sign-in at the hub; only the new one opens."""
    name = "pair5-professional"
    _forgive(person)
    page = person(name)
    _open(hub, page, name, "plain", "before the new password")

    with Store.in_folder(hub.state) as store:
        old, hub.passwords[name] = hub.passwords[name], store.people.renew_password(name)

    _expect_locked(page, "Professional 5")
    eventually(page, lambda: not hub.kernels(name))
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(old)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    person.sign_in(page, name)
    expect(box(page)).to_have_value("before the new password")
