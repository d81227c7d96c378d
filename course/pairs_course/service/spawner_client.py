"""Starts a person's server while they read Home, and stops it when they leave the course."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Sequence
from typing import Any, Final, Protocol
from urllib.parse import quote

from pairs_course.service_line import ServiceError, ServiceLine, read_json

_log = logging.getLogger(__name__)

PATIENCE = 20.0
#: The hub's words for "it runs already, or it is starting", and for "there is no room just now".
NO_NEED = (400, 429)
#: Its words for "it does not run", and for somebody who has never signed in.
NOT_THERE = (400, 404)
#: For so many seconds the number of running servers is taken as known.
KNOWN_SECONDS: Final = 5.0
#: Only with this accepted does the hub say how many there are in all.
_COUNTED: Final = "application/jupyterhub-pagination+json"


class Servers(Protocol):
    """Something that starts and stops people's servers; tests put a simple one in its place."""

    def begin(self, username: str) -> None:
        """Start this person's server soon, if it does not run; returns at once, raises nothing."""

    def end(self, username: str) -> None:
        """Stop this person's server soon, if it runs; returns at once, raises nothing."""


class NoServers:
    """Without a hub there is nothing to start or to stop."""

    def begin(self, username: str) -> None:
        """Do nothing."""

    def end(self, username: str) -> None:
        """Do nothing."""


class HubServers:
    """Asks JupyterHub, over its REST API with the service's own token.

    ``places`` is how many servers run at once at most, or 0 for any number. A server is begun ahead
    only while fewer than half of them are taken: the rest is for people who open a page.
    """

    def __init__(self, api_url: str, token: str, places: int = 0) -> None:
        self._line = ServiceLine(api_url.rstrip("/"), token, PATIENCE)
        self._places = places
        self._tasks: set[asyncio.Task[object]] = set()
        self._counting = asyncio.Lock()
        self._taken = 0
        self._known_until = 0.0

    def begin(self, username: str) -> None:
        """Start this person's server soon, if it does not run; returns at once, raises nothing."""
        self._soon(self._ahead(username))

    def end(self, username: str) -> None:
        """Stop this person's server soon, if it runs; returns at once, raises nothing."""
        work = self._ask("DELETE", _server(username), "a server was not stopped", NOT_THERE)
        self._soon(work)

    def _soon(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop itself would let it be collected
        task.add_done_callback(self._tasks.discard)

    async def _ahead(self, username: str) -> None:
        if await self._room():
            await self._ask("POST", _server(username), "a server was not started ahead", NO_NEED)

    async def _room(self) -> bool:
        """Say whether a server may be begun ahead, and count it as begun."""
        if not self._places:
            return True
        async with self._counting:
            if time.monotonic() > self._known_until:
                answer = await self._ask(
                    "GET", "users?state=active&limit=1", "running servers were not counted"
                )
                if answer is None:
                    return False
                self._taken = read_json(answer)["_pagination"]["total"]
                self._known_until = time.monotonic() + KNOWN_SECONDS
            room = 2 * self._taken < self._places
            self._taken += room
            return room

    async def _ask(
        self, method: str, path: str, otherwise: str, fine: Sequence[int] = ()
    ) -> bytes | None:
        """Return the hub's answer; None for another one than a success, logged unless fine."""
        body = "" if method == "POST" else None
        try:
            return await self._line.ask(method, path, body, headers={"Accept": _COUNTED})
        except ServiceError as error:
            if error.status not in fine:
                _log.warning("%s: the hub answered %s", otherwise, error.status or "nothing")
        return None


def _server(username: str) -> str:
    return f"users/{quote(username, safe='')}/server"
