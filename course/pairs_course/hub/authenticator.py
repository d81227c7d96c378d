"""Who may sign in: people on a roster, each with a password of their own."""

from __future__ import annotations

import asyncio
import atexit
from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.base import BaseHandler
from tornado import web
from traitlets import Unicode

from pairs_course.store import SlowedDown, Store, WrongPassword

WRONG = (
    "This name and password do not belong together. Check both on your card, and try again. "
    "If it still does not work, ask your facilitator for a new password."
)
GONE = "You are not on the list of any course here. Ask your facilitator to add you."


class RosterAuthenticator(Authenticator):
    """Checks passwords against the course's store, and looks at the roster again and again.

    Whoever is taken off the roster is out within a minute: their next request asks for sign-in.
    Each person is in a group ``cohort-<name>`` for every cohort they belong to.
    """

    state = Unicode(help="The state folder, which holds the store.", config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.any_allow_config = True  # the roster says who is allowed
        self.manage_groups = True
        self.auth_refresh_age = 60
        self._opened: Store | None = None
        atexit.register(self.close)

    @property
    def _store(self) -> Store:
        if self._opened is None:
            self._opened = Store.in_folder(Path(self.state))
        return self._opened

    async def authenticate(
        self, handler: BaseHandler, data: dict[str, str] | None
    ) -> dict[str, Any] | None:
        """Return who signed in, with their groups.

        Raises:
            tornado.web.HTTPError: 403 with a sentence for the sign-in page.
        """
        del handler
        name, password = (data or {}).get("username", ""), (data or {}).get("password", "")
        name = self.normalize_username(name)
        try:
            await asyncio.to_thread(self._store.people.check_password, name, password)
        except SlowedDown as slowed:
            raise web.HTTPError(403, str(slowed)) from None
        except WrongPassword:
            raise web.HTTPError(403, WRONG) from None
        return {"name": name, "groups": await asyncio.to_thread(self._groups, name)}

    async def check_allowed(
        self, username: str, authentication: dict[str, Any] | None = None
    ) -> bool:
        """Say whether this person is on a roster now."""
        del authentication
        if not await asyncio.to_thread(self._groups, username):
            raise web.HTTPError(403, GONE)
        return True

    async def refresh_user(
        self, user: Any, handler: BaseHandler | None = None
    ) -> bool | dict[str, Any]:
        """Bring the groups up to date; False ends the sign-in of somebody off the roster."""
        del handler
        groups = await asyncio.to_thread(self._groups, user.name)
        return {"name": user.name, "groups": groups} if groups else False

    def close(self) -> None:
        """Close the store; it is opened again when it is needed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _groups(self, username: str) -> list[str]:
        return [f"cohort-{person.cohort}" for person in self._store.people.memberships(username)]
