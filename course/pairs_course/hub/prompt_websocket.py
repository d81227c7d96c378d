"""A kernel websocket that sends small messages without delay."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    """Turns off Nagle's algorithm.

    By default the system holds back a small message until the previous one is acknowledged. That
    takes 40 ms, most of the time from a click to "Saved".
    """

    def connect(self) -> Any:
        """Open the channels, with ``TCP_NODELAY`` on the browser's side."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
