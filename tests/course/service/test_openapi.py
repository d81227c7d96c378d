"""The OpenAPI document is true; the client of every other test holds each answer to it."""

from __future__ import annotations

import asyncio
from typing import Any

from pairs_course.service.app import PREFIX

from .conftest import API, Service


def document(service: Service) -> dict[str, Any]:
    async def fetched() -> dict[str, Any]:
        async with service.client() as client:
            return (await client.get(f"{PREFIX}openapi.json")).json()  # type: ignore[no-any-return]

    return asyncio.run(fetched())


def test_the_document_has_every_route_of_the_contract(service: Service) -> None:
    """Nothing is missing and nothing is hidden."""
    exchange = f"{API}/exchange/{{cohort}}"

    assert {path: sorted(ops) for path, ops in document(service)["paths"].items()} == {
        f"{API}/health": ["get"],
        f"{API}/events": ["post"],
        f"{API}/me": ["get"],
        f"{API}/pair/{{module}}": ["get"],
        f"{API}/meeting/{{module}}": ["get", "post"],
        f"{API}/submissions/{{module}}": ["get"],
        f"{API}/typed": ["get"],
        f"{exchange}/assignments": ["get"],
        f"{exchange}/assignments/{{module}}": ["delete", "get", "put"],
        f"{exchange}/assignments/{{module}}/submissions": ["post"],
        f"{exchange}/submissions": ["get"],
        f"{exchange}/assignments/{{module}}/notes": ["get"],
        f"{exchange}/files": ["get"],
        f"{exchange}/feedback": ["put"],
        f"{exchange}/submissions/{{submission}}/feedback/{{notebook}}": ["get"],
        f"{API}/desk/{{cohort}}/releases/{{module}}/opens": ["put"],
        f"{API}/published/{{cohort}}": ["get"],
        f"{API}/published/{{cohort}}/letter": ["get"],
        f"{API}/network": ["get"],
        f"{API}/pages": ["post"],
        f"{API}/cohorts": ["get"],
        f"{API}/desk/{{cohort}}/roster": ["get"],
    }


def test_every_error_is_documented_in_the_one_shape(service: Service) -> None:
    """No route is left with a framework's own error."""
    described = document(service)

    for operations in described["paths"].values():
        for operation in operations.values():
            errors = {s: r for s, r in operation["responses"].items() if s >= "4"}
            assert {"413", "422", "500", "503"} <= set(errors)
            for response in errors.values():
                assert response["content"] == {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}
                }
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_nothing_unforeseen_is_described(service: Service) -> None:
    """Of nothing that goes in or out is more taken or given than is written there."""
    schemas = document(service)["components"]["schemas"]
    views = {"View", "Opened", "Point", "JointState", "MeetingView"}

    assert views <= set(schemas)
    assert [
        name
        for name, schema in schemas.items()
        if "properties" in schema and schema.get("additionalProperties") is not False
    ] == []
