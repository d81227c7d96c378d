"""What was said to a former partner counts with no other, whatever a journal holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import partner_view
from pairs_course.answers.events import PAIR_KINDS, Event
from pairs_course.answers.partner_view import said_now

from ..strategies import MODULE, NOW, PROGRAMME, SENTENCE, event, said

KINDS = {
    "answer": ("D1", 4),
    "guess": ("D1", 2),
    "seal": (MODULE, {"covers": []}),
    "together": (MODULE, None),
    "pick": (MODULE, "D1"),
    "propose": (SENTENCE, {"text": "Ours."}),
    "point": ("points", {"day": "2026-11-03", "value": 4}),
    "talked": (MODULE, {"talked": False}),
    "alone": (MODULE, None),
    "send": (MODULE, None),
}


@st.composite
def journals(draw: st.DrawFn, pairs: tuple[int | None, ...] = (None, 1, 2, 3)) -> list[Event]:
    """Any journal: pairs follow each other, and some events name none."""
    steps = draw(
        st.lists(st.tuples(st.sampled_from(list(KINDS)), st.sampled_from(pairs)), max_size=30)
    )
    return [replace(event(kind, *KINDS[kind]), pair=pair) for kind, pair in steps]


@given(journals(), st.sampled_from([None, 1, 2, 3]))
def test_answers_stay_and_the_rest_is_of_this_pair(journal: list[Event], pair: int | None) -> None:
    """In the journal's order, and nothing is made up."""
    kept = said_now(journal, pair)

    assert kept == [e for e in journal if e in kept]
    assert [e for e in kept if e.kind not in PAIR_KINDS] == [
        e for e in journal if e.kind not in PAIR_KINDS
    ]
    said = [e for e in kept if e.kind in PAIR_KINDS]
    assert {e.pair for e in said} <= {pair, None}
    assert [e for e in journal if e.kind in PAIR_KINDS and e.pair == pair is not None] == [
        e for e in said if e.pair is not None
    ]


@given(journals(pairs=(None, 1)), st.integers(2, 9))
def test_with_a_new_partner_everything_begins_anew(journal: list[Event], pair: int) -> None:
    """Whatever was sealed, picked or agreed before; once the old pair was named after it."""
    named = [*journal, replace(event("answer", *KINDS["answer"]), pair=1)]

    seen = partner_view.view(said(said_now(named, pair), []), MODULE, PROGRAMME, now=NOW)

    assert (seen["phase"], seen["alone"], seen["talked"]) == ("alone", False, False)
    assert seen["joint"] == {SENTENCE: {"agreed": None, "open": [], "earlier": []}}
    assert seen["points"] == {"points": []}


@given(journals(pairs=(None,)))
def test_where_no_pair_is_known_nothing_is_left_out(journal: list[Event]) -> None:
    """An author at work has no pair, and a first page may not know it yet."""
    assert said_now(journal, None) == journal
    assert said_now(journal, 7) == journal


@given(journals(pairs=(1,)), journals(pairs=(1,)))
def test_when_the_partner_said_they_talked_is_told_only_once_it_opened(
    mine: list[Event], theirs: list[Event]
) -> None:
    """Before, that they said anything would tell how far they are."""
    told = {"talked": True, "when": "2026-11-20", "how": "room"}
    both = said(mine, [*theirs, event("talked", value=told)])

    seen = partner_view.view(both, MODULE, PROGRAMME, now=NOW)

    opened = seen["phase"] in ("two", "open")
    assert seen["partner_talked"] == ({"when": "2026-11-20", "how": "room"} if opened else None)
