"""Two pairs meet by way of the service: ready, matched, one sentence each, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pairs_course.service.app import create_app
from pairs_course.store import Store

from ..cohort import roster
from ..strategies import MEETING, MODULE, WITH_MEETINGS, for_others
from .conftest import API, NamedTokens, Service

MEET = f"/meeting/{MEETING}"
NONE = {"state": "none", "people": [], "sentence": None}
MORE = [
    ("eve", "Eve Elm", "patient-leader", "3"),
    ("gus", "Gus Gorse", "professional", "3"),
]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A programme in which pairs meet, and three pairs."""
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("north", roster(*MORE), demo=True)
        yield Service(create_app(store, WITH_MEETINGS, NamedTokens()), store)


def view(service: Service, who: str) -> Any:
    return service.ask(f"user-{who}", "GET", MEET).json()["view"]


def say(service: Service, who: str, ready: object) -> httpx.Response:
    return service.ask(f"user-{who}", "POST", MEET, json={"ready": ready})


def send(service: Service, who: str, *events: Any) -> None:
    batch = {"events": [event.to_json() for event in events]}
    answer = service.ask(f"user-{who}", "POST", "/events", json=batch).json()
    assert answer["refused"] == []


def test_two_pairs_meet(service: Service) -> None:
    """From nothing asked to a sentence from each pair to the other, as all four see it."""
    four = ("ann", "ben", "cat", "dan")
    assert [view(service, who) for who in four] == [NONE] * 4

    asked = say(service, "ann", True).json()["view"]
    waiting = {**NONE, "state": "waiting"}
    assert (asked, view(service, "ben"), view(service, "cat")) == (waiting, waiting, NONE)

    say(service, "dan", True)
    ours = {"state": "matched", "people": ["Cat Cedar", "Dan Dell"], "sentence": None}
    theirs = {"state": "matched", "people": ["Ann Alder", "Ben Birch"], "sentence": None}
    assert [view(service, who) for who in four] == [ours, ours, theirs, theirs]

    proposal = for_others("propose", {"text": "You asked who is missing."})
    send(service, "cat", proposal)
    assert view(service, "ann") == ours
    send(service, "dan", for_others("confirm", {"of": proposal.id}))
    said = {**ours, "sentence": {"text": "You asked who is missing."}}
    assert [view(service, who) for who in four] == [said, said, theirs, theirs]

    answer = for_others("propose", {"text": "We count Sundays now."})
    send(service, "ann", answer)
    send(service, "ben", for_others("confirm", {"of": answer.id}))
    heard = {**theirs, "sentence": {"text": "We count Sundays now."}}
    assert [view(service, who) for who in four] == [said, said, heard, heard]
    assert (view(service, "eve"), view(service, "gus")) == (NONE, NONE)


def test_a_pair_that_waits_learns_nothing_of_others(service: Service) -> None:
    """View and version stay, whoever is matched or stops waiting in the meantime."""
    service.store.meetings.match("fay", "north", MEETING, "1", "2")
    say(service, "eve", True)
    before = service.ask("user-gus", "GET", MEET).json()

    proposal = for_others("propose", {"text": "A secret of two pairs."})
    send(service, "ann", proposal)
    send(service, "ben", for_others("confirm", {"of": proposal.id}))
    say(service, "cat", False)

    assert service.ask("user-gus", "GET", MEET).json() == before
    assert before["view"] == {**NONE, "state": "waiting"}


def test_stopping_and_saying_it_twice_are_harmless(service: Service) -> None:
    """The answer is where the pair stands; a match stays."""
    states = [say(service, "ann", ready).json()["view"]["state"] for ready in (False, True, True)]
    stopped = say(service, "ben", False).json()["view"]["state"]
    say(service, "ben", True)
    say(service, "cat", True)

    assert (states, stopped) == (["none", "waiting", "waiting"], "none")
    assert say(service, "cat", False).json()["view"]["state"] == "matched"


def test_both_pairs_are_woken_by_a_match_and_by_a_sentence(service: Service) -> None:
    """Whoever waits at the service hears within the moment, and a third pair does not."""

    async def story() -> tuple[list[str], Any, bool]:
        clients = [service.client(f"user-{who}") for who in ("ann", "cat", "eve")]
        path = f"{API}{MEET}"

        async def poll(client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
            since = (await client.get(path)).json()["version"]
            query = {"since": since, "wait": 20}
            return asyncio.create_task(client.get(path, params=query))

        ann, cat, eve = clients
        await ann.post(path, json={"ready": True})
        outside = await poll(eve)
        polls = [await poll(ann), await poll(cat)]
        await asyncio.sleep(0)
        await cat.post(path, json={"ready": True})
        states = [(await one).json()["view"]["state"] for one in polls]

        last = await poll(ann)
        proposal = for_others("propose", {"text": "We listen."})
        confirm = for_others("confirm", {"of": proposal.id})
        for who, event in (("cat", proposal), ("dan", confirm)):
            async with service.client(f"user-{who}") as client:
                await client.post(f"{API}/events", json={"events": [event.to_json()]})
        sentence = (await last).json()["view"]["sentence"]
        quiet = not outside.done()
        await service.app.state.course.bell.close()
        await outside
        for client in clients:
            await client.aclose()
        return states, sentence, quiet

    assert service.run(story()) == (["matched", "matched"], {"text": "We listen."}, True)


@pytest.mark.parametrize(
    ("who", "method", "path", "status", "code"),
    [
        ("user-fay", "GET", MEET, 403, "not-in-a-pair"),
        ("user-fay", "POST", MEET, 403, "not-in-a-pair"),
        ("user-eve2", "GET", MEET, 403, "not-a-member"),
        ("user-ann", "GET", f"/meeting/{MODULE}", 404, "no-meeting"),
        ("user-ann", "POST", f"/meeting/{MODULE}", 404, "no-meeting"),
        ("user-ann", "GET", "/meeting/99-nowhere", 404, "unknown-module"),
    ],
)
def test_callers_and_modules_are_checked(
    service: Service, who: str, method: str, path: str, status: int, code: str
) -> None:
    """A pair, and a module in which pairs meet: each has its own code."""
    more = {"json": {"ready": True}} if method == "POST" else {}
    answer = service.ask(who, method, path, **more)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("body", [{}, {"ready": "yes"}, {"ready": True, "with": "2"}, []])
def test_a_pair_cannot_choose_whom_it_meets(service: Service, body: object) -> None:
    """Only yes or no is taken, and nothing beside it."""
    answer = service.ask("user-ann", "POST", MEET, json=body)

    assert (answer.status_code, view(service, "ann")) == (422, NONE)


def test_an_event_with_a_strange_module_is_only_refused(service: Service) -> None:
    """Whatever a program puts where a module's name belongs."""
    strange = {"id": "x", "module": {"a": []}, "audience": ["other-pair"]}
    answer = service.ask("user-ann", "POST", "/events", json={"events": [strange]})

    assert (answer.status_code, len(answer.json()["refused"])) == (200, 1)
