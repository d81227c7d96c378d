"""What counts as an event."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.events import MAX_BYTES, Event, EventError, id_at, is_event_id, new_id

from ..strategies import event

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_new_ids_are_version_7_and_all_different():
    """Every id is a UUIDv7, and no two are the same."""
    ids = [new_id() for _ in range(1000)]

    assert all(map(is_event_id, ids))
    assert len(set(ids)) == 1000
    assert sorted(ids) == ids


def test_ids_of_one_program_grow_when_the_clock_is_set_back(monkeypatch):
    """What was added later comes later."""
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)

    assert new_id() > before


BITS = st.integers(0, 2**80 - 1)
TIMES = st.integers(0, 2**48 - 1)


@given(TIMES, TIMES, BITS, BITS)
def test_ids_of_a_moment_stand_in_the_order_of_time(one, other, bits, more):
    """Whatever chance gives, they are UUIDv7, and the earlier one is the smaller text."""
    first, second = id_at(one, bits), id_at(other, more)

    assert is_event_id(first)
    assert is_event_id(second)
    if one != other:
        assert (first < second) == (one < other)


@given(JSON)
def test_an_event_survives_json(value):
    """Writing an event as JSON and reading it back gives the same event."""
    original = event("answer", "D1", value)
    try:
        text = json.dumps(original.to_json(), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return  # a lone surrogate cannot be written at all

    assert Event.from_json(json.loads(text)) == original


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "1"}, "UUID of version 7"),
        ({"id": "AAAAAAAA-0000-7000-8000-000000000000"}, "lower case"),
        ({"kind": "shout"}, "kind to be one of"),
        ({"wave": "later"}, "wave to be one of"),
        ({"item": "../etc"}, "names of letters"),
        ({"at": "noon"}, "ISO 8601"),
        ({"audience": ["everyone"]}, "audience to be a list"),
        ({"value": "x" * MAX_BYTES}, "bytes an event"),
        ({"value": float("nan")}, "plain JSON"),
        ({"wording": 1}, "wording to be text"),
        ({"wording": "a\0b"}, "wording to be without"),
        ({"extra": 1}, "the keys"),
    ],
)
def test_what_is_not_an_event_is_refused_with_what_was_expected(change, says):
    """Each broken part is named, and what somebody wrote is not repeated."""
    data = {**event("answer", "D1", 3).to_json(), **change}

    with pytest.raises(EventError, match=says):
        Event.from_json(data)


@pytest.mark.parametrize("pair", [-1, 2**31, 2**63, 10**400])
def test_a_pair_has_a_number_that_a_store_can_hold(pair):
    """A larger one is refused by itself; it would fail the whole batch it came in."""
    with pytest.raises(EventError, match="expected pair to be a number of at most"):
        Event.from_json(event("answer", "D1", 3).to_json() | {"pair": pair})
