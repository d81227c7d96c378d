"""Formgrader in a browser: a facilitator collects, grades and writes, with no other host."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from ..browser.widget_page import chromium
from .courses import MODULE
from .serving import COHORT, Programme


@contextmanager
def jupyter(course: Programme, home: Path) -> Iterator[str]:
    """Run a Jupyter server for the facilitator, as the hub does, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.defpath,
        "HOME": str(home),
        "COURSE_URL": course.url,
        "JUPYTERHUB_API_TOKEN": "token-of-fay",
        "PAIRS_PROGRAMME": str(course.compiled),
        "PYTHONWARNINGS": "ignore",
    }
    program = Path(sysconfig.get_path("scripts"), "jupyter-server")
    options = [f"--port={port}", "--port-retries=0", "--IdentityProvider.token=t", "--allow-root"]
    log = home / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [program, "--no-browser", f"--ServerApp.root_dir={home}", *options],
            cwd=home,
            env=environment,
            stdout=out,
            stderr=out,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(transport=httpx.HTTPTransport(retries=12)) as client:
                client.get(f"{url}/api", timeout=60)  # each retry waits twice as long
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def watched(page: Page, url: str) -> list[str]:
    """Return a list that fills with what a page must not do."""
    problems: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(url) else problems.append(r.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def test_a_facilitator_grades_and_writes_in_formgrader(running_course: Programme) -> None:
    """Collect, autograde and write a note by hand in formgrader; nothing leaves the machine."""
    course = running_course
    course.release()
    course.does("ann", MODULE, "answer", "D1", 4, "partner", "facilitator")
    course.does("ann", MODULE, "send", MODULE, None)

    with jupyter(course, course.home("fay")) as url, chromium() as browser:
        page = browser.new_page()
        problems = watched(page, url)
        page.goto(f"{url}/formgrader?token=t")
        row = page.get_by_role("row", name=MODULE)
        row.locator(".collect a").click()
        page.get_by_role("button", name="OK").click()
        expect(row.locator(".num-submissions")).to_have_text("1")
        page.goto(f"{url}/formgrader/manage_submissions/{MODULE}")
        page.get_by_role("row", name="Ann").locator(".autograde a").click()
        page.get_by_role("button", name="OK").click()
        expect(page.get_by_role("row", name="Ann")).to_contain_text("needs manual grading")
        page.goto(f"{url}/formgrader/gradebook/{MODULE}/{MODULE}")
        page.get_by_role("link", name="Submission #1").click()
        expect(page.get_by_text("4 of 5, where 1 is")).to_be_visible()
        note = page.locator("#note-to-the-pair-comment")
        # nbgrader's page has its comments, and would no longer write over what is typed.
        expect(note).to_have_attribute("placeholder", re.compile("comments"))
        with page.expect_response("**/api/comment/*"):
            note.fill("Thank you both.")
            page.keyboard.press("Escape")

    assert problems == []
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        comment = gradebook.find_comment("note-to-the-pair", MODULE, MODULE, "ann")
        assert comment.manual_comment == "Thank you both."
