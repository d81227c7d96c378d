"""What goes wrong, in one shape for every route: ``{"error": {"code", "message"}}``.

``code`` is for programs and never changes; ``message`` is for people and says what, what was
expected, what came, and the next step. Neither repeats what somebody wrote, and nor does the log.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pairs_course.service.strict_model import Strict
from pairs_course.store import (
    AlreadyReleased,
    BadArchive,
    BadCohortName,
    BadCohortTitle,
    CannotMatch,
    CohortExists,
    DecidedAlready,
    InAnotherCohort,
    LetterOpen,
    NoteChanged,
    NotInAPair,
    NotInCohort,
    NotOpen,
    NotReleased,
    NotText,
    RosterChanged,
    RosterConflict,
    StoreError,
    TextChanged,
    UnknownCohort,
    UnknownLetter,
    UnknownPair,
    UnknownPerson,
    UnknownSubmission,
    WaveClosed,
)

log = logging.getLogger(__name__)


class ErrorBody(Strict):
    """What went wrong: a word for programs, a sentence for people."""

    code: str
    message: str


class Error(Strict):
    """The one shape of every error."""

    error: ErrorBody


class ApiProblem(HTTPException):
    """Raise it anywhere in a request to answer with ``status``, ``code`` and ``message``."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, message, dict(headers) if headers else None)
        self.status = status
        self.code = code
        self.message = message


ErrorPage = Callable[[Request, ApiProblem], Awaitable[Response]]

#: The code of a request that does not have the shape that the document says.
NOT_AS_EXPECTED: Final = "not-as-expected"

_OF_STORE: Final[dict[type[StoreError], tuple[int, str]]] = {
    UnknownPerson: (403, "not-a-member"),
    NotInCohort: (404, "not-in-cohort"),
    InAnotherCohort: (409, "in-another-cohort"),
    CohortExists: (409, "cohort-exists"),
    RosterChanged: (409, "roster-changed"),
    BadCohortName: (422, "bad-cohort-name"),
    BadCohortTitle: (422, "bad-cohort-title"),
    RosterConflict: (422, "bad-roster"),
    NotInAPair: (403, "not-in-a-pair"),
    UnknownCohort: (404, "unknown-cohort"),
    NotReleased: (404, "not-released"),
    NotOpen: (404, "not-open"),
    UnknownPair: (404, "unknown-pair"),
    UnknownLetter: (404, "unknown-letter"),
    LetterOpen: (409, "letter-open"),
    NoteChanged: (409, "note-changed"),
    UnknownSubmission: (404, "unknown-submission"),
    AlreadyReleased: (409, "already-released"),
    CannotMatch: (409, "cannot-match"),
    DecidedAlready: (409, "decided-already"),
    TextChanged: (409, "text-changed"),
    WaveClosed: (409, "wave-closed"),
    BadArchive: (422, "bad-archive"),
    NotText: (422, NOT_AS_EXPECTED),
}


#: What a schema cannot say: requests of the right shape that are refused all the same, by code.
RULES: Final = {
    "bad-archive": "the archive cannot be read, or may not be kept and unpacked elsewhere",
    "bad-notebook": "a notebook in the archive cannot be read",
    "not-the-modules-code": "something in the archive would run that the installed module has not",
}


def documented(*statuses: int, file: bool = False, rules: str = "") -> dict[int | str, Any]:
    """Return the ``responses`` of a route: these errors, and those that every route may give.

    ``file``: the route answers with a file. FastAPI would then document its errors as files too.
    ``rules``: the codes, with spaces, of RULES that this route may answer with 422.
    """
    said: dict[str, Any] = {"model": Error}
    if file:
        schema = {"$ref": "#/components/schemas/Error"}
        said = {"content": {"application/json": {"schema": schema}}}
    words = {422: _rules(rules.split())}
    return {
        status: {"description": words.get(status, HTTPStatus(status).phrase), **said}
        for status in sorted({*statuses, 413, 422, 500, 503})
    }


def _rules(codes: list[str]) -> str:
    shape = f"`{NOT_AS_EXPECTED}`: not what this document says."
    return " ".join([shape, *(f"`{code}`: {RULES[code]}." for code in codes)])


def install(app: FastAPI) -> None:
    """Make every error of ``app`` come in the one shape."""

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, StarletteHTTPException)  # noqa: S101 - registered for it below
        return await answer(request, _of_http(request, error))

    async def of_request(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it below
        return await answer(request, _of_request(error))

    async def of_store(request: Request, error: Exception) -> Response:
        assert isinstance(error, StoreError)  # noqa: S101 - registered for it below
        status, code = _OF_STORE.get(type(error), (409, "refused"))
        return await answer(request, ApiProblem(status, code, str(error)))

    async def of_database(request: Request, _error: Exception) -> Response:
        log.exception("The database did not answer")  # its parameters are hidden
        return await answer(request, _AWAY)

    app.add_exception_handler(StarletteHTTPException, of_http)
    app.add_exception_handler(RequestValidationError, of_request)
    app.add_exception_handler(StoreError, of_store)
    app.add_exception_handler(OperationalError, of_database)
    app.add_middleware(Unforeseen)


async def answer(request: Request, problem: ApiProblem) -> Response:
    """Answer with a problem: as a page where ``app.state.error_page`` is set, else as JSON."""
    course = request.app.state.course
    page: ErrorPage | None = request.app.state.error_page
    if page is not None and not request.url.path.startswith(f"{course.prefix}api/"):
        return await page(request, problem)
    body = Error(error=ErrorBody(code=problem.code, message=problem.message))
    return JSONResponse(body.model_dump(), problem.status_code, problem.headers)


class Unforeseen:
    """Catches unexpected exceptions, and logs where they happened, but not the values involved.

    The message of an exception may hold what somebody wrote, so only its type and place are
    logged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and answer if nobody else does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s %s: %s\n%s", scope["method"], scope["path"], type(error).__name__, place)
            if not started:
                request = Request(scope, receive)
                await (await answer(request, _UNFORESEEN))(scope, receive, send)


_AWAY: Final = ApiProblem(
    503,
    "store-unavailable",
    "The course cannot read or save just now. Nothing is lost. Try again in a minute; "
    "if it stays so, tell your facilitator.",
    {"Retry-After": "5"},
)

_UNFORESEEN: Final = ApiProblem(
    500,
    "unforeseen",
    "Something went wrong in the course's service. Nothing that was saved is lost. "
    "Try again; if it stays so, tell your facilitator.",
)


def _of_http(request: Request, error: StarletteHTTPException) -> ApiProblem:
    if isinstance(error, ApiProblem):
        return error
    if error.status_code == 404:
        message = f"There is nothing at {request.url.path}. Check the address."
        return ApiProblem(404, "not-found", message)
    if error.status_code == 405:
        allowed = _methods(request)
        message = f"{request.url.path} takes {allowed}, got {request.method}."
        return ApiProblem(405, "method-not-allowed", message, {"Allow": allowed})
    if error.status_code == 400:  # FastAPI's own, for bytes that are not text
        message = "The body cannot be read. Expected JSON in UTF-8. Correct it and send it again."
        return ApiProblem(422, NOT_AS_EXPECTED, message)
    message = f"The request cannot be answered: {error.detail}."
    return ApiProblem(error.status_code, f"http-{error.status_code}", message, error.headers)


def _methods(request: Request) -> str:
    """Return the methods that an address takes; the framework names those of one route alone."""
    routes = iter_route_contexts(request.app.routes)
    taken = {
        method
        for route in routes
        if route.path and compile_path(route.path)[0].match(request.scope["path"])
        for method in route.methods or ()
    }
    return ", ".join(sorted(taken))


def _of_request(error: RequestValidationError) -> ApiProblem:
    """Say what a request should have been; pydantic's own words would repeat what came."""
    found = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5]]
    message = f"The request is not as expected. {'; '.join(found)}. Correct it and send it again."
    return ApiProblem(422, NOT_AS_EXPECTED, message)
