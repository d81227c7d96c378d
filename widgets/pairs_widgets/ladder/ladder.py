"""A ladder: on which rung each of the pair's decisions stands, with a guess of the partner's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairs_course.joint import JointState
from pairs_widgets.questions.questions import Questions

DECISIONS: Final = "decisions"
#: Which of the three decisions a question is about.
ABOUT: Final = {"L1": "first", "L2": "second", "L3": "third"}


class Ladder(Questions):
    """The questions of one set; its choices are rungs, the lowest first.

    Before each of them stands the decision it is about, as the pair wrote it in the joint item
    ``decisions`` of the same module.
    """

    folder = "ladder"
    follows_pair = True

    def page_state(self) -> dict[str, Any]:
        """Return the questions, and the decisions that they are about."""
        state = super().page_state()
        return {**state, "decisions": decisions(state["view"]["joint"])}


def decisions(joint: Mapping[str, JointState]) -> dict[str, list[dict[str, str]]]:
    """Return the texts of each decision by the id of its question; empty ones are left out.

    They are what each of the two suggests, or else what both agreed. ``whose`` is "both" when the
    text is agreed, "me" or "partner" while it is only suggested.
    """
    stands = joint.get(DECISIONS)
    if stands is None:
        return {}
    texts = [(one["by"], one["value"]) for one in stands["open"]]
    if not texts and stands["agreed"]:
        texts = [("both", stands["agreed"])]
    found = {
        item: [
            {"text": text[field].strip(), "whose": whose}
            for whose, text in texts
            if text.get(field, "").strip()
        ]
        for item, field in ABOUT.items()
    }
    return {item: said for item, said in found.items() if said}
