"""The steps of a pair conversation, and when something opened: pure, with the time handed in.

Everything here reads one module's events of one pair, each partner's in the service's order; their
``at`` is when the service took them, so that no clock of a participant decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from pairs_course.answers.events import Event

Phase = Literal["alone", "sealed", "ready", "waiting", "pick", "picked", "two", "open"]

#: What a person does on the way to the reveal; ``apart`` takes "We are together now" back.
STEPS: Final = frozenset({"seal", "together", "apart", "pick"})
#: A conversation takes half an hour. Who pressed the button and went home is not here for ever.
TOGETHER_LASTS: Final = timedelta(hours=2)


def first(events: Sequence[Event], kind: str) -> Event | None:
    """Return the seal or the pick that counts: the first, because neither can be taken back."""
    return next((e for e in events if e.kind == kind), None)


def last_step(events: Sequence[Event]) -> str | None:
    """Return the id of the last step that somebody took."""
    return next((e.id for e in reversed(events) if e.kind in STEPS), None)


def is_here(events: Sequence[Event], now: datetime) -> bool:
    """Say whether somebody's "We are together now" stands at this moment."""
    return any(now < end for _, end in _stays(events))


def opened_at(mine: Sequence[Event], theirs: Sequence[Event]) -> datetime | None:
    """Return the first moment at which both had sealed and picked and both were here, or None.

    From then on the two picked questions are open, whoever goes away afterwards.
    """
    done = [first(events, kind) for events in (mine, theirs) for kind in ("seal", "pick")]
    taken = [datetime.fromisoformat(event.at) for event in done if event]
    if len(taken) < len(done):
        return None
    both = (
        (max(*taken, my_start, their_start), min(my_end, their_end))
        for my_start, my_end in _stays(mine)
        for their_start, their_end in _stays(theirs)
    )
    return min((start for start, end in both if start < end), default=None)


def phase(mine: Sequence[Event], theirs: Sequence[Event], now: datetime) -> Phase:
    """Return how far a pair is, as one of the two may know it; ``open`` needs their sentence too.

    Before both have sealed it depends on one's own seal alone.
    """
    if not first(mine, "seal"):
        return "alone"
    if not first(theirs, "seal"):
        return "sealed"
    if opened_at(mine, theirs):
        return "two"
    if not is_here(mine, now):
        return "ready"
    if not is_here(theirs, now):
        return "waiting"
    return "picked" if first(mine, "pick") else "pick"


def _stays(events: Sequence[Event]) -> Iterator[tuple[datetime, datetime]]:
    """Give from when to when somebody was here: two hours, or until they took it back."""
    for place, event in enumerate(events):
        if event.kind == "together":
            start = datetime.fromisoformat(event.at)
            back = first(events[place:], "apart")
            end = start + TOGETHER_LASTS
            yield start, min(end, datetime.fromisoformat(back.at)) if back else end
