"""A bare Tornado handler that sends a file: ``python bare_page.py PORT FILE HEADERS``.

``HEADERS`` is JSON. Whatever a page needs besides Tornado itself is not here.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets


class Page(tornado.web.RequestHandler):
    def initialize(self, body: bytes, headers: dict[str, str]) -> None:
        self._body, self._more = body, headers

    def get(self) -> None:
        for name, value in self._more.items():
            self.set_header(name, value)
        self.write(self._body)


async def main(port: int, file: Path, headers: dict[str, str]) -> None:
    told = {"body": file.read_bytes(), "headers": headers}
    server = HTTPServer(tornado.web.Application([(".*", Page, told)], log_function=lambda _: None))
    # As many as come at once are taken, so that no connection has to knock twice.
    server.add_sockets(bind_sockets(port, "127.0.0.1", backlog=2048))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])))
