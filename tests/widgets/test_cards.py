"""Cards: the whole list is one answer, and no page takes away what another one saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.journal import Journal
from pairs_course.programme.content import Content, Minutes, Module, QuestionSet
from pairs_widgets.cards.cards import Cards
from pairs_widgets.cards.examples import CYCLES
from pairs_widgets.cards.merge import merged
from pairs_widgets.hours.examples import HOURS
from pairs_widgets.hours.hours import Hours
from pairs_widgets.kernel import Course
from pairs_widgets.ledger.examples import ASSUMPTIONS
from pairs_widgets.ledger.ledger import Ledger

from .kernels import Line

SETS = (CYCLES, ASSUMPTIONS, HOURS)
CONTENT = Content(
    tuple(Module(s.module, s.title, Minutes(20, 40), sets=(s.id,)) for s in SETS),
    SETS,
)


def _course(folder: Path) -> Course:
    return Course(folder / ".pairs", CONTENT)


def _lists(ids: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Lists of small cards: each id once, each with one of three words."""
    words = st.dictionaries(st.sampled_from(ids), st.sampled_from("xyz"))
    return words.map(lambda found: [{"id": key, "word": word} for key, word in found.items()])


@pytest.mark.parametrize(
    ("widget", "question_set", "audience"),
    [
        (Cards, CYCLES, ("facilitator",)),
        (Ledger, ASSUMPTIONS, ()),
        (Hours, HOURS, ("facilitator",)),
    ],
)
def test_a_list_of_cards_is_one_answer_of_its_sets_own_module(
    tmp_path: Path, widget: type[Cards], question_set: QuestionSet, audience: tuple[str, ...]
) -> None:
    """Wherever the cards are shown, their events belong to the module of their set."""
    line = Line(widget(question_set.id, _course(tmp_path)))
    (item,) = question_set.items
    cards = [{"id": "a1"} | {f.id: "" for f in item.fields}]

    line.event("answer", item.id, cards)

    (event,) = Journal(tmp_path / ".pairs").events()
    assert (event.module, event.item, event.value, event.audience) == (
        question_set.module,
        item.id,
        cards,
        audience,
    )
    assert widget(question_set.id, _course(tmp_path)).state["answers"] == {item.id: cards}


def test_the_page_knows_the_boxes_of_a_card(tmp_path: Path) -> None:
    """Kinds, hints, options and the limit are in the state."""
    (item,) = Cards("cycles", _course(tmp_path)).state["items"]

    assert (item["most"], item["max"]) == (3, 200)
    assert [(f["id"], f["kind"]) for f in item["fields"]] == [
        ("try", "text"),
        ("predict", "text"),
        ("when", "date"),
        ("cost", "number"),
        ("happened", "text"),
        ("next", "choice"),
    ]
    assert item["fields"][-1]["options"][0] == {"id": "keep", "label": "Keep it"}


def test_a_card_that_cannot_stand_is_refused(tmp_path: Path) -> None:
    """The reason names the card and the box, and never what somebody wrote."""
    line = Line(Cards("cycles", _course(tmp_path)))

    line.event("answer", "cycles", [{"id": "a1", "cost": "secret"}])
    line.event("answer", "cycles", "secret")
    line.event("guess", "cycles", [])

    assert [told["why"] for told in line.heard] == [
        "cycles, card 1 (cost): expected a number, got a str",
        "cycles: expected a list of at most 3 cards, got a str",
        "expected one of answer and the id of an item",
    ]
    assert Journal(tmp_path / ".pairs").events() == []


def test_two_modules_with_the_same_cards_lose_none(tmp_path: Path) -> None:
    """Two kernels do not hear of each other; what one saved is kept when the other saves."""
    one, other = (
        Line(Ledger("assumptions", _course(tmp_path))),
        Ledger("assumptions", _course(tmp_path)),
    )
    mine, theirs = {"id": "a1", "saw": "rain"}, {"id": "b2", "saw": "sun"}
    one.event("answer", "assumptions", [mine])

    Line(other).event("answer", "assumptions", [theirs])

    assert other.state["answers"] == {"assumptions": [theirs, mine]}


def test_lists_that_follow_each_other_quickly_end_with_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a lost kernel all that waited comes at once, before any page is told of it."""
    widget = Ledger("assumptions", _course(tmp_path))
    monkeypatch.setattr(widget, "refresh", lambda: None)
    line, other = Line(widget), Line(Ledger("assumptions", _course(tmp_path)))
    first, second = {"id": "a1", "saw": "rain"}, {"id": "b2", "saw": "sun"}
    third = {"id": "c3", "saw": "fog"}

    for cards in ([first], [first, second], [{**first, "saw": "snow"}, second], [first]):
        line.event("answer", "assumptions", cards)
    assert widget.course.journal.events()[-1].value == [first]
    other.event("answer", "assumptions", [first, third])
    line.event("answer", "assumptions", [first, second])

    assert widget.course.journal.events()[-1].value == [first, second, third]


@given(_lists("abc"), _lists("abc"))
def test_nobody_else_at_work_changes_nothing(base: Any, given_: Any) -> None:
    """Without news the page's own list is the list."""
    assert merged(base, base, given_) == given_


@given(_lists("abc"), _lists("abcd"))
def test_a_page_that_did_nothing_takes_what_was_saved(base: Any, saved: Any) -> None:
    """All of it, in whatever order."""

    def key(card: Any) -> Any:
        return card["id"]

    assert sorted(merged(base, saved, base), key=key) == sorted(saved, key=key)


@given(_lists("abcd"), _lists("abcd"), _lists("abcd"))
def test_no_card_that_somebody_wrote_is_lost(base: Any, saved: Any, given_: Any) -> None:
    """Whatever is new or changed on either side is there, by its id, and once."""
    result = merged(base, saved, given_)

    ids = [card["id"] for card in result]
    assert len(ids) == len(set(ids))
    assert all(card in result for card in given_ if card not in base)
    assert {card["id"] for card in saved if card not in base} <= set(ids)
