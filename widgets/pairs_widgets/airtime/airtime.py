"""The widget of the airtime mirror."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pairs_widgets import kernel
from pairs_widgets.base import CourseWidget
from pairs_widgets.kernel import Course
from pairs_widgets.state import page_words

# Rule 9 of the programme, in the learner's words.
NOTES: Final = (
    "This is a mirror, and not a score.",
    "There is no microphone. You press a button, or you only guess. Both are fine.",
    "“Mm-hm” is not an interruption. You need not press a button for it.",
    "People who sign, use an interpreter or speak slowly need more minutes for the same say.",
    "Half and half is not always right.",
)


class Airtime(CourseWidget):
    """How two people share the time to speak, by buttons or by a guess; kept for oneself.

    Raises KeyError with the known ids if there is no such set.
    """

    folder: ClassVar[str] = "airtime"
    kinds: ClassVar[frozenset[str]] = frozenset({"answer"})

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        self.question_set = course.content.question_set(set_id)
        super().__init__(set_id, self.question_set.module, (self.question_set,), course)

    def page_state(self) -> dict[str, Any]:
        """Return the item with its last value, the words about the set, and the notes."""
        words = {"set": page_words(self.question_set), "notes": list(NOTES)}
        return {**super().page_state(), **words}
