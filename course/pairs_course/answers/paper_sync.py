"""Brings what a facilitator typed in from paper into the journal of the person who wrote it.

The service gives what still counts (``GET /api/typed``), as often as it is asked. Each event is
written once, as a line of its own with ``typed_by``, so being cut off in the middle only means that
the rest comes the next time. An answer of one's own that the service had not seen when it was asked
is newer than anything typed in: then the typed one is left out, here as there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final

from pairs_course.answers.events import Event, EventError
from pairs_course.answers.outbox import Outbox

Ask = Callable[[], Awaitable[dict[str, Any]]]

#: What stands by its id, whatever comes after it: what a pair writes together.
TOGETHER: Final = frozenset({"propose", "confirm", "point"})


async def take_in(outbox: Outbox, ask: Ask) -> list[Event]:
    """Write into the journal what was typed in for its owner and is not there yet.

    Args:
        outbox: of the journal; it says how much of it the service knows.
        ask: returns ``{"events": [...]}`` in the service's order; raises OSError while it is away.

    Returns what was written now. Raises OSError when the service is away or the disk is full.
    """
    known = outbox.settled  # before asking: what is settled later may have come after the answer
    answer = await ask()
    written = []
    for raw in answer["events"]:
        try:
            event = Event.from_json(raw)
        except EventError:
            continue  # a newer service may say what this version cannot read
        unless = partial(newer, event, known)
        if event.typed_by and outbox.journal.append(event, unless):
            written.append(event)
    return written


def newer(event: Event, known: int, mine: Sequence[Event]) -> bool:
    """Say whether an event of the author's own, after the first ``known``, replaces a typed one."""
    place = (event.module, event.item, event.wave, event.kind)
    return event.kind not in TOGETHER and any(
        (e.module, e.item, e.wave, e.kind) == place and not e.typed_by for e in mine[known:]
    )


def counting(events: Sequence[Event]) -> list[Event]:
    """Return those typed events of one person, of all in the service's order, that still count."""
    last = {(e.module, e.item, e.wave, e.kind): e.id for e in events}
    return [
        e
        for e in events
        if e.typed_by and (e.kind in TOGETHER or last[e.module, e.item, e.wave, e.kind] == e.id)
    ]
