"""Voila hooks that restrict the plain page to released notebooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from tornado import web

from pairs_course.hub.plain_page.released import digest, released

__all__ = ["Altered", "digest", "only_module_pages", "only_released"]


#: Markdown for a picture in the notebook's own folder.
_BESIDE: Final = re.compile(
    r"(!\[[^\]]*\]\()([\w-][\w./-]*\.(?:gif|jpe?g|png|svg|webp))\)", re.IGNORECASE
)


class Altered(web.HTTPError):
    """The notebook at ``path`` differs from what was released, so it is not run."""

    def __init__(self, path: str) -> None:
        super().__init__(409, "not the released notebook: %s", path, reason="Not the released page")
        self.path = path


def only_module_pages(
    page_config: dict[str, Any], *, notebook_path: str, **_: Any
) -> dict[str, Any]:
    """Refuse everything but released modules; Voila's ``page_config_hook``.

    Voila calls it for pages and folder listings, before it reads either.

    Raises:
        tornado.web.HTTPError: 404, not a released module.
    """
    if notebook_path.strip("/") not in released():
        raise web.HTTPError(404, "not a released module: %s", notebook_path)
    return page_config


def only_released(handler: web.RequestHandler, *, notebook: Any, cwd: str) -> Any:  # noqa: ARG001
    """Let only a released, unaltered notebook run; Voila's ``prelaunch_hook``.

    Args:
        handler: Voila's handler, for the requested path.
        notebook: the notebook at that path (an ``nbformat`` node).
        cwd: its folder; not used.

    Returns:
        The notebook, with its first heading as ``metadata.title`` and full addresses for the
        pictures in its folder.

    Raises:
        Altered: its code or kernel differs from what was released.
        tornado.web.HTTPError: 404, nothing was released at this path.
    """
    handler.xsrf_token  # noqa: B018  sets the cookie that the page needs to end its kernel
    path = handler.path_args[0].strip("/")
    known = released().get(path)
    if known is None:
        raise web.HTTPError(404, "not a released module: %s", path)
    if digest(notebook) != known:
        raise Altered(path)
    notebook.metadata["title"] = _title(notebook) or path.rpartition("/")[2].removesuffix(".ipynb")
    folder = quote(str(PurePosixPath(path).parent))
    _find_pictures(notebook, f"{handler.settings['base_url']}files/{folder}")
    return notebook


def _find_pictures(notebook: Any, folder: str) -> None:
    """Give pictures in the folder a full address, since relative names break on Voila's page.

    JupyterLab uses the same address. It is served in a sandbox, so a script in an SVG cannot run.
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _BESIDE.sub(rf"\g<1>{folder}/\g<2>)", cell["source"])


def _title(notebook: Mapping[str, Any]) -> str:
    """Return the text of the first level 1 heading, or ""."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in cell["source"].splitlines():
                if line.startswith("# "):
                    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line[2:].strip())
    return ""
