"""A facilitator sees who waits and who meets, and matches two pairs: by form, without scripts."""

from __future__ import annotations

import html5lib
import pytest
from fastapi.testclient import TestClient

from pairs_course.people import roster_of
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.store import Store

from ...strategies import MEETING, PROGRAMME, WITH_MEETINGS
from .site import Begun, TestSignIn

PEOPLE = [
    *(
        (f"{role}{n}", f"{role.title()} <i>{n}</i>", kind, f"pair{n}")
        for n in (1, 2, 3, 4)
        for role, kind in (("ann", "patient-leader"), ("ben", "professional"))
    ),
    ("faye", "Faye", "facilitator", ""),
    ("sam", "Sam", "sponsor", ""),
]


@pytest.fixture
def store(tmp_path):
    """Four pairs, of which the third waits."""
    with Store.in_folder(tmp_path) as opened:
        opened.people.add_cohort("demo", roster_of(PEOPLE), demo=True)
        opened.meetings.ask("ann3", MEETING, ready=True)
        yield opened


@pytest.fixture
def client(store):
    app = create_app(store, WITH_MEETINGS, identity=None)
    pages.attach(app, TestSignIn(), Begun(), hub_prefix="/hub/", base_prefix="/")
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def page(answer):
    """Return a page's tree; it must be well-formed."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(answer.text)


def words(answer):
    return " ".join("".join(page(answer).itertext()).split())


def home(client, user="faye"):
    return client.get(PREFIX, headers={"x-test-user": user})


def match(client, first, second, user="faye", module=MEETING, token=None):
    form = {"module": module, "first": first, "second": second}
    form["form_token"] = token or f"token-of-{user}"
    return client.post(f"{PREFIX}meetings", data=form, headers={"x-test-user": user})


def test_the_facilitator_sees_who_waits(client):
    """By pair and names, with the other pairs to choose from; names are text."""
    seen = words(home(client))

    assert "pair3: Ann <i>3</i> and Ben <i>3</i>, since " in seen
    assert "No pairs are matched yet." in seen
    assert "pair1: Ann <i>1</i> and Ben <i>1</i>" in seen
    assert "(waiting)" in seen


def test_every_choice_has_its_label(client):
    """Two native selects a module, each with a label, and all ids are used once."""
    tree = page(home(client))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    labels = [label.get("for") for label in tree.iter("label")]

    assert len(ids) == len(set(ids))
    assert [select.get("id") for select in tree.iter("select")] == labels
    assert labels == ["first-03", "second-03", "first-07", "second-07"]


def test_two_pairs_are_matched(client, store):
    """The form leads back to the page, which says so; both can be chosen no more."""
    answer = match(client, "pair1", "pair3")
    seen = words(home(client))

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}#meetings")
    assert store.meetings.of("ben3", MEETING).people == ["Ann <i>1</i>", "Ben <i>1</i>"]
    assert "pair1 (Ann <i>1</i> and Ben <i>1</i>) meets pair3" in seen
    assert seen.count(" meets pair") == 1


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        ("", "pair2", "Choose the first pair."),
        ("pair2", "", "Choose the second pair."),
        ("pair2", "pair2", "A pair meets another pair, got “pair2” twice."),
        ("pair2", "pair9", "Expected two pairs of this cohort"),
        ("pair2", "pair1", "“pair1” meets another pair already."),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(client, store, first, second, problem):
    """The choice stays; nothing is changed; the message leads to the box it speaks of."""
    store.meetings.match("faye", "demo", MEETING, "pair1", "pair3")
    answer = match(client, first, second)
    tree = page(answer)
    [alert] = [element for element in tree.iter() if element.get("role") == "alert"]
    [link] = alert.iter("a")
    boxes = {select.get("id"): select for select in tree.iter("select")}
    chosen = [option.get("value") for option in tree.iter("option") if "selected" in option.attrib]

    assert answer.status_code == 422
    assert tree.find("head/title").text.startswith("Error: ")
    assert problem in "".join(link.itertext())
    wrong = boxes[link.get("href").removeprefix("#")]
    assert "autofocus" in wrong.attrib
    assert wrong.get("aria-describedby") == alert.get("id")
    assert chosen == [label for label in (first, second) if label in ("pair2", "pair4")]
    assert store.meetings.of("ann2", MEETING).place is None


@pytest.mark.parametrize(
    ("user", "token", "module", "status"),
    [
        ("faye", "guess", MEETING, 403),
        ("ann1", None, MEETING, 403),
        ("sam", None, MEETING, 403),
        ("faye", None, "05-debate-and-dialogue", 404),
        ("faye", None, "nowhere", 404),
    ],
)
def test_only_a_facilitator_matches_from_their_own_page(client, store, user, token, module, status):
    """Another page's form, a participant, a sponsor, another module: nothing changes."""
    assert match(client, "pair1", "pair2", user, module, token).status_code == status
    assert store.meetings.of("ann1", MEETING).place is None


def test_a_problem_leads_nowhere_when_there_is_nobody_left_to_choose(client, store):
    """With fewer than two free pairs there is no form, only the sentence."""
    store.meetings.match("faye", "demo", MEETING, "pair1", "pair3")
    store.meetings.match("faye", "demo", MEETING, "pair2", "pair4")
    answer = match(client, "pair1", "pair2")

    assert "“pair1” meets another pair already." in words(answer)
    assert [a for a in page(answer).iter("a") if a.get("href", "").endswith("-03")] == []


def test_a_pair_does_not_see_who_waits_on_its_home(client, store):
    """To the byte, whoever waits or is matched."""
    before = home(client, "ann2").content
    store.meetings.match("faye", "demo", MEETING, "pair1", "pair3")

    assert home(client, "ann2").content == before


def test_a_programme_without_meetings_has_no_such_part(store):
    """The facilitator's Home is as it was."""
    app = create_app(store, PROGRAMME, identity=None)
    pages.attach(app, TestSignIn(), Begun(), hub_prefix="/hub/", base_prefix="/")
    with TestClient(app, follow_redirects=False) as client:
        assert "meet another pair" not in words(home(client))


def test_everybody_can_read_what_the_other_pair_sees(client):
    """The page says it before anything is written."""
    answer = client.get(f"{PREFIX}who-sees-what", headers={"x-test-user": "ann1"})

    assert "They see it when both of you have confirmed it." in words(answer)
