"""Signs people in: anyone on a roster, with their own password."""

from __future__ import annotations

import asyncio
import atexit
import logging
from pathlib import Path
from typing import Any, Final

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.base import BaseHandler
from tornado import web
from tornado.ioloop import PeriodicCallback
from traitlets import Unicode

from pairs_course.hub import device_cookie
from pairs_course.hub.password_attempts import TooMany, Tries, Try
from pairs_course.hub.sessions import Sessions
from pairs_course.hub.sign_out import SignOutHandler
from pairs_course.store import Store, WrongPassword

_log = logging.getLogger(__name__)

WRONG = (
    "This name and password do not belong together. Check both on your card, and try again. "
    "If it still does not work, ask your facilitator for a new password."
)
GONE = "You are not on the list of any course here. Ask your facilitator to add you."

#: How often to look for renewed passwords, whose old sessions must end.
_LOOK_SECONDS: Final = 1


class RosterAuthenticator(Authenticator):
    """Checks passwords against the course's store, and rechecks the roster every minute.

    Anyone taken off the roster has to sign in again within a minute, and cannot.
    Each person is in a group ``cohort-<name>`` for every cohort they belong to.
    """

    state = Unicode(help="The state folder, which holds the store.", config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.any_allow_config = True  # the roster says who is allowed
        self.manage_groups = True
        self.auth_refresh_age = 60
        self.tries = Tries()
        self._opened: Store | None = None
        self._sessions: Sessions | None = None
        self._looking: PeriodicCallback | None = None
        atexit.register(self.close)

    @property
    def _store(self) -> Store:
        if self._opened is None:
            self._opened = Store.in_folder(Path(self.state))
        return self._opened

    def get_handlers(self, app: Any) -> list[Any]:
        """Return the sign-out route, and start ending the sessions of replaced passwords."""
        self._sessions = Sessions(app)
        self._looking = PeriodicCallback(self.end_renewed, _LOOK_SECONDS * 1000)
        self._looking.start()
        return [("/logout", SignOutHandler, {"sessions": self._sessions})]

    async def authenticate(
        self, handler: BaseHandler, data: dict[str, str] | None
    ) -> dict[str, Any] | None:
        """Return who signed in, with their groups.

        Raises:
            tornado.web.HTTPError: 403 with a sentence for the sign-in page.
        """
        name, password = (data or {}).get("username", ""), (data or {}).get("password", "")
        name = self.normalize_username(name)
        browser = device_cookie.of(handler)
        one = Try(name, self.address_of(handler), browser.id if browser.knows(name) else None)
        try:
            if not await self.tries.judge(one, lambda: self._right(name, password)):
                raise web.HTTPError(403, WRONG)
        except TooMany as many:
            raise web.HTTPError(403, str(many)) from None
        groups = await asyncio.to_thread(self._groups, name)
        if groups:  # otherwise check_allowed refuses
            self._hand_over(handler, browser, name)
            new = not browser.knows(name)
            await asyncio.to_thread(self._store.access.signed_in, name, new=new)
        return {"name": name, "groups": groups}

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
        """Return the current groups; False signs out somebody who left the roster."""
        del handler
        groups = await asyncio.to_thread(self._groups, user.name)
        return {"name": user.name, "groups": groups} if groups else False

    async def end_renewed(self) -> None:
        """Sign out, everywhere, each person whose password was replaced."""
        assert self._sessions is not None  # noqa: S101 - get_handlers sets it first
        try:
            for name in await asyncio.to_thread(self._store.access.to_end):
                self._sessions.end_everywhere(name)
                await asyncio.to_thread(self._store.access.ended, name)
        except Exception as error:  # the store is unavailable: retried at the next look
            _log.warning("cannot look for renewed passwords: %s", type(error).__name__)

    def close(self) -> None:
        """Close the store; it reopens when needed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    async def _right(self, name: str, password: str) -> bool:
        try:
            await asyncio.to_thread(self._store.people.check_password, name, password)
        except WrongPassword:
            return False
        return True

    def _hand_over(self, handler: BaseHandler, browser: device_cookie.Device, name: str) -> None:
        """Sign out the browser's previous user, so that nobody inherits their open pages."""
        before = handler.get_current_user_cookie()
        others = {browser.last, getattr(before, "name", "")} - {"", name}
        for other in others:
            if self._sessions is not None:
                self._sessions.end(other)
        if others:
            # Services cache the hub's answer by browser session. A new session keeps them from
            # taking this person for the previous one.
            handler.set_session_cookie()
        device_cookie.keep(handler, browser.with_(name))

    def address_of(self, handler: BaseHandler) -> str:
        """Return the client's address: the last untrusted one in ``X-Forwarded-For``.

        The hub's proxy sets that header. Tornado would also trust anybody's ``X-Real-IP``.
        """
        said = handler.request.headers.get("X-Forwarded-For", "")
        passed = [part.strip() for part in said.split(",") if part.strip()]
        trusted = getattr(self.parent, "trusted_downstream_ips", [])
        found = [address for address in passed if address not in trusted]
        return str((found or passed or [handler.request.remote_ip])[-1])

    def _groups(self, username: str) -> list[str]:
        return [f"cohort-{person.cohort}" for person in self._store.people.memberships(username)]
