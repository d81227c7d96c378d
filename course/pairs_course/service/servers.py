"""Starts a person's server while they read Home, so that a module opens without a wait."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

_log = logging.getLogger(__name__)

PATIENCE = 20.0
#: The hub's word for "it runs already, or it is starting".
THERE_ALREADY = 400


class Servers(Protocol):
    """Something that starts people's servers; tests put a simple one in its place."""

    def begin(self, username: str) -> None:
        """Start this person's server soon, if it does not run; returns at once, raises nothing."""


class HubServers:
    """Asks JupyterHub, over its REST API with the service's own token (scope ``servers``)."""

    def __init__(self, api_url: str, token: str) -> None:
        self._url = api_url.rstrip("/")
        self._token = token
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, username: str) -> None:
        """Start this person's server soon, if it does not run; returns at once, raises nothing."""
        task = asyncio.get_running_loop().create_task(self._start(username))
        self._tasks.add(task)  # the loop itself would let it be collected
        task.add_done_callback(self._tasks.discard)

    async def _start(self, username: str) -> None:
        request = HTTPRequest(
            f"{self._url}/users/{quote(username, safe='')}/server",
            method="POST",
            body="",
            headers={"Authorization": f"token {self._token}"},
            request_timeout=PATIENCE,
        )
        try:
            await AsyncHTTPClient().fetch(request)
        except HTTPClientError as error:
            if error.code != THERE_ALREADY:
                _log.warning("a server was not started ahead: the hub answered %s", error.code)
        except OSError as error:
            _log.warning("a server was not started ahead: %s", type(error).__name__)
