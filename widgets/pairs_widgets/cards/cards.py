"""Cards that one person keeps: the whole list is one answer, saved at each change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pairs_widgets.base import Draft
from pairs_widgets.cards.merge import merged
from pairs_widgets.questions.questions import Questions


class Cards(Questions):
    """The cards of one set; raises KeyError with the known ids if there is no such set.

    The set may belong to an earlier module: its events keep that module's id.
    """

    folder = "cards"
    kinds = frozenset({"answer"})

    def draft(self, kind: str, item_id: str, value: Any) -> Draft:
        """Keep also what another module's page saved since this one was told."""
        draft = super().draft(kind, item_id, value)
        question_set, item = self.find(item_id)
        last = self.course.journal.last("answer", item_id, question_set.wave)
        base = self.state["answers"].get(item_id, [])
        if item.value_error(value) or last is None or last.module != self.module:
            return draft
        if last.value == base:
            return draft
        return replace(draft, value=merged(base, last.value, value))
