"""Ends what somebody has open: their browsers' tokens, their server, and where needed the sign-in.

A browser's line to a kernel stands until somebody cuts it, whatever becomes of the sign-in. So
whoever leaves, or has a new password, has their server stopped: the lines go with it, and a new
server asks the hub about every browser again.
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
    """What people have open on one hub; ``app`` is the JupyterHub application."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._stopping: set[asyncio.Task[None]] = set()

    def end(self, username: str) -> None:
        """End every browser's tokens of this person, and soon their server.

        A browser that is signed in at the hub itself stays so: it gets new tokens when it asks.
        """
        user = self._user(username)
        if user is None:
            return
        servers = [spawner.api_token for spawner in user.spawners.values()]
        own = {found.id for token in servers if token for found in [self._found(token)] if found}
        for token in list(user.orm_user.api_tokens):
            if token.id not in own:  # a server's own goes when it has stopped
                self._app.db.delete(token)
        for code in self._app.db.query(orm.OAuthCode).filter_by(user_id=user.id):
            self._app.db.delete(code)
        self._app.db.commit()
        task = asyncio.get_running_loop().create_task(self._stop(user))
        self._stopping.add(task)  # the loop itself would let it be collected
        task.add_done_callback(self._stopping.discard)

    def end_everywhere(self, username: str) -> None:
        """End all that :meth:`end` ends, and every sign-in at the hub itself."""
        user = self._user(username)
        if user is None:
            return
        user.orm_user.cookie_id = orm.new_token()
        self._app.db.commit()
        self.end(username)

    async def stopped(self) -> None:
        """Wait until every server that is to stop has stopped."""
        await asyncio.gather(*self._stopping)

    async def _stop(self, user: Any) -> None:
        try:
            async with asyncio.timeout(_STARTING_SECONDS):
                for name, spawner in list(user.spawners.items()):
                    while spawner.pending:  # one that is starting can be stopped when it has
                        await asyncio.sleep(_PENDING_SECONDS)
                    if spawner.active:
                        await self._app.proxy.delete_user(user, name)
                        await user.stop(name)
        except Exception as error:  # whatever a spawner may raise: the rest of the hub goes on
            _log.warning("a server was not stopped: %s", type(error).__name__)

    def _user(self, username: str) -> Any:
        found = orm.User.find(self._app.db, username)
        return None if found is None else self._app.users[found]

    def _found(self, token: str) -> Any:
        return orm.APIToken.find(self._app.db, token)
