"""With the dashboards' own token, nothing but what is published can be reached."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import Mount, iter_route_contexts

from pairs_course.answers.events import Event, new_id
from pairs_course.people.roster import PAIR_ROLES, roster_of
from pairs_course.programme import loader
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.store import Store, wave_closing

from .conftest import NamedTokens, Service
from .pages.site import Begun, TestSignIn

CONTENT = loader.load()
PUBLISHED = {
    f"{PREFIX}api/published/{{cohort}}",
    f"{PREFIX}api/published/{{cohort}}/letter",
    f"{PREFIX}api/network",
}
#: Has a page made, and shows nothing.
MAKING = f"{PREFIX}api/pages"
#: What anybody may have without a token: that the service lives, what it takes, how it looks.
FOR_ALL = {f"{PREFIX}api/health", f"{PREFIX}openapi.json", f"{PREFIX}static/pages.css"}
AT = "2026-11-20T10:00:00.000+00:00"
PAIRS = 13
NAMES = {"Xanthippe", "Yolanda", "Zebedee"}
SECRET = "only-for-my-facilitator"  # noqa: S105 - what somebody writes
MODULE = CONTENT.modules[0].id


@pytest.fixture
def full(service: Service) -> FastAPI:
    """Everything that the service offers, pages too, over many pairs with a closed wave."""
    store = service.store
    rows = [
        (f"user-of-{name.lower()}-{n}", f"{name} {n}", role, f"pair-label-{n}")
        for n in range(PAIRS)
        for name, role in zip(sorted(NAMES), PAIR_ROLES, strict=False)
    ]
    rows.append(("user-of-zebedee", "Zebedee", "facilitator", ""))
    store.people.add_cohort("many", roster_of(rows), title="Many pairs")
    for username, *_ in rows[:-1]:
        answers(store, username)
    wave_closing.close_wave(store, CONTENT, "many", "start")
    app = create_app(store, CONTENT, NamedTokens())
    pages.attach(app, TestSignIn(), Begun(), hub_prefix="/hub/", base_prefix="/")
    return app


def answers(store: Store, username: str) -> None:
    """Answer the Eight and write something for the facilitator alone."""
    eight = CONTENT.question_set("eight-start")
    given = [(eight, i, 4) for i in eight.items if "cohort" in i.audience]
    text = next(
        (s, i, SECRET)
        for s in CONTENT.sets
        for i in s.items
        if i.kind == "text" and "facilitator" in i.audience
    )
    for found, item, value in [*given, text]:
        event = Event(new_id(), AT, found.module, item.id, found.wave, "answer", value,
                      item.audience, item.wording)  # fmt: skip
        assert store.events.add(username, [event], CONTENT).refused == []


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path template that the application answers."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount):
            yield "GET", f"{route.path}/pages.css"
        else:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, str(route.path)


def test_the_token_opens_what_is_published_and_nothing_else(full: FastAPI) -> None:
    """Every route of the application is tried, with true names in its address."""
    opened = {
        (method, template): answer.text
        for method, template, answer in asyncio.run(tried(full))
        if answer.status_code not in (401, 403, 404, 405) and not is_shut_page(template, answer)
    }

    assert {template for _, template in opened} == PUBLISHED | FOR_ALL | {MAKING}
    assert {one for one in opened if one[0] != "GET"} == {("POST", MAKING)}
    assert opened["POST", MAKING] == ""
    for (_, template), text in opened.items():
        if template in PUBLISHED:
            assert not any(name.lower() in text.lower() for name in NAMES), template
            assert SECRET not in text
            assert "pair-label" not in text
            assert not re.search(rf"(?<![\w-])({PAIRS}|{2 * PAIRS})(?![\w-])", text), (
                "a count of pairs or people"
            )


def is_shut_page(template: str, answer: httpx.Response) -> bool:
    """Pages know no token: who is not signed in is sent to the hub or home, an empty form back."""
    if template.startswith(f"{PREFIX}api/"):
        return False
    away = ("/hub/login", "/hub/logout", PREFIX)
    leads_to = answer.headers.get("location", "").partition("?back=")[0]
    return answer.status_code == 422 or leads_to in away


async def tried(app: FastAPI) -> list[tuple[str, str, httpx.Response]]:
    """Ask at every address, as the dashboards, about a member; all bodies but one are wrong."""
    places = {"cohort": "many", "module": MODULE, "wave": "start", "pair": "pair-label-1",
              "username": "user-of-zebedee", "item": "letter"}  # fmt: skip
    found = []
    transport = httpx.ASGITransport(app)
    headers = {"Authorization": "token service-dashboards"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://service", headers=headers
    ) as client:
        for method, template in addresses(app):
            path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: places.get(m[1], "x"), template)
            query: dict[str, Any] = {"viewer": "user-of-zebedee"} if "viewer" not in path else {}
            body = {"page": "cohort", "cohort": "many"} if template == MAKING else None
            answer = await client.request(method, path, params=query, json=body)
            found.append((method, template, answer))
    return found


@pytest.mark.parametrize("kind", ["user-user-of-zebedee", "service-grading"])
def test_no_other_token_opens_what_only_the_dashboards_get(full: FastAPI, kind: str) -> None:
    """Not a facilitator's, not another service's."""

    async def codes() -> set[int]:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(full),
            base_url="http://service",
            headers={"Authorization": f"token {kind}"},
        ) as client:
            return {
                (await client.get(t.format(cohort="many"), params={"viewer": "x"})).status_code
                for t in PUBLISHED
            }

    assert asyncio.run(codes()) == {403}
