"""Everything with an audience arrives once, whatever fails on the way; nothing else leaves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.journal import Journal
from pairs_course.answers.outbox import BATCH, Outbox

from ..strategies import event


class Service:
    """A service that fails as told: before taking a batch, or before answering."""

    def __init__(self, faults: list[str] | None = None, refuse: set[str] = frozenset()) -> None:
        self.faults = list(faults or [])
        self.refuse = refuse
        self.arrived: list[dict] = []
        self.stored: dict[str, dict] = {}

    async def post(self, events: list[dict]) -> dict:
        fault = self.faults.pop(0) if self.faults else "none"
        if fault == "away":
            raise OSError("connection refused")
        self.arrived += events
        taken = [e for e in events if e["item"] not in self.refuse]
        for one in taken:
            self.stored.setdefault(one["id"], one)
        if fault == "lost":
            raise OSError("the answer was lost")
        return {
            "accepted": [e["id"] for e in taken],
            "refused": [{"id": e["id"], "reason": "no"} for e in events if e not in taken],
        }


def drain(outbox: Outbox) -> list[str] | None:
    """Drain once; None when the service was away."""
    try:
        return asyncio.run(outbox.drain())
    except OSError:
        return None


@given(
    audiences=st.lists(st.sampled_from([(), ("partner",), ("facilitator",)]), max_size=8),
    faults=st.lists(st.sampled_from(["away", "lost", "none"]), max_size=5),
)
def test_all_that_may_leave_arrives_once_and_in_order(tmp_path_factory, audiences, faults):
    """Whatever faults come, the service ends with exactly the events that have an audience."""
    journal = Journal(tmp_path_factory.mktemp("outbox"))
    written = [event("answer", "D1", 1, audience=a) for a in audiences]
    for one in written:
        journal.append(one)
    service = Service(faults)
    while drain(Outbox(journal, service.post)) is None:
        pass  # a new kernel each time: the memory is on the disk

    assert list(service.stored) == [e.id for e in written if e.audience]
    assert Outbox(journal, service.post).waiting == []
    assert all(e["audience"] for e in service.arrived)


def test_what_was_acknowledged_is_not_sent_again(tmp_path):
    """A second kernel, later, sends only what is new."""
    journal, service = Journal(tmp_path), Service()
    journal.append(event("guess", "D1", 1))
    drain(Outbox(journal, service.post))
    later = event("guess", "D1", 2)
    journal.append(later)

    assert drain(Outbox(Journal(tmp_path), service.post)) == [later.id]
    assert len(service.arrived) == 2


def test_a_refused_event_does_not_hold_up_the_others(tmp_path):
    """What the service refuses is set aside with the reason, and stays in the journal."""
    journal, service = Journal(tmp_path), Service(refuse={"D1"})
    bad, good = event("guess", "D1", 1), event("guess", "D2", 1)
    journal.append(bad)
    journal.append(good)
    outbox = Outbox(journal, service.post)

    assert drain(outbox) == [good.id]
    assert outbox.refused == [{"id": bad.id, "reason": "no"}]
    assert outbox.waiting == []
    assert journal.events() == [bad, good]


def test_a_service_that_takes_nothing_counts_as_away(tmp_path):
    """An answer that names no event is a fault, not a reason to send for ever."""
    journal = Journal(tmp_path)
    journal.append(event("guess", "D1", 1))

    async def post(_: list[dict]) -> dict:
        return {"accepted": [], "refused": []}

    with pytest.raises(OSError, match="did not take"):
        asyncio.run(Outbox(journal, post).drain())


def test_large_journals_go_in_batches(tmp_path):
    """More events than a batch holds all arrive, in order."""
    journal, service = Journal(tmp_path), Service()
    written = [event("guess", "D1", 1) for _ in range(BATCH + 5)]
    for one in written:
        journal.append(one)

    assert drain(Outbox(journal, service.post)) == [e.id for e in written]


def test_a_disk_that_keeps_no_cursor_does_not_stop_the_sending(tmp_path, monkeypatch):
    """On a full disk each event is sent once, however many batches there are."""
    journal, service = Journal(tmp_path), Service(refuse={"D2"})
    written = [event("guess", "D1", 1) for _ in range(2 * BATCH + 5)]
    for one in [*written, event("guess", "D2", 1)]:
        journal.append(one)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "open", full)
    outbox = Outbox(journal, service.post)

    assert drain(outbox) == [e.id for e in written]
    assert drain(outbox) == []
    assert len(service.arrived) == len(written) + 1
    assert (outbox.waiting, len(outbox.refused)) == ([], 1)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"done": -1}', '{"done": 99}', '{"done": "x"}'])
def test_a_broken_cursor_only_means_sending_again(tmp_path, text):
    """A damaged memory of what was sent loses nothing."""
    journal, service = Journal(tmp_path), Service()
    one = event("guess", "D1", 1)
    journal.append(one)
    (tmp_path / "shared.json").write_text(text)

    assert drain(Outbox(journal, service.post)) == [one.id]
