"""What a hub adds, by either door: a stopped server, an ended sign-in, a fresh copy of a module."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from pairs_course.answers.events import Event, new_id, now
from pairs_course.programme import compiled
from pairs_course.store import Store

from ..depth import by_door
from .course import People, RunningCourse
from .hands import Mouse
from .one_server import MODULE, NOTEBOOK, SAVED, box, edit, first_code, status
from .sittings import onward


@by_door("plain")
def test_the_hub_starts_a_stopped_server_again(
    person: People, hub: RunningCourse, door: str
) -> None:
    """The page says that the course has stopped, and its link leads back to all that was typed."""
    name = "pair4-patient"
    person.forgive(
        "Failed to load resource", "WebSocket connection", "Failed to fetch", "424", "503"
    )
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door={door}")
    point = box(page)
    point.fill("before")
    expect(status(page)).to_have_text(SAVED)

    hub.kill_server(name)
    point.fill(f"stopped, {door}")
    # Under a notice that it has stopped, no word says that anything is being tried.
    expect(page.get_by_text("Your course has stopped.")).to_be_visible(timeout=60_000)
    expect(status(page)).to_have_text("Not saved yet. It is kept on this page")
    page.get_by_role("link", name="Start it again").click(timeout=60_000)

    expect(box(page)).to_have_value(f"stopped, {door}")
    expect(status(page)).to_have_text(SAVED)


@by_door("lab")
def test_signing_in_again_leads_back_with_all_text(
    person: People, hub: RunningCourse, door: str
) -> None:
    """An ended sign-in and a lost kernel at once lose nothing: the link asks for the password."""
    name = "pair4-professional"
    person.forgive("Failed to load resource", "WebSocket connection", "403")
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door={door}")
    point = box(page)
    point.fill("before")
    expect(status(page)).to_have_text(SAVED)

    # The page closes as soon as it hears of it, so the last words are typed before, to a kernel
    # that takes nothing in any more.
    for kernel in hub.kernels(name):
        kernel.suspend()
    point.fill(f"signed out, {door}")
    page.context.clear_cookies()
    hub.kill_kernels(name)
    page.get_by_role("link", name="Sign in again").click(timeout=60_000)
    person.sign_in(page, name)

    expect(box(page)).to_have_value(f"signed out, {door}")
    expect(status(page)).to_have_text(SAVED)


@by_door("lab")
def test_the_hub_gives_a_fresh_copy_of_an_altered_module(
    person: People, hub: RunningCourse, door: str
) -> None:
    """By either door the altered file is not run, and one press brings the released one."""
    name = "pair5-patient"
    person.forgive("409")
    page = person(name)
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("radio").first).to_be_visible()
    path = hub.state / "homes" / name / NOTEBOOK
    released = path.read_bytes()
    edit(path, lambda nb: first_code(nb).__setitem__("source", "raise SystemExit"))

    root = f"/user/{name}"
    page.goto(
        f"{root}/voila/render/{NOTEBOOK}"
        if door == "plain"
        else f"{root}/lab/tree/{NOTEBOOK}?reset"
    )
    expect(page.get_by_role("heading", name="This page was changed")).to_be_visible()
    page.get_by_role("button", name="Get a fresh copy").click()

    expect(page.get_by_role("radio").first).to_be_visible()
    assert path.read_bytes() == released


@by_door("lab")
def test_the_challenge_stands_above_every_sitting(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    door: str,
) -> None:
    """Whichever sitting is open; in the one whose questions show it, it stands there alone."""
    module, text = "04-what-gets-in-the-way", "People do not know <b>whom</b> to call."
    agreed(hub, "pair6-patient", "pair6-professional", text)
    page = person("pair6-patient", sittings=True)
    page.goto(f"/services/course/open/{module}?door={door}")
    note = page.get_by_role("note", name="What you both agreed")
    expect(note).to_contain_text(text)

    here = []
    hands = Mouse(page)
    while onward(hands):
        here.append(note.is_visible())
        expect(page.get_by_text(text).locator("visible=true")).to_have_count(1)
    assert here.count(False) == 1  # the look back has it among its questions
    assert len(here) > 5
    assert note.locator("b").count() == 0
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert note.evaluate("e => e.getBoundingClientRect().right") <= 320
    screenshot(page, f"challenge-on-top-{door}-320")
    page.set_viewport_size({"width": 1280, "height": 800})
    screenshot(page, f"challenge-on-top-{door}-1280")


def agreed(hub: RunningCourse, one: str, other: str, text: str) -> None:
    """Let two partners have agreed on their challenge in module 01."""
    place, to = ("01-setting-out", "challenge", "once"), ("partner", "facilitator")
    programme = compiled.load()
    with Store.in_folder(hub.state) as store:
        suggested = Event(new_id(), now(), *place, "propose", {"sentence": text}, to)
        said = Event(new_id(), now(), *place, "confirm", {"of": suggested.id}, to)
        assert store.events.add(one, [suggested], programme).refused == []
        assert store.events.add(other, [said], programme).refused == []
