"""The one next thing on Home is the true one, and tells nothing of a partner who has not sealed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.event import listen

from pairs_course.answers.events import now
from pairs_course.course_time import day
from pairs_course.service.pages import home, news
from pairs_course.store import FeedbackAt, ModuleState, PairEvents

from ...strategies import AT, MODULE, PROGRAMME, SENTENCE, event, said, whole_seal
from .site import get, send, text

PAGE = '<!doctype html><html lang="en"><head><title>F</title></head><body><p>{}</p></body></html>'

TALKED = {"talked": True, "when": "2026-11-20", "how": "room"}
#: What somebody can do that is nobody else's business before both have sealed.
QUIET = ("answer", "guess", "together", "apart", "pick", "talked", "alone", "send")
VALUES = {"answer": 3, "guess": 3, "pick": "D1", "talked": TALKED}


def did(kind):
    """Make one event of a kind, as its page would."""
    item = "D1" if kind in ("answer", "guess") else MODULE
    value = {"covers": []} if kind == "seal" else VALUES.get(kind)
    return event(kind, item, value, at=now())


def steps(mine, theirs, state="in progress"):
    """Return what Home says of one module."""
    rows = home.rows(PROGRAMME.modules, [ModuleState(MODULE, state, None, None, True)])
    seen = news.seen(PairEvents(1, said(mine, theirs)), PROGRAMME, datetime.now(UTC))
    return news.steps(rows, seen, PROGRAMME, "Ben")


def events_of(kinds):
    """Any list of events of these kinds."""
    return st.lists(st.sampled_from(kinds), max_size=8).map(lambda some: [did(k) for k in some])


@given(events_of(QUIET), st.booleans(), events_of(QUIET))
def test_nothing_tells_not_yet_from_never_opened(mine, sealed, theirs):
    """Whatever a partner did who has not sealed, Home is the same, sealed or not oneself."""
    mine = [*mine, did("seal")] if sealed else mine

    assert steps(mine, theirs) == steps(mine, [])


@given(events_of(QUIET), events_of((*QUIET, "seal")))
def test_who_has_not_sealed_learns_nothing_of_a_seal(mine, theirs):
    """Before one's own seal the partner's changes nothing either."""
    assert steps(mine, theirs) == steps(mine, [])


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        ("", "", "Go on with “Debate and dialogue”."),
        ("seal", "", "Your answers in “Debate and dialogue” are sealed."),
        ("seal", "seal", "You are both ready to meet, for “Debate and dialogue”."),
        ("seal", "seal together", "Ben has pressed “We are together now”"),
        ("seal together", "seal", "Ben has not pressed it yet."),
        ("seal together", "seal together", "Your conversation about “Debate and dialogue”"),
        ("seal together pick", "seal together pick", "Your conversation about"),
        ("seal talked", "seal", "You can send “Debate and dialogue”, when you want to."),
        ("alone", "", "You can send “Debate and dialogue”, when you want to."),
    ],
)
def test_the_one_next_thing_is_the_true_one(mine, theirs, words):
    """From the first answer to the sending."""
    first = steps([did(k) for k in mine.split()], [did(k) for k in theirs.split()])[0]

    assert words in first.text
    assert first.path == f"open/{MODULE}"


def test_home_names_the_text_that_waits_for_a_yes(client, store):
    """By its number and its author; its author is asked nothing, and agreed it waits no more."""
    said = event("propose", SENTENCE, {"text": "We listen."})
    store.events.add("ben", [said], PROGRAMME)
    words = "Ben suggests a text for 5.6, in “Debate and dialogue”."

    assert words in text(get(client, ""))
    assert "suggests a text" not in text(get(client, "", "ben"))
    store.events.add("amal", [event("confirm", SENTENCE, {"of": said.id})], PROGRAMME)
    assert "suggests a text" not in text(get(client, ""))


def test_home_says_that_both_are_ready_and_that_the_partner_is_here(client, store):
    """Over HTTP, in the one next thing; the partner's press is above all."""
    for who in ("amal", "ben"):
        store.events.add(who, whole_seal(), PROGRAMME)
    assert "You are both ready to meet, for “Debate and dialogue”." in text(get(client, ""))

    store.events.add("ben", [did("together")], PROGRAMME)
    assert "Ben has pressed “We are together now”" in text(get(client, ""))

    store.events.add("ben", [did("apart")], PROGRAMME)
    assert "You are both ready to meet, for “Debate and dialogue”." in text(get(client, ""))


def test_feedback_that_changed_after_it_was_read_is_told(client, store):
    """New, read, newer than what was read: Home differs each time, and names the day."""
    submission = send(store)
    store.submissions.put_feedback(submission, MODULE, PAGE.format("Well done"))
    today = day(now())
    new = text(get(client, ""))
    page = text(get(client, f"feedback/{MODULE}"))
    read = text(get(client, ""))
    store.submissions.put_feedback(submission, MODULE, PAGE.format("Very well done"))
    newer = text(get(client, ""))
    again = text(get(client, f"feedback/{MODULE}"))

    assert f"Feedback of {today} is here, on “Debate and dialogue”." in new
    assert f"Feedback of {today}, about what you sent on {today}." in page
    assert "is here" not in read
    assert f"Feedback of {today} on Debate and dialogue" in read
    assert "This feedback is newer than what you read." in newer
    assert "Newer feedback of" in newer
    assert "Very well done" in again
    assert text(get(client, "")) == read


def test_feedback_on_an_earlier_sending_says_so(client, store):
    """On Home and on the page itself, once the module was sent again."""
    store.submissions.put_feedback(send(store), MODULE, PAGE.format("Well done"))
    assert "sent again since" not in text(get(client, ""))
    send(store, point="another point")

    words = text(get(client, ""))
    page = text(get(client, f"feedback/{MODULE}"))

    assert "You have sent again since." in words
    assert "This feedback is about the earlier sending." in page


def test_that_feedback_was_read_is_nobody_elses_business(client, store):
    """The facilitator's Home is the same to the byte before and after."""
    store.submissions.put_feedback(send(store), MODULE, "<body></body>")
    before = get(client, "", "faye").content
    get(client, f"feedback/{MODULE}")

    assert get(client, "", "faye").content == before


@pytest.mark.parametrize(
    ("read", "sent", "expected"),
    [
        (None, AT, (False, False, "")),
        ("2026-11-22", AT, (True, False, "")),
        ("2026-11-21", AT, (False, True, "")),
        (None, "2026-11-23", (False, False, "It is about what you sent on 20 November 2026.")),
    ],
)
def test_what_is_said_of_feedback(read, sent, expected):
    """Read or not, newer, and about which sending."""
    feedback = FeedbackAt("s", AT, "2026-11-22", read)
    state = ModuleState(MODULE, "sent", sent, feedback, True)
    told = home.rows(PROGRAMME.modules, [state])[0].feedback

    assert told is not None
    assert (told.day, told.read, told.again) == ("22 November 2026", *expected[:2])
    assert told.about.startswith(expected[2])
    assert bool(told.about) == bool(expected[2])


def test_home_reads_the_store_as_often_whatever_was_done(client, store):
    """The number of queries does not grow with what two people wrote."""
    asked = []
    listen(store.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def queries():
        asked.clear()
        get(client, "")
        return [words for words in asked if words.lstrip().startswith(("SELECT", "WITH"))]

    few = queries()
    for who in ("amal", "ben"):
        store.events.add(who, [*whole_seal(), *(did(k) for k in QUIET[:-1])], PROGRAMME)
        said = [event("propose", SENTENCE, {"text": str(n)}) for n in range(20)]
        store.events.add(who, said, PROGRAMME)
    send(store)

    assert len(queries()) == len(few)
    assert len(few) < 40
