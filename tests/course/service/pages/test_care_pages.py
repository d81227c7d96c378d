"""The page for when something does not feel right: who is told what, and what nobody is told."""

from __future__ import annotations

import pytest

from pairs_course.service.app import PREFIX

from .site import get, text


def post(client, path, user="amal", **fields):
    fields = {"form_token": f"token-of-{user}", **fields}
    return client.post(f"{PREFIX}{path}", data=fields, headers={"x-test-user": user})


def test_before_pressing_it_names_who_will_be_told_and_what(client):
    """The facilitator by name; the name and the wish for a call, and nothing else."""
    words = text(get(client, "safe"))

    assert "Faye will be told your name, that you would like a call, and what you write" in words
    assert "not what you read, and not what you answered. Your partner is not told." in words
    assert "Ask Faye to call me" in words


def test_a_call_reaches_the_facilitator_and_nobody_else(client):
    """It stands on the facilitator's Home until somebody has called; the partner sees nothing."""
    before = [get(client, path, "ben").text for path in ("", "safe", "help", "who-sees-what")]
    assert post(client, "call", call="yes").status_code == 303

    assert "You asked on" in text(get(client, "safe"))
    assert "Amal <b>A</b> asked for a call on" in text(get(client, "", "faye"))
    after = [get(client, path, "ben").text for path in ("", "safe", "help", "who-sees-what")]
    assert after == before

    assert post(client, "called", "faye", call="1").status_code == 303
    assert "asked for a call" not in text(get(client, "", "faye"))
    assert "Ask Faye to call me" in text(get(client, "safe"))


def test_when_and_how_it_is_safe_is_for_the_facilitator_until_the_call(client):
    """Optional, shown with the request as text, changed by its author, gone with the call."""
    assert "When and how is it safe to reach you?" in text(get(client, "safe"))
    post(client, "call", call="yes", number="07700 900123", time="after six", way="<b>text</b>")

    waiting = text(get(client, "", "faye"))
    assert "Number07700 900123" in waiting
    assert "Timeafter six" in waiting
    assert "<b>text</b>" in waiting
    assert "07700" not in get(client, "safe", "ben").text + get(client, "", "ben").text

    post(client, "call", call="yes")
    assert "07700 900123" in get(client, "", "faye").text
    post(client, "call", call="change", number="", time="on Sunday")
    changed = get(client, "", "faye").text
    assert "on Sunday" in changed
    assert "07700" not in changed

    post(client, "called", "faye", call="1")
    post(client, "call", call="yes")
    again = text(get(client, "", "faye"))
    assert "Sunday" not in again
    assert "They did not say when or how it is safe to reach them." in again


def test_a_call_can_be_taken_back(client):
    """Before anybody has called."""
    post(client, "call", call="yes")
    post(client, "call", call="no")

    assert "asked for a call" not in text(get(client, "", "faye"))


def test_a_pause_is_seen_without_a_reason(client):
    """Both Homes say so; the facilitator sees that the pair pauses, not who began it."""
    post(client, "pause", pause="yes")

    assert "You are taking a pause. Go on when you want to." in text(get(client, ""))
    assert "Your pair is taking a pause." in text(get(client, "", "ben"))
    assert text(get(client, "", "faye")).count("taking a pause") == 2

    post(client, "pause", pause="no")
    assert "pause. Go on" not in text(get(client, ""))
    assert "Your pair is taking" not in text(get(client, "", "ben"))


@pytest.mark.parametrize("path", ["call", "called", "pause"])
def test_a_form_of_another_page_changes_nothing(client, store, path):
    """Without the token of this session it is refused."""
    answer = post(client, path, form_token="stolen", call="1", pause="yes")  # noqa: S106 - a form's

    assert answer.status_code == 403
    assert store.care.calls("demo") == []
    assert not store.care.paused("amal").pair


def test_only_a_facilitator_says_that_they_have_called(client, store):
    """A partner cannot make a call go away."""
    post(client, "call", call="yes")

    assert post(client, "called", "ben", call="1").status_code == 403
    assert len(store.care.calls("demo")) == 1
    assert post(client, "called", "faye", call="x").status_code == 422


def test_who_is_in_no_pair_finds_the_page_without_the_forms(client):
    """A facilitator may read what participants read."""
    words = text(get(client, "safe", "faye"))

    assert "If you are in danger now" in words
    assert "Take a pause" not in words
    assert post(client, "pause", "faye", pause="yes").status_code in (403, 422)


@pytest.mark.parametrize("call", ["-1", str(2**31), str(2**63), "9" * 400])
def test_a_call_that_cannot_be_is_no_fault_of_the_service(client, call):
    """A number that no call has is refused as any other misuse of a form."""
    assert post(client, "called", "faye", call=call).status_code == 422


def test_a_form_token_of_any_letters_is_refused(client):
    """One that could never have come from us is no error of ours."""
    odd = {"call": "yes", "form_token": "t\u00f6ken"}
    assert post(client, "call", **odd).status_code == 403
