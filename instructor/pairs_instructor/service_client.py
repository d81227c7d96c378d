"""Calls of the course service with the hub token of whoever runs nbgrader."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode, urlsplit

MAX_BYTES: Final = 60_000_000
TIMEOUT_SECONDS: Final = 30

Part = Literal["exchange", "desk", "cohorts"]


class CallError(Exception):
    """The service did not do what was asked; the message is a sentence for a person.

    ``code`` is the service's word for it, empty when it did not answer.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: the token is for one address only."""

    def redirect_request(self, *_args: Any, **_kw: Any) -> None:
        return None


class CourseService:
    """One part of the course service: nbgrader's exchange or the desk, for one cohort; or cohorts.

    ``url`` and ``token`` are those of the hub server in which this runs.
    """

    def __init__(self, url: str, token: str, cohort: str, part: Part = "exchange") -> None:
        self._base = f"{url.rstrip('/')}/api/{part}"
        if part != "cohorts":
            self._base += f"/{quote(cohort, safe='')}"
        self._token = token
        # No proxy of the environment: the service is part of this installation.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)

    @classmethod
    def here(cls, cohort: str, part: Part = "exchange") -> CourseService:
        """Return the service of this hub server; raises CallError outside of one."""
        url, token = os.environ.get("COURSE_URL", ""), os.environ.get("JUPYTERHUB_API_TOKEN", "")
        if urlsplit(url).scheme not in ("http", "https") or not token:
            raise CallError(
                "Expected COURSE_URL and JUPYTERHUB_API_TOKEN, which a server started by the hub "
                "has. Run this command in a terminal of your server in the course."
            )
        return cls(url, token, cohort, part)

    def get(self, *path: str, **query: str | Sequence[str]) -> Any:
        """Return the JSON answer to a GET; raises CallError."""
        return self._json(self.call("GET", *path, query=query))

    def post(self, *path: str, body: Any = None) -> Any:
        """Return the JSON answer to a POST, with ``body`` as JSON if given; raises CallError."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self._json(self.call("POST", *path, data=data, media_type="application/json"))

    def put(self, *path: str, body: Any) -> Any:
        """Return the JSON answer to a PUT of ``body`` as JSON, or None; raises CallError."""
        data = json.dumps(body, ensure_ascii=False).encode()
        answer = self.call("PUT", *path, data=data, media_type="application/json")
        return self._json(answer) if answer else None

    def call(
        self,
        method: str,
        *path: str,
        data: bytes | None = None,
        query: Mapping[str, str | Sequence[str]] | None = None,
        media_type: str = "application/octet-stream",
    ) -> bytes:
        """Return the body of the answer to one request; raises CallError."""
        url = "/".join([self._base, *(quote(part, safe="") for part in path)])
        url += f"?{urlencode(query, doseq=True)}" if query else ""
        headers = {"Authorization": f"token {self._token}"}
        if data is not None:
            headers["Content-Type"] = media_type
        request = urllib.request.Request(  # noqa: S310 - here() lets http and https pass only
            url, data, headers, method=method
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                body: bytes = answer.read(MAX_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise CallError(*_said(error)) from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise CallError(
                f"The course service does not answer ({reason}). Is the course running? Try again."
            ) from None
        if len(body) > MAX_BYTES:
            raise CallError(f"Expected at most {MAX_BYTES} bytes from the service, got more.")
        return body

    @staticmethod
    def _json(body: bytes) -> Any:
        try:
            return json.loads(body)
        except ValueError:
            raise CallError("Expected JSON from the course service, got something else.") from None


def _said(error: urllib.error.HTTPError) -> tuple[str, str]:
    """Return the message of the service's one shape of error, and its code."""
    try:
        said = json.loads(error.read(100_000))["error"]
        return str(said["message"]), str(said["code"])
    except (ValueError, KeyError, TypeError, OSError):
        return f"The course service answered {error.code} ({error.reason}).", ""
    finally:
        error.close()
