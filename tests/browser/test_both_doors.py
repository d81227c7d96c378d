"""What a hub adds, by either door: a stopped server, an ended sign-in, a fresh copy of a module."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .course import People, RunningCourse
from .one_server import MODULE, NOTEBOOK, SAVED, box, edit, first_code, status


@pytest.mark.parametrize("door", ["plain", "lab"])
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


@pytest.mark.parametrize("door", ["plain", "lab"])
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


@pytest.mark.parametrize("door", ["plain", "lab"])
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
