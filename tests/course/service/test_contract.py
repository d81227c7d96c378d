"""Requests made from the OpenAPI document, as everybody who may ask, are answered as it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.limits import RateLimit
from pairs_course.service.problems import NOT_AS_EXPECTED

from ..cohort import archive
from ..strategies import PROGRAMME
from .conftest import NamedTokens, Service

#: Enough to meet every parameter and every body; the whole programme of them takes a long time.
EXAMPLES: Final = 3
UPLOAD: Final = "application/zip"
CALLERS: Final = ["user-ann", "user-fay", "user-sam", "user-zoe", "service-dashboards", "who", None]
CHECKS: Final = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
#: Places that are there, so that requests come as far as what they ask for.
PLACES: Final = {"cohort": "north", "username": "ann", "pair": "1", "wave": "once"}


@pytest.fixture(scope="session", autouse=True)
def archives_are_sent_as_they_are() -> None:
    """A module is a zip archive: the document says no more, and the tool has no writer for it."""

    @schemathesis.serializer(UPLOAD)
    def write(_context: Any, value: Any) -> bytes:
        return value if isinstance(value, bytes) else archive()


def operations(service: Service) -> list[APIOperation[Any, Any, Any, Any]]:
    """Every operation of the document, of an application that counts no requests."""
    app = create_app(service.store, PROGRAMME, NamedTokens())
    app.state.course = replace(app.state.course, rate=RateLimit(burst=10**9))
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}openapi.json", app)
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def in_place(case: Case[Any], module: str | None) -> Case[Any]:
    """Put names that are there into an address, and let nobody wait for news."""
    parameters = dict(case.path_parameters or {})
    if module is not None:
        there = {**PLACES, "module": module}
        parameters |= {name: there[name] for name in parameters if name in there}
    case.path_parameters = parameters
    if "wait" in (case.query or {}) and isinstance(case.query["wait"], int | float):
        case.query["wait"] = 0
    return case


def ask(case: Case[Any], who: str | None) -> Response:
    return case.call(headers={"Authorization": f"token {who}"} if who else {})


def held(operation: APIOperation[Any, Any, Any, Any], who: str | None, mode: GenerationMode) -> int:
    """Ask for an operation again and again, and hold each answer; return how many there were."""
    asked = 0
    modules = st.sampled_from([None, *(module.id for module in PROGRAMME.modules)])

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), module=modules)
    def each(case: Case[Any], module: str | None) -> None:
        nonlocal asked
        asked += 1
        response = ask(in_place(case, module), who)
        case.validate_response(response, checks=CHECKS)
        if response.status_code == 422:
            code = response.json()["error"]["code"]
            said = operation.definition.raw["responses"]["422"]["description"]
            assert f"`{code}`" in said, f"{operation.label}: {code} is not in the document"
            if mode is GenerationMode.POSITIVE:
                assert code != NOT_AS_EXPECTED, f"{operation.label}: {response.json()}"

    each()
    return asked


@pytest.mark.parametrize("who", CALLERS)
def test_what_the_document_allows_is_answered_as_it_says(service: Service, who: str | None) -> None:
    """No fault, no status, type or body that the document does not name, and no wrong refusal."""
    for operation in operations(service):
        assert held(operation, who, GenerationMode.POSITIVE)


def test_what_the_document_does_not_allow_is_answered_as_it_says(service: Service) -> None:
    """Bodies that are no text, other types, missing and unknown parts: in the one shape."""
    for operation in operations(service):
        if operation.body or operation.path_parameters or operation.query:
            assert held(operation, "user-fay", GenerationMode.NEGATIVE)


@pytest.mark.parametrize("body", [b"\xae", b"\xff\xfe[", b"{", b"[" * 100_000, b""])
def test_a_body_that_cannot_be_read_is_answered_as_the_document_says(
    service: Service, body: bytes
) -> None:
    """The client of these tests holds each answer to the document."""
    described = service.app.openapi()["paths"]
    for template, found in described.items():
        for method, operation in found.items():
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                path = template.format_map(PLACES | {"module": "01-start", "item": "letter"})
                answer = service.ask(
                    "user-fay",
                    method,
                    path.removeprefix(f"{PREFIX}api"),
                    content=body,
                    headers={"Content-Type": "application/json"},
                )
                assert answer.status_code in (403, 404, 422), (method, template)


def test_a_wrong_method_is_told_every_right_one(service: Service) -> None:
    """The header names what the address takes: all of it, and nothing else."""
    for template, found in service.app.openapi()["paths"].items():
        path = template.removeprefix(f"{PREFIX}api").replace("{", "").replace("}", "")
        answer: httpx.Response = service.ask("user-fay", "PATCH", path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == ", ".join(sorted(method.upper() for method in found))
        assert answer.headers["allow"] in answer.json()["error"]["message"]
