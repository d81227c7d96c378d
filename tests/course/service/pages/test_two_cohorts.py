"""A facilitator or sponsor of two cohorts chooses which one to see; others have only one."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.programme import loader
from pairs_course.store.wave_closing import close_wave

from .site import PREFIX, get, text

NEXT = [
    ("cat", "Cat", "patient-leader", "1"),
    ("dan", "Dan", "professional", "1"),
    ("faye", "Faye", "facilitator", ""),
]


@pytest.fixture
def two(store):
    store.people.add_cohort("next", roster_of(NEXT))


@pytest.mark.usefixtures("two")
def test_home_shows_the_chosen_cohort(client):
    """The first one where none is chosen, with a way to the other."""
    first, second = get(client, "", "faye"), get(client, "?cohort=next", "faye")

    assert ("look after the cohort “demo”" in text(first), "Cat" in text(first)) == (True, False)
    assert ("look after the cohort “next”" in text(second), "Cat" in text(second)) == (True, True)
    assert f'href="{PREFIX}?cohort=next"' in first.text
    assert 'aria-current="page">next' in second.text


def test_a_sponsor_of_two_cohorts_reads_the_letter_of_each(client, store):
    """One at a time, with a way to the other."""
    sam = roster_of([("sam", "Sam", "sponsor", "")])
    store.people.add_cohort("next", sam, title="The next cohort")

    first, second = get(client, "", "sam"), get(client, "?cohort=next", "sam")

    assert "a sponsor of the cohort “demo”" in text(first)
    assert "a sponsor of the cohort “The next cohort”" in text(second)
    assert f'href="{PREFIX}?cohort=next"' in first.text
    assert 'aria-current="page">The next cohort' in second.text


@pytest.mark.usefixtures("two")
def test_cohorts_with_figures_lead_to_them(client, store):
    """The facilitator goes straight to the page of the cohort that has published."""
    close_wave(store, loader.load(), "next", "start")

    page = get(client, "", "faye")

    assert "next: see its figures" in text(page)
    assert "demo: see its figures" not in text(page)
    assert 'href="/services/dashboards/cohort/next"' in page.text


def test_with_one_cohort_there_is_nothing_to_choose(client):
    """Most facilitators have one."""
    assert "?cohort=" not in get(client, "", "faye").text


@pytest.mark.usefixtures("two")
def test_a_cohort_that_is_not_theirs_is_closed(client):
    """Neither to a participant nor to somebody who left it."""
    assert get(client, "?cohort=next", "amal").status_code == 403
    assert get(client, "?cohort=nowhere", "faye").status_code == 403


@pytest.mark.usefixtures("two")
def test_a_call_is_answered_in_its_own_cohort(client, store):
    """And the page comes back to that cohort."""
    call = store.care.ask("cat")
    form = {"call": call.id, "cohort": "next", "form_token": "token-of-faye"}

    answer = client.post(f"{PREFIX}called", data=form, headers={"x-test-user": "faye"})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}?cohort=next")
    assert store.care.calls("next") == []


def test_who_left_sees_nothing_more(client, store):
    """Home says whom to ask."""
    store.rosters.apply("demo", roster_of([("faye", "Faye", "facilitator", "")]))

    answer = get(client, "")

    assert (answer.status_code, "on no list of this course" in text(answer)) == (403, True)
