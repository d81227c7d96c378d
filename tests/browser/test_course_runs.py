"""The running course as newcomers meet it: signing in, opening a module by either door."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from pairs_course.hub import processes

from .course import People, RunningCourse
from .one_server import SAVED, eventually

MODULE = "05-debate-and-dialogue"
NOTEBOOK = f"{MODULE}/{MODULE}.ipynb"


def test_sign_in_leads_home(person: People, axe: Callable[[Page], list[str]]) -> None:
    """Whoever signs in is on Home, and the sign-in page says what this is not for."""
    page = person.stranger()
    page.goto("/")
    expect(page.get_by_text("people here are not kept apart")).to_be_visible()
    assert axe(page) == []

    person.sign_in(page, "pair1-patient")

    expect(page).to_have_url("/services/course/")
    assert axe(page) == []


def test_a_module_opens_by_either_door(
    person: People, screenshot: Callable[[Page, str], None]
) -> None:
    """From Home to the first question, as a plain page and in JupyterLab."""
    page = person("pair1-patient")
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("radio").first).to_be_visible()
    screenshot(page, "plain")

    page.goto(f"/services/course/open/{MODULE}?door=lab")

    expect(page.get_by_role("radio").first).to_be_visible()
    screenshot(page, "lab")


def test_a_wrong_password_is_told_on_the_same_page(
    person: People, axe: Callable[[Page], list[str]]
) -> None:
    """The name stays, the sentence says what to do, and the page is as accessible as before."""
    person.forgive("403 (Forbidden)")
    page = person.stranger()
    page.goto("/hub/login")
    page.get_by_label("Sign-in name").fill("pair1-patient")
    page.get_by_label("Password", exact=True).fill("not-the-password")

    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Sign-in name")).to_have_value("pair1-patient")
    assert axe(page) == []


def test_an_altered_module_is_made_fresh(person: People, hub: RunningCourse) -> None:
    """The page with the button puts the released notebook back and leads to it."""
    page = person("pair2-professional")
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("heading", level=1)).to_have_text("Debate and dialogue")
    notebook = hub.state / "homes" / "pair2-professional" / NOTEBOOK
    released, files = notebook.read_text(), sorted(notebook.parent.iterdir())
    notebook.write_text(released.replace("questions(", "print("))
    (notebook.parent / "mine.py").write_text("x = 1")

    page.goto(f"/user/pair2-professional/pairs/fresh?path={NOTEBOOK}")
    page.get_by_role("button", name="Get a fresh copy").click()

    expect(page.get_by_role("radio").first).to_be_visible()
    assert notebook.read_text() == released
    assert sorted(notebook.parent.iterdir()) == files


def test_a_participant_has_no_shell_and_no_grading(person: People) -> None:
    """Nor another interface; and a server's own address leads Home."""
    page = person("pair2-professional")
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("heading", level=1)).to_have_text("Debate and dialogue")
    server = "/user/pair2-professional"

    found = {
        path: page.request.get(f"{server}/{path}").status
        for path in ("api/terminals", "formgrader", "tree", "lsp/status", "api/status")
    }
    page.goto(server)

    assert found == {
        "api/terminals": 404,
        "formgrader": 404,
        "tree": 404,
        "lsp/status": 404,
        "api/status": 200,
    }
    expect(page).to_have_url("/services/course/")


def test_nobody_gets_into_the_server_of_another(person: People) -> None:
    """Not the partner, and not the facilitator."""
    for name in ("pair2-patient", "facilitator"):
        page = person(name)

        answer = page.request.get("/user/pair2-professional/api/contents", max_redirects=0)

        assert answer.status in (302, 403)
        assert "pairs" not in answer.text()


def test_a_facilitator_has_formgrader(person: People, hub: RunningCourse) -> None:
    """In a tab of its own, on the cohort's course folder, with all modules in it."""
    page = person("facilitator")
    page.goto("/hub/spawn/facilitator?next=/user/facilitator/formgrader")

    expect(page.get_by_role("link", name=MODULE, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="01-setting-out", exact=True)).to_be_visible()
    link = hub.state / "homes" / "facilitator" / "demo"
    assert link.resolve() == hub.state / "cohorts" / "demo"


def test_a_killed_hub_is_started_again(person: People, hub: RunningCourse) -> None:
    """Whoever is answering goes on with the same server, and newcomers can come in again."""
    person.forgive("Failed to load resource", "WebSocket connection", "Failed to fetch", "503")
    page = person("pair2-professional")
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("radio").first).to_be_visible()
    kernels = hub.kernels("pair2-professional")

    hub.kill_hub()
    said = hub.state / "said.txt"
    eventually(page, lambda: "The course is running again." in said.read_text(), 120)
    choice = page.get_by_role("radio").first
    choice.check()

    # The field that was answered says that it is on the disk.
    field = page.locator("fieldset").filter(has=page.locator(":checked")).first
    expect(field.locator(".pairs-status").first).to_have_text(SAVED, timeout=60_000)
    assert {one.pid for one in kernels} == {one.pid for one in hub.kernels("pair2-professional")}
    newcomer = person.stranger()
    newcomer.goto("/")
    person.sign_in(newcomer, "pair3-professional")
    expect(newcomer).to_have_url("/services/course/")


def test_stopping_leaves_nothing_and_starting_keeps_all(person: People, hub: RunningCourse) -> None:
    """With servers and kernels at work, all ends within ten seconds; names and passwords stay."""
    page = person("pair2-professional")
    page.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(page.get_by_role("radio").first).to_be_visible()
    page.goto("about:blank")
    passwords = hub.passwords
    started = time.monotonic()

    hub.stop()

    took, left = time.monotonic() - started, processes.programs_of(hub.state)
    hub.start()
    assert (took < 10, left) == (True, [])
    assert hub.passwords == passwords
    person.sign_in(person.stranger(), "pair2-professional")
