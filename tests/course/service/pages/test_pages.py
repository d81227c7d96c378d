"""The pages for people: what each role finds, and that nothing leaks into them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pairs_course.service.app import PREFIX

from ...strategies import MODULE, PROGRAMME, event, whole_seal
from .site import INSIDE, get, send, text


def test_nobody_sees_a_page_without_signing_in(client):
    """Every page sends a stranger to the sign-in page."""
    for path in (
        "",
        "begin",
        "who-sees-what",
        "help",
        f"open/{MODULE}",
        f"paper/{MODULE}",
        "certificate",
        "lab",
    ):
        answer = get(client, path, user=None)

        assert (answer.status_code, answer.headers["location"]) == (303, "/hub/login")


def test_home_asks_how_to_work_and_shows_the_next_step(client):
    """A newcomer finds their partner, the question, one next step and the module's minutes."""
    words = text(get(client, ""))

    assert "You are in pair1, with Ben." in words
    assert "How do you want to work?" in words
    assert "Your next module is “Debate and dialogue”." in words
    assert "20 minutes alone, 40 minutes together" in words
    assert "Not started" in words


def test_names_are_text(client):
    """A name with markup in it is shown as it was written."""
    assert "Hello, Amal <b>A</b>" in text(get(client, ""))


def test_home_follows_the_module_to_its_feedback(client, store):
    """In progress, sent, feedback ready: each has its word and its link."""
    store.events.add("amal", [event("answer", "D1", 3)], PROGRAMME)
    started = text(get(client, ""))
    submission = send(store)
    sent = text(get(client, ""))
    store.submissions.put_feedback(submission, MODULE, "<p>Well <em>done</em></p>")
    ready = text(get(client, ""))
    read = get(client, f"feedback/{MODULE}")

    assert "In progress" in started
    assert "Sent on" in sent
    assert "Feedback ready" in ready
    assert "is here, on “Debate and dialogue”." in ready
    assert read.text.endswith("<p>Well <em>done</em></p>")
    assert read.headers["content-security-policy"].startswith("sandbox")


def test_home_says_nothing_of_how_far_the_partner_is(client, store):
    """Whatever the partner does, my Home stays the same to the byte."""
    before = get(client, "").content
    store.events.add(
        "ben",
        [*whole_seal(), event("alone"),
         event("send", audience=("facilitator",))],
        PROGRAMME,
    )  # fmt: skip

    assert get(client, "").content == before


def test_no_feedback_is_a_plain_page(client):
    """Asking for feedback that is not there says so."""
    answer = get(client, f"feedback/{MODULE}")

    assert answer.status_code == 404
    assert "There is no feedback on “Debate and dialogue” yet." in text(answer)


def test_the_choice_of_how_to_work_is_kept_and_used(client, store):
    """After choosing, opening a module leads through that door."""
    headers = {"x-test-user": "amal"}
    form = {"door": "lab", "form_token": "token-of-amal"}
    chosen = client.post(f"{PREFIX}door", data=form, headers=headers)
    opened = get(client, f"open/{MODULE}")

    assert (chosen.status_code, store.people.door("amal")) == (303, "lab")
    assert opened.headers["location"] == (
        f"/hub/spawn/amal?next=%2Fuser%2Famal%2Fpairs%2Fopen%2F{MODULE}%3Fdoor%3Dlab"
    )


@pytest.mark.parametrize(
    ("door", "location"),
    [
        ("plain", INSIDE),
        ("paper", f"{PREFIX}paper/{MODULE}"),
        ("nonsense", INSIDE),
    ],
)  # fmt: skip
def test_each_door_leads_to_the_same_module(client, door, location):
    """Plain page and paper; an unknown door is the plain page."""
    assert get(client, f"open/{MODULE}?door={door}").headers["location"] == location


def test_home_says_on_which_day_a_module_opens(client, store, monkeypatch):
    """In the course's time zone; no door leads to it until then, and the day is said again."""
    monkeypatch.setenv("COURSE_TIMEZONE", "Europe/Berlin")
    store.releases.open_at("demo", MODULE, datetime(2999, 11, 30, 23, 30, tzinfo=UTC))

    words = text(get(client, ""))

    assert "This one opens on 1 December 2999." in words
    assert f"open/{MODULE}" not in get(client, "").text
    for path in (f"open/{MODULE}", f"open/{MODULE}?door=lab", f"paper/{MODULE}"):
        answer = get(client, path)
        assert answer.status_code == 404
        assert "“Debate and dialogue” opens on 1 December 2999." in text(answer)


@pytest.mark.parametrize("path", ["door", "figures"])
def test_a_form_of_another_page_changes_nothing(client, store, path):
    """Without this session's form token, nothing is changed and a page says so."""
    answer = client.post(
        f"{PREFIX}{path}",
        data={"door": "lab", "keep": "out", "form_token": "guess"},
        headers={"x-test-user": "amal"},
    )

    assert answer.status_code == 403
    assert "nothing was changed" in text(answer)
    assert (store.people.door("amal"), store.people.kept_out("amal")) == (None, False)


def test_answers_can_be_kept_out_of_figures(client, store):
    """The choice is saved, shown, and can be taken back."""
    headers = {"x-test-user": "amal"}
    for keep, expected in (("out", True), ("in", False)):
        client.post(
            f"{PREFIX}figures", data={"keep": keep, "form_token": "token-of-amal"}, headers=headers
        )

        assert store.people.kept_out("amal") is expected


def test_signing_out_takes_a_press(client):
    """A link only asks, whoever follows it, and a form of another page does nothing."""
    headers = {"x-test-user": "amal"}
    asked = get(client, "sign-out")
    forged = client.post(f"{PREFIX}sign-out", data={"form_token": "guess"}, headers=headers)
    pressed = client.post(
        f"{PREFIX}sign-out", data={"form_token": "token-of-amal"}, headers=headers
    )

    assert (asked.status_code, forged.status_code) == (200, 403)
    assert "Do you want to sign out?" in text(asked)
    assert (pressed.status_code, pressed.headers["location"]) == (303, "/hub/logout")


def test_every_page_has_the_way_out(client):
    """A button of this session's own, on each page of somebody who is signed in."""
    for path in ("", "begin", "who-sees-what", "help", "safe", "letter", "certificate"):
        page = get(client, path).text

        assert f'<form method="post" action="{PREFIX}sign-out">' in page
        assert 'value="token-of-amal"' in page


def test_the_facilitator_sees_who_sent_and_no_answer(client, store):
    """A table of names and days; no word of what somebody wrote."""
    send(store)
    words = text(get(client, "", user="faye"))

    assert "Benpair1Not yet" in words
    assert "my point" not in words


def test_the_sponsor_sees_what_is_published_and_no_names(client):
    """The letter and the figures of all cohorts; no names of pairs, no modules."""
    words = text(get(client, "", user="sam"))

    assert "The letter to you" in words
    assert "See all cohorts together" in words
    assert "Amal" not in words


def test_somebody_on_no_roster_gets_a_plain_sentence(client):
    """Signed in but on no list: 403, and who to ask."""
    answer = get(client, "", user="stranger")

    assert answer.status_code == 403
    assert "that name is on no list of this course" in text(answer)


def test_unknown_pages_are_pages(client):
    """Outside the API an error is a page with a way home; inside it is JSON."""
    lost, unknown = get(client, "nowhere"), get(client, "open/09-nothing")

    assert (lost.status_code, unknown.status_code) == (404, 404)
    assert "Go to Home" in text(lost)
    assert get(client, "api/nowhere").json()["error"]["code"] == "not-found"


def test_pages_ask_nothing_of_another_host(client):
    """The policy allows this service's own style and pictures, and no scripts."""
    for path in ("", "who-sees-what", "help", f"paper/{MODULE}"):
        answer = get(client, path)

        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "<script" not in answer.text
        assert "http://" not in answer.text
        assert "https://" not in answer.text


def test_the_style_is_there(client):
    """What the pages link to is served."""
    assert client.get(f"{PREFIX}static/pages.css").status_code == 200
    assert client.get(f"{PREFIX}static/pairs.svg").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("user", "door", "expected"),
    [
        ("amal", None, ["amal"]),
        ("amal", "lab", ["amal"]),
        ("amal", "paper", []),
        ("faye", None, ["faye"]),
        ("sam", None, []),
    ],
)
def test_home_begins_the_server_of_who_will_need_it(client, store, begun, user, door, expected):
    """Who works on paper, or only reads a letter, has no server started for them."""
    if door:
        store.people.set_door(user, door)

    assert get(client, "", user).status_code == 200

    assert begun == expected


def test_home_says_who_gave_a_new_password_until_its_owner_knows(client, store):
    """At the next sign-in: who and when; afterwards it stays among the new passwords."""
    store.people.renew_for("demo", "amal", "faye")
    told = text(get(client, ""))
    known = client.post(
        f"{PREFIX}new-password",
        data={"form_token": "token-of-amal"},
        headers={"x-test-user": "amal"},
    )
    after = text(get(client, ""))

    assert "You have a new password Faye gave you a new password on" in told
    assert "You have a new password" not in text(get(client, "", user="ben"))
    assert (known.status_code, "You have a new password" in after) == (303, False)
    assert "New passwords" in after
    assert "from Faye" in after


@pytest.mark.parametrize("user", ["amal", "faye", "sam"])
def test_everybody_reads_their_own_sign_ins(client, store, user):
    """The last three with time and device, and every new password, whoever gave it."""
    for new in (True, False, False, True):
        store.access.signed_in(user, new=new)
    store.people.renew_password(user)
    words = text(get(client, "", user=user))
    other = text(get(client, "", user="ben"))

    section = words[words.index("Your sign-ins") :]
    assert section.count("on a device that was new for you") == 1
    assert section.count(" at ") == 4
    assert "from somebody who looks after the course" in section
    assert "on a device" not in other
