"""Texts that a pair writes together: either suggests, and it stands when the other confirms."""

from __future__ import annotations

from typing import Any

from pairs_widgets import kernel
from pairs_widgets.base import CourseWidget
from pairs_widgets.kernel import Course
from pairs_widgets.state import page_words


class Joint(CourseWidget):
    """The joint items of one set; raises KeyError with the known ids if there is no such set."""

    folder = "joint"
    kinds = frozenset({"answer", "propose", "confirm"})
    follows_pair = True

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        self.question_set = course.content.question_set(set_id)
        super().__init__(set_id, self.question_set.module, (self.question_set,), course)

    def page_state(self) -> dict[str, Any]:
        """Return the joint items with one's own drafts, and where each of them stands."""
        return {**super().page_state(), "set": page_words(self.question_set)}
