"""Sends, from a person's server, what their kernels wrote down but could not hand over.

As it starts, it also brings into the journal what was typed in for the person from paper.

Kernels send while they are open; a tab that was closed while the service was away leaves the rest
to this. Both may send the same event: the service knows it by its id.
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
    """Look at the journal in ``folder`` for as long as the server runs; send what waits in it."""
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
                pass  # the service is away: what waits is in the journal, and we look again
        await asyncio.sleep(LOOK_SECONDS)


async def _take_in(outbox: Outbox) -> bool:
    """Ask once for what was typed in; False while the service is away, to ask again."""
    try:
        await paper_sync.take_in(outbox, get_typed)
    except (OSError, KeyError):
        return False
    return True


async def post(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Hand events to the course's service; raises OSError while it is away."""
    body = json.dumps({"events": events}, ensure_ascii=False)
    taken: dict[str, Any] = read_json(await _line().ask("POST", "api/events", body))
    return taken


async def get_typed() -> dict[str, Any]:
    """Ask what was typed in from paper; raises OSError while the service is away."""
    typed: dict[str, Any] = read_json(await _line().ask("GET", "api/typed"))
    return typed


def _line() -> ServiceLine:
    return ServiceLine.from_env(_ANSWER_SECONDS)
