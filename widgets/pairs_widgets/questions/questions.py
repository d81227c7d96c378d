"""A question set: rated items, choices and text, each saved as it is given."""

from __future__ import annotations

from typing import Any

from pairs_course import course_time
from pairs_widgets import kernel
from pairs_widgets.base import SetWidget
from pairs_widgets.kernel import Course
from pairs_widgets.state import carried


class Questions(SetWidget):
    """The questions of one set.

    A look back asks about a plan. It shows that plan, and what else the pair takes into the module,
    as both agreed it: these are the first questions of a module.

    What is best answered on another day than what comes before it says so where that was answered
    today; it stops nobody.
    """

    folder = "questions"
    kinds = frozenset({"answer", "guess"})

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        recalls = any(item.recalls for item in course.content.question_set(set_id).items)
        self.follows_pair = type(self).follows_pair or recalls
        super().__init__(set_id, course)

    def page_state(self) -> dict[str, Any]:
        """Return the questions with their answers, and the words about the set."""
        state = {
            **super().page_state(),
            "carried": [],
            "on_top": [],
            "same_day": self._same_day(),
        }
        if view := state.get("view"):
            items = self.course.content.carried_items(self.module)
            state["carried"] = carried(view["carried"], [item for _, item in items])
            top = self.course.content.on_top(self.module)
            state["on_top"] = carried(view["carried"], [item for _, item in top])
        if not type(self).follows_pair:
            state.pop("view", None)
        return state

    def _same_day(self) -> str:
        """Return the title of the set that is for another day, if it was answered today."""
        if not self.question_set.another_day:
            return ""
        before = self.course.content.question_set(self.question_set.another_day)
        last = self.course.last_answer(before)
        return before.title if last and course_time.date_of(last.at) == course_time.today() else ""
