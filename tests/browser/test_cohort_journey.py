"""From a sent module to the facilitator's words, and from a closed wave to the cohort's page."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..depth import sampled
from .course import People, RunningCourse

MODULE = "01-setting-out"
TITLE = "Setting out together"
OTHERS = """\
username,name,role,pair
nia,Nia,patient-leader,pair1
otto,Otto,professional,pair1
fred,Fred,facilitator,
"""


def pairs(hub: RunningCourse, *words: str) -> str:
    """Run the `pairs` command on the running course and return what it printed."""
    program = Path(sysconfig.get_path("scripts"), "pairs")
    done = subprocess.run(
        [program, *words],
        env=os.environ | {"COURSE_STATE": str(hub.state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def grade(page: Page, name: str, words: str) -> None:
    """Do what the guide says: collect, autograde, write, make and release feedback."""
    row = page.get_by_role("row", name=MODULE)
    row.locator(".collect a").click()
    page.get_by_role("button", name="OK").click()
    expect(row.locator(".num-submissions")).not_to_have_text("0")
    base = page.url.partition("/formgrader")[0] + "/formgrader"
    page.goto(f"{base}/manage_submissions/{MODULE}")
    page.get_by_role("row", name=name).locator(".autograde a").click()
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_role("row", name=name)).to_contain_text("needs manual grading")
    page.goto(f"{base}/gradebook/{MODULE}/{MODULE}")
    page.get_by_role("link", name=re.compile("Submission #")).first.click()
    expect(page.get_by_role("heading", name="Our agreement", exact=True)).to_be_visible()
    note = page.locator("#private-note-comment")
    # nbgrader's page has its comments, and would no longer write over what is typed.
    expect(note).to_have_attribute("placeholder", re.compile("comments"))
    with page.expect_response("**/api/comment/*"):
        note.fill(words)
        page.keyboard.press("Escape")
    page.goto(base)
    for step in ("generate-feedback", "release-feedback"):
        page.get_by_role("row", name=MODULE).locator(f".{step} a").click()
        page.get_by_role("button", name="OK").click()
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_is_sent_is_answered(
    person: People, axe: Callable[..., list[str]], screenshot: Callable[[Page, str], None]
) -> None:
    """One sends, the facilitator collects, reads, writes and releases, and the one reads it."""
    patient = person("pair3-patient")
    patient.goto(f"/services/course/open/{MODULE}?door=plain")
    send = patient.get_by_role("region", name="Send to your facilitator", exact=True)
    send.get_by_role("button", name="Send to your facilitator").click()
    expect(send.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()

    facilitator = person("facilitator")
    row = facilitator.get_by_role("row").filter(has_text="Patient leader 3")
    expect(row.get_by_role("cell", name=re.compile(r"^\d+ \w+ \d{4}$"))).to_have_count(1)
    assert axe(facilitator) == []
    screenshot(facilitator, "facilitator")
    facilitator.get_by_role("link", name="Open the formgrader").click()
    expect(facilitator.get_by_role("row", name=MODULE)).to_be_visible()
    grade(facilitator, "Patient leader 3", "Thank you. <b>Passing</b> is always fine.")

    patient.goto("/services/course/")
    assert axe(patient) == []
    patient.get_by_role(
        "link", name=re.compile(rf"^Feedback of \d+ \w+ \d{{4}} on {TITLE}$")
    ).click()
    expect(patient.get_by_text("Thank you. <b>Passing</b> is always fine.")).to_be_visible()
    expect(
        patient.get_by_text(re.compile(r"score|points|\d+ ?/ ?\d+", re.IGNORECASE))
    ).to_have_count(0)
    screenshot(patient, "feedback")
    copy = patient.context.new_page()  # the page itself runs no script, and so no axe either
    copy.set_content(patient.content())
    assert axe(copy) == []
    copy.set_viewport_size({"width": 320, "height": 800})
    assert copy.evaluate("document.documentElement.scrollWidth") <= 320
    partner = person("pair3-professional")
    assert partner.goto(f"/services/course/feedback/{MODULE}").status == 404
    person.forgive("404")


def load_until(page: Page, words: str) -> None:
    """Load a page until it says something: who may see what is remembered for some seconds."""
    until = time.monotonic() + 45
    while not page.get_by_text(words).count():
        assert time.monotonic() < until, f"the page never said “{words}”"
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_closed_wave_is_published_for_those_who_may_see_it(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    """Words and a letter for the cohort, a sentence for the sponsor, a refusal for others."""
    facilitator = person("facilitator")
    facilitator.get_by_role("link", name="See the cohort page").click()
    expect(facilitator.get_by_text("You close it at your desk")).to_be_visible()
    assert axe(facilitator) == []

    pairs(hub, "cohort", "close-wave", "demo", "start", "--yes")
    load_until(facilitator, "about half")
    assert axe(facilitator) == []
    screenshot(facilitator, "cohort-page")
    member = person("pair1-professional", viewport={"width": 320, "height": 800})
    member.get_by_role("link", name="See the cohort page").click()
    expect(member.get_by_text("about half").first).to_be_visible()
    assert axe(member) == []
    assert member.evaluate("document.documentElement.scrollWidth") <= 320
    screenshot(member, "cohort-page-320")
    sponsor = person("sponsor")
    expect(sponsor.get_by_role("link", name="See the cohort page")).to_have_count(0)
    assert axe(sponsor) == []
    sponsor.goto("/services/dashboards/cohort/demo")
    expect(sponsor.get_by_text("letter").first).to_be_visible()
    expect(sponsor.get_by_text("about half")).to_have_count(0)
    assert axe(sponsor) == []
    sponsor.goto("/services/dashboards/letter/demo")
    expect(sponsor.get_by_text("There is no letter for you to read now.")).to_be_visible()
    member.goto("/services/dashboards/letter/demo")
    expect(member.get_by_text("said so at the start.").first).to_be_visible()
    assert axe(member) == []
    member.goto("/services/dashboards/network")
    expect(member.get_by_role("heading", level=1)).to_contain_text("All demo cohorts")
    expect(member.get_by_text("5 cohorts").first).to_be_visible()
    assert axe(member) == []
    assert member.evaluate("document.documentElement.scrollWidth") <= 320

    roster = tmp_path / "others.csv"
    roster.write_text(OTHERS)
    said = pairs(hub, "cohort", "add", "others", str(roster))
    password = re.search(r"\bnia\s+(\S+)", said)
    assert password, said
    stranger = person.stranger()
    person.sign_in(stranger, "nia", password[1])
    person.forgive("403")
    assert stranger.goto("/services/dashboards/cohort/demo").status == 403
    expect(stranger.get_by_text("you are not on its list")).to_be_visible()
    assert axe(stranger) == []
    stranger.goto("/services/dashboards/network")
    expect(stranger.get_by_text("There is nothing to show yet.")).to_be_visible()
    assert axe(stranger) == []


def test_the_letter_is_held_back_by_one_person_of_a_pair(
    person: People,
    hub: RunningCourse,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
) -> None:
    """They read it on Home before the sponsor can; afterwards all but the sponsor are told."""
    pairs(hub, "cohort", "close-wave", "demo", "once", "--yes")
    page = person("pair2-patient", viewport={"width": 320, "height": 800})
    page.get_by_role("link", name="Read it, and hold it back").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The letter to the sponsors")
    letter = page.get_by_role("region", name="The letter of").first
    expect(letter.get_by_text("It is final")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    screenshot(page, "letter-320")

    letter.get_by_label("Yes, hold it back for good").check()
    letter.get_by_role("button", name="Hold this letter back").click()

    held = "It is held back. Sponsors cannot read it, now or later."
    expect(letter.get_by_text(held)).to_be_visible()
    expect(letter.get_by_role("button")).to_have_count(0)
    assert axe(page) == []
    for name in ("pair3-professional", "facilitator"):
        other = person(name)
        expect(other.get_by_text(held)).to_be_visible()
        assert axe(other) == []
    sponsor = person("sponsor")
    letters = sponsor.get_by_role("region", name="Letters to you")
    expect(letters.get_by_role("link", name="Demo cohort North")).to_be_visible()
    expect(letters.get_by_role("link", name=re.compile("Demo cohort$"))).to_have_count(0)
    assert axe(sponsor) == []


@pytest.mark.parametrize("width", sampled([1280, 320], lambda width: width == 320))
def test_every_page_of_the_service_is_accessible_and_fits(
    person: People,
    axe: Callable[..., list[str]],
    screenshot: Callable[[Page, str], None],
    width: int,
) -> None:
    """Home, who can see what, help, paper, certificate and pages for errors and for waiting."""
    page = person("pair4-patient", viewport={"width": width, "height": 800})
    person.forgive("404")
    pages = {
        "home": "/services/course/",
        "who-sees-what": "/services/course/who-sees-what",
        "help": "/services/course/help",
        "letter": "/services/course/letter",
        "safe": "/services/course/safe",
        "paper": f"/services/course/paper/{MODULE}",
        "paper-large": f"/services/course/paper/{MODULE}?format=large",
        "paper-easy": f"/services/course/paper/{MODULE}?format=easy-read",
        "certificate": "/services/course/certificate",
        "no-feedback": f"/services/course/feedback/{MODULE}",
        "nowhere": "/services/course/nowhere",
        "hub-nowhere": "/hub/nowhere",
        "hub-sign-out": "/hub/logout",
        "sign-out": "/services/course/sign-out",
    }

    def look(name: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        screenshot(page, f"page-{name}-{width}")

        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    for name, path in pages.items():
        page.goto(path)
        look(name)
    page.get_by_role("button", name="Yes, sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    look("signed-out")
    page.get_by_role("link", name="Sign in again").click()
    look("sign-in")


def test_a_server_that_nobody_began_is_a_closed_page(
    person: People, axe: Callable[..., list[str]]
) -> None:
    """The hub's page for it offers to open it; a sponsor's Home begins none."""
    page = person("sponsor")
    person.forgive("424")
    page.goto("/hub/user/sponsor/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your page is closed")
    assert axe(page) == []


def test_a_wrong_password_is_said_kindly(person: People, axe: Callable[..., list[str]]) -> None:
    """The page says what to do, keeps the name, and ties the message to the fields."""
    page = person.stranger()
    person.forgive("403")
    page.goto("/hub/login")
    page.get_by_label("Sign-in name").fill("pair5-patient")
    page.get_by_label("Password", exact=True).fill("not-the-password")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Sign-in name")).to_have_value("pair5-patient")
    assert axe(page) == []


def test_the_choice_of_a_door_is_asked_once(person: People) -> None:
    """After choosing, Home no longer asks, and the module opens that way."""
    page = person("pair6-patient")
    page.get_by_label("Paper", exact=True).check()
    page.get_by_role("button", name="Save my choice").click()

    expect(page.get_by_text("You chose: Paper.")).to_be_visible()
    expect(page.get_by_role("heading", name="How do you want to work?")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^(Start|Go on)")).first.click()
    expect(page).to_have_url(re.compile("/services/course/paper/"))
