"""“Something else” has a box for one's own words, which is part of its question."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers import event_validation, events, partner_view
from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import Said
from pairs_course.programme.items import Option
from pairs_course.render import answers_html
from pairs_widgets.conversation.conversation import Conversation
from pairs_widgets.progress import of_sets
from pairs_widgets.reveal.examples import seen
from pairs_widgets.reveal.reveal import opened
from pairs_widgets.send.contents import goes_and_stays

from .kernels import CONTENT, make_course

MODULE = "01-setting-out"
NEEDS = CONTENT.question_set("needs")
RESOURCES = CONTENT.question_set("resources")
#: An option that leaves open what is meant, and none that speaks of something else.
OPEN = re.compile(r"^(something|someone|they show something) else(?! comes)", re.IGNORECASE)
BOXES = {"N1#something-else", "R1#something-else", "NT1#something-else"}
TO = ("partner",)


def did(kind: str, item: str, value: Any) -> Event:
    return Event(events.new_id(), events.now(), MODULE, item, "once", kind, value, TO)


def sealed(*answers: Event) -> list[Event]:
    """Return what somebody did who answered, sealed, came, and picked the first question."""
    rest = [did("answer", "N2", 3), did("answer", "N3", "pass"), did("answer", "N4", "we")]
    given = [*answers, *rest]
    seal = did("seal", MODULE, {"covers": [e.id for e in given]})
    return [*given, seal, did("together", MODULE, None), did("pick", MODULE, "N1")]


def left_open(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options if OPEN.search(option.label)]


def test_whatever_option_leaves_it_open_has_a_box() -> None:
    """Of the whole programme; it goes as far as its question, but for figures, which hold none."""
    asked = [(one.id, item) for one in CONTENT.sets for item in one.items]
    boxes = {(place, i.if_chosen): i for place, i in asked if i.if_chosen}
    wanted = {(place, f"{i.id}#{o}"): i for place, i in asked for o in left_open(i.options)}

    assert {name for _, name in boxes} == BOXES
    assert set(boxes) == set(wanted)
    for name, box in boxes.items():
        assert set(box.audience) == set(wanted[name].audience) - {"cohort"}
    for _, item in asked:
        for place, box in enumerate(item.fields):
            if left_open(box.options):
                assert "someone else" in item.fields[place + 1].label


def test_it_has_the_number_of_its_question() -> None:
    """No other question moves by it."""
    numbers = [item.number for item in NEEDS.items]

    assert numbers == ["1.5", "1.6", "1.6b", "1.7", "1.8", "1.9", "1.10", "1.11"]


def test_picking_the_question_opens_the_words_with_it() -> None:
    """They are what the question's answer is; nobody picks them by themselves."""
    mine = sealed(did("answer", "N1", "something-else"), did("answer", "N1-words", "A quiet room"))
    theirs = sealed(did("answer", "N1", "breaks"))
    both = [Said("me", e) for e in mine] + [Said("partner", e) for e in theirs]

    view = partner_view.view(both, MODULE, CONTENT, now=datetime.now(UTC))
    assert view["opened"] == ["N1", "N1-words"]
    assert view["mine"]["N1-words"]["answer"] == "A quiet room"
    pick = did("pick", MODULE, "N1-words")
    assert "expected one of N1, N2" in str(event_validation.event_error(pick, CONTENT))


@pytest.mark.parametrize(("mine", "theirs"), [("A quiet room", None), (None, "A quiet room")])
def test_the_reveal_shows_words_where_there_are_some(mine: Any, theirs: Any) -> None:
    """Beside the question; where neither wrote any, nothing is said of them."""
    both = opened(NEEDS.items, seen({"N1-words": (mine, None)}, {"N1-words": (theirs, None)}))
    none = opened(NEEDS.items, seen({"N1-words": (None, None)}, {"N1-words": ("", None)}))

    assert [card["item"] for card in both] == ["N1-words"]
    assert none == []


def test_an_empty_box_is_named_nowhere(tmp_path: Path) -> None:
    """Where one seals, sends or reads what was sent; and it is no work that is left."""
    told = goes_and_stays(RESOURCES.module, CONTENT, [], {})
    asks = [item["ask"] for one in told["goes"] for item in one["items"]]
    assert any(ask.startswith("2.5 ") or "What could patients" in ask for ask in asks)
    assert not any("Something else" in ask for ask in asks)
    assert "Something else" not in answers_html.render_set(
        RESOURCES, {"R1": "trust"}, only="facilitator"
    )

    words = {"R1": "something-else", "R1-words": "Songs & stories"}
    assert "Songs &amp; stories" in answers_html.render_set(RESOURCES, words, only="facilitator")
    answer = Event(
        events.new_id(), events.now(), RESOURCES.module, "R1-words", "once", "answer", "x"
    )
    told = goes_and_stays(RESOURCES.module, CONTENT, [answer], {})
    assert "x" in [item["answer"] for one in told["goes"] for item in one["items"]]

    state = Conversation(MODULE, make_course(tmp_path)).state
    assert state["sealed"] == ["N1", "N2", "N3", "N4", "N5"]
    asked = [i.id for i in NEEDS.items if not i.if_chosen]
    everything = [did(kind, item, "x") for item in asked for kind in ("answer", "guess")]
    assert of_sets((NEEDS,), everything) == "done"


def test_the_question_that_one_brings_has_a_box() -> None:
    """It is one's own until it is asked: nobody else sees it, and no seal has it."""
    box = NEEDS.item("N6")

    assert (box.kind, box.audience) == ("text", ())
    assert "question do you want to ask" in box.ask
    assert "N6" not in [item.id for _, item in CONTENT.sealed_items(MODULE)]
