"""How much one caller may send: bytes in a request, requests in a second."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pairs_course.service.problems import ApiProblem, answer
from pairs_course.zip_safety import MAX_ARCHIVE

MAX_BODY: Final = 1 << 20
MAX_EVENTS: Final = 100
#: So long the next piece of a body may take; a phone on a slow line is far quicker.
BODY_SECONDS: Final = 20.0

# Twenty clicks in a second must all arrive; a backlog of a month is 100 events a request.
BURST: Final = 120
PER_SECOND: Final = 40.0


class BodyLimit:
    """Refuses a body that is too large, before it is in memory; marks what is not to be kept."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._api = f"{prefix}api/"
        self._exchange = f"{prefix}api/exchange/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and count its body as it comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["method"] == "PUT" and scope["path"].startswith(self._exchange)
        most = MAX_ARCHIVE if upload else MAX_BODY
        came = 0
        whole = False

        async def counted() -> Message:
            nonlocal came, whole
            try:
                async with asyncio.timeout(None if whole else BODY_SECONDS):
                    message = await receive()
            except TimeoutError:
                raise _TOO_SLOW from None
            whole = not message.get("more_body", False)
            came += len(message.get("body", b""))
            if came > most:
                raise _too_large(most)
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if scope["path"].startswith(self._api):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > most:
            response = await answer(Request(scope, receive), _too_large(most))
            await response(scope, receive, guarded)
            return
        await self._app(scope, counted, guarded)


class RateLimit:
    """A bucket for each caller, which holds ``burst`` requests and is filled all the time."""

    def __init__(
        self,
        burst: int = BURST,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # name: (requests left, at)

    def take(self, name: str) -> None:
        """Take one request of a caller; raises ApiProblem (429) when there is none left."""
        now = self._clock()
        left, at = self._buckets.get(name, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1:
            seconds = math.ceil((1 - left) / self._per_second)
            raise ApiProblem(
                429,
                "too-many-requests",
                f"Expected at most {self._per_second:g} requests in a second, got more. "
                f"Wait {seconds} s and send it again.",
                {"Retry-After": str(seconds)},
            )
        self._buckets[name] = (left - 1, now)


_TOO_SLOW: Final = ApiProblem(
    408,
    "too-slow",
    f"Expected the next piece of the body within {BODY_SECONDS:g} s, got none. Send it again.",
    {"Connection": "close"},
)


def _too_large(most: int) -> ApiProblem:
    message = f"Expected a body of at most {most} bytes, got more. Send it in smaller parts."
    return ApiProblem(413, "too-large", message)
