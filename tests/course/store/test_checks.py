"""Only events that the course makes are taken, and none goes further than its item allows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.events import KINDS, Event, new_id
from pairs_course.items import AUDIENCES
from pairs_course.store.checks import refusal

from ..strategies import MODULE, PROGRAMME, SENTENCE, event, ratings

TALKED = {"talked": True, "when": "2026-11-20", "how": "phone"}


@pytest.mark.parametrize(
    "good",
    [
        event("answer", "D1", 4),
        event("answer", "D1", "pass"),
        event("answer", "C1", "diary"),
        event("answer", "point", "We met."),
        event("guess", "D1", "unsure"),
        event("propose", SENTENCE, {"text": "We listen first."}),
        event("confirm", SENTENCE, {"of": new_id()}),
        event("seal", value={"covers": [new_id(), new_id()]}),
        event("seal", value={"covers": []}),
        event("together"),
        event("alone"),
        event("pick", value="D2"),
        event("talked", value=TALKED),
        event("talked", value={"talked": False, "why": "We ran out of time."}),
        event("talked", value={"talked": False}),
        event("send", audience=("facilitator",)),
    ],
    ids=lambda good: f"{good.kind} {good.item}",
)
def test_what_the_course_makes_is_taken(good: Event) -> None:
    """Every kind of event has its place."""
    assert refusal(good, PROGRAMME) is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (event("answer", "D1", 4, audience=()), "no audience"),
        (replace(event("answer", "D1", 4), module="99-nowhere"), "no module 99-nowhere"),
        (event("answer", "D9", 4), "no item D9"),
        (replace(event("answer", "D1", 4), wave="start"), "no item D1 in wave start"),
        (event("answer", "D1", 6), "expected 1 to 5"),
        (event("answer", "point", "x" * 41), "at most 40 characters"),
        (event("answer", "D2", 4, audience=("cohort",)), "must not go to: cohort"),
        (event("answer", SENTENCE, {"text": "x"}), "written together"),
        (event("guess", "D1", 4, audience=("partner", "cohort")), "must not go to: cohort"),
        (event("guess", "point", "x"), "has no guess"),
        (event("propose", "D1", 4), "not written together"),
        (event("propose", SENTENCE, {"other": "x"}), "expected the fields text"),
        (event("confirm", SENTENCE, {"of": "x"}), "id of a proposal"),
        (event("confirm", SENTENCE, None), "id of a proposal"),
        (event("confirm", "D1", {"of": new_id()}), "nothing to confirm"),
        (event("seal", value=None), "expected a seal to cover"),
        (event("seal", value={"covers": [1]}), "expected a seal to cover"),
        (event("seal", value={"covers": [new_id()] * 501}), "expected a seal to cover"),
        (replace(event("seal", value={"covers": []}), item="D1"), "name its module"),
        (event("together", value=1), "no value"),
        (event("together", audience=("facilitator",)), "must not go to: facilitator"),
        (event("pick", value="dialogue-think"), "a pick of one of D1, D2, C1"),
        (event("pick", value=["D1"]), "a pick of one of D1, D2, C1"),
        (event("talked", value={"talked": True}), "expected talked to be"),
        (event("talked", value={**TALKED, "how": "letter"}), "expected talked to be"),
        (event("talked", value={"talked": False, "why": 1}), "expected talked to be"),
        (event("talked", value="yes"), "expected talked to be"),
        (event("send"), "must not go to: partner"),
        (replace(event("answer", "D1", 4), wording="w" * 65), "longer than any"),
    ],
)
def test_anything_else_is_refused_with_a_reason(bad: Event, reason: str) -> None:
    """The reason says what was expected."""
    assert reason in (refusal(bad, PROGRAMME) or "taken")


@given(
    kind=st.sampled_from(sorted(KINDS)),
    item=st.sampled_from(["D1", "D2", "C1", "point", "dialogue-think", SENTENCE, MODULE]),
    value=st.one_of(ratings(), st.none(), st.text(), st.dictionaries(st.text(), st.text())),
    audience=st.sets(st.sampled_from(AUDIENCES)),
)
def test_nothing_goes_further_than_its_item(
    kind: str, item: str, value: object, audience: set[str]
) -> None:
    """Whatever a program sends, an answer or guess is only taken within its item's audience."""
    sent = event(kind, item, value, audience=tuple(sorted(audience)))

    reason = refusal(sent, PROGRAMME)

    place = PROGRAMME.find(MODULE, item, "once")
    if reason is None and place is not None and item != MODULE:
        allowed = {"partner"} if kind == "guess" else set(place[1].audience)
        assert audience
        assert audience <= allowed


def test_a_reason_does_not_repeat_what_somebody_wrote() -> None:
    """A refusal may be shown and logged elsewhere."""
    bad = event("answer", "D1", "something private")

    assert "something private" not in (refusal(bad, PROGRAMME) or "something private")
