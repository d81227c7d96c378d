"""The kernel's line to the course service, with tornado's client, which ipykernel has loaded."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

# A long poll is held for this many seconds by the service; the request may last a little longer.
HOLD = 25.0
PATIENCE = 10.0


class HubError(OSError):
    """The service is away or did not take the request. Says what came, never what was sent."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def is_refusal(error: Exception) -> bool:
    """Say whether the service answered, and said no."""
    return isinstance(error, HubError) and 400 <= error.status < 500 and error.status != 429


class Hub:
    """Speaks for the signed-in participant. ``url`` is ``$COURSE_URL``, ``token`` the hub's."""

    def __init__(self, url: str, token: str, user: str) -> None:
        self.user = user
        self._url = url.rstrip("/")
        self._token = token
        self._client: Any = None

    @classmethod
    def from_environment(cls) -> Hub | None:
        """Return the line that the hub prepared for this server, or None without a hub."""
        url, token = os.environ.get("COURSE_URL"), os.environ.get("JUPYTERHUB_API_TOKEN")
        return cls(url, token, os.environ.get("JUPYTERHUB_USER", "")) if url and token else None

    async def post_events(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        """Hand events over; returns ``{"accepted": [...], "refused": [...]}``."""
        return await self._call("api/events", {"events": events})

    async def pair(self, module: str, since: str, wait: float = HOLD) -> dict[str, Any]:
        """Return ``{"version", "view"}`` once it differs from ``since``, or after ``wait`` s."""
        query = urlencode({"since": since, "wait": f"{wait:g}"})
        return await self._call(f"api/pair/{quote(module, safe='')}?{query}", hold=wait)

    async def meeting(self, module: str, since: str, wait: float = HOLD) -> dict[str, Any]:
        """Return ``{"version", "view"}`` of the meeting with another pair, as :meth:`pair` does."""
        query = urlencode({"since": since, "wait": f"{wait:g}"})
        return await self._call(f"api/meeting/{quote(module, safe='')}?{query}", hold=wait)

    async def ask_to_meet(self, module: str, ready: bool) -> dict[str, Any]:
        """Say that this pair is ready for another one, or not any more; returns as the above."""
        return await self._call(f"api/meeting/{quote(module, safe='')}", {"ready": ready})

    async def typed(self) -> dict[str, Any]:
        """Return ``{"events": [...]}``: what a facilitator typed in from this person's paper."""
        return await self._call("api/typed")

    async def me(self) -> dict[str, Any]:
        """Return who is signed in, and the partner's name."""
        return await self._call("api/me")

    async def submission(self, module: str) -> dict[str, Any]:
        """Return ``{"sent", "feedback"}`` of a module for the signed-in person."""
        return await self._call(f"api/submissions/{quote(module, safe='')}")

    async def _call(
        self, path: str, body: dict[str, Any] | None = None, hold: float = 0
    ) -> dict[str, Any]:
        from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

        if self._client is None:
            # One of its own: a long poll for each module must not use up the shared client.
            self._client = AsyncHTTPClient(force_instance=True, max_clients=12)
        request = HTTPRequest(
            f"{self._url}/{path}",
            method="GET" if body is None else "POST",
            body=None if body is None else json.dumps(body, ensure_ascii=False),
            headers={
                "Authorization": f"token {self._token}",
                "Content-Type": "application/json",
            },
            connect_timeout=PATIENCE,
            request_timeout=hold + PATIENCE,
            follow_redirects=False,
        )
        try:
            response = await self._client.fetch(request)
        except HTTPClientError as error:
            raise HubError(f"the course service answered {error.code}", error.code) from None
        except OSError as error:
            raise HubError(f"the course service is away ({type(error).__name__})") from None
        try:
            answer = json.loads(response.body)
        except ValueError:
            raise HubError("the course service answered with something other than JSON") from None
        if not isinstance(answer, dict):
            raise HubError("the course service answered with something other than an object")
        return answer
