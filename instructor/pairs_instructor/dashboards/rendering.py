"""Rendering the cohort's notebook: once a summary, with a time limit, in a kernel that is ended.

Voila shows a page while its cells still run, to one viewer, and leaves the kernel to be culled.
Here the page is made as a whole, kept on disk, and served to everybody who may see it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from nbformat import NotebookNode
from voila.exporter import VoilaMarkdownRenderer
from voila.notebook_renderer import NotebookRenderer

from pairs_course.hub.settings import RUN
from pairs_course.published import Summary
from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.cohort import SUMMARY_VARIABLE

# What a rendering kernel may know of this process: no token, no address of the hub. By RUN it is
# found as a part of the course, should it ever be left over.
KERNEL_ENVIRONMENT: Final = (
    "PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", RUN,
)  # fmt: skip
NOTEBOOK: Final = "cohort.ipynb"
FAILURE_IS_KEPT: Final = 30.0
_LOG: Final = logging.getLogger("pairs.dashboards")


class RenderingError(Exception):
    """A page could not be made; ``late`` is True when it took longer than the limit."""

    def __init__(self, *, late: bool = False) -> None:
        super().__init__("the page took too long to make" if late else "the page was not made")
        self.late = late


@dataclass(frozen=True)
class Subject:
    """What a page is about."""

    cohort: str
    title: str
    demo: bool
    version: int
    summary: Summary

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return f"{self.title}: what people said"

    @property
    def key(self) -> str:
        """A name for the page that changes with all it shows, and with how it is shown.

        The version alone would do until a cohort is removed and one of the same name is added.
        """
        digest = sha256(_look().encode())
        digest.update(json.dumps([self.title, self.demo, self.summary]).encode())
        return f"{self.version}-{digest.hexdigest()[:16]}"


class PlainHeadings(VoilaMarkdownRenderer):
    """Markdown without the links that nbconvert adds to headings: nobody links into a page."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named, exclude_anchor_links=True)


class WholePages(NotebookRenderer):
    """Voila's renderer, for pages that are either whole or not made at all."""

    async def _jinja_cell_generator(
        self,
        nb: NotebookNode,
        kernel_id: str,  # noqa: ARG002 - Voila's template passes it
    ) -> AsyncIterator[NotebookNode]:
        """Run the cells one by one and let errors through.

        Voila's own yields inside ``finally``, which swallows errors and cancellation.
        """
        nb, _ = ClearOutputPreprocessor().preprocess(  # type: ignore[no-untyped-call]
            nb, {"metadata": {"path": self.cwd}}
        )
        for n, cell in enumerate(nb.cells):
            yield await self.executor.execute_cell(cell, None, n, store_history=False)
        await self._cleanup_resources()


class Rendering:
    """Makes one page at a time, each in a kernel of its own.

    Args:
        renderer: makes a new, uninitialised :class:`WholePages` for a notebook's path.
        kernels: the kernel manager of the service.
        home: the address of Home, for the links of the page.
        limit: seconds that one page may take.
    """

    def __init__(
        self, renderer: Callable[[str], WholePages], kernels: Any, home: str, limit: float
    ) -> None:
        self._renderer, self._kernels, self._home, self._limit = renderer, kernels, home, limit
        self._turn = asyncio.Semaphore(1)

    async def __call__(self, subject: Subject) -> str:
        """Return the page as HTML; raises RenderingError. No kernel is left behind."""
        async with self._turn:
            return await self._render(subject)

    async def _render(self, subject: Subject) -> str:
        renderer = self._renderer(NOTEBOOK)
        kernel: str | None = None

        async def work() -> str:
            nonlocal kernel
            await renderer.initialize()
            renderer.resources["page"] = pages.context(
                subject.heading, self._home, demo=subject.demo
            )
            name = renderer.notebook.metadata.kernelspec.name
            kernel = await self._kernels.start_kernel(
                kernel_name=name, path="", env=self._environment(subject)
            )
            whole: str = await renderer.generate_content_str(
                kernel, self._kernels.get_kernel(kernel)
            )
            return whole

        try:
            async with asyncio.timeout(self._limit) as clock:
                return await work()
        except Exception as error:
            # nbclient turns the cancellation at the limit into an error about a dead kernel.
            raise RenderingError(late=clock.expired()) from error
        finally:
            if kernel is not None and kernel in self._kernels:
                await self._kernels.shutdown_kernel(kernel, now=True)

    def _environment(self, subject: Subject) -> dict[str, str]:
        """Return the whole environment of the kernel: an allow-list, and what it shows."""
        known = {name: os.environ[name] for name in KERNEL_ENVIRONMENT if name in os.environ}
        return known | {
            SUMMARY_VARIABLE: json.dumps(subject.summary),
            # Else the kernel would run the start-up files of whoever runs the service.
            "IPYTHONDIR": str(Path(self._kernels.connection_dir) / "ipython"),
        }


class KeptPages:
    """Pages on disk: each is made once, however many ask for it at the same time.

    Args:
        folder: where they are kept; ``<folder>/<cohort>/<key>.html``.
        render: makes a page; may raise RenderingError, which is kept for a short while, so that
            a queue of viewers does not make the same page fail over and over.
    """

    def __init__(self, folder: Path, render: Callable[[Subject], Awaitable[str]]) -> None:
        self._folder, self._render = folder, render
        self._making: dict[Path, asyncio.Task[str]] = {}
        self._failed: dict[Path, tuple[float, RenderingError]] = {}

    async def get(self, subject: Subject) -> str:
        """Return the page, made now if it is not kept; raises RenderingError."""
        path = self._folder / subject.cohort / f"{subject.key}.html"
        if path.is_file():
            return path.read_text(encoding="utf-8")
        if path in self._failed:
            when, error = self._failed[path]
            if time.monotonic() - when < FAILURE_IS_KEPT:
                raise error
        if path not in self._making:
            self._making[path] = asyncio.create_task(self._make(path, subject))
        return await asyncio.shield(self._making[path])

    async def _make(self, path: Path, subject: Subject) -> str:
        try:
            text = await self._render(subject)
        except RenderingError as error:
            self._failed[path] = (time.monotonic(), error)
            raise
        else:
            self._failed.pop(path, None)
            _keep(path, text)
            return text
        finally:
            del self._making[path]


def _keep(path: Path, text: str) -> None:
    """Keep a page; where that fails it is served all the same, and made again for the next one."""
    try:
        _write(path, text)
    except OSError as error:
        _LOG.warning("a page could not be kept in %s: %s", path.parent, error.strerror)


def _write(path: Path, text: str) -> None:
    """Put a page in its place at once, whole, and remove the cohort's older ones."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as part:
        part.write(text)
    Path(part.name).replace(path)
    for older in path.parent.glob("*.html"):
        if older != path:
            older.unlink(missing_ok=True)


def _look() -> str:
    """Return everything of ours that decides how a page looks."""
    files = [
        *sorted(pages.TEMPLATE_FOLDER.iterdir()),
        pages.NOTEBOOKS / NOTEBOOK,
        *(pages.HERE / f"{name}.py" for name in ("charts", "cohort")),
    ]
    return "\x1f".join(file.read_text(encoding="utf-8") for file in files)
