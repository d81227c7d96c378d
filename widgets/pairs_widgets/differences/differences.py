"""What each of the two sees; once it is open, a map of where they differ."""

from __future__ import annotations

from typing import Any

from pairs_widgets.differences.regions import difference_map
from pairs_widgets.questions.questions import Questions


class Differences(Questions):
    """The questions of one set, and the difference map of what is open of it."""

    folder = "differences"
    follows_pair = True

    def page_state(self) -> dict[str, Any]:
        """Return the questions, and the map, None as long as nothing is open."""
        state = super().page_state()
        return {**state, "map": difference_map(self.question_set.items, state["view"])}
