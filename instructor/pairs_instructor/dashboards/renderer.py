"""Renders the notebook of a page by Voila: each view in turn, in one kernel that is then ended.

Voila shows a page while its cells still run, to one viewer, and leaves the kernel to be culled.
Here a page is made as a whole.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import traceback
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, Final

import nbformat
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_path
from nbclient.exceptions import CellExecutionError
from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from nbformat import NotebookNode
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.exporter import VoilaMarkdownRenderer
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths

from pairs_course.figures.published import PublishedPage
from pairs_course.hub.settings import RUN
from pairs_instructor.dashboards import pages, parts
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.parts import PageData

#: All that a kernel may know of this process: no address of the hub, and nothing of the store.
#: By RUN it is found as a part of the course, should it ever be left over.
KNOWN: Final = (
    "PATH",
    "LANG",
    "LC_ALL",
    "HOME",
    "TMPDIR",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    RUN,
    "PAIRS_PROGRAMME",
)
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_PLACE: Final = re.compile(r"^(?:File (\S+?:\d+)|(Cell In\[\d+\], line \d+))", re.MULTILINE)


class PlainHeadings(VoilaMarkdownRenderer):
    """Markdown without the links that nbconvert adds to headings: nobody links into a page."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named, exclude_anchor_links=True)


class WholePages(NotebookRenderer):
    """Voila's renderer, for pages that are either whole or not made at all."""

    async def load_notebook(self, path: str) -> NotebookNode:
        """Read the notebook, which is one of ours: there is nothing to look for or to mend."""
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        notebook.metadata.kernelspec.setdefault("language", "python")
        return notebook

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


def renderer(notebook: Path) -> WholePages:
    """Return a renderer with our template, and with none of Voila's choices for viewers."""
    config = Config()
    config.VoilaConfiguration.template = pages.TEMPLATE
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.extension_allowlist = []
    config.VoilaExporter.markdown_renderer_class = PlainHeadings
    return WholePages(
        voila_configuration=VoilaConfiguration(config=config),
        traitlet_config=config,
        notebook_path=str(notebook),
        template_paths=collect_template_paths(
            ["voila", "nbconvert"],
            pages.TEMPLATE,
            prune=True,
            root_dirs=[str(pages.JUPYTER_DATA), *jupyter_path()],
        ),
        base_url="/",
        page_config={},
    )


class LateError(Exception):
    """A page took longer to make than it may."""


async def render(
    notebook: Path, page: PublishedPage, views: Sequence[Choices], limit: float
) -> list[str]:
    """Return views of a page as HTML, run in a kernel that is ended in any case.

    Raises:
        LateError: all of it took longer than ``limit`` seconds.
    """
    try:
        async with asyncio.timeout(limit) as clock:
            return await _render(notebook, page, views)
    except Exception:
        # nbclient turns the cancellation at the limit into an error about a dead kernel.
        if clock.expired():
            raise LateError from None
        raise


async def _render(notebook: Path, page: PublishedPage, views: Sequence[Choices]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="pairs-page-", ignore_cleanup_errors=True) as private:
        folder = Path(private)
        kernel = AsyncKernelManager(
            kernel_name="python3", connection_file=str(folder / "kernel.json")
        )
        data = folder / "page.json"
        data.touch(mode=0o600)
        try:
            await kernel.start_kernel(env=environment(data), cwd=private)
            made = renderer(notebook)
            await made.initialize()
            return [await _view(made, data, PageData(page, view), kernel) for view in views]
        finally:
            if kernel.has_kernel:
                await kernel.shutdown_kernel(now=True)


async def _view(made: WholePages, data: Path, shown: PageData, kernel: AsyncKernelManager) -> str:
    parts.write(data, shown)
    made.resources["page"] = pages.context(shown.heading, demo=shown.published["demo"])
    made.kernel_started = False  # Voila's renderer is for one view, and would refuse another
    return str(await made.generate_content_str(kernel.kernel_id, _ready(kernel)))


def environment(data: Path) -> dict[str, str]:
    """Return the whole environment of a kernel: an allow-list, and where it finds its page."""
    known = {name: os.environ[name] for name in KNOWN if name in os.environ}
    return known | {
        # A file, because a variable itself has a limit of size.
        parts.VARIABLE: str(data),
        # Else the kernel would run the start-up files of whoever runs the service.
        "IPYTHONDIR": str(data.with_name("ipython")),
    }


def reason(error: BaseException) -> str:
    """Say what went wrong and where, without its message: that may hold what a page shows."""
    if isinstance(error, LateError):
        return "it took too long"
    if isinstance(error, CellExecutionError):
        places = _PLACE.findall(_COLOURS.sub("", error.traceback))
        place = next((file or cell for file, cell in reversed(places)), "a cell")
        return f"{error.ename} at {place}"
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}"


async def _ready(kernel: AsyncKernelManager) -> AsyncKernelManager:
    return kernel
