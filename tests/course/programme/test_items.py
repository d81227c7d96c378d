"""What may stand on a card, and how it is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.programme.items import CARD_ID, is_date

from ..strategies import CARDS, cards

ONE = {"id": "a1", "try": "Ask early", "hours": 1.5, "when": "2026-11-03", "next": "keep"}


@given(cards())
def test_every_list_of_cards_can_be_kept_and_said(value):
    """It is allowed, survives JSON, and has words; what is empty is not said."""
    assert CARDS.value_error(value) is None
    assert CARDS.value_error(json.loads(json.dumps(value))) is None
    words = CARDS.words(value)
    assert words.count("What next?") == sum(card.get("next", "") != "" for card in value)


@given(cards(), st.data())
def test_one_bad_box_is_named(value, data):
    """The card and the box are said; what somebody wrote is not."""
    bad = {"try": "secret" * 9, "hours": "secret", "when": "secret", "next": "secret", "other": ""}
    name = data.draw(st.sampled_from(sorted(bad)))
    value = [*value[: CARDS.most - 1], {"id": "-".join(["x"]) + "0" * 39, name: bad[name]}]

    problem = CARDS.value_error(value)

    assert problem is not None
    assert f"card {len(value)}" in problem
    assert "secret" not in problem


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "a list of at most 4 cards, got None"),
        ({}, "a list of at most 4 cards, got a dict"),
        ([ONE, *({**ONE, "id": f"b{n}"} for n in range(4))], "a list of at most 4 cards"),
        (["card"], "card 1 to have an id and the fields of a card"),
        ([{"try": "x"}], "card 1 to have an id and the fields of a card"),
        ([{**ONE, "id": ""}], "card 1 to have an id of its own"),
        ([{**ONE, "id": "x" * 41}], "card 1 to have an id of its own"),
        ([{**ONE, "id": "a-1"}], "card 1 to have an id of its own"),
        ([ONE, ONE], "card 2 to have an id of its own"),
        ([{**ONE, "hours": True}], "card 1 (hours): expected a number, got True"),
        ([{**ONE, "hours": 1e9}], "card 1 (hours): expected a smaller number"),
        ([{**ONE, "hours": float("nan")}], "card 1 (hours): expected a smaller number"),
        ([{**ONE, "when": "2026-02-30"}], "card 1 (when): expected a date"),
        ([{**ONE, "when": "20261103"}], "card 1 (when): expected a date"),
        ([{**ONE, "next": ["keep"]}], "card 1 (next): expected one of keep, drop"),
        ([{**ONE, "try": None}], "card 1 (try): expected text of at most 40 characters"),
    ],
)
def test_what_cannot_stand_on_a_card_says_why(value, says):
    """Each broken part is named."""
    assert says in (CARDS.value_error(value) or "nothing")


@given(st.text(max_size=12))
def test_a_day_is_ten_characters_that_are_a_date(text):
    """Other ways to write a date are refused, and nothing raises."""
    assert not is_date(text) or (len(text) == 10 and text[4] == text[7] == "-")


def test_card_ids_are_letters_and_digits():
    """They stand in ids of the page."""
    assert CARD_ID.fullmatch("mB9")
    assert not CARD_ID.fullmatch("a b")
