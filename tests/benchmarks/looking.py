"""Looking at a page over plain HTTP: one connection again and again, or a thousand at once."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from .figures import percentile
from .sides import apart

# What a browser sends when a bookmark is opened.
_BROWSER = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: en-GB,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n"
)


@dataclass(frozen=True)
class Looked:
    """What came back: the headers as they stood, the body as it was sent, and after how long."""

    head: bytes
    body: bytes
    seconds: float

    @property
    def whole(self) -> bool:
        """Whether a page came, with all of its bytes."""
        return self.head.startswith(b"HTTP/1.1 200 ")


class Line:
    """One connection that stays open, as a browser's does."""

    def __init__(self, url: str, token: str = "") -> None:
        place = urlsplit(url)
        self._request = _request(url, token)
        self._socket = socket.create_connection((place.hostname, place.port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def look(self) -> Looked:
        """Ask for the page and take all of it.

        Raises:
            RuntimeError: another answer than a page came.
        """
        began = time.perf_counter()
        self._socket.sendall(self._request)
        came = b""
        while b"\r\n\r\n" not in came:
            came += self._more()
        head, _, body = came.partition(b"\r\n\r\n")
        length = _length(head)
        while len(body) < length:
            body += self._more()
        looked = Looked(head, body, time.perf_counter() - began)
        if not looked.whole:
            raise RuntimeError(f"expected a page, got {head.decode(errors='replace')}")
        return looked

    def look_to_the_end(self, expected: str) -> None:
        """Ask for a page that comes in pieces, with no length, and take all of it.

        Raises:
            RuntimeError: another answer than a page with the expected words came.
        """
        self._socket.sendall(self._request)
        came = b""
        while not came.endswith(b"\r\n0\r\n\r\n"):
            came += self._more()
        if not (Looked(came, b"", 0).whole and expected.encode() in came):
            raise RuntimeError(f"expected a page, got {came[:200].decode(errors='replace')}")

    def _more(self) -> bytes:
        piece = self._socket.recv(1 << 20)
        if not piece:
            raise RuntimeError("the connection was closed before the page was whole")
        return piece


@dataclass(frozen=True)
class Crowd:
    """How long each of many viewers waited, and how many did not get the page."""

    seconds: tuple[float, ...]
    errors: int

    @property
    def p99(self) -> float:
        """The 99th percentile, in seconds."""
        return percentile(self.seconds, 99)


def crowd(url: str, tokens: Sequence[str], viewers: int) -> Crowd:
    """Let many people open a page at the same moment, each over a connection of their own.

    The time of each runs from when they begin to connect until they have the whole page. No
    connection is closed before all have it. ``tokens`` are given out in turn.
    """
    return apart(lambda: asyncio.run(_crowd(url, tokens, viewers)))


async def _crowd(url: str, tokens: Sequence[str], viewers: int) -> Crowd:
    place = urlsplit(url)
    done = asyncio.Barrier(viewers)

    async def view(token: str) -> Looked | None:
        began = time.perf_counter()
        looked = None
        try:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            try:
                writer.write(_request(url, token))
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(_length(head))
                looked = Looked(head, body, time.perf_counter() - began)
            finally:
                await done.wait()
                writer.close()
        except (OSError, asyncio.IncompleteReadError):
            return None
        return looked if looked.whole else None

    found = await asyncio.gather(*(view(tokens[n % len(tokens)]) for n in range(viewers)))
    seconds = tuple(looked.seconds for looked in found if looked)
    return Crowd(seconds, viewers - len(seconds))


def _request(url: str, token: str) -> bytes:
    place = urlsplit(url)
    signed_in = f"Authorization: token {token}\r\n" if token else ""
    first = f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
    return f"{first}{_BROWSER}{signed_in}\r\n".encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise RuntimeError(f"no length in {head.decode(errors='replace')}")
