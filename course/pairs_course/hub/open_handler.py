"""Opening a module from Home: first the newest words, then the page.

So a module that was released again is there at its next opening, without a new start of the server.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from pairs_course.hub import module_sync
from pairs_course.hub.plain_page.released import released
from pairs_course.hub.start_server import kept_me, write_digests
from pairs_course.service_line import ANSWER_SECONDS, ServiceLine

#: While the service is away, what is there is opened after this many seconds.
PATIENCE: Final = 2.0

_one_at_a_time = threading.Lock()


class OpenHandler(JupyterHandler):
    """Brings the folders up to date, and leads to a module or a desk through the named door."""

    @web.authenticated
    async def get(self, module: str) -> None:
        """Lead to the module's page, with what is there if the service is away."""
        try:
            await asyncio.to_thread(bring_up_to_date, Path.home(), PATIENCE)
        except (OSError, KeyError, ValueError) as problem:
            self.log.warning("opened as it is, the course does not answer: %s", problem)
        notebook = module_sync.notebook_of(module)
        if self.get_argument("door", "plain") == "lab" and notebook in released():
            self.redirect(f"{self.base_url}lab/tree/{quote(notebook)}?reset")
        else:  # which also says so, on a page of ours, when there is no such module
            self.redirect(f"{self.base_url}voila/render/{quote(notebook)}")


def bring_up_to_date(home: Path, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
    """Make the module folders equal to the release; return the digests of what may run by path.

    Raises:
        OSError: the service is away, or a folder cannot be written.
        KeyError: there is no hub, or nobody knows whose server this is.
    """
    with _one_at_a_time:
        line = ServiceLine.from_env(seconds)
        digests = module_sync.bring_up_to_date(home, line, kept_me(home) or line.get_json("api/me"))
        if digests != released():
            write_digests(home / ".pairs" / "config", digests)
    return digests
