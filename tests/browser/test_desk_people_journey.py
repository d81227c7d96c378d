"""A facilitator looks after the people of a cohort, with the keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from pairs_course.people.roster_diff import as_text
from pairs_course.store import Store

from .course import People, RunningCourse

MODULE, TITLE = "05-debate-and-dialogue", "Debate and dialogue"
NEW = "wren,Wren,patient-leader,pair7\nxena,Xena,professional,pair7\n"
ON_PAPER, FORGETS = "pair4-patient", "pair5-patient"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCourse]:
    """A course of its own: this facilitator changes who is in the cohort."""
    course = RunningCourse(tmp_path_factory.mktemp("a course for people"))
    course.start()
    yield course
    course.stop()


def test_new_passwords_open_the_course_and_old_ones_no_longer(
    person: People, hub: RunningCourse
) -> None:
    """A new pair signs in with its cards; a new password ends the old one at the hub, too."""
    with Store.in_folder(hub.state) as store:
        today = as_text(store.rosters.people("demo"))
    page = person("facilitator")
    page.goto("/services/course/cohort/demo/people")
    page.get_by_text("Send a whole new list").click()
    page.get_by_label("Or paste the cells here").fill(today + NEW)
    page.get_by_role("group").get_by_role("button", name="Look at what would change").first.click()
    page.get_by_role("button", name="Make these changes").click()
    cards = page.get_by_role("region", name="New passwords")
    made = {cells[1]: cells[2] for cells in map(_cells, cards.get_by_role("row").all()[1:])}
    assert list(made) == ["wren", "xena"]

    page.get_by_text("Give somebody a new password").click()
    page.get_by_role("group").filter(has_text="Give somebody a new password").get_by_label(
        "Person"
    ).select_option(FORGETS)
    page.get_by_role("button", name="Make a new password").click()
    expect(page.locator("#outcome")).to_contain_text("The old one no longer works.")
    renewed = _cells(cards.get_by_role("row").last)
    assert renewed[1] == FORGETS

    hub.passwords |= made
    for name in made:
        expect(person(name).get_by_role("heading", level=1)).to_be_visible()
    person.forgive("status of 403", "status of 401")
    stranger = person.stranger()
    stranger.goto("/hub/login")
    stranger.get_by_label("Sign-in name").fill(FORGETS)
    stranger.get_by_label("Password", exact=True).fill(hub.passwords[FORGETS])
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_text("This name and password do not belong together.")).to_be_visible()
    person.sign_in(stranger, FORGETS, renewed[2])
    expect(stranger.get_by_role("heading", level=2, name="Modules")).to_be_visible()


def _cells(row: Locator) -> list[str]:
    return row.get_by_role("rowheader").or_(row.get_by_role("cell")).all_inner_texts()


def test_a_sheet_is_typed_in(
    person: People, hub: RunningCourse, axe: Callable[..., list[str]]
) -> None:
    """The person sees on Home and beside the answer who typed it in."""
    with Store.in_folder(hub.state) as store:
        store.people.set_door(ON_PAPER, "paper")
    page = person("facilitator")
    page.goto(f"/services/course/cohort/demo/paper?person={ON_PAPER}&module={MODULE}")
    page.get_by_text("Type in the sheet", exact=True).click()
    page.get_by_label("5.13 Who had the answer?").select_option("2")
    page.get_by_label("The pair conversation: did the two of you talk?").select_option("alone")
    page.get_by_role("button", name="Type it in").click()
    done = page.get_by_text("The sheet of Patient leader 4 is typed in. It was sent.")
    expect(done).to_be_visible()

    typed = person(ON_PAPER)
    typed.goto("/services/course/")
    expect(typed.get_by_text(f"Facilitator typed in your sheet of “{TITLE}” on")).to_be_visible()
    assert axe(typed) == []
    typed.goto(f"/services/course/open/{MODULE}?door=plain")
    expect(typed.get_by_text("Typed in by Facilitator from your paper on").first).to_be_visible()
