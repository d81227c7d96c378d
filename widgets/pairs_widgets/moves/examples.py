"""Named examples of moves: nothing chosen, a choice that turns, one that does not, no kernel."""

from __future__ import annotations

from typing import Any

from pairs_course.programme.compiled import load
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words


def _example(name: str, acks: str = "saved", **answers: Any) -> Example:
    question_set = load().question_set("moves")
    state = page_state((question_set,), user="amira", partner="Ben", sharing="ok")
    return Example(
        "moves", name, {**state, "set": page_words(question_set), "answers": answers}, acks
    )


EXAMPLES = (
    _example("nothing chosen"),
    _example("some chosen", M1="which-part", M2="prove-it"),
    _example("the kernel is gone", "silent", M1="which-part"),
    _example("refused", "refused"),
)
