"""Ends a person's sessions: their browsers' tokens, their server and, if needed, their sign-in.

A websocket to a kernel stays open when the sign-in ends. So when a person signs out or gets a new
password, their server is stopped, which closes it; a new server asks the hub about every browser.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from jupyterhub import orm

_log = logging.getLogger(__name__)

_PENDING_SECONDS = 0.2
_STARTING_SECONDS = 120


class Sessions:
    """The sessions on one hub; ``app`` is the JupyterHub application."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._stopping: set[asyncio.Task[None]] = set()

    def end(self, username: str) -> None:
        """Revoke the tokens of this person's browsers, and stop their server in the background.

        A browser that is signed in at the hub stays signed in, and gets new tokens when it asks.
        """
        user = self._user(username)
        if user is None:
            return
        servers = [spawner.api_token for spawner in user.spawners.values()]
        own = {found.id for token in servers if token for found in [self._found(token)] if found}
        for token in list(user.orm_user.api_tokens):
            if token.id not in own:  # a server's own token is deleted when it stops
                self._app.db.delete(token)
        for code in self._app.db.query(orm.OAuthCode).filter_by(user_id=user.id):
            self._app.db.delete(code)
        self._app.db.commit()
        task = asyncio.get_running_loop().create_task(self._stop(user))
        self._stopping.add(task)  # the loop alone would let it be garbage-collected
        task.add_done_callback(self._stopping.discard)

    def end_everywhere(self, username: str) -> None:
        """Do what :meth:`end` does, and sign the person out at the hub in every browser."""
        user = self._user(username)
        if user is None:
            return
        user.orm_user.cookie_id = orm.new_token()
        self._app.db.commit()
        self.end(username)

    async def stopped(self) -> None:
        """Wait until the servers have stopped."""
        await asyncio.gather(*self._stopping)

    async def _stop(self, user: Any) -> None:
        try:
            async with asyncio.timeout(_STARTING_SECONDS):
                for name, spawner in list(user.spawners.items()):
                    while spawner.pending:  # a server cannot be stopped while it is starting
                        await asyncio.sleep(_PENDING_SECONDS)
                    if spawner.active:
                        await self._app.proxy.delete_user(user, name)
                        await user.stop(name)
        except Exception as error:  # spawners may raise anything; the hub must carry on
            _log.warning("a server was not stopped: %s", type(error).__name__)

    def _user(self, username: str) -> Any:
        found = orm.User.find(self._app.db, username)
        return None if found is None else self._app.users[found]

    def _found(self, token: str) -> Any:
        return orm.APIToken.find(self._app.db, token)
