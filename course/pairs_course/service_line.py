"""The line to the course's service: how it is called, what goes wrong, and when to try again.

Whatever runs in a person's server or kernel uses this, so that it loads nothing but the standard
library; who waits in a loop calls with tornado's client, which is there already.
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
#: Long polls wait for an answer, one for each module: they must not keep an answer from being sent.
MOST_AT_ONCE: Final = 12
ANSWER_SECONDS: Final = 5.0
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
_JSON: Final = "application/json"
_MAX_ERROR_BYTES: Final = 100_000


class ServiceError(OSError):
    """The service does not answer, or did not do what was asked.

    ``sentence`` is for the person who asked, and may name somebody. The error itself, which may
    reach a log, names nobody. ``status`` is 0 where nothing answered, and ``code`` is the service's
    own word for what is wrong, empty where it said none.
    """

    def __init__(self, sentence: str, status: int = 0, code: str = "") -> None:
        self.sentence, self.status, self.code = sentence, status, code
        said = f"the course service answered {status} {code}".rstrip()
        super().__init__(said if status else sentence)

    @property
    def is_refusal(self) -> bool:
        """Whether the service said no, so that asking again soon changes nothing."""
        return 400 <= self.status < 500 and self.status != 429


class ServiceLine:
    """An address of the service, and the token of whoever speaks; ``seconds`` is for one answer.

    No proxy of the environment is asked and no redirect is followed: the token is for one address.
    """

    def __init__(self, url: str, token: str, seconds: float = ANSWER_SECONDS) -> None:
        self.url, self.seconds = url, seconds
        self._token = token

    @classmethod
    def from_env(cls, seconds: float = ANSWER_SECONDS) -> ServiceLine:
        """Return what the hub prepared for this server; KeyError without a hub."""
        url, token = os.environ["COURSE_URL"], os.environ["JUPYTERHUB_API_TOKEN"]
        return cls(url.rstrip("/"), token, seconds)

    def get(self, path: str) -> bytes:
        """Return what the service has at ``path``; raises ServiceError."""
        return self.call("GET", path)

    def get_json(self, path: str) -> Any:
        """Return the JSON at ``path``; raises ServiceError."""
        return read_json(self.get(path))

    def call(
        self, method: str, path: str, data: bytes | None = None, media_type: str = _JSON
    ) -> bytes:
        """Return the answer to one request; raises ServiceError."""
        # Late: a kernel that calls from its loop needs none of these.
        import urllib.request
        from http.client import HTTPException
        from urllib.error import HTTPError

        headers = self._headers if data is None else {**self._headers, "Content-Type": media_type}
        request = urllib.request.Request(  # noqa: S310 - the address is the hub's own
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
        """Return the answer as :meth:`call` does, while others go on.

        ``hold``: for so many seconds more the service may wait until it has news.
        """
        from tornado.httpclient import HTTPClientError, HTTPRequest  # late, as is urllib

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
            if error.response is None:  # 599 is tornado's own word for an answer that did not come
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
    """Return what opens one address only: no proxy of the environment, and no redirect."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            """Return nothing, which makes the redirect an error with its own status."""

    return build_opener(ProxyHandler({}), Stay())


def read_json(body: bytes) -> Any:
    """Return what an answer says; raises ServiceError where that is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ServiceError("The course service answered with something else than JSON.") from None


async def until_answered(
    work: Callable[[], Awaitable[T]],
    failed: Callable[[Exception], object],
    wait: Callable[[float], Awaitable[object]],
    *,
    longest: float | None = None,
    end_if_refused: bool = False,
) -> T:
    """Return what ``work`` gives, after as many tries as it takes.

    Args:
        work: asks the service; raises OSError, or KeyError where an answer lacks something.
        failed: hears of each try in vain.
        wait: pauses for so many seconds.
        longest: pauses double up to this many seconds; up to 30 after a refusal, or for None.
        end_if_refused: whether the service's "no" is raised as the ServiceError that it is.
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
    """Return what the service's one shape of an error says."""
    try:
        said = json.loads(body)["error"]
        return ServiceError(str(said["message"]), status, str(said["code"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ServiceError(f"The course service answered {status}.", status)
