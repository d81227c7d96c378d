"""What a facilitator's Home says of waiting pairs, the progress to download, and days of waves."""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from pairs_course.people.roster import roster_of

from ...strategies import MEETING, MODULE, PROGRAMME, WITH_MEETINGS, event
from .site import app_on, get, send, text


def with_programme(store, content):
    app = app_on(store, content)
    return TestClient(app, follow_redirects=False)


def rows(answer):
    """Read a file as a spreadsheet does."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_home_says_how_many_pairs_wait_and_leads_to_the_desk(store):
    """Their names, and the form to match them, are at the desk."""
    second = [("cat", "Cat", "patient-leader", "pair2"), ("dan", "Dan", "professional", "pair2")]
    store.people.add_cohort("two", roster_of([*second, ("gil", "Gil", "facilitator", "")]))
    with with_programme(store, WITH_MEETINGS) as client:
        assert "for another pair" not in text(get(client, "", "faye"))

        store.meetings.ask("amal", MEETING, ready=True)
        one, elsewhere = text(get(client, "", "faye")), text(get(client, "", "gil"))
        store.meetings.ask("amal", "07-our-local-challenge", ready=True)

        assert "1 pair waits for another pair. You can match them at your desk, under" in one
        assert "2 pairs wait for other pairs." in text(get(client, "", "faye"))
        assert "for another pair" not in elsewhere


def test_a_pair_does_not_see_who_waits_on_its_home(store):
    """To the byte, whoever waits."""
    with with_programme(store, WITH_MEETINGS) as client:
        before = get(client, "", "ben").content
        store.meetings.ask("amal", MEETING, ready=True)

        assert get(client, "", "ben").content == before


def test_everybody_can_read_what_the_other_pair_sees(client):
    """The page says it before anything is written."""
    assert "They see it when both of you have confirmed it." in text(get(client, "who-sees-what"))


def test_progress_is_a_file_for_a_spreadsheet(client, store):
    """One row a person, one column a module, in UTF-8 with its mark; no answers."""
    submission = send(store)
    (sent,) = store.submissions.list("demo")
    before = get(client, "progress/demo", "faye")
    store.submissions.put_feedback(submission, MODULE, "<p>Thank you</p>")
    after = get(client, "progress/demo", "faye")

    headings = ["Name", "Sign-in name", "Role", "Pair", "Pause", "05 Debate and dialogue"]
    assert before.content.startswith(b"\xef\xbb\xbfName,")
    assert before.headers["content-type"] == "text/csv; charset=utf-8"
    assert before.headers["content-disposition"].startswith('attachment; filename="demo-progress-')
    assert rows(before) == [
        headings,
        ["Amal <b>A</b>", "amal", "patient-leader", "pair1", "", f"Sent {sent.at[:10]}"],
        ["Ben", "ben", "professional", "pair1", "", "Not started"],
    ]
    assert rows(after)[1][5] == f"Feedback ready {sent.at[:10]}"
    assert "my point" not in before.text


def test_a_name_that_looks_like_a_formula_is_text(store):
    """A spreadsheet must not run what somebody is called."""
    people = [
        ("eve", '=HYPERLINK("x")', "patient-leader", "p"),
        ("fox", "Fox", "professional", "p"),
    ]
    store.people.add_cohort("odd", roster_of([*people, ("gil", "Gil", "facilitator", "")]))
    store.events.add("fox", [event("answer", "D1", 3)], PROGRAMME)
    with with_programme(store, PROGRAMME) as client:
        found = rows(get(client, "progress/odd", "gil"))

    assert found[1][0] == '\'=HYPERLINK("x")'
    assert found[2][5] == "In progress"


@pytest.mark.parametrize(
    ("user", "cohort"), [("amal", "demo"), ("sam", "demo"), ("faye", "other"), ("eve", "demo")]
)
def test_progress_is_for_facilitators_of_the_cohort(client, user, cohort):
    """Everybody else gets a page with a sentence."""
    answer = get(client, f"progress/{cohort}", user)

    assert answer.status_code == 403
    assert "Only the facilitators of a cohort can download its progress." in text(answer)
    assert get(client, "progress/demo", None).status_code == 303


def test_home_says_until_when_answers_count(client, store):
    """Once a day is set; not to somebody who keeps theirs out of figures."""
    assert "figures of your cohort" not in text(get(client, ""))
    store.waves.set_date("demo", "once", date(2027, 5, 12))
    words = (
        "Your answers in the modules between (“Debate and dialogue”) count in the figures of your "
        "cohort until 12 May 2027."
    )
    assert words in text(get(client, ""))

    store.people.keep_out("amal", True)
    assert words not in text(get(client, ""))
    assert words in text(get(client, "", "ben"))


def test_home_leads_to_the_desk_of_the_cohort_that_is_shown(store):
    """The address names it; a cohort of others, or one that is not there, has no desk for them."""
    faye = ("faye", "Faye", "facilitator", "")
    pair = [("cat", "Cat", "patient-leader", "pair2"), ("dan", "Dan", "professional", "pair2")]
    store.people.add_cohort("leeds-2027", roster_of([*pair, faye]), title="Leeds 2027")
    others = [("eve", "Eve", "patient-leader", "1"), ("gus", "Gus", "professional", "1")]
    store.people.add_cohort("others", roster_of([*others, ("gil", "Gil", "facilitator", "")]))
    with with_programme(store, WITH_MEETINGS) as client:
        home = get(client, "?cohort=leeds-2027", "faye").text
        ways = {
            cohort: unquote(get(client, f"desk/{cohort}", "faye").headers["location"])
            for cohort in ("leeds-2027", store.people.find("faye").cohort)
        }
        refused = [get(client, f"desk/{name}", "faye").status_code for name in ("others", "none")]

        assert 'href="/services/course/desk/leeds-2027"' in home
        assert all(
            way.endswith(f"/user/faye/pairs/open/_desk/{cohort}?door=plain")
            for cohort, way in ways.items()
        )
        assert len(ways) == 2
        assert refused == [403, 403]
        assert get(client, "desk/leeds-2027", "cat").status_code == 403
