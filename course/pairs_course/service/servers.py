"""Starts a person's server while they read Home, and stops it when they leave the course."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

_log = logging.getLogger(__name__)

PATIENCE = 20.0
#: The hub's word for "it runs already, or it is starting".
THERE_ALREADY = 400
#: Its words for "it does not run", and for somebody who has never signed in.
NOT_THERE = (400, 404)


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
    """Asks JupyterHub, over its REST API with the service's own token (scope ``servers``)."""

    def __init__(self, api_url: str, token: str) -> None:
        self._url = api_url.rstrip("/")
        self._token = token
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, username: str) -> None:
        """Start this person's server soon, if it does not run; returns at once, raises nothing."""
        self._soon(username, "POST", "a server was not started ahead", THERE_ALREADY)

    def end(self, username: str) -> None:
        """Stop this person's server soon, if it runs; returns at once, raises nothing."""
        self._soon(username, "DELETE", "a server was not stopped", *NOT_THERE)

    def _soon(self, username: str, method: str, otherwise: str, *fine: int) -> None:
        work = self._ask(username, method, otherwise, fine)
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop itself would let it be collected
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, username: str, method: str, otherwise: str, fine: Sequence[int]) -> None:
        request = HTTPRequest(
            f"{self._url}/users/{quote(username, safe='')}/server",
            method=method,
            body="" if method == "POST" else None,
            headers={"Authorization": f"token {self._token}"},
            request_timeout=PATIENCE,
        )
        try:
            await AsyncHTTPClient().fetch(request)
        except HTTPClientError as error:
            if error.code not in fine:
                _log.warning("%s: the hub answered %s", otherwise, error.code)
        except OSError as error:
            _log.warning("%s: %s", otherwise, type(error).__name__)
