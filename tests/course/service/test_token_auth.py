"""Who calls is asked of the hub: identity and access, remembered for seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from pairs_course.service.problems import ApiProblem
from pairs_course.service.token_auth import (
    CACHE_SECONDS,
    STRANGERS,
    STRANGERS_WAITING,
    Caller,
    HubIdentity,
)

from .fake_hub import PEOPLE, Hub, fake_hub


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with fake_hub() as hub:
        for name, value in hub.environment.items():
            monkeypatch.setenv(name, value)
        yield hub


def identify(*tokens: str) -> list[Caller | None]:
    async def ask() -> list[Caller | None]:
        identity = HubIdentity()
        return [await identity.identify(token) for token in tokens]

    return asyncio.run(ask())


@pytest.mark.usefixtures("hub")
def test_identity_and_access_are_two_questions() -> None:
    """A known person whose token may not call this service is known, and has no access."""
    assert identify("t-ann", "t-dash", "t-out", "t-nobody") == [
        Caller("ann", "user", True),
        Caller("dashboards", "service", True),
        Caller("ann", "user", False),
        None,
    ]


def test_the_hub_is_asked_once_for_a_token(hub: Hub) -> None:
    """Each event costs no question to the hub."""
    identify("t-ann", "t-ann", "t-ann")

    assert hub.asked == ["t-ann"]


def test_an_unknown_token_is_known_once_the_hub_knows_it(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not knowing is remembered no longer than knowing: seconds."""
    now = [1000.0]
    monkeypatch.setattr("jupyterhub.services.auth.time.monotonic", lambda: now[0])

    async def story() -> list[Caller | None]:
        identity = HubIdentity()
        first = await identity.identify("t-new")
        hub.people["t-new"] = PEOPLE["t-ann"]
        now[0] += CACHE_SECONDS + 1
        return [first, await identity.identify("t-new")]

    assert asyncio.run(story()) == [None, Caller("ann", "user", True)]


def test_a_hub_that_is_away_is_no_refusal(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel keeps its events and tries again."""
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:9/hub/api")

    with pytest.raises(ApiProblem) as away:
        identify("t-ann")

    assert (away.value.status, away.value.code) == (503, "hub-unavailable")
    assert hub.asked == []


def test_known_people_never_queue_behind_strangers(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of made-up tokens are asked about a few at a time, and then turned away."""
    now = [1000.0]
    monkeypatch.setattr("jupyterhub.services.auth.time.monotonic", lambda: now[0])
    open_, most = 0, 0

    async def story() -> tuple[list[object], Caller | None]:
        identity = HubIdentity()
        await identity.identify("t-ann")
        now[0] += CACHE_SECONDS + 1  # so that the hub is asked about Ann again
        gate, ask = asyncio.Event(), identity.auth.user_for_token

        async def slow(whose: str, *, sync: bool) -> object:
            nonlocal open_, most
            if whose == "t-ann":
                return await ask(whose, sync=sync)
            open_ += 1
            most = max(most, open_)
            await gate.wait()
            open_ -= 1
            return None

        monkeypatch.setattr(identity.auth, "user_for_token", slow)
        strangers = [asyncio.create_task(identity.identify(f"t-{n}")) for n in range(200)]
        await asyncio.sleep(0)
        ann = await identity.identify("t-ann")
        gate.set()
        return await asyncio.gather(*strangers, return_exceptions=True), ann

    answers, ann = asyncio.run(story())

    assert ann == Caller("ann", "user", True)
    assert most == STRANGERS
    refused = [one for one in answers if isinstance(one, ApiProblem)]
    assert {(one.status, one.code) for one in refused} == {(503, "busy")}
    assert len(answers) - len(refused) == STRANGERS_WAITING
    assert hub.asked == ["t-ann", "t-ann"]
