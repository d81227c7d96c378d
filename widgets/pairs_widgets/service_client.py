"""What a kernel asks of the course service, for the participant whose kernel it is."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

from pairs_course.service_line import ServiceError, ServiceLine, read_json

# A long poll is held for this many seconds by the service; the request may last a little longer.
HOLD = 25.0
PATIENCE = 10.0


class Hub:
    """Speaks for the signed-in participant. ``url`` is ``$COURSE_URL``, ``token`` the hub's."""

    def __init__(self, url: str, token: str, user: str) -> None:
        self.user = user
        self._line = ServiceLine(url.rstrip("/"), token, PATIENCE)

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
        method, data = "GET", None
        if body is not None:
            method, data = "POST", json.dumps(body, ensure_ascii=False)
        answer = read_json(await self._line.ask(method, path, data, hold=hold))
        if not isinstance(answer, dict):
            raise ServiceError("The course service answered with something other than an object.")
        return answer
