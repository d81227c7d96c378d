"""Who is looking: the hub knows, and is asked again every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import tornado.web
from jupyterhub.services.auth import HubOAuth
from tornado.httputil import HTTPServerRequest

from pairs_instructor.dashboards.ttl_cache import Remembered

#: How long the hub's word is good: as long as in the course service. Who signs out of the hub,
#: or is removed from it, is out after that.
SECONDS: Final = 10.0
MOST: Final = 20_000
# All that the hub's own sign-in looks at. The last two tell a page that is opened from one that
# a script fetches: another person's server is on the same host, and its scripts must not read
# with the cookies of whoever runs them.
_CREDENTIALS: Final = ("Cookie", "Authorization", "Sec-Fetch-Mode", "Sec-Fetch-Site")


@dataclass(frozen=True)
class Visitor:
    """Somebody, or nobody where ``name`` is empty; ``allowed`` to use this service at all."""

    name: str = ""
    allowed: bool = False


NOBODY: Final = Visitor()


class HeaderAuth(HubOAuth):
    """The hub's sign-in, without tokens in addresses, and without a table of its own."""

    def get_token(self, handler: tornado.web.RequestHandler, in_cookie: bool = True) -> str | None:
        """Return the token of a request: from its header, else from this service's cookie."""
        said = handler.request.headers.get(self.auth_header_name, "")
        if found := self.auth_header_pat.match(said):
            return str(found[1])
        return self._get_token_cookie(handler) if in_cookie else None

    def user_for_token(
        self, token: str, use_cache: bool = False, session_id: str = "", *, sync: bool = True
    ) -> Any:
        """Ask the hub whose token it is; remembering is left to :class:`Visitors`, for less long.

        The hub's own table has no limit, and keeps unknown tokens for five minutes.
        """
        del use_cache
        return super().user_for_token(token, use_cache=False, session_id=session_id, sync=sync)


class Visitors:
    """Knows who sent a request.

    Whoever sends the very same credentials within a few seconds is the same person, so that
    neither the cookie's signature nor the scopes are worked out again for each page.
    """

    def __init__(self, auth: HubOAuth) -> None:
        self.auth = auth
        self._known: Remembered[bytes, Visitor] = Remembered(SECONDS, MOST)

    def known(self, request: HTTPServerRequest) -> Visitor | None:
        """Return who it is if that was found out just now, and None otherwise."""
        return self._known.known(_key(request))

    async def identify(self, handler: tornado.web.RequestHandler) -> Visitor:
        """Return who it is, asking the hub.

        Raises:
            tornado.web.HTTPError: the hub does not answer.
        """
        return await self._known.get(_key(handler.request), lambda: self._ask(handler))

    async def _ask(self, handler: tornado.web.RequestHandler) -> Visitor:
        model = await self.auth.get_user(handler, sync=False)
        if not model:
            return NOBODY
        allowed = model.get("kind") == "user" and bool(
            self.auth.check_scopes(self.auth.access_scopes, model)
        )
        return Visitor(str(model["name"]), allowed)


def _key(request: HTTPServerRequest) -> bytes:
    headers = request.headers
    said = "\n".join([headers.get(name, "") for name in _CREDENTIALS])
    return sha256(said.encode("utf-8", "surrogateescape")).digest()
