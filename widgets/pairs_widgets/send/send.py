"""Send a module to the facilitator: says before and after what goes and what does not."""

from __future__ import annotations

from typing import Any

from pairs_course.answers.completion import left
from pairs_widgets import kernel
from pairs_widgets.base import CourseWidget, Draft, Refused
from pairs_widgets.kernel import Course
from pairs_widgets.progress import Progress
from pairs_widgets.send.contents import goes_and_stays, written


class Send(CourseWidget):
    """The last page of a module; raises KeyError with the known ids if there is no such module."""

    folder = "send"
    kinds = frozenset({"send"})
    follows_pair = True

    def __init__(self, module_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        self._with = course.content.modules_sent_with(module_id)
        super().__init__(module_id, module_id, (), course)
        for earlier in self._with[1:]:
            course.watch(earlier)

    def page_state(self) -> dict[str, Any]:
        """Return what goes, what stays, and what was sent when."""
        state = super().page_state()
        events = self.course.journal.events()
        views = [state.pop("view"), *map(self.course.view, self._with[1:])]
        sending = goes_and_stays(self.module, self.course.content, events, written(views))
        place = f"send/{self.module}"
        if sending["sent"]:
            state["saved"][place] = sending["sent"]
        to_do = left(events, self.module, self.course.content)
        unshared = set(self.course.unshared())
        if any(e.id in unshared for e in events if e.kind == "send" and e.module == self.module):
            state["unshared"].append(place)
        return {
            **state,
            "module": self.module,
            "sending": sending,
            "left": {"questions": list(to_do.questions), "talk": to_do.talk},
        }

    def how_far(self) -> Progress:
        """Done is who sent it."""
        sent = (e.kind == "send" and e.module == self.module for e in self.course.journal.events())
        return "done" if any(sent) else "open"

    def draft(self, kind: str, item_id: str, value: Any) -> Draft:
        """Accept only the sending of this module."""
        if item_id != self.module or value is not None:
            raise Refused(f"expected “{kind}” of {self.module} with no value")
        return Draft(self.module, self.module, None, audience=("facilitator",))
