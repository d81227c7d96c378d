"""The pair's aim and measure, and the measure's points as a run chart."""

from __future__ import annotations

from typing import Any

from pairs_widgets.challenge.charts import chart
from pairs_widgets.joint.joint import Joint


class Challenge(Joint):
    """The texts and points of one set.

    Later modules show the set again: its events keep its own module's id, and that module's view
    of the pair is followed.
    """

    folder = "challenge"
    kinds = Joint.kinds | {"point"}

    def page_state(self) -> dict[str, Any]:
        """Return the joint items, and what the points of each measure show."""
        state = super().page_state()
        rows = state["view"]["points"]
        return {**state, "charts": {item: chart(points) for item, points in rows.items()}}
