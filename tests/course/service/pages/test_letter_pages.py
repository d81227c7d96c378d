"""The letter to the sponsors on everybody's Home, and holding it back without a trace."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import date

import html5lib
import pytest
from fastapi.testclient import TestClient

from pairs_course.figures import sponsor_letter
from pairs_course.people.roster import PAIR_ROLES, roster_of
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.store import Store

from ....modules.words import HARDEST_GRADE, MOST_WORDS, WORD, grade_of, sentences
from ...published_data import CONTENT, summary
from .site import PEOPLE, Begun, TestSignIn, app_on, get, text

OPENS = date(2026, 11, 30)
BEFORE = date(2026, 11, 29)
HOLD = "Hold this letter back"
HELD = "It is held back. Sponsors cannot read it, now or later."
WAITS = "Sponsors can read it from 30 November 2026 on, if nobody holds it back."
NONE = "There is no letter for you to read now. Look here again later."


@pytest.fixture
def client(store):
    """The pages on the day before a letter opens."""
    app = app_on(store, CONTENT)
    on(app, BEFORE)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


def on(app, day):
    """Let the course run on a day; the pages keep the course that they began with."""
    object.__setattr__(app.state.course, "today", lambda: day)


def close(store, wave="start", opens=OPENS, cohort="demo"):
    published = summary(wave, lambda _: "few")
    store.summaries.close_wave(
        cohort,
        wave,
        dict(published),
        lambda every: sponsor_letter.compose(every, opens, CONTENT.letter),
    )


def hold(client, user, wave="start", token=None, **form):
    form = {"wave": wave, "sure": "yes", "form_token": token or f"token-of-{user}", **form}
    return client.post(f"{PREFIX}hold-back", data=form, headers={"x-test-user": user})


def held(store):
    return [letter["held"] for letter in store.letters.of_cohort("demo")]


def test_before_a_wave_closes_there_is_no_letter(client):
    """Home says nothing of one; the page says when there will be one."""
    assert "letter" not in text(get(client, "")).replace("a letter to the sponsors", "")
    assert "There is no letter yet." in text(get(client, "letter"))
    assert HOLD not in text(get(client, "letter"))


def test_people_of_a_pair_read_the_letter_and_what_holding_it_back_does(client, store):
    """Before anything is pressed: that it is final, and who sees what afterwards."""
    close(store)

    for user in ("amal", "ben"):
        assert f"The letter to the sponsors of 23 November 2026: {WAITS}" in text(
            get(client, "", user)
        )
        words = text(get(client, "letter", user))
        assert "Few people say" not in words
        assert "We asked if they often set time aside to talk about how they work." in words
        assert HOLD in words
        assert "You give no name and no reason." in words
        assert "It is final: the sponsors never get this letter." in words
        assert "Your cohort and your facilitator see that it is held back." in words


@pytest.mark.parametrize("user", ["amal", "ben"])
def test_any_one_of_a_pair_holds_the_letter_back(client, store, user):
    """The page says afterwards what it did, to both of them alike."""
    close(store)

    answer = hold(client, user)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}letter")
    assert held(store) == [True]
    assert (
        get(client, "letter", "amal").text.replace("amal", "ben")
        == get(client, "letter", "ben").text
    )
    for other in ("amal", "ben"):
        words = text(get(client, "letter", other))
        assert HELD in words
        assert HOLD not in words
        assert HELD in text(get(client, "", other))
    assert HELD in text(get(client, "", "faye"))


def test_nothing_says_who_held_it_back(client, store, tmp_path, caplog):
    """Whoever did it, all that is stored, logged and shown is the same to the byte."""
    close(store)
    left = []
    for user in ("amal", "ben"):
        copy = tmp_path / user
        copy.mkdir()
        with closing(sqlite3.connect(tmp_path / "course.sqlite")) as one:
            one.execute("VACUUM INTO ?", (str(copy / "course.sqlite"),))
        with Store.in_folder(copy) as own, caplog.at_level(logging.DEBUG, "pairs_course"):
            app = create_app(own, CONTENT, identity=None)
            pages.attach(app, TestSignIn(), Begun(), hub_prefix="/hub/", base_prefix="/")
            on(app, BEFORE)
            with TestClient(app, follow_redirects=False) as client:
                assert hold(client, user).status_code == 303
                seen = [
                    get(client, path, who).text
                    for path, who in (
                        ("", "amal"),
                        ("", "ben"),
                        ("", "faye"),
                        ("", "sam"),
                        ("letter", "amal"),
                    )
                ]
        with closing(sqlite3.connect(copy / "course.sqlite")) as one:
            left.append((list(one.iterdump()), seen))
    assert left[0] == left[1]
    assert [one for one in caplog.records if one.name.startswith("pairs_course")] == []


def test_a_sponsor_cannot_tell_a_letter_that_was_held_back_from_none(client, store):
    """Home is the same to the byte before there is a letter, while it waits, and ever after."""
    homes = [get(client, "", "sam").content]
    close(store)
    homes.append(get(client, "", "sam").content)
    hold(client, "ben")
    homes.append(get(client, "", "sam").content)
    on(client.app, date(2027, 3, 1))
    homes.append(get(client, "", "sam").content)

    assert homes == [homes[0]] * 4
    assert NONE in text(get(client, "", "sam"))
    assert "/services/dashboards/letter/demo" not in homes[0].decode()


def test_a_letter_that_is_open_is_on_the_sponsors_home(client, store):
    """From its day on, and then nobody can hold it back any more."""
    close(store)
    on(client.app, OPENS)

    assert "/services/dashboards/letter/demo" in get(client, "", "sam").text
    assert NONE not in text(get(client, "", "sam"))
    words = text(get(client, "letter"))
    assert "Sponsors can read it since 30 November 2026." in words
    assert HOLD not in words
    late = hold(client, "amal")
    assert (late.status_code, held(store)) == (409, [False])
    assert "so it cannot be held back now. Nothing was changed." in text(late)


def test_every_letter_that_a_sponsor_may_read_is_on_their_home(client, store):
    """Also those of cohorts that are not the one in view; of a held one there is no word."""
    for name in ("north", "south", "east"):
        sam = roster_of([("sam", "Sam", "sponsor", "")])
        store.people.add_cohort(name, sam, title=name.title())
        close(store, cohort=name)
    store.letters.hold("east", "start", date(2026, 11, 24))
    assert NONE in text(get(client, "", "sam"))

    on(client.app, OPENS)
    home = get(client, "", "sam")

    assert NONE not in text(home)
    assert "Read the letter of North, made on 23 November 2026" in text(home)
    assert "Read the letter of South" in text(home)
    assert "/letter/east" not in home.text
    assert "/letter/demo" not in home.text


def test_a_sponsor_of_ten_pairs_is_led_to_the_cohort_page(client, store):
    """Of fewer, they read why there are only letters; all are led to the network."""
    rows = [(f"p{n}-{r[:3]}", "Somebody", r, str(n)) for n in range(10) for r in PAIR_ROLES]
    store.people.add_cohort("ten", roster_of([*rows, ("sue", "Sue", "sponsor", "")]))

    few, many = get(client, "", "sam"), get(client, "", "sue")

    assert "/services/dashboards/cohort/demo" not in few.text
    assert "Cohorts of under 10 pairs show sponsors no figures." in text(few)
    assert "/services/dashboards/cohort/ten" in many.text
    assert "under 10 pairs" not in text(many)
    for answer in (few, many, get(client, "", "amal"), get(client, "", "faye")):
        assert "/services/dashboards/network" in answer.text


def test_each_letter_that_waits_has_its_own_form(client, store):
    """A second wave that closes in the same week; holding one back leaves the other."""
    close(store)
    close(store, "once", date(2026, 12, 4))
    page = get(client, "letter").text
    assert page.count(HOLD) == 2

    hold(client, "ben", "start")

    assert held(store) == [False, True]
    assert get(client, "letter").text.count(HOLD) == 1
    on(client.app, date(2026, 12, 4))
    assert "The letter of 23 November 2026" in text(get(client, "letter"))
    assert text(get(client, "letter")).count("Sponsors") == 1


@pytest.mark.parametrize(
    ("user", "form", "status", "says"),
    [
        ("amal", {"token": "old"}, 403, "This page was open for too long"),
        ("amal", {"sure": ""}, 422, "tick the box"),
        ("amal", {"wave": "once"}, 404, "There is no such letter"),
        ("amal", {"wave": ""}, 404, "There is no such letter"),
        ("faye", {}, 403, "Only the people of pairs can hold a letter back."),
        ("sam", {}, 403, "Only the people of pairs can hold a letter back."),
        ("cat", {}, 404, "There is no such letter"),
        ("eve", {}, 403, "that name is on no list"),
    ],
)
def test_what_is_not_a_form_of_ones_own_cohort_holds_nothing_back(
    client, store, user, form, status, says
):
    """Another page's form, one without the tick, a facilitator, a sponsor, another cohort."""
    others = [("cat", "Cat", "patient-leader", "1"), ("dan", "Dan", "professional", "1")]
    store.people.add_cohort("other", roster_of(others))
    close(store)

    answer = hold(client, user, **form)

    assert (answer.status_code, held(store)) == (status, [False])
    assert says in text(answer)


def test_who_left_neither_reads_nor_holds_back(client, store):
    """They are on no list any more."""
    close(store)
    store.rosters.apply("demo", roster_of(PEOPLE[2:]))

    assert get(client, "letter", "amal").status_code == 403
    assert (hold(client, "amal").status_code, held(store)) == (403, [False])
    assert client.get(f"{PREFIX}letter").headers["location"] == "/hub/login"


def test_the_letter_is_for_every_door(client, store):
    """Also for somebody who works on paper."""
    close(store)
    store.people.set_door("amal", "paper")

    assert WAITS in text(get(client, ""))
    assert hold(client, "amal").status_code == 303


def test_the_facilitator_reads_where_the_letter_stands(client, store):
    """Made, held back or open; there is no form for them."""
    assert "Read the letter" not in text(get(client, "", "faye"))
    close(store)
    waits = text(get(client, "", "faye"))
    on(client.app, OPENS)

    assert f"The letter of 23 November 2026: {WAITS}" in waits
    assert "Sponsors can read it since 30 November 2026." in text(get(client, "", "faye"))
    assert get(client, "letter", "faye").status_code == 403


def test_everybody_can_read_who_sees_which_figures(client):
    """In words that a learner can read, before any wave closes."""
    page = get(client, "who-sees-what")
    words = text(page)

    for promise in (
        "Sponsors see it only if the cohort has ten pairs or more.",
        "When at least five cohorts have closed the same wave, their answers are counted together",
        "Each person in a pair can hold it back in that time, without a name or a reason.",
        "Erasing keeps a person out of later figures, too. Published ones stay",
    ):
        assert promise in words


@pytest.mark.parametrize(
    ("path", "user"), [("letter", "amal"), ("", "sam"), ("who-sees-what", "ben")]
)
def test_the_pages_are_in_plain_english(client, store, path, user):
    """Sentences of at most twenty words, and a reading grade of at most six."""
    close(store)
    found = [line for line in lines(get(client, path, user)) if WORD.search(line)]

    longest = max(
        (s for line in found for s in sentences(line)), key=lambda s: len(WORD.findall(s))
    )
    assert len(WORD.findall(longest)) <= MOST_WORDS, longest
    assert grade_of(found) <= HARDEST_GRADE


def lines(answer):
    """Return what is read on a page, paragraph by paragraph."""
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    blocks = ("p", "li", "h1", "h2", "h3", "legend", "label")
    return [
        " ".join("".join(e.itertext()).split()) for e in tree.find("body").iter() if e.tag in blocks
    ]
