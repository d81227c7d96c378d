"""The pair's aim and measure, and the measure's points as a run chart."""

from __future__ import annotations

from typing import Any

from pairs_widgets.challenge.charts import charts
from pairs_widgets.joint.joint import Joint


class Challenge(Joint):
    """The joint items of one set, one of them with a field of points.

    Later modules show the set again: its events keep its own module's id, and that module's view
    of the pair is followed.
    """

    folder = "challenge"

    def page_state(self) -> dict[str, Any]:
        """Return the joint items, and what the newest points of each measure show."""
        state = super().page_state()
        mine = [e for e in self.course.events() if e.module == self.module]
        return {**state, "charts": charts(self.question_set.items, state["view"]["joint"], mine)}
