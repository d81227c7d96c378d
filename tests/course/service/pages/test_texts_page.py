"""A pair's card and letter on Home: what became of them, and taking them back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from pairs_course.answers.events import Event, new_id
from pairs_course.pairs import moderation
from pairs_course.pairs.moderation import Choice
from pairs_course.programme import loader
from pairs_course.service.app import PREFIX

from .site import app_on, get, text

CONTENT = loader.load()
LAST = "08-next-steps"
LETTER = {"letter": "Take <b>your</b> time."}


@pytest.fixture
def client(store):
    """The pages of the real programme, which has a card and a letter."""
    app = app_on(store, CONTENT)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def does(store, who, kind, value=None, item="letter"):
    at = "2026-11-20T10:00:00.000+00:00"
    item, audience = (
        (LAST, ("facilitator",)) if kind == "send" else (item, ("partner", "facilitator"))
    )
    event = Event(new_id(), at, LAST, item, "once", kind, value, audience, "w")
    assert store.events.add(who, [event], CONTENT).refused == []
    return event.id


def agree(store, value=LETTER):
    proposal = does(store, "amal", "propose", value)
    does(store, "ben", "confirm", {"of": proposal})


def decide(store, verdict, reason=""):
    choice = Choice(moderation.digest(LETTER), "waiting", verdict, reason)
    store.reviews.decide("faye", "demo", "pair1", "letter", choice, CONTENT)


def take_back(client, user, token=None, **form):
    form = {"pair": "1", "item": "letter", "form_token": token or f"token-of-{user}", **form}
    return client.post(f"{PREFIX}take-back", data=form, headers={"x-test-user": user})


def test_what_only_one_suggested_is_not_on_home(client, store):
    """Home is the same to the byte as before."""
    before = get(client, "").content
    does(store, "ben", "propose", LETTER)

    assert get(client, "").content == before


def test_an_agreed_letter_is_on_both_homes_whether_or_not_the_other_sent_it(client, store):
    """Home tells neither of them that the partner has sent the module."""
    agree(store)
    before = get(client, "").content
    does(store, "ben", "send")

    assert get(client, "").content == before
    words = text(get(client, ""))
    assert "Our letter You both agreed this. When one of you sends “Next steps”," in words
    assert "Take <b>your</b> time." in words


def test_the_facilitator_sees_on_home_that_a_text_waits_to_be_read(client, store):
    """Once one of the two has sent it, and until it is read; no word of it is there."""
    agree(store)
    assert "to be read" not in text(get(client, "", "faye"))

    does(store, "ben", "send")
    words = text(get(client, "", "faye"))
    decide(store, "published")

    assert "1 card or letter waits to be read. You find that at your desk," in words
    assert "your</b> time" not in words
    assert "to be read" not in text(get(client, "", "faye"))


def test_a_letter_that_was_sent_back_says_why_to_both(client, store):
    """In plain words, with the next step."""
    agree(store)
    does(store, "ben", "send")
    decide(store, "sent-back", "A part of it is not clear. Who is <they>?")

    for user in ("amal", "ben"):
        words = text(get(client, "", user))
        assert "Your facilitator has sent this back to you." in words
        assert "A part of it is not clear. Who is <they>?" in words
        assert "You can change it in “Next steps”." in words


def test_a_published_letter_is_taken_back_by_either(client, store):
    """It leads back to Home, which says so to both; nobody else reads it any more."""
    agree(store)
    does(store, "amal", "send")
    decide(store, "published")
    assert "This is published. Others can read it, without your names." in text(get(client, ""))

    answer = take_back(client, "ben")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}#texts")
    assert store.reviews.published("demo") == []
    for user in ("amal", "ben"):
        words = text(get(client, "", user))
        assert "One of you took this back." in words
        assert "Take it back" not in words


@pytest.mark.parametrize(
    ("user", "token", "form", "status"),
    [
        ("amal", "stolen", {}, 403),
        ("faye", None, {}, 303),
        ("amal", None, {"pair": "9"}, 303),
        ("amal", None, {"item": "commitments"}, 303),
        ("amal", None, {"pair": "x"}, 422),
    ],
)
def test_only_the_two_take_it_back_from_their_own_page(client, store, user, token, form, status):
    """Anything else leaves it as it is."""
    agree(store)
    does(store, "amal", "send")
    decide(store, "published")

    assert take_back(client, user, token, **form).status_code == status
    assert len(store.reviews.published("demo")) == 1
