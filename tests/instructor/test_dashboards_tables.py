"""The tables of the dashboards by themselves: bounded, for a few seconds, each thing made once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_instructor.dashboards import page_cache
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.disk_cache import Shelf
from pairs_instructor.dashboards.page_cache import KeptPages, Made
from pairs_instructor.dashboards.page_view import PageContent, Subject, read
from pairs_instructor.dashboards.publications_client import ServiceAwayError
from pairs_instructor.dashboards.render_client import RenderingError
from pairs_instructor.dashboards.ttl_cache import Remembered

from .dashboards_at_work import cohort, letter, network


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def published(**more: Any) -> PageContent:
    return read("cohort", "demo", cohort(**more)[1], asked=more.get("version", 1))


def test_an_answer_is_good_from_the_question_on() -> None:
    """Five seconds after it was asked it is asked again, however long the answer took."""
    clock, asked = Clock(), []
    table: Remembered[str, int] = Remembered(5, 10, clock)

    async def ask() -> int:
        asked.append(clock.now)
        clock.now += 3
        return len(asked)

    async def run() -> None:
        assert await table.get("a", ask) == 1
        clock.now += 1.9
        assert (table.known("a"), await table.get("a", ask)) == (1, 1)
        clock.now += 0.1
        assert table.known("a") is None
        assert await table.get("a", ask) == 2

    asyncio.run(run())
    assert asked == [100, 105]


def test_who_asks_at_the_same_moment_asks_once() -> None:
    """All get the one answer, or its failure, which is not remembered."""
    table: Remembered[str, str] = Remembered(5, 10)
    asked = []

    async def run() -> None:
        go = asyncio.Event()

        async def ask() -> str:
            asked.append("asked")
            await go.wait()
            if len(asked) == 1:
                raise ServiceAwayError("once")
            return "an answer"

        for outcome in (ServiceAwayError, str):
            waiting = [asyncio.create_task(table.get("a", ask)) for _ in range(50)]
            await asyncio.sleep(0)
            waiting[0].cancel()  # whoever began it may go away
            go.set()
            got = await asyncio.gather(*waiting, return_exceptions=True)
            assert {type(one) for one in got[1:]} == {outcome}
            go.clear()

    asyncio.run(run())
    assert asked == ["asked", "asked"]


@given(st.lists(st.integers(0, 30), max_size=80), st.integers(1, 8))
def test_no_more_is_remembered_than_was_agreed(keys: list[int], most: int) -> None:
    """The oldest answers go; the newest is always there."""
    table: Remembered[int, str] = Remembered(1000, most)

    async def answer(key: int) -> str:
        return f"{key}"

    async def run() -> None:
        for key in keys:
            assert await table.get(key, lambda key=key: answer(key)) == f"{key}"
            assert len(table) <= most
            assert table.known(key) == f"{key}"

    asyncio.run(run())


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.integers(0, 60)), max_size=30)
)
def test_a_shelf_is_bounded_and_holds_one_version_of_a_page(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever is kept: the newest is there, older versions are not, nothing is too much."""
    folder = tmp_path_factory.mktemp("shelf")
    shelf = Shelf(folder, most_pages=4, most_bytes=100)
    for place, version, size in steps:
        name = f"cohort/{place}/{version}-{size}-whole-en"
        shelf.keep(name, b"x" * size, b"y")

        files = sorted(folder.rglob("*.html"))
        pages = [str(path.relative_to(folder)).removesuffix(".html") for path in files]
        assert name in pages
        assert all(page in shelf for page in pages)
        assert shelf.read(name) == (b"x" * size, b"y")
        kept_versions = {p.split("/")[2].split("-")[0] for p in pages if p.split("/")[1] == place}
        assert kept_versions == {str(version)}
        assert len(pages) <= 4
        total = sum(path.stat().st_size for path in folder.rglob("*.html*"))
        assert total <= 100
        assert len(list(folder.rglob("*.html.gz"))) == len(pages)
        assert [p for p in folder.rglob("*") if p.suffix == ".part"] == []


def test_the_page_not_looked_at_for_longest_goes_first(tmp_path: Path) -> None:
    """What is looked at stays, after a restart too."""
    shelf = Shelf(tmp_path, most_pages=3)
    for number, name in enumerate("abc"):
        shelf.keep(f"cohort/{name}/1-x", b"", b"")
        os.utime(tmp_path / f"cohort/{name}/1-x.html", (number, number))
    shelf.used("cohort/a/1-x")
    shelf.keep("cohort/d/1-x", b"", b"")
    assert [f"cohort/{name}/1-x" in shelf for name in "abcd"] == [True, False, True, True]

    again = Shelf(tmp_path, most_pages=3)
    again.read("cohort/a/1-x")
    again.keep("cohort/e/1-x", b"", b"")
    assert [f"cohort/{name}/1-x" in again for name in "abcde"] == [True, False, False, True, True]


def _kept(tmp_path: Path, render: Callable[[Subject], Awaitable[str]], **more: Any) -> KeptPages:
    return KeptPages(Shelf(tmp_path), render, **more)


async def _text(subject: Subject) -> str:
    return f"{subject.version} {subject.choices}"


def test_a_failure_is_kept_for_a_while(tmp_path: Path) -> None:
    """A queue of viewers does not make a page fail over and over; later it is tried again."""
    clock, tried = Clock(), []

    async def render(_: Subject) -> str:
        tried.append(clock.now)
        raise RenderingError("why", late=True)

    kept, view = _kept(tmp_path, render, clock=clock), published().view()

    async def run(again: bool) -> None:
        with pytest.raises(RenderingError) as caught:
            await kept.get(view, 1)
        error = caught.value
        assert (error.reason, error.late, error.again) == ("why", True, again)

    asyncio.run(run(again=False))
    asyncio.run(run(again=True))
    clock.now += page_cache.FAILURE_IS_KEPT
    asyncio.run(run(again=False))
    assert tried == [100, 130]


def test_an_answer_of_some_seconds_ago_does_not_undo_a_newer_version(tmp_path: Path) -> None:
    """Whoever still has the older one sees it, and what is on disk stays."""
    kept = _kept(tmp_path, _text)
    old, new = published(version=1), published(version=2)

    async def run() -> None:
        await kept.get(old.view(), old.asked)
        await kept.get(new.view(), new.asked)
        late = await kept.get(old.view(Choices(theme="time")), old.asked)
        assert late.plain == b"1 Choices(theme='time', wave='')"

    asyncio.run(run())
    assert len(list(tmp_path.rglob("*.html"))) == 1
    assert next(tmp_path.rglob("*.html")).read_text() == "2 Choices(theme='', wave='')"


@given(st.lists(st.integers(0, 40), max_size=60))
def test_memory_is_bounded(tmp_path_factory: pytest.TempPathFactory, looks: list[int]) -> None:
    """By pages and by bytes; whatever was looked at last is in it."""
    kept = _kept(tmp_path_factory.mktemp("pages"), _text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_cache, "MOST_IN_MEMORY", 5)
        patch.setattr(page_cache, "MOST_BYTES_IN_MEMORY", 60)
        for number in looks:
            kept.remember(str(number), Made.of(b"x" * number, b""))
            held = kept._memory
            assert str(number) in held
            assert len(held) <= 5
            total = sum(len(made.plain) for made in held.values())
            assert total <= 60
            assert kept._bytes == total


def test_a_page_has_a_name_of_its_own_for_all_that_it_shows() -> None:
    """Another version, choice, title, figure or kind of network is another page."""
    whole = published().view()
    others = [
        published().view(Choices(theme="time")),
        published().view(Choices(wave="now")),
        published(version=2).view(),
        published(title="Other").view(),
        published(demo=False).view(),
        published(summaries=[{}]).view(),
        replace(whole, cohort="other"),
        read("letter", "demo", letter()[1], 1).view(),
        read("network", "", network()[1], 1).view(),
        read("network", "", network(demo=True)[1], 1).view(),
    ]

    assert published().view().key == whole.key
    assert len({one.key for one in (whole, *others)}) == 1 + len(others)
    folders = {one.folder for one in others[-2:]}
    assert folders == {"network/real", "network/demo"}
