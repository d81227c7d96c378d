"""Calls the course service with the hub token of the person running nbgrader."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode, urlsplit

from pairs_course.service_line import ServiceError, ServiceLine, read_json

TIMEOUT_SECONDS: Final = 30

Part = Literal["exchange", "desk"]


class CourseService:
    """One part of the course service: nbgrader's exchange or the desk, for one cohort.

    ``url`` and ``token`` are those of the hub server in which this runs.
    """

    def __init__(self, url: str, token: str, cohort: str, part: Part = "exchange") -> None:
        self._line = ServiceLine(url.rstrip("/"), token, TIMEOUT_SECONDS)
        self._base = ["api", part, quote(cohort, safe="")]

    @classmethod
    def here(cls, cohort: str, part: Part = "exchange") -> CourseService:
        """Return the service of this hub server; raises ServiceError outside of one."""
        url, token = os.environ.get("COURSE_URL", ""), os.environ.get("JUPYTERHUB_API_TOKEN", "")
        if urlsplit(url).scheme not in ("http", "https") or not token:
            raise ServiceError(
                "Expected COURSE_URL and JUPYTERHUB_API_TOKEN, which a server started by the hub "
                "has. Run this command in a terminal of your server in the course."
            )
        return cls(url, token, cohort, part)

    def get(self, *path: str, **query: str | Sequence[str]) -> Any:
        """Return the JSON answer to a GET; raises ServiceError."""
        return read_json(self.call("GET", *path, query=query))

    def post(self, *path: str, body: Any = None) -> Any:
        """Return the JSON answer to a POST, with ``body`` as JSON if given; raises ServiceError."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return read_json(self.call("POST", *path, data=data, media_type="application/json"))

    def put(self, *path: str, body: Any) -> Any:
        """Return the JSON answer to a PUT of ``body`` as JSON, or None; raises ServiceError."""
        data = json.dumps(body, ensure_ascii=False).encode()
        answer = self.call("PUT", *path, data=data, media_type="application/json")
        return read_json(answer) if answer else None

    def call(
        self,
        method: str,
        *path: str,
        data: bytes | None = None,
        query: Mapping[str, str | Sequence[str]] | None = None,
        media_type: str = "application/octet-stream",
    ) -> bytes:
        """Return the body of the answer to one request; raises ServiceError."""
        place = "/".join([*self._base, *(quote(part, safe="") for part in path)])
        place += f"?{urlencode(query, doseq=True)}" if query else ""
        return self._line.call(method, place, data, media_type)
