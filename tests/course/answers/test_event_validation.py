"""An event is held against the content before it is taken, on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.event_validation import event_error, order_error, refusal
from pairs_course.answers.events import KINDS, Event, new_id
from pairs_course.programme.items import AUDIENCES

from ..strategies import MODULE, PROGRAMME, SENTENCE, event, ratings

OK = [
    ("answer", "D1", 5, {}),
    ("answer", "D1", "pass", {}),
    ("answer", "C1", "fear", {}),
    ("answer", "point", "a point", {}),
    ("answer", "D1", 5, {"audience": ()}),
    ("guess", "D1", "unsure", {}),
    ("propose", SENTENCE, {"text": "We listen."}, {}),
    ("confirm", SENTENCE, {"of": new_id()}, {}),
    ("apart", None, None, {}),
    ("answer", SENTENCE, {"text": "a draft"}, {"audience": ()}),
    ("talked", None, {"talked": True, "when": "2026-11-20", "how": "phone"}, {}),
    ("talked", None, {"talked": False, "why": "ill"}, {}),
    ("seal", None, {"covers": [new_id()]}, {}),
    ("pick", None, "D2", {}),
    ("together", None, None, {}),
    ("alone", None, None, {}),
    ("send", None, None, {"audience": ("facilitator",)}),
]
WRONG = [
    ("answer", "D1", 6, {}, "expected 1 to 5"),
    ("answer", "D1", True, {}, "expected 1 to 5"),
    ("answer", "C1", "hope", {}, "expected one of diary, fear"),
    ("answer", "point", "x" * 41, {}, "at most 40 characters, got 41"),
    ("answer", "point", 3, {}, "expected text"),
    ("answer", "D9", 3, {}, "there is no item D9"),
    ("answer", "D2", 3, {"audience": ("cohort",)}, "audience within partner"),
    ("guess", "D1", 3, {"audience": ("cohort",)}, "audience within partner"),
    ("guess", "point", "x", {}, "is not guessed"),
    ("answer", SENTENCE, {"text": "x"}, {}, "takes no answer"),
    ("propose", "point", "x", {}, "takes no propose"),
    ("propose", SENTENCE, {"text": "  "}, {}, "expected some text"),
    ("propose", SENTENCE, {"txt": "x"}, {}, "expected the fields text"),
    ("confirm", SENTENCE, {"of": "x"}, {}, "the proposal that is confirmed"),
    ("confirm", SENTENCE, None, {}, "the proposal that is confirmed"),
    ("seal", None, {"covers": ["x"]}, {}, "expected the ids"),
    ("seal", None, None, {}, "expected the ids"),
    ("pick", None, "point", {}, "expected one of D1, D2, C1"),
    ("seal", None, {"covers": [], "more": 1}, {}, "expected the ids"),
    ("seal", None, {"covers": [new_id()] * 201}, {}, "expected the ids of at most 200"),
    ("seal", None, {"covers": []}, {"item": "D1"}, "to name the module"),
    ("seal", None, {"covers": []}, {"wave": "start"}, "the wave once"),
    ("confirm", SENTENCE, {"of": new_id(), "more": 1}, {}, "the proposal that is confirmed"),
    ("confirm", "D1", {"of": new_id()}, {}, "takes no confirm"),
    ("answer", "D1", 4, {"wave": "start"}, "no item D1 (start)"),
    ("answer", "D1", 4, {"wording": "w" * 65}, "longer than any"),
    ("apart", None, 1, {}, "expected no value"),
    ("together", None, None, {"audience": ("facilitator",)}, "audience within partner"),
    ("talked", None, {"talked": True}, {}, "when and how"),
    ("talked", None, {"talked": False, "why": 1}, {}, "when and how"),
    ("talked", None, {"talked": True, "when": "20261120", "how": "phone"}, {}, "when and how"),
    ("talked", None, "yes", {}, "when and how"),
    ("pick", None, ["D1"], {}, "expected one of D1, D2, C1"),
    ("talked", None, {"talked": True, "when": "soon", "how": "phone"}, {}, "when and how"),
    ("talked", None, {"talked": True, "when": "2026-11-20", "how": "pigeon"}, {}, "when and how"),
    ("together", None, 1, {}, "expected no value"),
    ("send", None, None, {"audience": ("cohort",)}, "audience within facilitator"),
    ("alone", None, None, {"module": "09-none", "item": "09-none"}, "there is no module"),
]  # fmt: skip


def made(kind, item, value, more):
    one = event(kind, item or MODULE, value)
    return replace(one, **more)


@pytest.mark.parametrize(("kind", "item", "value", "more"), OK)
def test_what_makes_sense_is_taken(kind, item, value, more):
    """Every kind of event has a form that is taken."""
    assert event_error(made(kind, item, value, more), PROGRAMME) is None


@pytest.mark.parametrize(("kind", "item", "value", "more", "says"), WRONG)
def test_what_does_not_is_refused_with_the_reason(kind, item, value, more, says):
    """The reason says what was expected."""
    assert says in str(event_error(made(kind, item, value, more), PROGRAMME))


def whole() -> list[Event]:
    """All that a seal of the small programme has to name."""
    return [event("answer", "D1", 4), event("guess", "D1", "unsure"),
            event("answer", "D2", "pass"), event("answer", "C1", "fear")]  # fmt: skip


def seal_of(events: list[Event]) -> Event:
    return event("seal", value={"covers": [one.id for one in events]})


def test_a_seal_names_what_is_there() -> None:
    """With a pass among it; a guess may be missing, and earlier answers need no name."""
    given_ = whole()

    assert order_error(seal_of(given_), [event("answer", "D1", 1), *given_], PROGRAMME) is None
    assert order_error(seal_of([given_[0], *given_[2:]]), given_, PROGRAMME) is None


OTHERS = {
    "an id that nobody has": event("answer", "D1", 4),
    "a private thought": event("answer", "dialogue-think", "x", audience=("partner",)),
    "another set": event("answer", "point", "x"),
    "another kind": event("together"),
    "not for the partner": event("answer", "D1", 4, audience=("cohort",)),
    "another wave": replace(event("answer", "D1", 4), wave="now"),
}


@pytest.mark.parametrize("odd", OTHERS, ids=str)
def test_a_seal_names_nothing_else(odd: str) -> None:
    """Neither what is not there, nor what is no sealed answer or guess for the partner."""
    given_ = whole()
    there = given_ if odd == "an id that nobody has" else [*given_, OTHERS[odd]]
    named = [*given_[1:], OTHERS[odd]]

    assert "each once" in str(order_error(seal_of(named), there, PROGRAMME))


def test_a_seal_names_each_answer_once() -> None:
    """Two answers to one question would leave open which one was sealed."""
    given_ = [*whole(), event("answer", "D1", 1)]

    assert "each once" in str(order_error(seal_of(given_), given_, PROGRAMME))
    assert "each once" in str(order_error(seal_of([*whole(), *whole()]), given_, PROGRAMME))
    twice = event("seal", value={"covers": [given_[0].id] * 2})
    assert "each once" in str(order_error(twice, given_, PROGRAMME))


@given(st.sets(st.integers(0, 3)))
def test_a_seal_misses_no_question_that_needs_an_answer(left_out: set[int]) -> None:
    """Whichever is left out is named; guesses are free."""
    given_ = whole()
    kept = [one for n, one in enumerate(given_) if n not in left_out]
    missing = [one.item for one in given_ if one not in kept and one.kind == "answer"]

    problem = order_error(seal_of(kept), given_, PROGRAMME)

    assert problem == (f"seal: expected an answer to {', '.join(missing)}" if missing else None)


def test_there_is_one_seal_and_one_pick_and_guesses_end_with_the_seal() -> None:
    """What comes later is later: answers are taken, and shown beside."""
    given_ = whole()
    sealed = [*given_, seal_of(given_)]

    assert "sealed already" in str(order_error(seal_of(given_), sealed, PROGRAMME))
    assert "cannot change" in str(order_error(event("guess", "D1", 2), sealed, PROGRAMME))
    assert order_error(event("guess", "D1", 2), given_, PROGRAMME) is None
    assert order_error(event("answer", "D1", 2), sealed, PROGRAMME) is None
    pick = event("pick", value="D1")
    assert "seal your answers first" in str(order_error(pick, given_, PROGRAMME))
    assert order_error(pick, sealed, PROGRAMME) is None
    again = event("pick", value="D2")
    assert "picked already" in str(order_error(again, [*sealed, pick], PROGRAMME))


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

    reason = event_error(sent, PROGRAMME)

    place = PROGRAMME.find(MODULE, item, "once")
    if reason is None and place is not None and item != MODULE:
        assert audience <= ({"partner"} if kind == "guess" else set(place[1].audience))


def test_a_reason_does_not_repeat_what_somebody_wrote() -> None:
    """A refusal may be shown and logged elsewhere."""
    bad = event("answer", "D1", "something private")

    assert "something private" not in (event_error(bad, PROGRAMME) or "something private")


def test_what_is_for_nobody_else_is_not_taken() -> None:
    """It stays in its author's journal, where it belongs."""
    assert "no audience" in str(refusal(event("answer", "D1", 4, audience=()), [], PROGRAMME))
    assert refusal(event("answer", "D1", 4), [], PROGRAMME) is None


def test_both_kinds_of_rules_are_asked() -> None:
    """Those of one event, and those of the order."""
    assert "expected 1 to 5" in str(refusal(event("answer", "D1", 6), [], PROGRAMME))
    seal = event("seal", value={"covers": []})
    assert "expected an answer to D1, D2, C1" in str(refusal(seal, [], PROGRAMME))
