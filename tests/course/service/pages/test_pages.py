"""The pages for people: what each role finds, and that nothing leaks into them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile

import html5lib
import pytest
from fastapi.responses import RedirectResponse
from fastapi.testclient import TestClient

from pairs_course.people import roster_of
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.pages import papers
from pairs_course.store import Store

from ...strategies import MODULE, PROGRAMME, event

INSIDE = f"/hub/spawn/amal?next=%2Fuser%2Famal%2Fvoila%2Frender%2F{MODULE}%2F{MODULE}.ipynb"

PEOPLE = [
    ("amal", "Amal <b>A</b>", "patient-leader", "pair1"),
    ("ben", "Ben", "professional", "pair1"),
    ("faye", "Faye", "facilitator", ""),
    ("sam", "Sam", "sponsor", ""),
]


class TestSignIn:
    """Signs in whoever the header names; everybody else is sent away to sign in."""

    __test__ = False

    async def username(self, request):
        return request.headers.get("x-test-user")

    def begin(self, _request):
        return RedirectResponse("/hub/login", 303)

    async def finish(self, _request, code, _state):
        return RedirectResponse(f"{PREFIX}?{code}", 303) if code else None

    def end(self):
        return RedirectResponse("/hub/logout", 303)

    def form_token(self, request):
        return f"token-of-{request.headers.get('x-test-user')}"


@pytest.fixture
def store(tmp_path):
    """A cohort of one pair with a facilitator and a sponsor, and one released module."""
    with Store.in_folder(tmp_path) as opened:
        opened.people.add_cohort("demo", roster_of(PEOPLE), demo=True)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            cell_less = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            packed.writestr(f"{MODULE}.ipynb", json.dumps(cell_less))
        opened.releases.put("demo", MODULE, archive.getvalue())
        yield opened


class Begun(list):
    """Whose server was begun, in order."""

    def begin(self, username):
        self.append(username)


@pytest.fixture
def begun():
    """Takes the place of the hub."""
    return Begun()


@pytest.fixture
def client(store, begun):
    """The service with its pages, without a hub."""
    app = create_app(store, PROGRAMME, identity=None)
    pages.attach(app, TestSignIn(), begun, hub_prefix="/hub/", base_prefix="/")
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def get(client, path, user="amal"):
    headers = {"x-test-user": user} if user else {}
    return client.get(f"{PREFIX}{path}", headers=headers)


def text(answer):
    """Return a page's words; the page must be well-formed."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return " ".join("".join(parser.parse(answer.text).itertext()).split())


def send(store):
    """Let amal complete and send the module."""
    store.events.add(
        "amal",
        [
            event("answer", "point", "my point"),
            event("alone"),
            event("send", audience=("facilitator",)),
        ],
        PROGRAMME,
    )
    return store.submissions.list("demo")[-1].id


def test_nobody_sees_a_page_without_signing_in(client):
    """Every page sends a stranger to the sign-in page."""
    for path in (
        "",
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
    assert "Your facilitator has written to you about “Debate and dialogue”." in ready
    assert read.text == "<p>Well <em>done</em></p>"
    assert read.headers["content-security-policy"].startswith("sandbox")


def test_home_says_nothing_of_how_far_the_partner_is(client, store):
    """Whatever the partner does, my Home stays the same to the byte."""
    before = get(client, "").content
    store.events.add(
        "ben",
        [event("answer", "D1", 3), event("seal", value={"covers": []}), event("alone"),
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
        f"/hub/spawn/amal?next=%2Fuser%2Famal%2Flab%2Ftree%2F{MODULE}%2F{MODULE}.ipynb%3Freset"
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


def test_paper_holds_every_question(client):
    """The workbook has each question's words, in three kinds of sheet."""
    words = text(get(client, f"paper/{MODULE}"))

    for question_set in PROGRAMME.sets_of(MODULE):
        for item in question_set.items:
            assert item.ask in words
    for sheet in ("Sheet 1: Yours", "Sheet 2: For your partner", "Sheet 3: For your facilitator"):
        assert sheet in words


@pytest.mark.parametrize(
    ("query", "format_"),
    [("", "normal"), ("?format=large", "large"), ("?format=nonsense", "normal")],
)
def test_paper_comes_in_formats_and_names_its_own_style(client, query, format_):
    """Each format leads to the others; the policy allows the page's own style and nothing else."""
    answer = get(client, f"paper/{MODULE}{query}")
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f'<html lang="en" class="{format_}">' in answer.text
    assert f'<a href="?format={format_}" aria-current="page">' in answer.text
    assert answer.text.count('<a href="?format=') == 3
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_a_module_that_is_not_released_is_not_printed(client, store):
    """A plain page says so, also for a facilitator."""
    store.releases.remove("demo", MODULE)

    assert [get(client, f"paper/{MODULE}", user).status_code for user in ("amal", "faye")] == [
        404,
        404,
    ]


def test_a_released_file_that_is_no_notebook_is_a_plain_page(client, store):
    """It names the file, and who can mend it."""
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as packed:
        packed.writestr(f"{MODULE}.ipynb", "no notebook")
    store.releases.put("demo", MODULE, broken.getvalue(), force=True)
    answer = get(client, f"paper/{MODULE}")

    assert answer.status_code == 500
    assert "Ask your facilitator to release this module again." in text(answer)


def test_a_certificate_before_anything_is_complete_says_what_is_to_come(client, store):
    """No certificate yet, and no reproach: the modules, their time, and how one is completed."""
    store.events.add("amal", [event("answer", "D1", 3)], PROGRAMME)
    words = text(get(client, "certificate"))

    assert "Your certificate begins with the first module that you complete." in words
    assert "5. Debate and dialogue: 1 hour" in words
    assert "This is to say that" not in words


@pytest.mark.parametrize(
    "done",
    [
        event("alone"),
        event("talked", value={"talked": False, "why": ""}),
        event("talked", value={"talked": True, "when": "2026-11-20", "how": "phone"}),
    ],
)
def test_a_certificate_is_the_same_for_both_and_however_it_was_completed(client, store, done):
    """Only the name differs: between partners, and between talking and going on without."""
    store.events.add("amal", [done], PROGRAMME)
    store.events.add("ben", [event("alone")], PROGRAMME)
    mine, theirs = (text(get(client, "certificate", user)) for user in ("amal", "ben"))

    assert "This is to say that Amal <b>A</b> took part in the programme" in mine
    assert "5. Debate and dialogue20401 hour" in mine
    assert "Total1 hour" in mine
    assert mine.replace("Amal <b>A</b>", "Ben") == theirs


def test_a_certificate_says_nothing_of_the_partner(client, store):
    """Whatever the partner does, and whatever somebody answered, the page stays the same."""
    store.events.add("amal", [event("alone")], PROGRAMME)
    before = get(client, "certificate").content
    store.events.add("amal", [event("answer", "point", "my point")], PROGRAMME)
    store.events.add("ben", [event("seal", value={"covers": []}), event("alone")], PROGRAMME)

    assert get(client, "certificate").content == before
    assert b"Ben" not in before


def test_certificates_are_for_people_in_a_pair(client):
    """A facilitator and a sponsor read a plain sentence."""
    for user in ("faye", "sam"):
        answer = get(client, "certificate", user)

        assert answer.status_code == 403
        assert "Certificates are for people in a pair." in text(answer)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, "none"), (1, "1 minute"), (60, "1 hour"), (125, "2 hours 5 minutes")],
)
def test_time_is_put_in_words(minutes, expected):
    """One and many, hours and minutes."""
    assert papers.time(minutes) == expected


def test_the_facilitator_sees_who_sent_and_no_answer(client, store):
    """A table of names and days; no word of what somebody wrote."""
    send(store)
    words = text(get(client, "", user="faye"))

    assert "Benpair1Not yet" in words
    assert "my point" not in words


def test_the_sponsor_sees_only_the_cohort_page(client):
    """No names of pairs, no modules."""
    words = text(get(client, "", user="sam"))

    assert "See the cohort page" in words
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
