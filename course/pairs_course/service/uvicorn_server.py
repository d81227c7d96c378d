"""Runs the application; stopping it releases long polls first.

Beside it, waves are closed when their last day is over: before the first request is answered, and
every few minutes after. Pages of what is published are made when that changes.
"""

from __future__ import annotations

import asyncio
import socket

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from pairs_course.service.scheduler import Keeper

STOP_SECONDS = 1
#: So long a connection may take until the head of a request has come whole.
HEAD_SECONDS = 15.0


class PromptProtocol(H11Protocol):
    """Closes a connection that never says what it wants; uvicorn would keep it for good."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._late: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait on only while a request has begun and its head is not whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._late is None and self.cycle is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """A uvicorn server that first answers the open long polls when it is told to stop."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                http=PromptProtocol,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._bell = app.state.course.bell
        self._keeper = Keeper(app.state.course)
        self._pages = app.state.course.pages
        self._beside: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Close what is due, so that no answer given after the last day counts; then serve."""
        await self._keeper.look()
        await super().startup(sockets)
        beside = (self._keeper.keep_looking(), self._pages.keep_making())
        self._beside = [asyncio.create_task(one) for one in beside]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake the long polls and stop looking, then stop as uvicorn does."""
        await self._bell.close()
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        await super().shutdown(sockets)
