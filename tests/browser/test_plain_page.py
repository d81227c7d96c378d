"""The plain page: a module without a shell, which heals by itself and runs nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from ..depth import sampled
from .one_server import (
    MODULE,
    MODULES,
    NOTEBOOK,
    SAVED,
    OneServer,
    box,
    edit,
    eventually,
    first_code,
    status,
    wait_for_journal,
)

#: How a kernel may be lost; the first is the hardest, since nobody says so.
LOSSES = ["kill_kernels", "end_kernels", "restart_kernels"]
HEALING = 20_000
PAGE = f"voila/render/{NOTEBOOK}"


def _open(page: Page, server: OneServer) -> None:
    page.goto(f"{server.address}/{PAGE}")
    expect(page.get_by_role("radio").first).to_be_visible()
    expect(page.get_by_text("Loading your questions")).to_have_count(0)


def _radio(page: Page, name: str) -> Locator:
    return (
        page.locator("fieldset")
        .filter(has_text="I came with the answer")
        .get_by_role("radio", name=re.compile(rf"^{name}\b"))
        .first
    )


def test_a_module_is_an_ordinary_page(
    page: Page, server: OneServer, axe: Callable[..., list[str]]
) -> None:
    """Language, title, one first heading, landmarks; no code; nothing that axe finds."""
    _open(page, server)

    expect(page).to_have_title("Debate and dialogue - Collaborative Pairs")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).all_text_contents() == ["Debate and dialogue"]
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    assert "pairs_widgets" not in page.locator("body").inner_text()
    assert axe(page) == []


def test_the_first_question_is_few_tabs_away(page: Page, server: OneServer) -> None:
    """Home and Help are the first things on the page, then the contents, then the questions."""
    _open(page, server)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Home", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Help", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".pairs-contents summary")).to_be_focused()
    page.keyboard.press("Tab")

    assert page.evaluate("Boolean(document.activeElement.closest('.question'))")


def test_prose_comes_first_and_says_that_questions_follow(page: Page, server: OneServer) -> None:
    """While the kernel starts there is something to read, and a calm word about the rest."""
    page.goto(f"{server.address}/{PAGE}", wait_until="commit")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#loading")).to_have_text("Loading your questions")
    expect(page.locator("#spoken")).to_have_text("Your questions are ready.")
    expect(page.locator("#loading")).to_have_count(0)


def test_an_answer_is_saved_and_comes_back(page: Page, server: OneServer) -> None:
    """What was answered on one visit is there on the next."""
    _open(page, server)
    _radio(page, "4").check()
    expect(page.locator(".pairs-status[data-item='D1'][data-kind='answer']")).to_have_text(SAVED)

    _open(page, server)

    expect(_radio(page, "4")).to_be_checked()


def test_nothing_is_cut_on_a_small_screen(page: Page, server: OneServer) -> None:
    """At 320 px nothing has to be scrolled sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    _open(page, server)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("loss", sampled(LOSSES, lambda loss: loss == "kill_kernels"))
def test_a_lost_kernel_heals_under_the_fingers(page: Page, server: OneServer, loss: str) -> None:
    """The very element that was typed into stays, with its text and its focus, and gets saved."""
    _open(page, server)
    point = box(page)
    point.fill("before")
    expect(status(page)).to_have_text(SAVED)
    point.evaluate("element => { element.marked = true }")

    getattr(server, loss)()
    point.press_sequentially(f" and after {loss}")

    expect(point).to_be_focused()
    wait_for_journal(page, server, f"before and after {loss}")
    assert point.evaluate("element => element.marked")
    expect(point).to_have_value(f"before and after {loss}")
    expect(status(page)).to_have_text(SAVED)


def test_a_stopped_server_is_said_and_healed(page: Page, server: OneServer) -> None:
    """While it is away the page says what is true; afterwards everything gets saved."""
    _open(page, server)
    point = box(page)
    server.stop()
    try:
        point.fill("while the server was away")
        expect(page.locator("#notice")).to_contain_text("What you wrote is kept on this page")
        expect(status(page)).to_have_text("Not saved yet, still trying")
    finally:
        server.start()

    wait_for_journal(page, server, "while the server was away")
    expect(page.locator("#notice")).to_be_empty()
    expect(point).to_have_value("while the server was away")


def test_an_ended_sign_in_leads_back_with_all_text(page: Page, server: OneServer) -> None:
    """A person signs in again by the link, and what was typed meanwhile is there and gets saved."""
    _open(page, server)
    point = box(page)
    page.context.clear_cookies()
    server.end_kernels()
    point.fill("while signed out")
    link = page.get_by_role("link", name="Sign in again")
    expect(link).to_be_visible(timeout=HEALING)
    expect(point).to_be_hidden()  # somebody else may sit here
    back = f"/services/course/open/{PAGE.split('/')[-2]}?door=plain"
    expect(link).to_have_attribute("href", back)
    page.context.request.get(server.entrance)  # what the hub's sign-in page does

    page.reload()

    expect(box(page)).to_have_value("while signed out")
    wait_for_journal(page, server, "while signed out")


def test_a_network_without_lines_is_said_and_starts_no_kernels(
    page: Page, server: OneServer
) -> None:
    """The page says what keeps it from working and what to do; one kernel, however often it tries.

    Leaving such a page, or loading it again, leaves no kernel behind either.
    """
    server.end_kernels()
    tries: list[str] = []

    def refuse(line: WebSocketRoute) -> None:
        tries.append(line.url)
        line.close()

    page.route_web_socket("**/api/kernels/*/channels*", refuse)
    page.goto(f"{server.address}/{PAGE}")

    notice = page.locator("#notice")
    expect(notice).to_contain_text("This network does not let the course through")
    expect(notice).to_contain_text("Try another network")
    expect(notice.get_by_role("link", name="How to work on paper")).to_be_visible()
    eventually(page, lambda: len(tries) > 5)
    assert len({url.split("/kernels/")[1].split("/")[0] for url in tries}) == 1
    assert len(server.kernels()) == 1
    page.reload()
    eventually(page, lambda: len(server.kernels()) == 1)

    page.goto("about:blank")
    eventually(page, lambda: server.kernels() == [])


def test_leaving_ends_the_kernel(page: Page, server: OneServer) -> None:
    """A page that is left leaves no kernel behind."""
    server.end_kernels()
    _open(page, server)
    assert len(server.kernels()) == 1

    page.goto("about:blank")

    eventually(page, lambda: server.kernels() == [])


def test_an_altered_module_is_not_run(
    page: Page, server: OneServer, notebook: Path, tmp_path: Path, axe: Callable[..., list[str]]
) -> None:
    """Other code than the released is refused with a way out, and starts no kernel."""
    server.end_kernels()
    harm = tmp_path / "harm"
    edit(notebook, lambda nb: first_code(nb).__setitem__("source", f"open({str(harm)!r}, 'w')"))

    answer = page.goto(f"{server.address}/{PAGE}")

    assert answer is not None
    assert answer.status == 409
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was changed")
    assert axe(page) == []
    assert not harm.exists()
    assert server.kernels() == []

    def fresh(route: Any) -> None:
        notebook.write_bytes((MODULES / NOTEBOOK).read_bytes())
        assert route.request.post_data_json == {"path": NOTEBOOK}
        assert route.request.headers["x-xsrftoken"]
        route.fulfill(json={})

    page.route("**/pairs/fresh", fresh)
    page.get_by_role("button", name="Get a fresh copy").click()
    expect(page.get_by_role("radio").first).to_be_visible()


def test_a_hostile_file_runs_nothing(page: Page, server: OneServer, notebook: Path) -> None:
    """Scripts in prose, saved output and saved widgets stay text or are left out."""

    def hostile(nb: Any) -> None:
        script = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>"
        link = "[press](javascript:window.harmed=3)\n\n```mermaid\n</pre>" + script + "\n```"
        nb["cells"][1]["source"] = f"{script}\n\n{link}"
        first_code(nb)["outputs"] = [
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": script}}
        ]
        nb["metadata"]["voila"] = {"template": "lab"}

    edit(notebook, hostile)

    _open(page, server)

    assert page.evaluate("window.harmed") is None
    assert page.locator("main [href^='javascript']").count() == 0
    assert page.locator("main script, main [onerror], main img[src=x]").count() == 0


@pytest.mark.parametrize(
    "path", ["voila", "voila/tree", f"voila/tree/{MODULE}", "voila/render/other.ipynb"]
)
def test_there_is_nothing_else_to_see(page: Page, server: OneServer, path: str) -> None:
    """No listing of files and no other notebook: the way leads Home."""
    (server.root / "other.ipynb").write_bytes((MODULES / NOTEBOOK).read_bytes())

    answer = page.goto(f"{server.address}/{path}")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no module here")
    expect(page.get_by_role("link", name="Go to Home")).to_be_visible()


def test_the_address_cannot_choose_another_page(page: Page, server: OneServer) -> None:
    """`?template` and `?theme` change nothing."""
    page.goto(f"{server.address}/{PAGE}?template=lab&theme=dark")

    expect(page.get_by_role("link", name="Home", exact=True)).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_visible()
