"""What Home may say of the two of a pair, and the one next thing: plain data, no request.

Before both have sealed a module nothing here depends on what the partner did in it, but for texts
that the two write together, which each sees at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pairs_course.answers import partner_view
from pairs_course.answers.conversation_steps import is_here
from pairs_course.answers.partner_view import View
from pairs_course.programme.content import Content
from pairs_course.service.pages.home import ModuleRow
from pairs_course.store import PairEvents


@dataclass(frozen=True)
class NextStep:
    """One thing to do; ``path`` is below the service's prefix. The lowest ``rank`` comes first."""

    rank: int
    text: str
    action: str
    path: str


@dataclass(frozen=True)
class Seen:
    """What somebody may see of their pair in one module, and whether the partner is here now.

    ``here`` counts only once both have sealed.
    """

    view: View
    here: bool


def seen(both: PairEvents, content: Content, now: datetime) -> dict[str, Seen]:
    """Return what somebody may see of their pair in each module; without a pair nothing."""
    if both.pair is None:
        return {}
    return {
        module.id: Seen(
            partner_view.view(both.both, module.id, content, now=now),
            is_here([e for e in both.theirs if e.module == module.id], now),
        )
        for module in content.modules
    }


def steps(
    rows: Sequence[ModuleRow], seen: Mapping[str, Seen], content: Content, partner: str
) -> list[NextStep]:
    """Return what there is to do or to know, the one next thing first; one's own is the last.

    Args:
        rows: the modules of Home, in their order.
        seen: what the person may see of the pair, by module; without a pair none.
        content: the programme.
        partner: the partner's name, "" without one.
    """
    found = [step for row in rows for step in _of(row, seen.get(row.module.id), content, partner)]
    own = sorted(_onward(rows, seen, partner), key=lambda step: step.rank)
    return [*sorted(found, key=lambda step: step.rank), *own[:1]]


def _of(row: ModuleRow, seen: Seen | None, content: Content, partner: str) -> Iterator[NextStep]:
    title, door = row.module.title, f"open/{row.module.id}"
    if row.feedback and not row.feedback.read:
        yield NextStep(
            4, f"{row.feedback.words} on “{title}”.", "Read it", f"feedback/{row.module.id}"
        )
    if seen is None or row.action is None:
        return
    waiting = [
        item.number or item.ask
        for _, item in content.joint_items(row.module.id)
        if _from_partner(seen.view, item.id)
    ]
    if waiting:
        text = f"{partner or 'Your partner'} suggests a text for {_list(waiting)}, in “{title}”."
        yield NextStep(2, text, "Read it", door)
    if seen.view["talked"] or seen.view["alone"] or not partner:
        return
    if step := _to_meet(seen, title, door, partner):
        yield step


def _to_meet(seen: Seen, title: str, door: str, partner: str) -> NextStep | None:
    phase = seen.view["phase"]
    if phase == "ready" and seen.here:
        text = f"{partner} has pressed “We are together now”, in “{title}”."
        return NextStep(0, text, "Join in", door)
    if phase == "ready":
        return NextStep(
            3, f"You are both ready to meet, for “{title}”.", "Open it when you meet", door
        )
    if phase == "waiting":
        text = f"You pressed “We are together now”, in “{title}”. {partner} has not pressed it yet."
        return NextStep(1, text, "Go on", door)
    if phase in ("pick", "picked", "two", "open"):
        return NextStep(1, f"Your conversation about “{title}” has begun.", "Go on with it", door)
    return None


def _onward(
    rows: Sequence[ModuleRow], seen: Mapping[str, Seen], partner: str
) -> Iterator[NextStep]:
    """Give what is one's own to do: go on or send, begin the next module, or wait."""
    begun = [row for row in rows if row.action and row.state == "in progress"]
    for row in begun:
        view = seen[row.module.id].view if row.module.id in seen else None
        door = f"open/{row.module.id}"
        if view and (view["talked"] or view["alone"]):
            yield NextStep(
                5, f"You can send “{row.module.title}”, when you want to.", "Open it", door
            )
        elif view and partner and view["phase"] == "sealed":
            text = (
                f"Your answers in “{row.module.title}” are sealed. "
                "Home says when you are both ready to meet."
            )
            yield NextStep(7, text, "Look at it", door)
        elif view is None or not partner or view["phase"] == "alone":
            yield NextStep(5, f"Go on with “{row.module.title}”.", "Go on", door)
    for row in rows:
        if row.action and row.state == "not started":
            text = f"Your next module is “{row.module.title}”."
            yield NextStep(6, text, "Start", f"open/{row.module.id}")
            return


def _from_partner(view: View, item: str) -> bool:
    """Say whether a text of the partner's waits for one's own yes."""
    return any(one["by"] == "partner" for one in view["joint"][item]["open"])


def _list(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
