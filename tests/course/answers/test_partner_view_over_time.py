"""Answers from several times are laid side by side only when everything else is open."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import partner_view
from pairs_course.answers.events import Event, new_id
from pairs_course.programme.content import Content, Conversation, Minutes, Module, QuestionSet
from pairs_course.programme.items import Field, Item

from ..strategies import said

AT = "2026-11-20T10:00:00.000+00:00"
FIRST, LAST = "01-setting-out", "08-next-steps"
SENTENCE = "sentence-08"


def _eight(name: str, module: str, wave: str, item: str, same_as: str = "") -> QuestionSet:
    asked = Item(item, "scale", "We learn.", audience=("partner", "cohort"), same_as=same_as)
    return QuestionSet(name, module, name, wave=wave, sealed=wave == "now", items=(asked,))


COMPARED = ("eight-start", "eight-now", "eight-then")
CONTENT = Content(
    (
        Module(FIRST, "First", Minutes(10, 10), sets=("eight-start",)),
        Module(
            LAST,
            "Last",
            Minutes(10, 10),
            conversation=Conversation("", (), ("eight-now",), COMPARED),
            sets=("eight-now", "eight-then", SENTENCE),
        ),
    ),
    (
        _eight("eight-start", FIRST, "start", "A3"),
        _eight("eight-now", LAST, "now", "A3"),
        _eight("eight-then", LAST, "then", "A3-then", "A3"),
        QuestionSet(
            SENTENCE,
            LAST,
            "One sentence",
            items=(
                Item(SENTENCE, "joint", "One", fields=(Field("t", "One"),), audience=("partner",)),
            ),
        ),
    ),
)
PLACES = {"start": (FIRST, "A3"), "now": (LAST, "A3"), "then": (LAST, "A3-then")}


def _event(module: str, item: str, kind: str, value: object = None, wave: str = "once") -> Event:
    return Event(new_id(), AT, module, item, wave, kind, value, ("partner",))


def _answers(values: dict[str, int]) -> list[Event]:
    return [_event(*PLACES[wave], "answer", value, wave) for wave, value in values.items()]


def _view(mine: list[Event], theirs: list[Event]) -> partner_view.View:
    return partner_view.view(said(mine, theirs), LAST, CONTENT, now=datetime.fromisoformat(AT))


def _values(sides: dict[str, partner_view.Opened]) -> dict[str, object]:
    return {item: said["answer"] for item, said in sides.items()}


def _steps(*kinds: str, covers: tuple[str, ...] = ()) -> list[Event]:
    values = {"seal": {"covers": list(covers)}, "pick": "A3"}
    return [_event(LAST, LAST, kind, values.get(kind)) for kind in kinds]


def test_all_three_times_are_there_when_everything_is_open() -> None:
    """The partner's start comes from the first module, the others from this one."""
    answers = _answers({"start": 2, "now": 3, "then": 1})
    theirs = [*answers, *_steps("seal", "together", "pick", covers=(answers[1].id,))]
    proposal = _event(LAST, SENTENCE, "propose", {"t": "We see more."})
    confirm = _event(LAST, SENTENCE, "confirm", {"of": proposal.id})
    mine = [*_answers({"start": 5}), *_steps("seal", "together", "pick")]

    seen = _view([*mine, proposal], [*theirs, confirm])

    assert seen["phase"] == "open"
    assert {name: _values(sides["partner"]) for name, sides in seen["compared"].items()} == {
        "eight-start": {"A3": 2},
        "eight-now": {"A3": 3},
        "eight-then": {"A3-then": 1},
    }
    assert _values(seen["compared"]["eight-start"]["mine"]) == {"A3": 5}


@given(
    st.lists(st.sampled_from(["seal", "together", "pick"]), max_size=6),
    st.lists(st.sampled_from(["seal", "together", "pick"]), max_size=6),
)
def test_without_the_agreed_sentence_nothing_of_any_time_is_seen(
    mine: list[str], theirs: list[str]
) -> None:
    """However far both are: neither this module's answers nor an earlier one's."""
    given_ = _answers({"start": 4, "now": 4, "then": 4})

    seen = _view(_steps(*mine), [*given_, *_steps(*theirs)])

    nothing = {"mine": {}, "partner": {}}
    assert seen["compared"] == dict.fromkeys(COMPARED, nothing)


def test_steps_of_the_first_module_open_nothing_in_the_last() -> None:
    """Somebody who sealed module 01 has not sealed module 08."""
    sealed = [_event(FIRST, FIRST, "seal", {"covers": []})]

    assert _view(sealed, sealed)["phase"] == "alone"


def test_a_view_reads_the_modules_that_it_compares() -> None:
    """The service and nobody else decides which events a view is made of."""
    assert CONTENT.modules_seen_from(LAST) == (LAST, FIRST)
    assert CONTENT.modules_seen_from(FIRST) == (FIRST,)
