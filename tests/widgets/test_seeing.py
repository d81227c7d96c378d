"""One table says who sees what; boxes, sending, the facilitator's page and paper agree with it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import events, partner_view, visibility
from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import Said
from pairs_course.programme import compiled
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import AUDIENCES, Item
from pairs_course.render.workbook import sheets
from pairs_widgets import graded_view
from pairs_widgets.send.contents import goes_and_stays
from pairs_widgets.state import page_state, page_words

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


@pytest.mark.parametrize("module", MODULES)
def test_sending_names_what_the_table_gives_to_the_facilitator(module: str) -> None:
    """Each question of the module is in one of the two lists, and in the right one."""
    # A box for own words is named where there are some.
    wrote = [
        Event(events.new_id(), events.now(), module, i.id, s.wave, "answer", "x", i.audience)
        for s in CONTENT.sets_of(module)
        for i in s.items
        if i.if_chosen
    ]
    told = goes_and_stays(module, CONTENT, wrote, {})
    own = [row.item.numbered for row in visibility.table(module, CONTENT)]

    goes = [item["ask"] for one in told["goes"] for item in one["items"]]
    stays = [item for one in told["stays"] for item in one["items"]]

    assert [ask for ask in goes if ask in own] == seen_by(module, "facilitator")
    assert [ask for ask in stays if ask in own] == [
        ask for ask in own if ask not in seen_by(module, "facilitator")
    ]


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
