"""What the page is told of a measure's points, as a pure function: its run chart in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pairs_course import runchart
from pairs_course.events import Event
from pairs_course.items import Item
from pairs_course.sharing import JointState


def charts(
    items: Sequence[Item], joint: Mapping[str, JointState], events: Sequence[Event]
) -> dict[str, Any]:
    """Return the chart of each joint item with points (type ``Chart`` in challenge/points.js).

    Args:
        items: the joint items of the page.
        joint: where each of them stands.
        events: this person's own events in the module of these items.

    The newest text that this person may see is drawn, agreed or not.
    """
    return {
        item.id: _chart(field.id, joint[item.id], [e for e in events if e.item == item.id])
        for item in items
        for field in item.fields
        if field.kind == "points" and item.id in joint
    }


def _chart(field: str, now: JointState, mine: Sequence[Event]) -> dict[str, Any]:
    proposal = now["proposal"]
    newest = proposal["value"] if proposal else now["agreed"]
    text = (newest or {}).get(field, "")
    verdict = runchart.read([point.value for point in runchart.points(text)])
    return {
        "field": field,
        "text": text,
        "median": verdict.median,
        "runs": [{"kind": run.kind, "places": list(run.places)} for run in verdict.runs],
        "said": runchart.sentences(verdict, len(runchart.points(text))),
        "left": _left_out(field, text, mine) if proposal and proposal["by"] == "partner" else [],
    }


def _left_out(field: str, text: str, mine: Sequence[Event]) -> list[str]:
    """Return the points of one's own last suggestion that the partner's newer one does not have.

    Two people may suggest at the same time, each without having seen the other's point. A text
    that was confirmed later settles it.
    """
    last = next((e for e in reversed(mine) if e.kind in ("propose", "confirm")), None)
    if last is None or last.kind == "confirm":
        return []
    own = Counter(runchart.lines(last.value.get(field, "")))
    return list((own - Counter(runchart.lines(text))).elements())
