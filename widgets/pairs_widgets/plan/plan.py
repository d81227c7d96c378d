"""An if-then plan: a joint item in two parts."""

from __future__ import annotations

from pairs_widgets.joint.joint import Joint


class Plan(Joint):
    """The plan of one set: its joint item has the fields ``if`` and ``then``."""

    folder = "plan"
