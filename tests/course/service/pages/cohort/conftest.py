"""A facilitator at the pages of a cohort with the real programme, and a day on which it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pairs_course.answers import events
from pairs_course.answers.events import Event
from pairs_course.programme import compiled
from pairs_course.store import Store

from ....cohort import with_cohort
from ..site import app_on
from .visitor import Visitor

TODAY = date(2027, 5, 12)
CONTENT = compiled.load()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The cohort “North” of two pairs, with a facilitator and a sponsor."""
    with with_cohort(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The service with its pages, without a hub."""
    app = app_on(store, CONTENT)
    site = app.state.pages
    app.state.course = site.course = replace(site.course, today=lambda: TODAY)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def fay(client: TestClient) -> Visitor:
    """The facilitator."""
    return Visitor(client, "fay", "north")


@pytest.fixture
def does(store: Store) -> Callable[..., str]:
    """`does(who, module, kind, item, value, *audience)` lets somebody do a thing: its id."""

    def do(who: str, module: str, kind: str, item: str, value: Any = None, *to: str) -> str:
        event = Event(
            events.new_id(), events.now(), module, item, "once", kind, value, to or ("facilitator",)
        )
        assert store.events.add(who, [event], CONTENT).refused == []
        return event.id

    return do
