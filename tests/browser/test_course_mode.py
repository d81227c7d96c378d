"""Course mode: a released module in JupyterLab is a page to answer; nothing else is run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from ..depth import sampled
from .one_server import (
    NOTEBOOK,
    SAVED,
    OneServer,
    box,
    eventually,
    status,
    wait_for_journal,
)

#: How a kernel may be lost; the first is the hardest, since nobody says so.
LOSSES = ["kill_kernels", "end_kernels", "restart_kernels"]
HEALING = 30_000
FIRST = 60_000
HIDDEN = (
    ".jp-Toolbar, .jp-InputPrompt, .jp-OutputPrompt, .jp-CodeCell .jp-InputArea, .jp-SideBar, "
    ".jp-Collapser, .lm-MenuBar, .lm-TabBar, #jp-top-panel, #jp-bottom-panel, .jp-Notebook-footer"
)
# Looks at every frame for what should never be seen, from the very first one.
_WATCH = f"""
window.seen = [];
const look = () => {{
  for (const element of document.querySelectorAll("{HIDDEN}")) {{
    const box = element.getBoundingClientRect();
    const front = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const shown = element.checkVisibility() && box.width * box.height > 0;
    if (shown && front && element.contains(front)) window.seen.push(element.className);
  }}
  requestAnimationFrame(look);
}};
requestAnimationFrame(look);
"""


def _open(page: Page, server: OneServer, path: str = NOTEBOOK) -> None:
    page.goto(f"{server.address}/lab/tree/{path}?reset")
    expect(page.get_by_role("radio").first).to_be_visible(timeout=FIRST)
    expect(page.locator(".pairs-lab-notice")).to_be_empty()


def test_a_module_is_a_page_from_the_first_frame(page: Page, server: OneServer) -> None:
    """No code, prompt, toolbar or menu is seen, not for one frame."""
    page.add_init_script(_WATCH)

    _open(page, server)

    assert page.evaluate("[...new Set(window.seen)]") == []
    assert "pairs_widgets" not in page.locator("body").inner_text()
    expect(page).to_have_title("Debate and dialogue - Collaborative Pairs")
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Debate and dialogue"]
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop") == 0


def test_a_reload_brings_no_more_than_the_one_before(page: Page, server: OneServer) -> None:
    """The kernel stays, with the widgets of every page that it ever had. What comes is packed."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    received: list[int] = []
    lines: dict[str, str] = {}
    packed: list[bool] = []

    def came(event: dict[str, Any]) -> None:
        received[-1] += len(event["response"]["payloadData"])

    def opened(event: dict[str, Any]) -> None:
        if "/api/kernels/" not in lines[event["requestId"]]:
            return
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        packed.append("permessage-deflate" in headers.get("sec-websocket-extensions", ""))

    line.on("Network.webSocketCreated", lambda new: lines.update({new["requestId"]: new["url"]}))
    line.on("Network.webSocketFrameReceived", came)
    line.on("Network.webSocketHandshakeResponseReceived", opened)
    for _ in range(4):
        received.append(0)
        _open(page, server)

    assert received[3] < 1.2 * received[1], received
    assert packed
    assert all(packed), packed


def test_the_page_is_accessible(
    page: Page, server: OneServer, axe: Callable[..., list[str]]
) -> None:
    """Axe finds nothing on a module in JupyterLab."""
    _open(page, server)

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

    assert page.evaluate("Boolean(document.activeElement.closest('.jp-OutputArea'))")


def test_nothing_is_cut_on_a_small_screen(page: Page, server: OneServer) -> None:
    """At 320 px nothing has to be scrolled sideways, and nothing is wider than the screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    _open(page, server)

    wide = page.evaluate(
        """[...document.querySelectorAll(".jp-WindowedPanel-outer *")]
             .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 320.5)
             .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    outer = page.locator(".jp-WindowedPanel-outer")
    assert outer.evaluate("element => element.scrollWidth <= element.clientWidth")


def test_keys_belong_to_the_page(page: Page, server: OneServer, notebook: Path) -> None:
    """No key and no double click on the page inserts, deletes, edits, runs or saves a cell."""
    before = notebook.read_bytes()
    _open(page, server)
    cells = page.locator(".jp-Cell")
    kernels = server.kernels()

    for place in (page.get_by_role("heading", level=2).first, page.get_by_role("radio").first):
        place.click()
        for key in ("a", "b", "d", "d", "x", "v", "m", "y", "Enter", "0", "0", "z", "l", "Escape"):
            page.keyboard.press(key)
        for key in ("Control+Enter", "Shift+Enter", "Alt+Enter", "Control+s", "Control+m"):
            page.keyboard.press(key)
    page.get_by_role("heading", level=2).first.dblclick()

    expect(cells).to_have_count(len(json.loads(before)["cells"]))
    assert page.locator(".jp-MarkdownCell .cm-editor:visible").count() == 0
    assert page.locator(".jp-Dialog:visible").count() == 0
    assert notebook.read_bytes() == before
    assert server.kernels() == kernels


def test_nothing_is_ever_dirty(page: Page, server: OneServer, notebook: Path) -> None:
    """Answering changes no file, and leaving asks nothing."""
    before = notebook.read_bytes()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    _open(page, server)
    box(page).fill("a point")
    expect(status(page)).to_have_text(SAVED)

    page.close(run_before_unload=True)

    assert notebook.read_bytes() == before
    assert asked == []
    assert "a point" in [event["value"] for event in server.journal()]


def test_a_command_shows_the_code(page: Page, server: OneServer) -> None:
    """Whoever wants to see the notebook can, and goes back the same way."""
    _open(page, server)
    code = page.locator(".jp-CodeCell .jp-InputArea:visible")

    for label, shown in (("Show the code", True), ("Hide the code", False)):
        page.keyboard.press("Control+Shift+C")
        expect(page.locator(".lm-CommandPalette-input")).to_be_focused()
        page.keyboard.type(label)
        page.get_by_role("menuitem", name=label).or_(
            page.locator(".lm-CommandPalette-item", has_text=label)
        ).first.click()
        expect(code.first).to_be_visible() if shown else expect(code).to_have_count(0)


@pytest.mark.parametrize("loss", sampled(LOSSES, lambda loss: loss == "kill_kernels"))
def test_a_lost_kernel_heals_without_a_dialog(page: Page, server: OneServer, loss: str) -> None:
    """What was typed after the loss is there and gets saved, and nothing asks anything."""
    _open(page, server)
    box(page).fill("before")
    expect(status(page)).to_have_text(SAVED)

    getattr(server, loss)()
    box(page).fill(f"after {loss}")

    wait_for_journal(page, server, f"after {loss}")
    expect(box(page)).to_have_value(f"after {loss}")
    expect(status(page)).to_have_text(SAVED)
    assert page.locator(".jp-Dialog:visible").count() == 0


def test_a_network_without_lines_is_said_and_starts_no_kernels(
    page: Page, server: OneServer
) -> None:
    """The page says what keeps it from working, and what to do; one kernel for all its tries."""
    server.end_kernels()
    tries: list[str] = []

    def refuse(line: WebSocketRoute) -> None:
        tries.append(line.url)
        line.close()

    page.route_web_socket("**/api/kernels/*/channels*", refuse)
    page.clock.install()
    page.goto(f"{server.address}/lab/tree/{NOTEBOOK}")

    notice = page.locator(".pairs-lab-notice")
    expect(notice).to_contain_text("This network does not let the course through")
    expect(notice.get_by_role("link", name="How to work on paper")).to_be_visible()
    known = len(tries)

    def tried_again() -> bool:
        page.clock.fast_forward("01:00")  # JupyterLab waits a random time, up to a minute
        return len(tries) > known + 1

    eventually(page, tried_again)
    assert len(server.kernels()) == 1


def test_a_stopped_server_is_said_and_healed(page: Page, server: OneServer) -> None:
    """While it is away the page says what is true; afterwards everything gets saved."""
    _open(page, server)
    server.stop()
    try:
        box(page).fill("while the server was away")
        notice = page.locator(".pairs-lab-notice")
        expect(notice).to_contain_text("What you wrote is kept on this page")
        assert page.locator(".jp-Dialog:visible").count() == 0
    finally:
        server.start()

    wait_for_journal(page, server, "while the server was away")
    expect(notice).to_be_empty()
    expect(box(page)).to_have_value("while the server was away")
    expect(status(page)).to_have_text(SAVED)
