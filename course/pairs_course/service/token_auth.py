"""Who is calling: the hub knows tokens, nobody else does."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal, Protocol

from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError

from pairs_course.service.problems import ApiProblem

CACHE_SECONDS = 10
#: How many tokens that nobody here has ever used may be asked about at a time, and may wait for it.
STRANGERS = 4
STRANGERS_WAITING = 40
#: Tokens that were good are remembered so that their owners never queue behind strangers.
KNOWN_TOKENS = 10_000


@dataclass(frozen=True)
class Caller:
    """Who a token belongs to; ``access`` says whether it may call this service at all."""

    name: str
    kind: Literal["user", "service"]
    access: bool


class Identity(Protocol):
    """Something that knows tokens."""

    async def identify(self, token: str) -> Caller | None:
        """Return who a token belongs to, or None; raises ApiProblem while it cannot be known."""


class HubIdentity:
    """Asks JupyterHub, at most once in ten seconds for a token.

    A token that the hub does not know is remembered for as long and no longer: by default
    JupyterHub would refuse it for five minutes.
    """

    def __init__(self) -> None:
        self.auth = HubAuth(cache_max_age=CACHE_SECONDS)
        self._known: OrderedDict[bytes, None] = OrderedDict()  # digests of tokens that were good
        self._strangers = asyncio.Semaphore(STRANGERS)
        self._waiting = 0

    async def identify(self, token: str) -> Caller | None:
        """Return who a token belongs to, or None.

        Raises:
            ApiProblem: 503 while the hub is away, or while too many unknown tokens are asked about.
        """
        key = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
        if key in self._known:
            return self._remember(key, await self._ask(token))
        if self._waiting >= STRANGERS_WAITING:
            raise ApiProblem(
                503,
                "busy",
                "Too many unknown callers ask at once. Try again in a few seconds.",
                {"Retry-After": "3"},
            )
        self._waiting += 1
        try:
            async with self._strangers:
                return self._remember(key, await self._ask(token))
        finally:
            self._waiting -= 1

    def _remember(self, key: bytes, caller: Caller | None) -> Caller | None:
        if caller is None:
            self._known.pop(key, None)
        else:
            self._known[key] = None
            self._known.move_to_end(key)
            if len(self._known) > KNOWN_TOKENS:
                self._known.popitem(last=False)
        return caller

    async def _ask(self, token: str) -> Caller | None:
        try:
            model = await self.auth.user_for_token(token, sync=False)
        except HTTPError:
            raise ApiProblem(
                503,
                "hub-unavailable",
                "The hub does not answer, so nobody can be recognised just now. "
                "Try again in a minute.",
                {"Retry-After": "5"},
            ) from None
        if not model:
            return None
        kind: Literal["user", "service"] = "service" if model["kind"] == "service" else "user"
        access = bool(self.auth.check_scopes(self.auth.access_scopes, model))
        return Caller(model["name"], kind, access)
