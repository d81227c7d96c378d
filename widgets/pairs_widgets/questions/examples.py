"""Named examples of the questions page."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item, Option
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

_CHOICES = (
    Option("prepare", "Time to read and think before we meet"),
    Option("words", "Plain words, with nothing left unexplained"),
    Option("breaks", "Breaks, or short meetings"),
)
SEALED = QuestionSet(
    id="needs",
    module="01-setting-out",
    title="What you need to take part well",
    intro="Answer for yourself first. Then guess what your partner will say.",
    sealed=True,
    items=(
        Item(
            "needs-think",
            "text",
            "Think of a time when you took part and it went well.",
            number="1.1",
        ),
        Item(
            "N1",
            "choice",
            "What would help you most?",
            "Choose the one that matters most now.",
            options=_CHOICES,
            guess=True,
            audience=("partner",),
            number="1.2",
        ),
        Item(
            "N2",
            "between",
            "How do you think?",
            left="I think best out loud, while we talk.",
            right="I need quiet time before I speak.",
            guess=True,
            audience=("partner",),
            number="1.3",
        ),
        Item(
            "N3",
            "scale",
            "I say what I need before it is a problem.",
            audience=("partner",),
            number="1.4",
        ),
        Item("N5", "text", "What else would help?", "One line is enough.", max=120, number="1.5"),
    ),
)
LOOK_BACK = QuestionSet(
    id="look-back-02",
    module="02-a-new-relationship",
    title="Look back",
    intro="You can leave the box empty.",
    items=(
        Item(
            "P2-plan",
            "text",
            "How did your first if-then plan go?",
            audience=("facilitator",),
            number="2.1",
        ),
    ),
)
PLAIN = QuestionSet(
    id="start",
    module="01-setting-out",
    title="Where the two of you start",
    wave="start",
    items=(
        Item(
            "A1",
            "scale",
            "We know what each of us wants.",
            audience=("facilitator", "cohort"),
            number="1.6",
        ),
        Item(
            "T1",
            "scale",
            "I think of us as “we”.",
            audience=("facilitator", "cohort"),
            number="1.7",
        ),
    ),
)
OWN_WORDS = QuestionSet(
    id="own-words",
    module="01-setting-out",
    title="What you need",
    sealed=True,
    items=(
        Item(
            "N1",
            "choice",
            "What would help you most?",
            options=(Option("breaks", "Breaks"), Option("else", "Something else")),
            guess=True,
            audience=("partner",),
            number="1.2",
        ),
        Item(
            "N1-words",
            "text",
            "Something else: what would help you?",
            max=200,
            audience=("partner",),
            if_chosen="N1#else",
            number="1.2b",
        ),
    ),
)
_GIVEN: dict[str, Any] = {"needs-think": "A long walk.", "N1": "words", "N2": 4, "N3": "pass"}
_WHEN = "2026-03-02T14:03:00.000+00:00"


def _sealed(answer: str, guess: str, changed: bool = False) -> dict[str, Any]:
    return {"at": _WHEN, "answer": answer, "guess": guess, "changed": changed}


def _example(name: str, question_set: QuestionSet, acks: str = "saved", **more: Any) -> Example:
    state = page_state((question_set,), user="amira", sharing="ok")
    return Example("questions", name, {**state, "set": page_words(question_set), **more}, acks)


EXAMPLES = (
    _example("sealed, nothing answered", SEALED),
    _example(
        "sealed, half answered",
        SEALED,
        answers=_GIVEN,
        guesses={"N1": "breaks"},
        saved={f"answer/{item}": _WHEN for item in _GIVEN},
    ),
    _example(
        "the service is away",
        SEALED,
        sharing="waiting",
        answers=_GIVEN,
        saved={f"answer/{item}": _WHEN for item in _GIVEN},
        unshared=[f"answer/{item}" for item in _GIVEN],
    ),
    _example(
        "sealed for good",
        SEALED,
        answers={**_GIVEN, "N2": 5},
        guesses={"N1": "breaks"},
        saved={f"answer/{item}": _WHEN for item in _GIVEN},
        seals={
            "N1": _sealed(
                "Plain words, with nothing left unexplained", "Breaks, or short meetings"
            ),
            "N2": _sealed("4 of 5", "No guess", changed=True),
            "N3": _sealed("Prefer not to say", "No guess"),
        },
    ),
    _example("for the whole group", PLAIN),
    _example(
        "typed in from paper",
        PLAIN,
        answers={"A1": 4},
        saved={"answer/A1": _WHEN},
        typed={"answer/A1": "Fay Fern"},
    ),
    _example(
        "a look back",
        LOOK_BACK,
        carried=[
            {
                "title": "Our local challenge in one sentence",
                "lines": [{"label": "", "text": "People do not know whom to call."}],
            },
            {
                "title": "Our plan for the first step",
                "lines": [
                    {"label": "If…", "text": "it is Monday at nine,"},
                    {"label": "then we…", "text": "call each other for ten minutes."},
                ],
            },
        ],
    ),
    _example("for another day", PLAIN, same_day="Where the two of you are now"),
    _example("with own words", OWN_WORDS, answers={"N1": "else"}, saved={"answer/N1": _WHEN}),
    _example("the kernel is gone", PLAIN, "silent"),
    _example("every answer refused", PLAIN, "refused"),
)
