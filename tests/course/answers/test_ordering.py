"""Whatever the lines do, the last answer in the journal is the last one that was given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.events import Event, Order, id_at
from pairs_course.answers.journal import Journal

from ..strategies import event

START = 1_800_000_000_000
SECOND = 1000


def _at(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="milliseconds")


@dataclass
class Page:
    """A tab as ``session.js`` has it: one unsaved answer at most, and what it showed before."""

    folder: Path
    wrong: int  # how far its clock is from ours, in milliseconds
    number: int = 0
    last: int = 0
    shown: str = ""
    run: Order | None = None
    unsaved: Event | None = None
    line: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.folder)

    @property
    def name(self) -> str:
        return f"page{self.wrong}-{self.number}"

    def greet(self, now: int) -> None:
        """Say something quickly, by which its clock is known from now on."""
        one = self._event(now, "D2", "pass", None)
        self.journal.append(replace(one, at=_at(now), order=Order(self.name, one.id)))

    def give(self, now: int, value: object) -> None:
        """Answer; what was not saved of an earlier answer is not sent again."""
        before = self.unsaved.order if self.unsaved else self.run
        self.unsaved = self._event(now, "D1", value, before)
        self.run = self.unsaved.order
        self.send(now)

    def send(self, now: int) -> None:
        """Send, or send again, what is not saved."""
        if self.unsaved and self.unsaved.order:
            ago = now + self.wrong - int(self.unsaved.id[:8] + self.unsaved.id[9:13], 16)
            self.line.append(
                replace(self.unsaved, order=replace(self.unsaved.order, ago=max(0, ago)))
            )

    def arrive(self, now: int, sent: Event, heard: bool) -> None:
        """Let something come to the kernel; ``heard`` is whether its answer comes back."""
        saved = self.journal.append(replace(sent, at=_at(now)))
        known = saved or self.journal.find(sent.id) is not None
        if heard and self.unsaved and self.unsaved.id == sent.id:
            self.unsaved = None
            if known:
                self.shown = sent.id
            else:
                self.look()

    def look(self) -> None:
        """Show what the kernel knows, unless something here is on its way."""
        written = [e for e in self.journal.events() if e.item == "D1"]
        if self.unsaved is None and written:
            self.shown, self.run = written[-1].id, None

    def reload(self, now: int) -> None:
        """Load the page again: what is unsaved is kept by the tab, and so is the page's name."""
        if self.unsaved is None:
            self.number += 1
            self.run = None
            self.greet(now)
        self.look()

    def _event(self, now: int, item: str, value: object, run: Order | None) -> Event:
        self.last = max(now + self.wrong, self.last + 1)
        one = id_at(self.last, hash((self.name, self.last)) % 2**80)
        run = run or Order(self.name, one, tuple([self.shown] if self.shown else []))
        return replace(event("answer", item, value), id=one, order=replace(run, ago=0))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["give", "arrive", "unheard", "lose", "delay", "stray", "send", "look", "reload", "new"]
        ),
        st.integers(0, 1),
        st.integers(1, 40_000),
    ),
    max_size=40,
)


@given(steps=STEPS, wrong=st.sampled_from([0, -3_600_000, 7_000_000]))
def test_the_last_answer_in_the_journal_is_the_last_one_given(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]], wrong: int
) -> None:
    """Two pages of one person, lines that lose and delay, new kernels, reloads, any clocks."""
    folder = tmp_path_factory.mktemp("order")
    pages = [Page(folder, 0), Page(folder, wrong or 1)]
    now, values, strays = START, 0, []
    for page in pages:
        page.greet(now)
    for what, who, passed in steps:
        now += passed
        page = pages[who]
        if what == "give":
            values += 1
            page.give(now, values)
        elif what in ("arrive", "unheard") and page.line:
            page.arrive(now, page.line.pop(0), heard=what == "arrive")
        elif what == "lose":
            page.line.clear()
        elif what == "delay":
            strays += page.line
            page.line.clear()
        elif what == "stray" and strays:
            page.arrive(now, strays.pop(passed % len(strays)), heard=False)
        elif what == "send":
            page.send(now)
        elif what == "look":
            page.look()
        elif what == "reload":
            page.reload(now)
        elif what == "new":
            page.journal = Journal(folder)
    for page in pages:
        page.send(now)
        while page.line:
            page.arrive(now, page.line.pop(0), heard=True)
    for stray in strays:
        pages[0].arrive(now + SECOND, stray, heard=False)

    journal = Journal(folder)
    given_ = [e.value for e in journal.events() if e.item == "D1"]
    assert given_[-1:] == ([values] if values else [])
    assert journal.damaged == []


def _ordered(
    value: object, page: str, seconds: int, run: Order | None = None, **more: Any
) -> Event:
    one = id_at(START + seconds * SECOND, seconds)
    order = run or Order(page, one)
    fields = {"id": one, "at": _at(START + seconds * SECOND), "order": order, **more}
    return event("answer", "D1", value, **fields)


def test_what_comes_late_by_an_old_line_is_not_written(tmp_path: Path) -> None:
    """The kernel that hears it says that it is older, and another kernel says so too."""
    first, second = _ordered(2, "one", 1), _ordered(4, "one", 2)
    journal = Journal(tmp_path)

    assert journal.append(second)
    assert not journal.append(first)
    assert not Journal(tmp_path).append(first)
    assert journal.find(first.id) is None
    assert [e.value for e in Journal(tmp_path).events()] == [4]


@pytest.mark.parametrize("kind", ["propose", "confirm", "talked", "seal", "pick", "send"])
def test_what_counts_each_by_itself_is_never_dropped(tmp_path: Path, kind: str) -> None:
    """Of suggestions, confirmations and steps every one is written, however late it comes."""
    late, soon = (
        replace(event(kind), id=id_at(START + n, n), order=Order("one", id_at(START + n, n)))
        for n in (1, 2)
    )
    journal = Journal(tmp_path)

    assert [journal.append(one) for one in (soon, late)] == [True, True]


def test_an_answer_from_before_there_was_an_order_stands_where_it_is(tmp_path: Path) -> None:
    """Lines without it are read as they are, and never stand in the way of a new answer."""
    old = event("answer", "D1", 1)
    new = _ordered(2, "one", 10_000_000)
    journal = Journal(tmp_path)

    assert journal.append(old)
    assert journal.append(new)
    assert Journal(tmp_path).events() == [old, new]


def test_words_that_were_replaced_unseen_stay_apart_until_their_author_chooses(
    tmp_path: Path,
) -> None:
    """Each of two pages began with the first text; a choice names both, and ends it."""
    place = ("05-debate-and-dialogue", "D1", "once", "answer")
    first = _ordered("one", "laptop", 1)
    laptop = _ordered("two", "laptop", 3, Order("laptop", id_at(START + 3000, 3), (first.id,)))
    phone = _ordered("one.", "phone", 5, Order("phone", id_at(START + 5000, 5), (first.id,)))
    more = _ordered("one..", "phone", 6, phone.order)
    chosen = Order("phone", phone.id, (first.id, laptop.id))
    journal = Journal(tmp_path)
    for one in (first, laptop, phone, more):
        assert journal.append(one)

    assert journal.apart(place) == [laptop]
    assert Journal(tmp_path).events()[-1] == more
    assert journal.append(_ordered("one..", "phone", 7, chosen))
    assert journal.apart(place) == []
