"""One table says who sees what, and all that speaks of it agrees with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import events, partner_view, visibility
from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import Said
from pairs_course.people.roster import roster_of
from pairs_course.programme import compiled
from pairs_course.programme.content import Content, Minutes, Module, QuestionSet
from pairs_course.programme.items import AUDIENCES, Item
from pairs_course.render.workbook import sheets
from pairs_course.store import Store
from pairs_widgets import graded_view
from pairs_widgets.send.contents import NOT_YET, goes_and_stays
from pairs_widgets.state import page_state, page_words

from .. import privacy
from ..course.service.pages import site

CONTENT = compiled.load()
MODULES = [module.id for module in CONTENT.modules]
#: What a box says where somebody does not see an answer.
NOT = ("does not see", "Only you can see")


def holds(one: QuestionSet) -> None:
    """Hold a box to its items: it says all that is true of any of them, and no more."""
    box = [line for line in visibility.said(one) if line != visibility.GUESSES]
    each = [visibility.said(replace(one, items=(item,))) for item in one.items]
    positive = {line for lines in each for line in lines if not any(no in line for no in NOT)}
    assert positive - {visibility.GUESSES} == {li for li in box if not any(no in li for no in NOT)}
    assert (visibility.GUESSES in visibility.said(one)) == any(item.guess for item in one.items)
    widest = {who for item in one.items for who in item.audience}
    for item in one.items:
        own = visibility.said_of(one, item)
        assert bool(own) == (set(item.audience) != widest)
        assert ("Only you" in own) == bool(own and not item.audience)
        denied = "Your facilitator does not see them." in own
        assert denied == bool(own and item.audience and not visibility.sees(item, "facilitator"))


def test_no_box_of_the_programme_says_less_than_one_of_its_questions() -> None:
    """Over every set: who sees an answer to any question of it is named in the box."""
    for one in CONTENT.sets:
        holds(one)


_ITEMS = st.lists(
    st.builds(
        Item,
        st.uuids().map(str),
        st.sampled_from(["scale", "text", "joint"]),
        st.just("Ask"),
        guess=st.booleans(),
        audience=st.lists(st.sampled_from(AUDIENCES), unique=True).map(tuple),
    ),
    min_size=1,
    max_size=8,
)


@given(_ITEMS, st.booleans(), st.booleans())
def test_no_box_over_any_set_says_less(items: list[Item], sealed: bool, last: bool) -> None:
    """However audiences are mixed, and in whatever order they stand."""
    holds(QuestionSet("s", "m", "T", sealed=sealed, opens_last=last, items=tuple(items)))


def test_a_page_says_what_the_table_says() -> None:
    """The box over each set, and each question with another audience: no page has its own words."""
    for one in CONTENT.sets:
        assert page_words(one)["who"] == visibility.said(one)
        told = {item["id"]: item["who"] for item in page_state((one,))["items"]}
        assert told == {item.id: visibility.said_of(one, item) for item in one.items}


def seen_by(module: str, who: visibility.Who) -> list[str]:
    """Return the numbered questions of a module that the table shows to somebody."""
    return [
        row.item.numbered
        for row in visibility.table(module, CONTENT)
        if row.words(who) != visibility.NOBODY
    ]


def course_of(*asked: Item) -> Content:
    """Return a course of one module that asks these questions."""
    module = Module("01-m", "A module", Minutes(10, 10), sets=("s",))
    return Content((module,), (QuestionSet("s", "01-m", "Ours", sealed=True, items=asked),))


def told_everywhere(content: Content, store: Store) -> tuple[dict[str, Any], str, str]:
    """Return what Send, Home and the guide's page on privacy say of a course."""
    with TestClient(site.app_on(store, content), follow_redirects=False) as client:
        home = site.text(site.get(client, ""))
    said = home.partition("answers are saved in your own space.")[2].partition("More about who")[0]
    return goes_and_stays("01-m", content, [], {}), said, privacy.table(content)


#: Who sees an answer to the one question, what Home says then, and when nobody of them does.
NEXT = {
    "partner": ("Your partner sees sealed answers only", "Your partner does not see your answers."),
    "facilitator": ("Your facilitator sees what you send.", "Your facilitator does not see them."),
    "cohort": ("Figures are about many people at once", visibility.ONLY_YOURS),
}


@pytest.mark.parametrize("who", NEXT)
def test_another_audience_changes_what_sending_home_and_privacy_say(
    who: str, tmp_path: Path
) -> None:
    """Of one question, from nobody else to somebody: each place follows the table, and alone."""
    seen, unseen = NEXT[who]
    question = Item("a", "scale", "Ask a")
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo", roster_of(site.PEOPLE), demo=True)
        send, home, page = told_everywhere(course_of(question), store)
        wider = course_of(replace(question, audience=(who,)))
        send_then, home_then, page_then = told_everywhere(wider, store)

    goes = [{"title": "Ours", "items": [{"ask": "1.1 Ask a", "answer": NOT_YET}]}]
    kept = list(visibility.WORDS["sent"].kept)
    told = (goes, kept) if who == "facilitator" else ([], ["1.1 Ask a"])
    assert (send["goes"], send["stays"]) == ([], ["1.1 Ask a"])
    assert (send_then["goes"], send_then["stays"]) == told
    for before, after in ((home, home_then), (page, page_then)):
        assert (seen in before, unseen in before) == (False, True)
        assert (seen in after, unseen in after) == (True, False)
    assert f"| {privacy.NAMES[None]} | {visibility.ONLY_YOURS} | 1 |" in page
    assert visibility.ONLY_YOURS not in page_then


def test_what_a_pair_writes_is_said_to_go_as_it_does() -> None:
    """Either of the two takes it along; a text needs a yes from both, and a point none."""

    def sent(row: visibility.Row, *did: tuple[Any, str, Any]) -> list[str]:
        one, item = row.question_set, row.item
        both: list[Said] = []
        for by, kind, value in did:
            of = {"of": both[0].event.id} if kind == "confirm" else value
            made = Event(events.new_id(), events.now(), one.module, item.id, one.wave, kind, of,
                         item.audience)  # fmt: skip
            both.append(Said(by, made))
        return list(partner_view.submission([], both, one.module, CONTENT)["joint"])

    for row in (row for module in MODULES for row in visibility.table(module, CONTENT)):
        if row.item.kind == "joint":
            offered = ("partner", "propose", {field.id: "A" for field in row.item.fields})
            assert row.words("facilitator") == "when both agree and one of you sends it"
            assert sent(row, offered) == []
            assert sent(row, offered, ("me", "confirm", None)) == [row.item.id]
        if row.item.kind == "points":
            assert row.words("facilitator") == "when one of you sends it"
            point = {"day": "2026-11-03", "value": 4}
            assert sent(row, ("partner", "point", point)) == [row.item.id]


def test_a_guess_is_said_to_stay_where_there_is_one(tmp_path: Path) -> None:
    """On Send, and on Home: it goes to the partner alone."""
    question = Item("a", "scale", "Ask a", audience=("partner",))
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo", roster_of(site.PEOPLE), demo=True)
        none = told_everywhere(course_of(question), store)
        some = told_everywhere(course_of(replace(question, guess=True)), store)

    assert visibility.KEPT_GUESSES not in none[0]["stays"]
    assert visibility.KEPT_GUESSES in some[0]["stays"]
    for before, after in zip(none[1:], some[1:], strict=True):
        assert visibility.GUESSES not in before
        assert visibility.GUESSES in after


def test_the_guide_says_what_the_table_says() -> None:
    """``python -m tests.privacy`` puts it in."""
    page = privacy.PAGE.read_text(encoding="utf-8")

    assert privacy.filled(page, CONTENT) == page
    assert privacy.table(CONTENT) in page


@pytest.mark.parametrize("module", MODULES)
def test_what_sending_names_is_what_is_sent(module: str) -> None:
    """With the words of earlier modules that go with it, and each once; all else stays."""
    going = {item.numbered for _, item in CONTENT.facilitator_items(module) if not item.if_chosen}
    own = {row.item.numbered for row in visibility.table(module, CONTENT) if not row.item.if_chosen}
    told = goes_and_stays(module, CONTENT, [], {})
    goes = [item["ask"] for one in told["goes"] for item in one["items"]]

    assert sorted(goes) == sorted(going)
    assert own - going == {ask for ask in told["stays"] if ask in own}


def _value(item: Any) -> Any:
    if item.kind in ("scale", "between"):
        return 3
    if item.kind in ("choice", "move"):
        return item.options[0].id
    return [] if item.kind == "cards" else "SAID"


def _submission(module: str) -> dict[str, Any]:
    """Return what the service would make if everything was answered and agreed."""
    both: list[Said] = []

    def did(by: Any, kind: str, row: visibility.Row, value: Any) -> str:
        one = row.question_set
        made = Event(events.new_id(), events.now(), one.module, row.item.id, one.wave, kind, value,
                     row.item.audience)  # fmt: skip
        both.append(Said(by, made))
        return made.id

    for row in visibility.table(module, CONTENT):
        if row.item.kind == "joint":
            texts = {field.id: f"TEXT {row.item.id}" for field in row.item.fields}
            did("partner", "confirm", row, {"of": did("me", "propose", row, texts)})
        elif row.item.kind not in ("points", "airtime"):
            did("me", "answer", row, _value(row.item))
    mine = [said.event for said in both if said.by == "me"]
    return partner_view.submission(mine, both, module, CONTENT)


@pytest.mark.parametrize("module", MODULES)
def test_the_facilitators_page_shows_what_the_table_gives(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No question more, none less; and of the conversation its one sentence."""
    sent = _submission(module)
    (tmp_path / graded_view.SUBMISSION).write_text(json.dumps(sent), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given_ = {**sent["answers"], **sent["joint"]}

    for row in visibility.table(module, CONTENT):
        may = row.words("facilitator") != visibility.NOBODY
        assert (row.item.id in given_) == (may and row.item.kind not in ("points", "airtime"))
        page = graded_view.submitted_set(row.question_set.id)._repr_html_()
        number = f"{row.item.number} "
        assert (number in page) == may

    talk = graded_view.submitted_conversation(module)._repr_html_()
    assert f"TEXT {CONTENT.module(module).sentence_item}" in talk
    assert "All else of the pair conversation stays with the pair." in talk


@pytest.mark.parametrize("module", MODULES)
def test_paper_hands_in_what_the_table_gives(module: str) -> None:
    """The third sheet is the facilitator's, the second the partner's, and the first is nobody's."""
    own = {row.item.id for row in visibility.table(module, CONTENT)}
    handed_in = {i.numbered for s, i in sheets.handed_in(CONTENT, module) if s.module == module}

    assert own
    assert handed_in == set(seen_by(module, "facilitator"))
    for row in visibility.table(module, CONTENT):
        home = sheets.home(row.item)
        assert (home == "partner") == (row.words("partner") != visibility.NOBODY)
        if home == "yours":
            assert row.words("facilitator") == visibility.NOBODY


def test_what_is_for_the_partner_opens_somewhere() -> None:
    """Sealed, laid side by side at the end, or written together: nothing is promised in vain."""
    for module in CONTENT.modules:
        sealed = {(s.id, i.id) for s, i in CONTENT.sealed_items(module.id)}
        for row in visibility.table(module.id, CONTENT):
            place = (row.question_set.id, row.item.id)
            for one in row.sights:
                if one.who == "partner" and one.when == "opened":
                    assert place in sealed
                if one.who == "partner" and one.when == "last":
                    assert CONTENT.opened_in(row.question_set.id) is not None
