"""The widget of the airtime mirror."""

from __future__ import annotations

from typing import Any, Final

from pairs_widgets.base import SetWidget

# Rule 9 of the programme, in the learner's words.
NOTES: Final = (
    "This is a mirror, and not a score.",
    "There is no microphone. You press a button, or you only guess. Both are fine.",
    "“Mm-hm” is not an interruption. You need not press a button for it.",
    "People who sign, use an interpreter or speak slowly need more minutes for the same say.",
    "Half and half is not always right.",
)


class Airtime(SetWidget):
    """How two people share the time to speak, by buttons or by a guess; kept for oneself."""

    folder = "airtime"
    kinds = frozenset({"answer"})

    def page_state(self) -> dict[str, Any]:
        """Return the item with its last value, the words about the set, and the notes."""
        return {**super().page_state(), "notes": list(NOTES)}
