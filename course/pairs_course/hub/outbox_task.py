"""Sends events that a person's kernels recorded but could not send.

At start it also adds answers on paper, typed in for the person, to the journal.

Kernels send while they are open. If a tab was closed while the service was unavailable, this task
sends the rest. Both may send the same event, since the service recognises it by its id.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

from pairs_course.answers import paper_sync
from pairs_course.answers.journal import Journal
from pairs_course.answers.outbox import Outbox
from pairs_course.service_line import ServiceLine, read_json

LOOK_SECONDS: Final = 30.0
_ANSWER_SECONDS: Final = 20.0


async def send_what_waits(folder: Path) -> None:
    """Send the unsent events of the journal in ``folder``, for as long as the server runs."""
    journal = Journal(folder)
    outbox = Outbox(journal, post)
    seen, asked = -1, False
    while True:
        if not asked:
            asked = await _take_in(outbox)
        size = journal.path.stat().st_size if journal.path.exists() else 0
        if size != seen:
            try:
                await outbox.drain()
                seen = size
            except OSError:
                pass  # the service is unavailable: the events stay in the journal for the next look
        await asyncio.sleep(LOOK_SECONDS)


async def _take_in(outbox: Outbox) -> bool:
    """Fetch the typed answers; False if the service is unavailable, to retry."""
    try:
        await paper_sync.take_in(outbox, get_typed)
    except (OSError, KeyError):
        return False
    return True


async def post(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Send events to the course's service; raises OSError while it is unavailable."""
    body = json.dumps({"events": events}, ensure_ascii=False)
    taken: dict[str, Any] = read_json(await _line().ask("POST", "api/events", body))
    return taken


async def get_typed() -> dict[str, Any]:
    """Return the answers typed in from paper; raises OSError while the service is unavailable."""
    typed: dict[str, Any] = read_json(await _line().ask("GET", "api/typed"))
    return typed


def _line() -> ServiceLine:
    return ServiceLine.from_env(_ANSWER_SECONDS)
