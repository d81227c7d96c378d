"""``home``: from submitting the sign-in form to a first page that can be used."""

from __future__ import annotations

import time

from . import browsing
from .bench import Bench
from .figures import Figure, paired, rounds

WHAT = "sign-in to Home, against sign-in to the launcher of stock JupyterLab"


def run(bench: Bench) -> list[Figure]:
    """Sign somebody new in on a new device, each time."""
    browser = bench.browser

    def ours() -> float:
        bench.settle()
        side, person = bench.ours, bench.ours.newcomer()
        with browsing.visit(browser) as page:
            browsing.fill_sign_in(page, side, person)
            started = browsing.submit(page)
            page.wait_for_url(f"**{browsing.HOME}", wait_until="load")
            page.locator("h1").wait_for()
            return time.perf_counter() - started

    def theirs() -> float:
        bench.settle()
        side, person = bench.theirs, bench.theirs.newcomer()
        with browsing.visit(browser) as page:
            browsing.fill_sign_in(page, side, person)
            started = browsing.submit(page)
            page.locator(".jp-LauncherCard").first.wait_for()
            page.locator("#jupyterlab-splash").wait_for(state="detached")
            seconds = time.perf_counter() - started
            browsing.stop_server(page, side, person)
        return seconds

    ours()  # once each unmeasured: the first page after a start fills caches of the hub
    theirs()
    found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
    return [Figure("home", WHAT, "s", paired(found["ours"], found["theirs"]))]
