"""Waiting for the partner: woken at once by what changes the view, and by nothing else."""

from __future__ import annotations

import asyncio
from typing import Final

import httpx

from pairs_course.answers.events import Event
from pairs_course.service import polling

from ..strategies import MODULE, SENTENCE, event, whole_seal
from .conftest import API, Service

PAIR = f"{API}/pair/{MODULE}"
#: Whoever is woken, or need not wait, has an answer before this many of the 25 seconds are over.
WOKEN: Final = 20


async def seen(client: httpx.AsyncClient) -> str:
    return str((await client.get(PAIR)).json()["version"])


async def send(client: httpx.AsyncClient, *events: Event) -> None:
    await client.post(f"{API}/events", json={"events": [e.to_json() for e in events]})


async def waiting(service: Service, count: int) -> None:
    """Return once that many requests wait."""
    pair = service.store.events.of_pair("ann", MODULE).pair
    assert pair is not None
    bell = service.app.state.course.bell.of(pair)
    while bell.waiting.total() < count:
        await asyncio.sleep(0)


def test_both_partners_are_woken_at_once(service: Service) -> None:
    """A proposal is with both as soon as it is kept."""

    async def story() -> list[str]:
        async with service.client("user-ann") as ann, service.client("user-ben") as ben:
            polls = [
                asyncio.create_task(c.get(PAIR, params={"since": await seen(c), "wait": 25}))
                for c in (ann, ben)
            ]
            await waiting(service, 2)
            await send(ann, event("propose", SENTENCE, {"text": "We listen."}))
            async with asyncio.timeout(WOKEN):
                answers = [(await poll).json() for poll in polls]
            return [a["view"]["joint"][SENTENCE]["open"][0]["by"] for a in answers]

    assert service.run(story()) == ["me", "partner"]


def test_a_view_that_is_not_since_is_given_at_once(service: Service) -> None:
    """Whoever comes back late does not wait."""

    async def story() -> str:
        async with service.client("user-ann") as ann, asyncio.timeout(WOKEN):
            answer = await ann.get(PAIR, params={"since": "another", "wait": 25})
            return str(answer.json()["version"])

    assert service.run(story()) != "another"


def test_a_partners_answers_do_not_end_the_wait(service: Service) -> None:
    """The wait lasts its time, and the same version comes back."""

    async def story() -> tuple[str, str, bool]:
        async with service.client("user-ann") as ann, service.client("user-ben") as ben:
            before = await seen(ben)
            poll = asyncio.create_task(ben.get(PAIR, params={"since": before, "wait": 0.5}))
            await waiting(service, 1)
            await send(ann, *whole_seal())
            early = poll.done()
            return before, (await poll).json()["version"], early

    before, after, early = service.run(story())

    assert (after, early) == (before, False)


def test_the_other_pair_is_not_woken(service: Service) -> None:
    """Each pair has a bell of its own."""

    async def story() -> tuple[bool, str, str]:
        async with service.client("user-ann") as ann, service.client("user-cat") as cat:
            before = await seen(ann)
            poll = asyncio.create_task(ann.get(PAIR, params={"since": before, "wait": 0.3}))
            await waiting(service, 1)
            await send(cat, event("propose", SENTENCE, {"text": "We listen."}))
            return poll.done(), before, (await poll).json()["version"]

    done, before, after = service.run(story())

    assert (done, after) == (False, before)


def test_nothing_is_lost_between_looking_and_waiting(service: Service) -> None:
    """Each of many changes ends the wait that was begun before it."""

    async def story() -> int:
        woken = 0
        async with service.client("user-ann") as ann, service.client("user-ben") as ben:
            version = await seen(ben)
            for n in range(20):
                poll = asyncio.create_task(ben.get(PAIR, params={"since": version, "wait": 25}))
                await send(ann, event("propose", SENTENCE, {"text": f"We listen {n}."}))
                version, before = (await poll).json()["version"], version
                woken += version != before
        return woken

    assert service.run(story()) == 20


def test_stopping_answers_everybody_who_waits(service: Service) -> None:
    """They get the view they have, and later ones do not wait at all."""

    async def story() -> list[int]:
        async with service.client("user-ann") as ann:
            query = {"since": await seen(ann), "wait": 25}
            poll = asyncio.create_task(ann.get(PAIR, params=query))
            await waiting(service, 1)
            await service.app.state.course.bell.close()
            return [(await poll).status_code, (await ann.get(PAIR, params=query)).status_code]

    assert service.run(story()) == [200, 200]


def test_too_many_waits_of_one_person_are_refused(service: Service) -> None:
    """A program that never closes its requests cannot pile them up, nor keep the partner out."""

    async def story() -> tuple[httpx.Response, httpx.Response]:
        async with service.client("user-ann") as ann, service.client("user-ben") as ben:
            query = {"since": await seen(ann), "wait": 25}
            polls = [
                asyncio.create_task(ann.get(PAIR, params=query)) for _ in range(polling.MAX_WAITING)
            ]
            await waiting(service, polling.MAX_WAITING)
            answer = await ann.get(PAIR, params=query)
            others = asyncio.create_task(
                ben.get(PAIR, params={"since": await seen(ben), "wait": 25})
            )
            await waiting(service, polling.MAX_WAITING + 1)
            await service.app.state.course.bell.close()
            await asyncio.gather(*polls)
            return answer, await others

    answer, others = service.run(story())

    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too-many-waiting")
    assert others.status_code == 200
