"""Runs the application so that stopping it does not wait for those who wait.

Beside it, waves are closed when their last day is over: before the first request is answered, and
every few minutes after.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket

import uvicorn
from fastapi import FastAPI

from pairs_course.service.keeping import Keeper

STOP_SECONDS = 1


class Server(uvicorn.Server):
    """A uvicorn server that first answers the open long polls when it is told to stop."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._bell = app.state.course.bell
        self._keeper = Keeper(app.state.course)
        self._keeping: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Close what is due, so that no answer given after the last day counts; then serve."""
        await self._keeper.look()
        await super().startup(sockets)
        self._keeping = asyncio.create_task(self._keeper.keep_looking())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake the long polls and stop looking, then stop as uvicorn does."""
        await self._bell.close()
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        await super().shutdown(sockets)
