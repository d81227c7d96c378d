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
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, Response, Route, expect

from ...browser.at_desk import BEYOND
from ...browser.axe import violations
from ...browser.widget_page import chromium
from ..courses import MODULE
from ..serving import COHORT, Programme

SHOTS = Path(__file__).parents[2] / "browser" / "shots"


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
    """Return a list that fills with what a page must not do; other hosts cannot be reached."""
    problems: list[str] = []

    def pass_or_stop(route: Route) -> None:
        if route.request.url.startswith((url, "data:")):
            route.continue_()
        else:
            problems.append(route.request.url)
            route.abort()

    def missing(response: Response) -> None:
        if response.status >= 400:
            problems.append(f"{response.status} {response.url}")

    page.route("**/*", pass_or_stop)
    page.on("response", missing)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def graded(course: Programme) -> None:
    """Let two people send, and collect and grade what they sent."""
    course.release()
    for name in ("ann", "bob"):
        course.does(name, MODULE, "answer", "D1", 4, "partner", "facilitator")
        course.does(name, MODULE, "send", MODULE, None)
    course.nbgrader("fay", "collect", MODULE)
    course.nbgrader("fay", "autograde", MODULE)


#: The pages of formgrader, and what a script puts into each, so that it is seen to have run.
PAGES = {
    "manage_assignments": [MODULE, "released"],
    f"manage_submissions/{MODULE}": ["Ann", "Bob"],
    "gradebook": [MODULE],
    f"gradebook/{MODULE}": [MODULE],
    f"gradebook/{MODULE}/{MODULE}": ["Submission #1", "Submission #2"],
    "manage_students": ["Ann", "Bob", "Cat", "Dan"],
    "manage_students/ann": [MODULE],
    f"manage_students/ann/{MODULE}": [MODULE],
}


@pytest.mark.whole
def test_every_page_of_formgrader_works_without_a_network(running_course: Programme) -> None:
    """Tables are filled, they sort, and nothing is asked of another host or missing."""
    course = running_course
    graded(course)

    with jupyter(course, course.home("fay")) as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        problems = watched(page, url)
        page.goto(f"{url}/formgrader?token=t")
        SHOTS.mkdir(exist_ok=True)
        for path, expected in PAGES.items():
            page.goto(f"{url}/formgrader/{path}")
            table = page.locator("#main-table")
            for words in expected:
                expect(table.get_by_text(words, exact=False).first).to_be_visible()
            page.screenshot(path=SHOTS / f"formgrader-{path.replace('/', '-')}.png")
        page.goto(f"{url}/formgrader/manage_students")
        first = page.locator("#main-table tr").first
        expect(first).to_contain_text("ann")
        page.get_by_text("Student ID", exact=True).click()
        page.get_by_text("Student ID", exact=True).click()
        expect(first).to_contain_text("dan")
        page.goto(f"{url}/formgrader/gradebook/{MODULE}/{MODULE}")
        page.get_by_role("link", name="Submission #1").click()
        expect(page.locator("#private-note-comment")).to_be_visible()
        page.screenshot(path=SHOTS / "formgrader-submission.png", full_page=True)

    assert problems == []


def test_a_facilitator_grades_and_writes_in_formgrader(running_course: Programme) -> None:
    """Collect, autograde and write a note by hand in formgrader; nothing leaves the machine.

    The page of a person has their name, what they sent and the private note: no code, no credits.
    """
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
        expect(page.get_by_role("heading", level=1)).to_have_text("Ann")
        note = page.get_by_label("A private note to Ann")
        expect(note).to_have_accessible_description(re.compile("Ann alone reads it"))
        expect(page.locator(".input_area, .score, .scoring-buttons, .anchor-link")).to_have_count(0)
        expect(page.get_by_text("Submission #1")).to_have_count(0)
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate(BEYOND) == 0
        assert violations(page) == []
        # nbgrader's page has its comments, and would no longer write over what is typed.
        expect(note).to_have_attribute("placeholder", re.compile("comments"))
        with page.expect_response("**/api/comment/*"):
            note.fill("Thank you both.")
            page.keyboard.press("Escape")

    assert problems == []
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        comment = gradebook.find_comment("private-note", MODULE, MODULE, "ann")
        assert comment.manual_comment == "Thank you both."
