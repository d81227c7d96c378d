"""The page "Before you begin": the same for a cohort, with what its facilitators say in it."""

from __future__ import annotations

import html

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.programme import begin
from pairs_course.programme.help_lines import HelpLine
from pairs_course.service.app import PREFIX

from ...strategies import PROGRAMME, event
from .site import get, text

WORDS = begin.load()
MISSING = WORDS.own["pay"].missing


def say(client, user="faye", page_of=None, cohort="demo", **words):
    """Send the form as its page does: the one of this user, or of somebody else."""
    data = {"cohort": cohort, "form_token": f"token-of-{page_of or user}", **words}
    return client.post(f"{PREFIX}begin", data=data, headers={"x-test-user": user})


def test_everything_is_there(client):
    """Every part and every word, the time of all modules, the facilitator, and who to call."""
    page = get(client, "begin")
    words = text(page)

    for part in WORDS.parts:
        assert f'<h2 id="{part.id}">{html.escape(part.title)}</h2>' in page.text
    for one in WORDS.words:
        assert f"<dt>{one.word}</dt>" in page.text
    assert "about 20 minutes on your own, and about 40 minutes with your partner" in words
    assert "Your facilitator is Faye." in words
    assert [MISSING in words, "{" in words] == [True, False]
    assert "In an emergency: 999" in words
    assert "To talk to Samaritans, free, day or night: 116 123" in words
    assert "<script" not in page.text


def test_home_and_help_lead_to_it(client, store):
    """First of all for somebody new; later from the cohort's part of Home, and always from Help."""
    link = f'<a href="{PREFIX}begin">Before you begin</a>'
    new = get(client, "")
    store.events.add("amal", [event("answer", "D1", 3)], PROGRAMME)
    begun = get(client, "")

    assert ("Are you new here?" in text(new), new.text.count(link)) == (True, 2)
    assert ("Are you new here?" in text(begun), begun.text.count(link)) == (False, 1)
    assert link in get(client, "help").text
    assert f"{PREFIX}begin#confidentiality" in get(client, "safe").text


def test_what_a_facilitator_says_is_there_for_the_cohort(client):
    """As text, in the place of what was missing; an empty box says nothing again."""
    said = say(client, pay="  <b>We pay</b> travel.\nAsk me. ", days="")
    page = get(client, "begin", "ben")
    home = get(client, "", "faye")

    assert said.headers["location"] == f"{PREFIX}begin?cohort=demo&saved=yes#saved"
    assert "&lt;b&gt;We pay&lt;/b&gt; travel.\nAsk me.</blockquote>" in page.text
    assert MISSING not in text(page)
    assert WORDS.own["days"].missing in text(page)
    assert "Saved. Everybody of your cohort" in text(get(client, "begin?saved=yes", "faye"))
    assert "Please say who runs the course" in text(home)
    say(client, **dict.fromkeys(WORDS.own, "Said."))
    assert "Please say who runs the course" not in text(get(client, "", "faye"))
    say(client)
    assert MISSING in text(get(client, "begin", "ben"))


def test_only_facilitators_of_the_cohort_say_it(client, store):
    """Nobody else has the form, may send it, or can say something of another cohort."""
    store.people.add_cohort("next", roster_of([("gail", "Gail", "facilitator", "")]))

    answers = [say(client, user, pay="Ours") for user in ("amal", "sam", "gail")]
    forged = say(client, page_of="amal", pay="Ours")

    assert [answer.status_code for answer in (*answers, forged)] == [403] * 4
    assert store.people.about("demo") == {}
    forms = ['id="own"' in get(client, "begin", user).text for user in ("amal", "sam", "faye")]
    assert forms == [False, False, True]


def test_what_is_too_long_changes_nothing(client, store):
    """It says which box, how long it may be and how long it is."""
    say(client, pay="Travel.")

    answer = say(client, pay="x" * 1001)

    assert answer.status_code == 422
    assert "can have 1000 characters, and yours has 1001. Nothing was changed." in text(answer)
    assert store.people.about("demo") == {"pay": "Travel."}


def test_a_facilitator_of_two_says_it_of_each(client, store):
    """The form names its cohort, so that the words of one never stand in the other."""
    store.people.add_cohort("next", roster_of([("faye", "Faye", "facilitator", "")]), title="Next")

    page = get(client, "begin?cohort=next", "faye")
    say(client, cohort="next", days="In May.")

    assert "for the cohort “Next”" in text(page)
    assert '<input type="hidden" name="cohort" value="next">' in page.text
    assert (store.people.about("demo"), store.people.about("next")) == ({}, {"days": "In May."})


@pytest.fixture
def elsewhere(client, monkeypatch):
    """The same pages where the operator has set who to call."""
    site = client.app.state.pages
    monkeypatch.setattr(site, "help_lines", (HelpLine("In an emergency", "112"),))


@pytest.mark.usefixtures("elsewhere")
def test_the_operators_numbers_are_everywhere(client):
    """One list of numbers on every page that says who to call."""
    for path in ("begin", "help", "safe"):
        words = text(get(client, path))

        assert "In an emergency: 112" in words
        assert "999" not in words
        assert "Samaritans" not in words
