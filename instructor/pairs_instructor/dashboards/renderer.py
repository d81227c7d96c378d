"""The program that makes pages: ``python -m pairs_instructor.dashboards.renderer``.

Each line that comes in is an order; for each, one line goes out. It has no token, and knows of
the service only what :mod:`pairs_instructor.dashboards.render_client` gives it.

Voila shows a page while its cells still run, to one viewer, and leaves the kernel to be culled.
Here the page is made as a whole, in a kernel that is ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError
from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from nbformat import NotebookNode
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.exporter import VoilaMarkdownRenderer
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths

from pairs_instructor.dashboards import pages, parts
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.render_client import KNOWN

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


def renderer(notebook: str) -> WholePages:
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
        notebook_path=notebook,
        template_paths=collect_template_paths(["voila", "nbconvert"], pages.TEMPLATE, prune=True),
        base_url="/",
        page_config={},
    )


async def render(notebook: str, folder: Path) -> str:
    """Return a notebook as a page, run in a kernel that is ended in any case."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _cancel(asyncio.current_task()))
    data = folder / "page.json"
    about = json.loads(data.read_text(encoding="utf-8"))
    made = renderer(notebook)
    await made.initialize()
    heading = parts.heading(about["page"], about["title"], Choices(**about["choices"]))
    made.resources["page"] = pages.context(heading, about["home"], demo=about["demo"])
    kernel = AsyncKernelManager(
        kernel_name=made.notebook.metadata.kernelspec.name,
        connection_file=str(folder / "kernel.json"),
    )
    try:
        await kernel.start_kernel(env=environment(folder), cwd=str(folder))
        return str(await made.generate_content_str(kernel.kernel_id, _ready(kernel)))
    finally:
        if kernel.has_kernel:
            await kernel.shutdown_kernel(now=True)


def environment(folder: Path) -> dict[str, str]:
    """Return the whole environment of a kernel: an allow-list, and where it finds its page."""
    known = {name: os.environ[name] for name in KNOWN if name in os.environ}
    return known | {
        # A file, because a variable itself has a limit of size.
        parts.VARIABLE: str(folder / "page.json"),
        # Else the kernel would run the start-up files of whoever runs the service.
        "IPYTHONDIR": str(folder / "ipython"),
    }


def reason(error: BaseException) -> str:
    """Say what went wrong and where, without its message: that may hold what a page shows."""
    if isinstance(error, CellExecutionError):
        places = _PLACE.findall(_COLOURS.sub("", error.traceback))
        place = next((file or cell for file, cell in reversed(places)), "a cell")
        return f"{error.ename} at {place}"
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}"


async def _obey(order: dict[str, Any]) -> dict[str, Any]:
    folder = Path(order["folder"])
    try:
        async with asyncio.timeout(order["limit"]) as clock:
            text = await render(order["notebook"], folder)
        (folder / "page.html").write_text(text, encoding="utf-8")
    except Exception as error:
        # nbclient turns the cancellation at the limit into an error about a dead kernel.
        return {"late": clock.expired(), "reason": reason(error)}
    return {"made": True}


async def _ready(kernel: AsyncKernelManager) -> AsyncKernelManager:
    return kernel


def _cancel(task: asyncio.Task[Any] | None) -> Any:
    def ended() -> None:
        if task:
            task.cancel()

    return ended


def main() -> None:
    """Obey until there is nothing more to come."""
    # Whatever libraries print must not come between the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        for line in sys.stdin:
            answers.write(json.dumps(asyncio.run(_obey(json.loads(line)))) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
