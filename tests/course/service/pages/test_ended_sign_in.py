"""A button that is pressed when the sign-in has ended: nothing is done, and the page says so."""

from urllib.parse import parse_qs, urlsplit

import pytest

from pairs_course.service.app import PREFIX
from pairs_course.service.pages import routes

from .site import get, text

#: Who has the form of each address, and what it sends.
FORMS = {
    "begin": ("faye", {"cohort": "demo", "days": "Tuesdays"}),
    "call": ("amal", {"call": "yes"}),
    "called": ("faye", {"call": "1", "cohort": "demo"}),
    "pause": ("amal", {"pause": "yes"}),
    "door": ("amal", {"door": "lab"}),
    "figures": ("amal", {"keep": "out"}),
    "hold-back": ("amal", {"wave": "start", "sure": "yes"}),
    "new-password": ("amal", {}),
    "take-back": ("amal", {"pair": "1", "item": "NP3"}),
}
#: Signing out is what it is without a sign-in, too.
ANYWAY = {"sign-out"}


def test_every_form_is_looked_at_here():
    """Whoever adds one says here who has it."""
    forms = {route.path[1:] for route in routes.router.routes if "POST" in route.methods}

    assert forms == FORMS.keys() | ANYWAY


@pytest.mark.parametrize("form", FORMS)
def test_nothing_was_done_and_the_page_of_the_form_says_so(client, store, form):
    """After signing in they are on the page where they pressed, with the button, and know."""
    who, sent = FORMS[form]

    led = client.post(f"{PREFIX}{form}", data=sent)

    back = parse_qs(urlsplit(led.headers["location"]).query)["back"][0]
    page = get(client, back.removeprefix(PREFIX), user=who)
    assert (led.status_code, page.status_code) == (303, 200)
    assert "Nothing was done yet" in text(page)
    assert store.care.asked("amal") is None
    assert not store.care.paused("amal").mine
    assert store.people.about("demo") == {}
    assert (store.people.door("amal"), store.people.kept_out("amal")) == (None, False)
    # These buttons are there only for a call, a letter, a new password or a text that is there.
    if form not in ("called", "hold-back", "new-password", "take-back"):
        assert f'action="{PREFIX}{form}"' in page.text


def test_the_same_page_says_nothing_of_it_otherwise(client):
    """Only who comes back from such a press reads it."""
    for path in ("", "safe", "who-sees-what", "letter"):
        assert "Nothing was done yet" not in text(get(client, path))


def test_the_page_of_a_form_of_one_cohort_is_of_that_cohort(client):
    """A facilitator of two comes back to the one where they pressed."""
    led = client.post(f"{PREFIX}called", data={"call": "1", "cohort": "demo"})

    assert led.headers["location"].endswith("%3Fcohort%3Ddemo%26undone%3Dyes")
