"""Sends, from a person's server, what their kernels wrote down but could not hand over.

Kernels send while they are open; a tab that was closed while the service was away leaves the rest
to this. Both may send the same event: the service knows it by its id.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any, Final

from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from pairs_course.journal import Journal
from pairs_course.outbox import Outbox

LOOK_SECONDS: Final = 30.0
_ANSWER_SECONDS: Final = 20.0


async def send_what_waits(folder: Path) -> None:
    """Look at the journal in ``folder`` for as long as the server runs; send what waits in it."""
    journal = Journal(folder)
    outbox = Outbox(journal, post)
    seen = -1
    while True:
        size = journal.path.stat().st_size if journal.path.exists() else 0
        if size != seen:
            try:
                await outbox.drain()
                seen = size
            except OSError:
                pass  # the service is away: what waits is in the journal, and we look again
        await asyncio.sleep(LOOK_SECONDS)


async def post(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Hand events to the course's service; raises OSError while it is away."""
    try:
        answer = await AsyncHTTPClient().fetch(
            os.environ["COURSE_URL"].rstrip("/") + "/api/events",
            method="POST",
            headers={
                "Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}",
                "Content-Type": "application/json",
            },
            body=json.dumps({"events": events}, ensure_ascii=False),
            request_timeout=_ANSWER_SECONDS,
        )
    except HTTPClientError as error:
        raise ConnectionError(f"the service answered {error.code}") from None
    taken: dict[str, Any] = json.loads(answer.body)
    return taken
