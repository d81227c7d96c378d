"""What was typed in from paper is in the journal once, and the same answer counts everywhere."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import paper_sync
from pairs_course.answers.events import Event, EventError
from pairs_course.answers.journal import Journal
from pairs_course.answers.outbox import Outbox

from ..strategies import SENTENCE, event

BY = "Fay Fern"


def typed_in(item: str, value: object, kind: str = "answer") -> Event:
    return replace(event(kind, item, value), typed_by=BY)


class Service:
    """The service's side of one person: events in the order in which they were taken."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def post(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        for one in map(Event.from_json, events):
            assert not one.typed_by
            if one.id not in [e.id for e in self.events]:
                self.events.append(one)
        return {"accepted": [e["id"] for e in events], "refused": []}

    async def typed(self) -> dict[str, Any]:
        return {"events": [e.to_json() for e in paper_sync.counting(self.events)]}


def counts(events: list[Event]) -> dict[str, object]:
    return {e.item: e.value for e in events if e.kind == "answer"}


def test_a_line_says_who_typed_it_in_and_others_are_as_before(tmp_path):
    """An old journal reads as it did; a typed line comes back whole."""
    mine, theirs = event("answer", "D1", 4), typed_in("point", "12")
    for one in (mine, theirs):
        Journal(tmp_path).append(one)

    lines = (tmp_path / "answers.jsonl").read_text().splitlines()

    assert ["typed_by" in line for line in lines] == [False, True]
    assert Journal(tmp_path).events() == [mine, theirs]


@pytest.mark.parametrize("by", [7, None, ["Fay"], "x" * 101])
def test_a_name_that_is_none_is_no_event(by):
    """The line would be set aside as damaged; nothing else of the journal suffers."""
    with pytest.raises(EventError, match="typed_by"):
        Event.from_json({**event("answer", "D1", 4).to_json(), "typed_by": by})


def test_what_was_typed_in_is_never_sent_back(tmp_path):
    """The outbox passes it over, and nothing waits because of it."""
    journal, service = Journal(tmp_path), Service()
    mine = event("answer", "point", "12")
    for one in (typed_in("point", "11"), mine, typed_in("point", "13")):
        journal.append(one)
    outbox = Outbox(journal, service.post)

    assert outbox.waiting == [mine]
    assert asyncio.run(outbox.drain()) == [mine.id]
    assert (outbox.waiting, service.events) == ([], [mine])


def test_a_new_journal_takes_in_what_was_typed_before(tmp_path):
    """Somebody who only ever worked on paper opens a module later; asking again adds nothing."""
    service = Service()
    sheet = [typed_in("point", "12"), typed_in("point", "13"),
             typed_in(SENTENCE, {"text": "We ask."}, "propose"), replace(event("talked", value=
             {"talked": False, "why": ""}), typed_by=BY)]  # fmt: skip
    service.events += sheet
    outbox = Outbox(Journal(tmp_path / "new"), service.post)

    took = [asyncio.run(paper_sync.take_in(outbox, service.typed)) for _ in range(2)]

    assert took == [sheet[1:], []]
    assert outbox.journal.events() == sheet[1:]


def test_being_cut_off_in_the_middle_leaves_the_rest_for_the_next_time(tmp_path, monkeypatch):
    """The disk is full after one line: the next time brings the others, in their order."""
    service = Service()
    service.events += [typed_in(item, 3) for item in ("D1", "D2", "point")]
    outbox = Outbox(Journal(tmp_path), service.post)
    append, left = outbox.journal.append, [True, False]

    def full(one, unless=None):
        if not left.pop(0):
            raise OSError("No space left on device")
        return append(one, unless)

    monkeypatch.setattr(outbox.journal, "append", full)
    with pytest.raises(OSError, match="No space"):
        asyncio.run(paper_sync.take_in(outbox, service.typed))
    monkeypatch.undo()
    asyncio.run(paper_sync.take_in(outbox, service.typed))

    assert outbox.journal.events() == service.events


def test_only_what_was_typed_in_is_taken(tmp_path):
    """What names nobody, or cannot be read, is not written into somebody's journal."""

    async def ask() -> dict[str, Any]:
        return {"events": [event("answer", "D1", 5).to_json(), {"id": 1}, None]}

    outbox = Outbox(Journal(tmp_path), Service().post)

    assert asyncio.run(paper_sync.take_in(outbox, ask)) == []
    assert outbox.journal.events() == []


STEP = st.sampled_from(
    ["write", "drain", "type", "take in", "write while asking", "drain while asking"]
)


@given(steps=st.lists(st.tuples(STEP, st.sampled_from(["D1", "D2"])), max_size=12))
def test_the_same_answer_counts_in_the_journal_and_in_the_service(tmp_path_factory, steps):
    """Whatever comes in which order: a later own answer wins over a typed one, and the reverse."""
    service = Service()
    outbox = Outbox(Journal(tmp_path_factory.mktemp("typed")), service.post)
    values = iter(range(1, 100))

    def write(item: str) -> None:
        outbox.journal.append(event("answer", item, next(values)))

    async def story() -> None:
        for step, item in steps:

            async def ask(step: str = step, item: str = item) -> dict[str, Any]:
                answer = await service.typed()
                if "while asking" in step:
                    write(item)
                if step == "drain while asking":
                    await outbox.drain()
                return answer

            if step == "write":
                write(item)
            elif step == "drain":
                await outbox.drain()
            elif step == "type":
                service.events.append(typed_in(item, next(values)))
            else:
                await paper_sync.take_in(outbox, ask)
        await outbox.drain()
        await paper_sync.take_in(outbox, service.typed)

    asyncio.run(story())

    assert counts(outbox.journal.events()) == counts(service.events)
