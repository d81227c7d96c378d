"""The journal never loses what it said it has."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.events import MAX_DEPTH, Event, EventError
from pairs_course.answers.journal import IdInUseError, Journal

from ..strategies import event, ratings


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


DEEP = b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@given(
    lines=st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from([DEEP, b"[" * 50_000, b"NaN", b'{"id": 1e999}', b"1" * 5000]),
            st.fixed_dictionaries(
                {
                    key: st.sampled_from([None, {}, [{}], [[]], 1, 2**70, "x", "\ud800"])
                    for key in event("answer", "D1", 1).to_line()
                }
            ).map(lambda told: json.dumps(told).encode()),
        ),
        max_size=4,
    )
)
def test_no_line_whatever_is_in_it_hides_a_later_one(tmp_path_factory, lines):
    """Deep, endless or odd: each is set aside and reported, and what came after it is read."""
    folder = tmp_path_factory.mktemp("journal")
    bad = [line.replace(b"\n", b" ") for line in lines]
    bad = [line for line in bad if line.strip()]
    last = event("answer", "D1", 5)
    text = json.dumps(last.to_json()).encode()
    (folder / "answers.jsonl").write_bytes(b"\n".join([*bad, text, b""]))
    journal = Journal(folder)

    assert journal.events() == [last]
    assert [told.split(":")[1] for told in journal.damaged] == [
        str(number + 1) for number in range(len(bad))
    ]


def test_what_is_too_deep_to_be_read_again_is_not_written():
    """It is no event, for the page, the journal and the service alike."""
    deep: list[object] = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    told = event("answer", "D1", 1).to_json()

    with pytest.raises(EventError, match=f"at most {MAX_DEPTH} lists"):
        Event.from_json({**told, "value": deep})


def test_a_disk_that_can_only_be_read_shows_all_answers(tmp_path, monkeypatch):
    """Answers are there to be read; a new one is not taken, and nothing says that it was."""
    one = event("answer", "D1", 1)
    Journal(tmp_path).append(one)
    real = os.open

    def only_to_read(path, flags, *more, **named):
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", only_to_read)
    journal = Journal(tmp_path)

    assert journal.events() == [one]
    with pytest.raises(OSError, match="Read-only"):
        journal.append(event("answer", "D1", 2))
    assert journal.events() == [one]


def test_an_id_that_is_used_again_for_something_else_is_refused(tmp_path):
    """It is not acknowledged as kept: the first stays, and the second is nowhere."""
    one = event("answer", "D1", 4)
    journal = Journal(tmp_path)
    journal.append(one)

    for other in (replace(one, value=5), replace(one, item="D2"), replace(one, kind="guess")):
        with pytest.raises(IdInUseError, match="in use already"):
            journal.append(other)
    assert journal.append(replace(one, at="2026-11-21T10:00:00+00:00", wording="new")) is False
    assert Journal(tmp_path).events() == [one]


def test_a_folder_that_was_open_to_others_is_closed(tmp_path):
    """Folders that an earlier version made are closed when something is written."""
    folder = tmp_path / ".pairs"
    folder.mkdir(mode=0o755)
    Journal(folder).append(event("answer", "D1", 1))

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_journal_that_was_brought_back_is_read_anew(tmp_path):
    """After an earlier state was restored, what is shown is what is in the file."""
    journal = Journal(tmp_path)
    journal.append(event("answer", "D1", 1))
    before = journal.path.read_bytes()
    journal.append(event("answer", "D1", 2))
    journal.path.write_bytes(before)

    assert [e.value for e in journal.events()] == [1]


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
