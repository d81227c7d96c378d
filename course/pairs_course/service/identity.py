"""Who is calling: the hub knows tokens, nobody else does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from jupyterhub.services.auth import HubAuth
from tornado.web import HTTPError

from pairs_course.service.problems import Problem

CACHE_SECONDS = 10


@dataclass(frozen=True)
class Caller:
    """Who a token belongs to; ``access`` says whether it may call this service at all."""

    name: str
    kind: Literal["user", "service"]
    access: bool


class Identity(Protocol):
    """Something that knows tokens."""

    async def identify(self, token: str) -> Caller | None:
        """Return who a token belongs to, or None; raises Problem while it cannot be known."""


class HubIdentity:
    """Asks JupyterHub, at most once in ten seconds for a token.

    A token that the hub does not know is remembered for as long and no longer: by default
    JupyterHub would refuse it for five minutes.
    """

    def __init__(self) -> None:
        self._auth = HubAuth(cache_max_age=CACHE_SECONDS)

    async def identify(self, token: str) -> Caller | None:
        """Return who a token belongs to, or None; raises Problem while the hub is away."""
        try:
            model = await self._auth.user_for_token(token, sync=False)
        except HTTPError:
            raise Problem(
                503,
                "hub-unavailable",
                "The hub does not answer, so nobody can be recognised just now. "
                "Try again in a minute.",
                {"Retry-After": "5"},
            ) from None
        if not model:
            return None
        kind: Literal["user", "service"] = "service" if model["kind"] == "service" else "user"
        access = bool(self._auth.check_scopes(self._auth.access_scopes, model))
        return Caller(model["name"], kind, access)
