"""The service without a hub: tokens are known by name, and every answer is held to its document."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import jsonschema
import pytest
from fastapi import FastAPI

from pairs_course.programme import loader
from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.token_auth import Caller
from pairs_course.store import Store

from ..cohort import with_cohort
from ..strategies import PROGRAMME

T = TypeVar("T")
API = "/services/course/api"


class NamedTokens:
    """An identity provider whose tokens say who they are: ``user-ann``, ``service-x``."""

    async def identify(self, token: str) -> Caller | None:
        kind, _, name = token.partition("-")
        if kind == "outside":
            return Caller(name, "user", False)
        if kind not in ("user", "service"):
            return None
        return Caller(name, kind, True)  # type: ignore[arg-type]


def documented(document: dict[str, Any], response: httpx.Response) -> dict[str, Any] | None:
    """Return what the document says of a response, None if its route is not in it."""
    path, method = response.request.url.path, response.request.method.lower()
    for template, operations in document["paths"].items():
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in operations:
            said = operations[method]["responses"].get(str(response.status_code))
            assert said is not None, f"{method} {template}: {response.status_code} undocumented"
            return said  # type: ignore[no-any-return]
    return None


def check(document: dict[str, Any], response: httpx.Response) -> None:
    """Hold a response to the OpenAPI document: status, media type and schema."""
    said = documented(document, response)
    if said is None:
        return
    if "content" not in said:
        assert response.content == b""
        return
    media = response.headers["content-type"].split(";")[0]
    assert media in said["content"]
    if media == "application/json":
        schema = {**said["content"][media]["schema"], "components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(response.json())
    if response.status_code == 422:
        code = response.json()["error"]["code"]
        assert f"`{code}`" in said["description"], f"{code} is not in the document"


@cache
def _app() -> FastAPI:
    """Return one application for many tests: making its routes is most of what a test would do."""
    return create_app(Store("sqlite://"), PROGRAMME, NamedTokens())


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI document, which is the same for every application."""
    return _app().openapi()


def fresh_app(store: Store) -> FastAPI:
    """Return the application as if it had just been made for this store."""
    app = _app()
    app.state.course = ServiceContext(store, PROGRAMME, NamedTokens(), PREFIX)
    return app


@dataclass
class Service:
    """One service in this process."""

    app: FastAPI
    store: Store

    def __post_init__(self) -> None:
        self.app.openapi_schema = described()

    def client(self, who: str | None = None) -> httpx.AsyncClient:
        """Return a client of somebody (``user-ann``), which holds answers to the document."""
        document = described()

        async def held(response: httpx.Response) -> None:
            await response.aread()
            check(document, response)

        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://service",
            headers={"Authorization": f"token {who}"} if who else {},
            event_hooks={"response": [held]},
        )

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask once; ``path`` is below the API."""

        async def once() -> httpx.Response:
            async with self.client(who) as client:
                return await client.request(method, f"{API}{path}", **more)

        return asyncio.run(once())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something that asks several times at once; it must not hang."""

        async def limited() -> T:
            async with asyncio.timeout(20):
                return await work

        return asyncio.run(limited())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with with_cohort(tmp_path) as store:
        yield Service(fresh_app(store), store)


@pytest.fixture
def dashboards(service: Service) -> Service:
    """The service with the real programme, on the day before the letters of the tests open."""
    app = create_app(service.store, loader.load(), NamedTokens())
    app.state.course = replace(app.state.course, today=lambda: date(2026, 11, 29))
    return Service(app, service.store)
