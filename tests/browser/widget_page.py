"""Opens one widget example in real Chromium, with a small fake of anywidget.

The page has a heading before and after the widget, so that focus can move on, and listens on the
document for key presses that should never reach it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from pairs_widgets import assemble
from pairs_widgets.examples import Example

from .axe import violations

ORIGIN = "http://widgets.test"
# Chromium loads its address bar's suggestion lists as pages in every window, so they are off. Only
# the last such argument counts, so it starts with Playwright's own list.
FEATURES_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
)
CHROMIUM_ARGUMENTS = [
    f"--disable-features={FEATURES_OFF}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A widget example</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="widget.css">
<style>body { margin: 8px; } main { max-width: 50em; }</style>
</head>
<body>
<main>
<h1>A module</h1>
<div id="widget"></div>
<h2>The next activity</h2>
</main>
<script type="module" src="page.js"></script>
</body>
</html>
"""

# Only what anywidget does for a page: traits, messages, and a kernel that answers as configured.
_PAGE = """
import widget from "./widget.js";

const told = JSON.parse(TOLD);
const listeners = {};
const emit = (name, detail) => [...(listeners[name] ?? [])].forEach((call) => call(detail));
const at = () => new Date().toISOString();

export const fake = (window.fake = {
  acks: told.acks,
  keys: [],
  noacks: 0,
  sent: [],
  traits: { state: told.state, name: told.name },
  answer(id) {
    if (fake.acks === "silent") return;
    if (fake.acks === "saved") emit("msg:custom", { kind: "saved", id, at: at(), shared: true });
    else emit("msg:custom", { kind: "refused", id, why: "this kernel refuses everything" });
  },
  tell(message) {
    emit("msg:custom", message);
  },
  change(more) {
    fake.traits.state = { ...fake.traits.state, ...more };
    emit("change:state");
  },
});

const model = {
  get: (name) => fake.traits[name],
  set: () => {},
  save_changes: () => {},
  send: (message) => {
    fake.sent.push(message);
    setTimeout(() => fake.answer(message.id), 5);
  },
  on: (name, call) => (listeners[name] ??= []).push(call),
  off: (name, call) => (listeners[name] = (listeners[name] ?? []).filter((one) => one !== call)),
};
document.addEventListener("keydown", (event) => fake.keys.push(event.key));
window.addEventListener("pairs:noack", () => (fake.noacks += 1));
fake.render = async () => {
  const el = document.getElementById("widget");
  fake.close?.();
  el.replaceChildren();
  fake.close = await widget.render({ model, el });
};
await fake.render();
window.ready = true;
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start ``$CHROMIUM``, or the Chromium on PATH."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError(
            "expected Chromium, found none. Install it (on Debian: apt-get install chromium) "
            "or name it in CHROMIUM, and run the tests again."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


class WidgetPage:
    """An example in a page; ``problems`` has console errors and requests to other hosts."""

    def __init__(self, context: BrowserContext, example: Example) -> None:
        self.example = example
        self.problems: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.route("**/*", self._serve)
        self.open()

    def show(self, example: Example) -> None:
        """Load another example in this tab, with the default width and no problems."""
        self.example = example
        self.problems.clear()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.open()

    def open(self) -> None:
        """Load or reload the page."""
        self.page.goto(f"{ORIGIN}/")
        self.page.wait_for_function("window.ready === true")

    def sent(self) -> list[dict[str, Any]]:
        """Return the events that the page sent, without ids and duplicates."""
        messages = {m["id"]: m["event"] for m in self.page.evaluate("fake.sent")}
        return list(messages.values())

    def change(self, **state: Any) -> None:
        """Change the widget's state from the kernel."""
        self.page.evaluate("state => fake.change(state)", state)

    def violations(self) -> list[str]:
        """Return axe's WCAG 2.2 A and AA violations."""
        return violations(self.page)

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        told = {
            "acks": self.example.acks,
            "name": f"{self.example.folder}/{self.example.name}",
            "state": dict(self.example.state),
        }
        files = {
            "/": ("text/html", lambda: _HTML),
            "/page.js": (
                "text/javascript",
                lambda: _PAGE.replace("TOLD", json.dumps(json.dumps(told))),
            ),
            "/widget.js": (
                "text/javascript",
                lambda: assemble.esm(self.example.folder, self.example.home),
            ),
            "/widget.css": (
                "text/css",
                lambda: assemble.css(self.example.folder, self.example.home),
            ),
        }
        if path not in files:
            self.problems.append(f"asked for {route.request.url}")
            route.abort()
            return
        kind, text = files[path]
        route.fulfill(body=text(), content_type=f"{kind}; charset=utf-8")
