"""An event is held against the content before it is taken, on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairs_course.checking import event_error
from pairs_course.events import new_id

from .strategies import MODULE, PROGRAMME, SENTENCE, event

OK = [
    ("answer", "D1", 5, {}),
    ("answer", "D1", "pass", {}),
    ("answer", "C1", "fear", {}),
    ("answer", "point", "a point", {}),
    ("answer", "D1", 5, {"audience": ()}),
    ("guess", "D1", "unsure", {}),
    ("propose", SENTENCE, {"text": "We listen."}, {}),
    ("confirm", SENTENCE, {"of": new_id()}, {}),
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
