"""Opens a module from Home, after fetching its latest release.

So a re-released module appears at its next opening, without restarting the server.
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

#: After this many seconds without the service, the copy on disk is opened.
PATIENCE: Final = 2.0

_one_at_a_time = threading.Lock()


class OpenHandler(JupyterHandler):
    """Updates the folders, then redirects to a module or desk through the named door."""

    @web.authenticated
    async def get(self, module: str) -> None:
        """Redirect to the module's page; without the service, to the copy on disk."""
        try:
            await asyncio.to_thread(bring_up_to_date, Path.home(), PATIENCE)
        except (OSError, KeyError, ValueError) as problem:
            self.log.warning("opening without an update, the course does not answer: %s", problem)
        notebook = module_sync.notebook_of(module)
        if self.get_argument("door", "plain") == "lab" and notebook in released():
            self.redirect(f"{self.base_url}lab/tree/{quote(notebook)}?reset")
        else:  # our Voila template also has a page for an unknown module
            self.redirect(f"{self.base_url}voila/render/{quote(notebook)}")


def bring_up_to_date(home: Path, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
    """Make the module folders match the release; return the digests of what may run, by path.

    Raises:
        OSError: the service is unavailable, or a folder cannot be written.
        KeyError: there is no hub, or the server's owner is unknown.
    """
    with _one_at_a_time:
        line = ServiceLine.from_env(seconds)
        digests = module_sync.bring_up_to_date(home, line, kept_me(home) or line.get_json("api/me"))
        if digests != released():
            write_digests(home / ".pairs" / "config", digests)
    return digests
