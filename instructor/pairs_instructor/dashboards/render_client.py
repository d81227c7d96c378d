"""Having pages made by a program of their own, one at a time and within a time limit.

The program has neither this service's token nor its memory. What holds up, fails or leaks in
there holds up nobody who looks at a page that is already made.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pairs_course.hub.settings import RUN
from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.page_view import Subject

# All that the program and its kernels may know of this process: no token, no address of the hub.
# By RUN they are found as a part of the course, should they ever be left over.
KNOWN: Final = (
    "PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", RUN,
)  # fmt: skip
#: The program waits so long for more to do, because it takes two seconds to start.
IDLE_SECONDS: Final = 300.0
#: It ends a page at the limit by itself; after these further seconds it is ended.
GRACE_SECONDS: Final = 10.0


class RenderingError(Exception):
    """A page could not be made.

    ``late`` is True when it took longer than the limit; ``again`` when that is known from before.
    ``reason`` says what went wrong and where, without anything of what the page shows.
    """

    def __init__(self, reason: str, *, late: bool = False, again: bool = False) -> None:
        super().__init__("the page took too long to make" if late else "the page was not made")
        self.reason, self.late, self.again = reason, late, again


class Rendering:
    """Makes one page at a time, each in a kernel of its own, which is ended.

    Args:
        notebooks: the folder with a notebook for each page.
        home: the address of Home, for the links of the page.
        base: the prefix of this service, for the links of the page.
        limit: seconds that one page may take.
    """

    def __init__(self, notebooks: Path, home: str, base: str, limit: float) -> None:
        self._notebooks, self._home, self._base, self._limit = notebooks, home, base, limit
        self._turn = asyncio.Lock()
        self._program: asyncio.subprocess.Process | None = None
        self._rest: asyncio.TimerHandle | None = None

    async def __call__(self, subject: Subject) -> str:
        """Return the page as HTML; raises RenderingError. No kernel is left behind."""
        async with self._turn:
            if self._rest:
                self._rest.cancel()
            try:
                with _private_folder() as folder:
                    return await self._render(subject, folder)
            except OSError as error:
                raise RenderingError(f"{type(error).__name__}: {error.strerror}") from None
            finally:
                loop = asyncio.get_running_loop()
                self._rest = loop.call_later(IDLE_SECONDS, self._end)

    async def close(self) -> None:
        """End the program, and with it the kernel that may be at work."""
        if self._rest:
            self._rest.cancel()
        program = self._program
        self._end()
        if program:
            try:
                await asyncio.wait_for(program.wait(), GRACE_SECONDS)
            except TimeoutError:
                program.kill()

    async def _render(self, subject: Subject, folder: Path) -> str:
        data = folder / "page.json"
        data.touch(mode=0o600)
        data.write_text(json.dumps(self._told(subject)), encoding="utf-8")
        order = {
            "notebook": str(self._notebooks / f"{subject.page}.ipynb"),
            "folder": str(folder),
            "limit": self._limit,
        }
        try:
            async with asyncio.timeout(self._limit + GRACE_SECONDS):
                said = await self._ask(order)
        except TimeoutError:
            raise RenderingError("it did not end by itself", late=True) from None
        finally:
            data.unlink(missing_ok=True)
        if said.get("made") is not True:
            reason = said.get("reason", "the program that makes pages ended")
            raise RenderingError(reason, late=said.get("late", False))
        return (folder / "page.html").read_text(encoding="utf-8")

    async def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Give the program an order and return what it says; nothing, if it ended."""
        program = self._program or await self._start()
        self._program = None  # whatever happens before it has answered, it is not asked again
        try:
            assert program.stdin is not None  # noqa: S101 - for the type checker: both are pipes
            assert program.stdout is not None  # noqa: S101
            program.stdin.write(json.dumps(order).encode() + b"\n")
            await program.stdin.drain()
            line = await program.stdout.readline()
            said: dict[str, Any] = json.loads(line)
        except (ConnectionError, ValueError):
            _kill(program)
            return {}
        except asyncio.CancelledError:
            _kill(program)
            raise
        self._program = program
        return said

    async def _start(self) -> asyncio.subprocess.Process:
        known = {name: os.environ[name] for name in KNOWN if name in os.environ}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pairs_instructor.dashboards.renderer",
            env=known | {"JUPYTER_PATH": str(pages.JUPYTER_DATA)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # what libraries say may hold what a page shows
            start_new_session=True,  # a Ctrl-C is for the service, which then ends this program
        )

    def _end(self) -> None:
        if self._program:
            with contextlib.suppress(ProcessLookupError):
                self._program.terminate()
            self._program = None

    def _told(self, subject: Subject) -> dict[str, Any]:
        return {
            "page": subject.page,
            "cohort": subject.cohort,
            "title": subject.title,
            "demo": subject.demo,
            "data": subject.data,
            "choices": {"theme": subject.choices.theme, "wave": subject.choices.wave},
            "home": self._home,
            "base": self._base,
        }


def _kill(program: asyncio.subprocess.Process) -> None:
    """End a program that does not answer; its kernel sees that, and ends within a second."""
    with contextlib.suppress(ProcessLookupError):
        program.kill()


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Make a folder for this user alone, which goes with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="pairs-page-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
