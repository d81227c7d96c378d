"""Meet another pair: find one, meet for twenty minutes, and leave each other one sentence."""

from __future__ import annotations

from typing import Any

from pairs_course.answers import events
from pairs_widgets.joint.joint import Joint
from pairs_widgets.kernel import Course


class Meet(Joint):
    """The meeting of one module; its one joint item is the sentence to the other pair.

    Whether this pair is ready is no answer: it goes to the service and not into the journal.
    """

    folder = "meet"

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        super().__init__(set_id, course)
        self.course.watch_meeting(self.module)

    def page_state(self) -> dict[str, Any]:
        """Return the sentence as any joint item, and where the pair stands."""
        meeting = self.course.meeting(self.question_set.module)
        return {**super().page_state(), "module": self.question_set.module, "meeting": meeting}

    def received(self, widget: object, content: Any, buffers: object) -> None:
        """Take that the pair is ready to meet; anything else as every widget does."""
        told = content.get("event") if isinstance(content, dict) else None
        if not isinstance(told, dict) or told.get("kind") != "ready":
            super().received(widget, content, buffers)
            return
        message_id, ready = content.get("id"), told.get("value")
        if not events.is_event_id(message_id):
            return  # there is nobody to answer
        if told.get("item") != self.module or not isinstance(ready, bool):
            why = f"expected “ready” of {self.module} to be true or false"
            self.send({"kind": "refused", "id": message_id, "why": why})
            return
        self.course.ask_to_meet(self.module, ready)
        self.send({"kind": "saved", "id": message_id, "at": events.now(), "shared": True})
