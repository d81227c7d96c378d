"""The journal never loses what it said it has."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.journal import Journal

from .strategies import event, ratings


def test_an_event_is_on_the_disk_when_append_returns(tmp_path):
    """A second journal on the same folder reads exactly what was appended, in order."""
    written = [event("answer", "D1", n) for n in (1, 2, 3)]
    journal = Journal(tmp_path / ".pairs")

    assert [journal.append(e) for e in written] == [True, True, True]
    assert Journal(tmp_path / ".pairs").events() == written


def test_the_same_event_twice_is_one_line(tmp_path):
    """A page that sends again after a lost acknowledgement adds nothing."""
    one = event("answer", "D1", 4)
    journal = Journal(tmp_path)
    journal.append(one)

    assert Journal(tmp_path).append(one) is False
    assert len(journal.path.read_text().splitlines()) == 1


def test_the_last_event_of_an_item_wins(tmp_path):
    """values and last give what counts now."""
    journal = Journal(tmp_path)
    for value in (1, 5, "pass"):
        journal.append(event("answer", "D1", value))

    assert journal.values() == {("D1", "once"): "pass"}
    assert journal.last("answer", "D1", "once").value == "pass"
    assert journal.last("guess", "D1", "once") is None


def test_only_its_owner_can_read_it(tmp_path):
    """File and folder are closed to others."""
    journal = Journal(tmp_path / ".pairs")
    journal.append(event("answer", "D1", 1))

    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.folder.stat().st_mode & 0o777 == 0o700


@given(values=st.lists(ratings(), min_size=1, max_size=6), cut=st.integers(1, 200))
def test_a_torn_last_line_loses_nothing_before_it(tmp_path_factory, values, cut):
    """Whatever a power cut leaves of the last line, all earlier and later events stay."""
    folder = tmp_path_factory.mktemp("journal")
    written = [event("answer", "D1", value) for value in values]
    for one in written:
        Journal(folder).append(one)
    data = (folder / "answers.jsonl").read_bytes()
    last = len(data.splitlines(keepends=True)[-1])
    (folder / "answers.jsonl").write_bytes(data[: -min(cut, last)])
    torn = min(cut, last) > 1  # cutting the newline alone leaves a whole event
    later = event("answer", "D2", 2)
    journal = Journal(folder)
    journal.append(later)

    kept = written[:-1] if torn else written
    assert journal.events() == [*kept, later]
    assert Journal(folder).events() == [*kept, later]
    assert (folder / "answers.jsonl").read_bytes().startswith(data[: -min(cut, last)])


@given(st.binary(max_size=60))
def test_a_damaged_line_is_set_aside_and_named(tmp_path_factory, rubbish):
    """Any bytes in the middle of the file lose only themselves."""
    folder = tmp_path_factory.mktemp("journal")
    first, second = event("answer", "D1", 1), event("answer", "D1", 2)
    Journal(folder).append(first)
    with (folder / "answers.jsonl").open("ab") as file:
        file.write(b"{" + rubbish.replace(b"\n", b" ") + b"\n")
    journal = Journal(folder)
    journal.append(second)

    assert journal.events() == [first, second]
    assert journal.damaged == [
        "answers.jsonl:2: this line is damaged and was set aside; all other answers are kept"
    ]


def test_a_full_disk_leaves_no_half_line(tmp_path, monkeypatch):
    """A disk that fills up in the middle of a line raises, and the file is as before."""
    journal = Journal(tmp_path)
    journal.append(event("answer", "D1", 1))
    before = journal.path.read_bytes()

    def half(fd: int, data: bytes) -> int:
        real(fd, data[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    real = os.write
    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space left"):
        journal.append(event("answer", "D1", 2))
    monkeypatch.undo()

    assert journal.path.read_bytes() == before
    assert journal.append(event("answer", "D1", 3))
    assert [e.value for e in Journal(tmp_path).events()] == [1, 3]


def _write_many(folder, numbers):
    journal = Journal(folder)
    for number in numbers:
        journal.append(event("answer", "D1", number))


def test_two_kernels_write_one_journal(tmp_path):
    """Two processes at once: every event is there once, and every line is whole."""
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_write_many, args=(tmp_path, range(n, 100, 2))) for n in (0, 1)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    journal = Journal(tmp_path)
    assert sorted(e.value for e in journal.events()) == list(range(100))
    assert journal.damaged == []
    assert len([json.loads(line) for line in journal.path.read_text().splitlines()]) == 100
