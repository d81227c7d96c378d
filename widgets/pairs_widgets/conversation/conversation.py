"""The widget of a module's pair conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from pairs_course.answers import completion, events
from pairs_course.answers.event_validation import event_error
from pairs_course.answers.events import Event
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item
from pairs_widgets import kernel
from pairs_widgets.base import CourseWidget, Draft, Refused
from pairs_widgets.conversation import phases
from pairs_widgets.conversation.state import conversation_sets, conversation_state
from pairs_widgets.kernel import Course
from pairs_widgets.progress import Progress


class Conversation(CourseWidget):
    """Seal, meet, pick, talk, write one sentence, see the rest, and say that you talked.

    Nothing opens by itself: each step is a button that a person presses. The partner's values are
    only ever those of the service's view, and none of them is written to the disk.
    """

    folder: ClassVar[str] = "conversation"
    kinds: ClassVar[frozenset[str]] = frozenset({*phases.STEPS, "answer", "propose", "confirm"})
    made_here: ClassVar[frozenset[str]] = frozenset({"seal"})
    follows_pair = True

    def __init__(self, module_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        content = course.content
        self.sealed: tuple[tuple[QuestionSet, Item], ...] = content.sealed_items(module_id)
        super().__init__(module_id, module_id, conversation_sets(content, module_id), course)

    def page_state(self) -> dict[str, Any]:
        """Return the state for the page (type ``State`` in conversation/types.js)."""
        return conversation_state(
            super().page_state(),
            self.course.content,
            self.module,
            self.course.events(),
            self.course.unshared(),
            now=events.now(),
            anew=self.course.had_another_partner(self.module),
            not_sealed=phases.not_taken(
                self.course.journal.events(), self.module, self.course.refused()
            ),
        )

    def how_far(self) -> Progress:
        """Done is who said that they talked, or why not, or went on without the reveal."""
        taken = {
            event.kind
            for event in self.course.events()
            if event.module == self.module and event.kind in phases.STEPS
        }
        if any(kind in taken for kind in completion.TALKS):
            return "done"
        return "begun" if taken else "open"

    def draft(self, kind: str, item_id: str, value: Any) -> Draft:
        """Check one step; a seal covers what the journal holds at this moment.

        With a new partner, sealing gives them the answers that were for a former one.
        """
        if kind not in phases.STEPS:
            _, item = self.find(item_id)
            if item.kind != "joint":
                raise Refused(f"{item_id}: this is answered above, not in the conversation")
            return super().draft(kind, item_id, value)
        if item_id != self.module:
            raise Refused(f"expected the module {self.module}")
        if kind == "seal":
            value = {"covers": self._covers()}
        place = (self.module, self.module, "once")
        if problem := event_error(Event("", "", *place, kind, value), self.course.content):
            raise Refused(problem)
        # Why they did not talk is for nobody else; that they said why not is a line of its own.
        private = kind == "talked" and isinstance(value, dict) and bool(value.get("why"))
        return Draft(self.module, self.module, value, audience=() if private else ("partner",))

    def _covers(self) -> list[str]:
        written = self.course.events()
        places: set[tuple[str, str]] = {(item.id, one.wave) for one, item in self.sealed}
        answers = {
            e.item: e.value for e in written if e.kind == "answer" and (e.item, e.wave) in places
        }
        if missing := phases.missing([item for _, item in self.sealed], answers):
            raise Refused(f"answer {', '.join(missing)} first; “Prefer not to say” is an answer")
        # What was for a former partner is for the new one from here on, and not before.
        journal, refused = self.course.journal.events(), self.course.refused()
        for event in phases.to_say_anew(journal, self.module, places, self.course.pair, refused):
            again = replace(event, id=events.new_id(), at=events.now(), pair=self.course.pair)
            self.course.save(replace(again, order=None))  # no page gave it: it comes as it is
        return phases.covers(self.course.events(), self.module, places)
