"""Cards that one person keeps: the whole list is one answer, saved at each change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pairs_widgets.base import Draft
from pairs_widgets.cards.merge import Card, merged
from pairs_widgets.kernel import Course
from pairs_widgets.questions.questions import Questions


class Cards(Questions):
    """The cards of one set.

    The set may belong to an earlier module: its events keep that module's id.
    """

    folder = "cards"
    kinds = frozenset({"answer"})
    made_here = frozenset({"answer"})  # together with what another page saved

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        # By item: the list that the page sent last, and the list that was to be saved for it.
        self._sent: dict[str, tuple[list[Card], list[Card]]] = {}
        super().__init__(set_id, course)

    def draft(self, kind: str, item_id: str, value: Any) -> Draft:
        """Keep also what another module's page saved since this one was told."""
        draft = super().draft(kind, item_id, value)
        if self.find(item_id)[1].value_error(value):
            return draft  # and the reason will be said
        saved = self._saved(item_id, draft.wave)
        known = self.state["answers"].get(item_id, [])
        sent, kept = self._sent.get(item_id, ([], None))
        # Lists that follow each other quickly are sent before this page hears of the last one.
        base = known if saved == known or saved != kept else sent
        together = merged(base, saved, value)
        self._sent[item_id] = (value, together)
        return replace(draft, value=together)

    def _saved(self, item_id: str, wave: str) -> list[Card]:
        for event in reversed(self.course.journal.events()):
            if (event.kind, event.module, event.item, event.wave) == (
                "answer",
                self.module,
                item_id,
                wave,
            ):
                return list(event.value)
        return []
