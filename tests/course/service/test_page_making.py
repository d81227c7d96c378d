"""The program that makes pages: run after each change, and for who waits; never with a token."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from pairs_course.service import page_making
from pairs_course.service.page_making import PageMaking

#: Notes how it was run, and ends as the file beside it says.
PROGRAM = """
import json, os, pathlib, sys, time
folder = pathlib.Path({folder!r})
with open(folder / "runs", "a") as runs:
    runs.write(json.dumps([sys.argv[1:], sorted(os.environ), os.getpid()]) + "\\n")
how = (folder / "how").read_text()
if how == "wait":
    time.sleep(60)
if how == "fail":
    print("page cohort north: ValueError at Cell In[1], line 1")
sys.exit(how == "fail")
"""


class Program:
    """A program of the tests, and what is known of its runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ends("well")
        self.making = PageMaking([sys.executable, "-c", PROGRAM.format(folder=str(folder))])

    def ends(self, how: str) -> None:
        (self.folder / "how").write_text(how)

    def runs(self) -> list[tuple[list[str], list[str], int]]:
        file = self.folder / "runs"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    async def ran(self, times: int) -> None:
        """Wait until it was run so often."""
        while len(self.runs()) < times:
            await asyncio.sleep(0.02)

    def during(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something while pages are made, and stop making them."""

        async def all_of_it() -> None:
            async with asyncio.timeout(30):
                making = asyncio.create_task(self.making.keep_making())
                await asyncio.sleep(0)
                await work()
                making.cancel()
                await asyncio.gather(making, return_exceptions=True)

        asyncio.run(all_of_it())


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr(page_making, "TOGETHER", 0.05)
    return Program(tmp_path)


def test_it_runs_at_the_start_and_after_changes(program: Program) -> None:
    """Several at the same moment, from whichever thread, are one."""

    async def work() -> None:
        await program.ran(1)
        threads = [threading.Thread(target=program.making.changed) for _ in range(5)]
        for thread in threads:
            thread.start()
        await program.ran(2)

    program.during(work)

    assert [arguments for arguments, _, _ in program.runs()] == [[], []]


def test_it_gets_no_token(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor anything else of the service that it does not need."""
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("COURSE_STATE", "/state")
    program.during(lambda: program.ran(1))

    names = program.runs()[0][1]
    assert "COURSE_STATE" in names
    assert [name for name in names if name.startswith("JUPYTERHUB")] == []


def test_who_waits_for_the_same_page_waits_for_one_run(program: Program) -> None:
    """They are told that it was tried; another page is made after it."""

    async def work() -> None:
        pages = [("cohort", "north")] * 5 + [("network", "")]
        assert await asyncio.gather(*(program.making.make(*one, 20) for one in pages)) == [True] * 6

    asyncio.run(work())

    assert [arguments for arguments, _, _ in program.runs()] == [["cohort", "north"], ["network"]]


def test_a_page_that_cannot_be_made_is_not_tried_again_at_once(
    program: Program, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A queue of viewers does not make it fail over and over; what it says of it is in the log."""
    program.ends("fail")

    async def work() -> None:
        for _ in range(3):
            assert await program.making.make("cohort", "north", 20)

    asyncio.run(work())
    assert len(program.runs()) == 1
    assert caplog.messages == ["page cohort north: ValueError at Cell In[1], line 1"]

    monkeypatch.setattr(page_making, "FAILURE_SECONDS", 0)
    another = Program(program.folder)
    another.ends("fail")
    another.during(lambda: _twice(another))
    assert len([one for one in program.runs()[1:] if one[0]]) == 2


async def _twice(program: Program) -> None:
    for _ in range(2):
        await program.making.make("cohort", "north", 20)


def test_nobody_waits_longer_than_they_want(program: Program) -> None:
    """They are told that it is not done; when the service stops, the program ends."""
    program.ends("wait")

    async def work() -> None:
        assert not await program.making.make("cohort", "north", 0.01)
        await program.ran(2)

    program.during(work)

    assert [pid for _, _, pid in program.runs() if psutil.pid_exists(pid)] == []


def test_without_a_program_nothing_is_made() -> None:
    """As in a course without dashboards."""
    making = PageMaking()
    making.changed()

    assert asyncio.run(making.make("network", "", 5))


def test_a_program_that_cannot_be_started_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """And the service goes on."""
    assert asyncio.run(PageMaking(["/nowhere/at-all"]).make("network", "", 5))

    assert caplog.messages == ["the program that makes pages: No such file or directory"]
