"""What a person does in the browser, on either side, and how long it takes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from pairs_course.hub.bootstrap import chromium

from ..browser.course import ONE_PAGE
from .machine import until
from .sides import MODULE, NOTEBOOK, Newcomer, Side

#: Whatever a question is answered with first, wherever the question stands.
CONTROL = ".pairs :is(input[type=radio], textarea):not([disabled])"
HOME = "/services/course/"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 90_000


def launch(playwright: Playwright) -> Browser:
    """Start Chromium; RuntimeError if there is none."""
    program = chromium()
    if program is None:
        raise RuntimeError("No Chromium was found. Install it, or set CHROMIUM to its path.")
    return playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)


@contextlib.contextmanager
def visit(browser: Browser, *, sittings: bool = False) -> Iterator[Page]:
    """Open a page as on a device that was never here: no cookies, nothing cached.

    A module is all on one page, as it is in stock: its first sitting need not have a question. With
    ``sittings`` it is shown as people have it who chose nothing, a sitting at a time.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    if not sittings:
        context.add_init_script(ONE_PAGE)
    context.set_default_timeout(_PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def fill_sign_in(page: Page, side: Side, person: Newcomer, then: str = "") -> None:
    """Go to the sign-in page and fill it in; ``then`` is where it leads, if not where it does."""
    page.goto(f"{side.address}/hub/login" + (f"?next={quote(then, safe='')}" if then else ""))
    page.fill("#username_input", person.name)
    page.fill("#password_input", person.password)


def submit(page: Page) -> float:
    """Submit the sign-in form, without waiting for anything; return the time of it."""
    started = time.perf_counter()
    page.click("#login_submit", no_wait_after=True)
    return started


def sign_in(page: Page, side: Side, person: Newcomer, then: str) -> None:
    """Sign in, and wait for the page that it leads to."""
    fill_sign_in(page, side, person, then)
    submit(page)
    page.wait_for_url(f"**{then}")
    page.wait_for_load_state("load")


def start_server(page: Page, side: Side, person: Newcomer) -> None:
    """Start the signed-in person's server, and wait until it is ready."""
    _call(page.context, side, "post", f"users/{person.name}/server")

    def ready() -> bool:
        answer = _call(page.context, side, "get", f"users/{person.name}")
        return bool(answer.get("server")) and not answer.get("pending")

    until(ready, f"the server of {person.name} to start")


def stop_server(page: Page, side: Side, person: Newcomer) -> None:
    """Stop the person's server with everything in it, and wait until that is done."""
    _call(page.context, side, "delete", f"users/{person.name}/server")
    until(lambda: not side.programs_of(person), f"the server of {person.name} to stop")


def end_kernels(page: Page, side: Side, person: Newcomer) -> None:
    """End every kernel of a running server, so that the next opening needs a new one."""
    base = f"{side.address}/user/{person.name}/"
    context = page.context
    headers = {"X-XSRFToken": _xsrf(context, f"/user/{person.name}/")}
    for kernel in context.request.get(f"{base}api/kernels").json():
        answer = context.request.delete(f"{base}api/kernels/{kernel['id']}", headers=headers)
        if answer.status not in (204, 404):
            raise RuntimeError(f"a kernel could not be ended: {answer.status} {answer.text()}")


def choose_door(page: Page, side: Side, door: str) -> None:
    """Say on Home how to work: ``lab`` or ``plain``."""
    page.goto(side.address + HOME)
    radio = page.locator(f"#door-{door}")
    if not radio.is_visible():
        page.locator("summary").click()
    radio.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save my choice").click()


def open_from_home(page: Page, side: Side) -> float:
    """Go from Home to the first question that can be answered; return the seconds it took."""
    started = _follow_from_home(page, side)
    first_control(page)
    return time.perf_counter() - started


def open_sitting(page: Page, side: Side, question: str) -> None:
    """Go from Home into the module, and on from sitting to sitting until a question is there."""
    _follow_from_home(page, side)
    status = page.locator(f'.pairs-status[data-item="{question}"]').first
    status.wait_for(state="attached")
    forward = page.get_by_role("link", name="Next:").last
    while not status.is_visible():
        forward.click()


def open_in_stock(page: Page, side: Side, person: Newcomer, notebook: str = NOTEBOOK) -> float:
    """Open a notebook in stock JupyterLab by its address and run all of it from the menu.

    Nobody loses time in between: the menu is used in the moment the kernel is idle.
    """
    started = time.perf_counter()
    page.goto(f"{side.address}/user/{person.name}/lab/tree/{notebook}?reset", wait_until="commit")
    # The notebook's own sign says "idle" before there is a kernel, and then runs nothing.
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
    first_control(page, CONTROL if notebook == NOTEBOOK else "button.echo")
    return time.perf_counter() - started


def first_control(page: Page, what: str = CONTROL) -> None:
    """Wait until the first control of the first question is visible and enabled."""
    page.locator(what).first.wait_for(state="visible")


def _follow_from_home(page: Page, side: Side) -> float:
    """Follow Home's link into the module, without waiting for anything; return the time of it."""
    page.goto(side.address + HOME, wait_until="load")
    link = page.locator(f'.modules a[href$="/open/{MODULE}"]').first
    link.wait_for()
    started = time.perf_counter()
    link.click(no_wait_after=True)
    return started


def _call(context: BrowserContext, side: Side, method: str, path: str) -> dict[str, object]:
    """Ask the hub's API as the page of the signed-in person may."""
    answer = context.request.fetch(
        f"{side.address}/hub/api/{path}",
        method=method,
        headers={"X-XSRFToken": _xsrf(context, "/hub/")},
    )
    if not answer.ok:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.text()}")
    return dict(answer.json()) if answer.body() else {}


def _xsrf(context: BrowserContext, path: str) -> str:
    """Return the token which shows that a request comes from a page below ``path``."""
    found = [c for c in context.cookies() if c["name"] == "_xsrf" and c["path"] == path]
    return str(found[0]["value"]) if found else ""
