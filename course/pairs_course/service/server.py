"""Runs the application so that stopping it does not wait for those who wait."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake the long polls, then stop as uvicorn does."""
        await self._bell.close()
        await super().shutdown(sockets)
