"""The widget of debate moves that are turned into dialogue moves."""

from __future__ import annotations

from typing import Any, ClassVar

from pairs_widgets import kernel
from pairs_widgets.base import CourseWidget
from pairs_widgets.kernel import Course
from pairs_widgets.state import page_words


class Moves(CourseWidget):
    """A set of moves; the last choice of each is kept, every choice gets feedback, none a score.

    Raises KeyError with the known ids if there is no such set.
    """

    folder: ClassVar[str] = "moves"
    kinds: ClassVar[frozenset[str]] = frozenset({"answer"})

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        self.question_set = course.content.question_set(set_id)
        super().__init__(set_id, self.question_set.module, (self.question_set,), course)

    def page_state(self) -> dict[str, Any]:
        """Return the moves with the last choices, and the words about the set."""
        return {**super().page_state(), "set": page_words(self.question_set)}
