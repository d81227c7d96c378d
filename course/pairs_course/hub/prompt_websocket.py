"""A kernel's websocket that sends small messages at once."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    """Does not wait to fill a packet.

    By default the system holds a small message back until the one before it was acknowledged; that
    takes 40 ms, which is most of the time from a click to "Saved".
    """

    def connect(self) -> Any:
        """Open the channels, with no delay on the browser's side."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
