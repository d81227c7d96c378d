"""A ladder: on which rung each of the pair's decisions stands, with a guess of the partner's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairs_course.sharing import JointState
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


def decisions(joint: Mapping[str, JointState]) -> dict[str, dict[str, str]]:
    """Return the newest text of each decision by the id of its question; empty ones are left out.

    ``whose`` is "both" when the text is agreed, "me" or "partner" while it is only suggested.
    """
    stands = joint.get(DECISIONS)
    if stands is None:
        return {}
    proposal = stands["proposal"]
    texts = proposal["value"] if proposal else stands["agreed"] or {}
    whose = proposal["by"] if proposal else "both"
    return {
        item: {"text": texts[field].strip(), "whose": whose}
        for item, field in ABOUT.items()
        if texts.get(field, "").strip()
    }
