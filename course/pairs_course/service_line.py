"""Calls the course's service: requests, errors and retries.

Servers and kernels use this, so it loads only the standard library; code in an event loop uses
tornado's client, which is already loaded there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector

T = TypeVar("T")

MAX_BYTES: Final = 60_000_000
#: Each open module has a long poll; they must not block other requests.
MOST_AT_ONCE: Final = 12
ANSWER_SECONDS: Final = 5.0
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
_JSON: Final = "application/json"
_MAX_ERROR_BYTES: Final = 100_000


class ServiceError(OSError):
    """The service did not answer, or refused.

    ``sentence`` is for the person who asked, and may name somebody. The error itself may reach a
    log, and names nobody. ``status`` is 0 without an answer; ``code`` is the service's error code,
    empty if it gave none.
    """

    def __init__(self, sentence: str, status: int = 0, code: str = "") -> None:
        self.sentence, self.status, self.code = sentence, status, code
        said = f"the course service answered {status} {code}".rstrip()
        super().__init__(said if status else sentence)

    @property
    def is_refusal(self) -> bool:
        """Whether the service refused, so that an immediate retry is pointless."""
        return 400 <= self.status < 500 and self.status != 429


class ServiceLine:
    """The service's address and the caller's token; ``seconds`` is the timeout for an answer.

    Uses no proxy and follows no redirect, since the token is for one address only.
    """

    def __init__(self, url: str, token: str, seconds: float = ANSWER_SECONDS) -> None:
        self.url, self.seconds = url, seconds
        self._token = token

    @classmethod
    def from_env(cls, seconds: float = ANSWER_SECONDS) -> ServiceLine:
        """Return this server's line, from the environment the hub set; KeyError without a hub."""
        url, token = os.environ["COURSE_URL"], os.environ["JUPYTERHUB_API_TOKEN"]
        return cls(url.rstrip("/"), token, seconds)

    def get(self, path: str) -> bytes:
        """Return the bytes at ``path``; raises ServiceError."""
        return self.call("GET", path)

    def get_json(self, path: str) -> Any:
        """Return the JSON at ``path``; raises ServiceError."""
        return read_json(self.get(path))

    def call(
        self, method: str, path: str, data: bytes | None = None, media_type: str = _JSON
    ) -> bytes:
        """Return the answer to one request; raises ServiceError."""
        # Imported here, since kernels, which call from an event loop, need none of these.
        import urllib.request
        from http.client import HTTPException
        from urllib.error import HTTPError

        headers = self._headers if data is None else {**self._headers, "Content-Type": media_type}
        request = urllib.request.Request(  # noqa: S310 - the address comes from the hub
            f"{self.url}/{path}", data, headers, method=method
        )
        try:
            with opener().open(request, timeout=self.seconds) as answer:
                body: bytes = answer.read(MAX_BYTES + 1)
        except HTTPError as error:
            raise _refused(error.code, _body_of(error)) from None
        except (OSError, HTTPException) as error:
            raise _away(getattr(error, "reason", error)) from None
        if len(body) > MAX_BYTES:
            raise ServiceError(f"Expected at most {MAX_BYTES} bytes from the service, got more.")
        return body

    async def ask(
        self,
        method: str,
        path: str,
        data: str | None = None,
        *,
        hold: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """Do the same as :meth:`call`, asynchronously.

        ``hold``: extra seconds that the service may wait for news (a long poll).
        """
        from tornado.httpclient import HTTPClientError, HTTPRequest  # imported late, like urllib

        request = HTTPRequest(
            f"{self.url}/{path}",
            method=method,
            body=data,
            headers={**self._headers, "Content-Type": _JSON, **(headers or {})},
            connect_timeout=self.seconds,
            request_timeout=hold + self.seconds,
            follow_redirects=False,
        )
        try:
            answer = await self._client.fetch(request)
        except HTTPClientError as error:
            if error.response is None:  # tornado's own error 599: no answer
                raise _away(error.message) from None
            raise _refused(error.code, error.response.body) from None
        except OSError as error:
            raise _away(error) from None
        body: bytes = answer.body
        return body

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self._token}"}

    @cached_property
    def _client(self) -> Any:
        from tornado.httpclient import AsyncHTTPClient

        return AsyncHTTPClient(
            force_instance=True, max_clients=MOST_AT_ONCE, max_buffer_size=MAX_BYTES
        )


def opener() -> OpenerDirector:
    """Return a urllib opener that uses no proxy and follows no redirect."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            """Return None, which turns the redirect into an HTTPError with its status."""

    return build_opener(ProxyHandler({}), Stay())


def read_json(body: bytes) -> Any:
    """Return an answer's JSON; raises ServiceError for anything else."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ServiceError("The course service did not answer in JSON.") from None


async def until_answered(
    work: Callable[[], Awaitable[T]],
    failed: Callable[[Exception], object],
    wait: Callable[[float], Awaitable[object]],
    *,
    longest: float | None = None,
    end_if_refused: bool = False,
) -> T:
    """Return the result of ``work``, retrying until it succeeds.

    Args:
        work: calls the service; raises OSError, or KeyError for an incomplete answer.
        failed: called with each failure.
        wait: sleeps for some seconds.
        longest: pauses double up to this many seconds; up to 30 after a refusal, or if None.
        end_if_refused: whether to raise a refusal's ServiceError instead of retrying.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            return await work()
        except (OSError, KeyError) as error:
            failed(error)
            refused = isinstance(error, ServiceError) and error.is_refusal
            if refused and end_if_refused:
                raise
        await wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE if refused or longest is None else longest)


def _body_of(error: HTTPError) -> bytes:
    with error:
        try:
            return error.read(_MAX_ERROR_BYTES)
        except OSError:
            return b""


def _away(reason: object) -> ServiceError:
    return ServiceError(
        f"The course service does not answer ({reason}). Is the course running? Try again."
    )


def _refused(status: int, body: bytes) -> ServiceError:
    """Return the ServiceError for an error response."""
    try:
        said = json.loads(body)["error"]
        return ServiceError(str(said["message"]), status, str(said["code"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ServiceError(f"The course service answered {status}.", status)
