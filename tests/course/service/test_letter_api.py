"""The letter to the sponsors: for the cohort at once, for a sponsor on its day, or never."""

from __future__ import annotations

from datetime import date

from pairs_course.figures import sponsor_letter
from pairs_course.figures.page_access import NO_LETTER_FOR_SPONSOR, NO_LETTER_YET

from ..published_data import CONTENT, summary
from .as_dashboards import BEFORE, OPENS, START, close, get, on, shown
from .conftest import Service


def test_the_cohort_reads_the_letter_at_once_and_sponsors_on_its_day(dashboards: Service) -> None:
    """The same words for all of them, in the same version."""
    close(dashboards, START)
    letter = sponsor_letter.compose([START], OPENS, CONTENT.letter)
    found = {who: get(dashboards, "/published/north/letter", who) for who in ("ann", "fay", "sam")}

    assert found["ann"] == found["fay"]
    status, body = found["ann"]
    assert (status, body["title"], body["demo"], body["why"]) == (200, "North", True, "")
    page = shown(dashboards, "/published/north/letter", "ann")
    assert (page["page"], page["cohort"], page["letter"]) == ("letter", "north", letter)
    assert (found["sam"][1]["edition"], found["sam"][1]["why"]) == ("", NO_LETTER_FOR_SPONSOR)

    on(dashboards, OPENS)
    assert get(dashboards, "/published/north/letter", "sam") == found["ann"]


def test_a_sponsor_cannot_tell_a_held_letter_from_none(dashboards: Service) -> None:
    """To the byte the same answer before any wave closed, while it waits, and ever after."""
    path = "/published/north/letter"
    answers = [get(dashboards, path, "sam")]
    close(dashboards, START)
    answers.append(get(dashboards, path, "sam"))
    dashboards.store.letters.hold("north", "start", BEFORE)
    answers.append(get(dashboards, path, "sam"))
    on(dashboards, date(2027, 3, 1))
    answers.append(get(dashboards, path, "sam"))

    assert answers == [answers[0]] * 4
    letter = shown(dashboards, path, "ann")["letter"]
    assert letter is not None
    assert letter["held"] is True


def test_the_name_of_a_letter_follows_what_is_shown(dashboards: Service) -> None:
    """Another one when it is held back, and when a newer one comes."""
    names = [get(dashboards, "/published/north/letter", "ann")[1]["edition"]]
    for change in (
        lambda: close(dashboards, START),
        lambda: dashboards.store.letters.hold("north", "start", BEFORE),
        lambda: close(dashboards, summary("once", lambda _: "many")),
    ):
        change()
        names.append(get(dashboards, "/published/north/letter", "ann")[1]["edition"])

    assert len(set(names)) == 4


def test_without_a_letter_members_read_when_there_is_one(dashboards: Service) -> None:
    """In words for them."""
    _, body = get(dashboards, "/published/north/letter", "ben")

    assert (body["edition"], body["why"]) == ("", NO_LETTER_YET)


def test_a_wave_that_publishes_nothing_leaves_no_letter(dashboards: Service) -> None:
    """The cohort reads that there is none yet, not an empty page with a date."""
    close(dashboards, summary("start", lambda _: None))

    _, body = get(dashboards, "/published/north/letter", "ann")

    assert (body["edition"], body["why"]) == ("", NO_LETTER_YET)
