"""The page that sends a module says exactly what goes, what stays, and what changed since."""

from __future__ import annotations

from typing import Any

from pairs_course.answers import events, visibility
from pairs_course.answers.events import Event
from pairs_course.programme import compiled
from pairs_course.programme.content import Content, Minutes, Module, QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_widgets.send.contents import NOT_AGREED, NOT_YET, goes_and_stays

CONTENT = Content(
    (Module("01-m", "A module", Minutes(10, 10), sets=("s", "t")),),
    (
        QuestionSet(
            "s",
            "01-m",
            "Scales",
            items=(
                Item("a", "scale", "Ask a", audience=("facilitator",)),
                Item("b", "scale", "Ask b", audience=("partner",)),
                Item("c", "text", "Ask c"),
            ),
        ),
        QuestionSet(
            "t",
            "01-m",
            "Together",
            items=(
                Item(
                    "d",
                    "joint",
                    "Ask d",
                    fields=(Field("if", "If…"), Field("then", "then…")),
                    audience=("partner", "facilitator"),
                ),
            ),
        ),
    ),
)


def _event(kind: str, item: str, value: Any) -> Event:
    return Event(
        events.new_id(), "2026-03-02T14:03:00.000+00:00", "01-m", item, "once", kind, value
    )


def _goes(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["ask"], one["answer"]) for group in told["goes"] for one in group["items"]]


def test_before_sending_everything_is_named() -> None:
    """Unanswered questions and texts that are not agreed say so."""
    told = goes_and_stays("01-m", CONTENT, [], {})

    assert _goes(told) == [("1.1 Ask a", NOT_YET), ("1.4 Ask d", NOT_AGREED)]
    past, drafts = visibility.WORDS["agreed and sent"].kept
    assert told["stays"] == ["1.2 Ask b", "1.3 Ask c", past, drafts]
    assert (told["sent"], told["changed"]) == (None, 0)


def test_after_sending_it_says_what_was_sent_and_what_changed() -> None:
    """An answer changed after sending counts as changed; what was sent is shown as it was."""
    done = [
        _event("answer", "a", 2),
        _event("answer", "b", 1),
        _event("send", "01-m", None),
        _event("answer", "a", 4),
        _event("answer", "b", 5),
    ]
    together = {"d": {"if": "it rains,", "then": "we call."}}

    told = goes_and_stays("01-m", CONTENT, done, together)

    assert _goes(told) == [
        ("1.1 Ask a", "2, rarely"),
        ("1.4 Ask d", "If… it rains,\nthen… we call."),
    ]
    assert (told["sent"], told["changed"]) == (done[2].at, 1)


def test_an_empty_list_of_cards_is_no_answer_yet() -> None:
    """Somebody who removed every card has not answered; a card is said in its words."""
    box = Field("try", "What will you try?")
    item = Item("k", "cards", "Ask k", fields=(box,), audience=("facilitator",))
    programme = Content(
        (Module("01-m", "A module", Minutes(10, 10), sets=("k",)),),
        (QuestionSet("k", "01-m", "Cards", items=(item,)),),
    )
    one = [{"id": "a1", "try": "Ask early."}]

    told = [
        goes_and_stays("01-m", programme, [_event("answer", "k", cards)], {}) for cards in ([], one)
    ]

    assert [_goes(each) for each in told] == [
        [("1.1 Ask k", NOT_YET)],
        [("1.1 Ask k", "What will you try? Ask early.")],
    ]


def test_nothing_changed_since_sending_again() -> None:
    """Only the last sending counts."""
    done = [
        _event("send", "01-m", None),
        _event("answer", "a", 4),
        _event("send", "01-m", None),
    ]

    assert goes_and_stays("01-m", CONTENT, done, {})["changed"] == 0


def test_every_module_can_say_what_goes() -> None:
    """The real programme has words for every item of every module."""
    programme = compiled.load()

    told = [goes_and_stays(m.id, programme, [], {}) for m in programme.modules]

    assert all(one["goes"] and one["stays"] for one in told)


def test_what_would_be_the_same_again_is_known() -> None:
    """Not when anything came after the sending, nor where both write a text."""
    answer, sent = _event("answer", "a", 3), _event("send", "01-m", None)

    def same(*done: Event, **together: Any) -> bool:
        return bool(goes_and_stays("01-m", CONTENT, done, together)["same"])

    assert same(answer, sent)
    assert same(answer, sent, sent)
    assert not same(answer)
    assert not same(answer, sent, _event("answer", "b", 1))
    assert not same(answer, sent, _event("talked", "01-m", {"talked": True}))
    assert not same(answer, sent, d={"if": "a", "then": "b"})
