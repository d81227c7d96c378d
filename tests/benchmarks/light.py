"""People without a browser: what their pages would ask of the servers, and nothing else.

On a real course everybody brings a device of their own. Twelve browsers here would take the two
cores from the servers that are to be measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
import uuid
from typing import Any

import aiohttp

from .sides import MODULE, NOTEBOOK, Newcomer, Side

PATIENCE = 120
_VERSION = {"version": "1.0.0"}
_STREAM = re.compile(r"""new EventSource\(["']([^"']+)["']""")


class LightPerson:
    """One signed-in person: their cookies, the way into their server, and what they hold open."""

    def __init__(self, side: Side, person: Newcomer, stack: contextlib.AsyncExitStack) -> None:
        self.side = side
        self.person = person
        self.stack = stack
        # The jar keeps cookies of an address that is a number, as a browser does.
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(PATIENCE)
        )
        stack.push_async_callback(self.http.close)

    def url(self, path: str) -> str:
        """Return the address of a path of this side."""
        return path if path.startswith("http") else self.side.address + path

    @property
    def own(self) -> str:
        """The path of this person's server."""
        return f"/user/{self.person.name}/"

    async def text(self, path: str) -> tuple[str, str]:
        """Get a page, wherever it leads; return the path that it led to, and the page."""
        async with self.http.get(self.url(path)) as answer:
            answer.raise_for_status()
            return answer.url.path, await answer.text()

    async def sign_in(self, then: str) -> None:
        """Fill in the sign-in form and go to ``then``; RuntimeError if it leads elsewhere."""
        await self.text("/hub/login")
        form = {
            "username": self.person.name,
            "password": self.person.password,
            "_xsrf": self.xsrf("/hub/"),
        }
        async with self.http.post(self.url(f"/hub/login?next={then}"), data=form) as answer:
            answer.raise_for_status()
            await answer.read()
            if answer.url.path != then:
                raise RuntimeError(f"{self.person.name} came to {answer.url.path}, not {then}")

    async def into_server(self, path: str) -> aiohttp.ClientResponse:
        """Open a page by way of the hub, wait for the server as the waiting page does.

        Returns the answer of the server itself, whose text is still to come.
        """
        while True:
            answer = await self.http.get(self.url(path))
            answer.raise_for_status()
            if answer.url.path.startswith(self.own):
                return answer
            waiting = _STREAM.search(await answer.text())
            if not waiting:
                raise RuntimeError(f"{path} led to {answer.url.path}, which does not wait")
            path = str(answer.url)
            await self._ready(waiting[1].replace("&amp;", "&"))

    async def _ready(self, stream: str) -> None:
        headers = {"Accept": "text/event-stream"}
        async with self.http.get(self.url(stream), headers=headers) as answer:
            answer.raise_for_status()
            async for line in answer.content:
                if line.startswith(b"data:"):
                    event = json.loads(line.removeprefix(b"data:"))
                    if event.get("failed"):
                        raise RuntimeError(f"the server of {self.person.name} did not start")
                    if event.get("ready"):
                        return

    def xsrf(self, path: str) -> str:
        """Return the token that shows that a request comes from a page below ``path``."""
        cookies = [c for c in self.http.cookie_jar if c.key == "_xsrf" and c["path"] == path]
        return cookies[0].value if cookies else ""

    async def stop(self) -> None:
        """Stop the server with everything in it."""
        url = self.url(f"/hub/api/users/{self.person.name}/server")
        async with self.http.delete(url, headers={"X-XSRFToken": self.xsrf("/hub/")}) as answer:
            if answer.status not in (202, 204):
                raise RuntimeError(f"DELETE {url}: {answer.status} {await answer.text()}")


class Kernel:
    """The line to one kernel, as a page holds it."""

    def __init__(self, person: LightPerson, kernel: str) -> None:
        self._session = uuid.uuid4().hex
        path = f"{person.own}api/kernels/{kernel}/channels?session_id={self._session}"
        self._url = person.url(path).replace("http", "ws", 1)
        self._http = person.http
        self._states: set[str] = set()
        self._changed = asyncio.Event()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._task: asyncio.Task[None] | None = None
        self.first: str | None = None

    async def __aenter__(self) -> Kernel:
        self._socket = await self._http.ws_connect(self._url, max_msg_size=0)
        self._task = asyncio.create_task(self._listen(self._socket))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task and self._socket:
            self._task.cancel()
            await self._socket.close()

    async def send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Send one message on the shell channel."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session}
        header |= {"username": "", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": metadata, "content": content}
        if self._socket:
            await self._socket.send_json({**message, "buffers": [], "channel": "shell"})

    async def ask_for_widgets(self) -> None:
        """Ask for every widget's state: what was opened before the line stood."""
        comm = uuid.uuid4().hex
        opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await self.send("comm_open", opened, _VERSION)
        asked = {"comm_id": comm, "data": {"method": "request_states"}}
        await self.send("comm_msg", asked, _VERSION)

    async def run(self, code: str) -> None:
        """Run one cell."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        await self.send("execute_request", content, {})

    def knows(self, model: str) -> bool:
        """Say whether the state of this widget has come."""
        return model in self._states

    async def has(self, model: str | None = None) -> None:
        """Wait for the state of this widget, or of the first that is shown."""
        while (model or self.first) not in self._states:
            self._changed.clear()
            await self._changed.wait()

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for raw in socket:
            if raw.type != aiohttp.WSMsgType.TEXT:
                continue
            message = json.loads(raw.data)
            content = message["content"]
            if message["header"]["msg_type"] == "comm_open":
                self._states.add(content["comm_id"])
            elif message["header"]["msg_type"] == "comm_msg":
                self._states |= set(content.get("data", {}).get("states") or ())
            elif "data" in content and self.first is None:
                view = content["data"].get("application/vnd.jupyter.widget-view+json")
                self.first = view and view["model_id"]
            self._changed.set()


async def open_plain(person: LightPerson) -> float:
    """Open the module's plain page; return the seconds to the first question and its state.

    The page is then read to its end, and its line to the kernel stays.
    """
    started = time.perf_counter()
    page = await person.into_server(f"/services/course/open/{MODULE}?door=plain")
    read = _Reader(page)
    line = Kernel(person, await read.until(r'data-kernel="([\w-]+)"'))
    await person.stack.enter_async_context(line)
    question = await read.until(r'data-model="([\w-]+)"')
    if not line.knows(question):
        await line.ask_for_widgets()
    await line.has(question)
    seconds = time.perf_counter() - started
    await page.read()
    return seconds


async def open_in_stock(person: LightPerson) -> float:
    """Open the notebook in JupyterLab and run it; return the seconds to the first widget's state.

    What JupyterLab's own scripts would still do in the browser is left out.
    """
    started = time.perf_counter()
    inside = f"{person.own}lab/tree/{NOTEBOOK}"
    page = await person.into_server(f"/hub/spawn/{person.person.name}?next={inside}")
    await page.read()
    async with person.http.get(person.url(f"{person.own}api/contents/{NOTEBOOK}")) as answer:
        cells = (await answer.json())["content"]["cells"]
    wanted = {"path": NOTEBOOK, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
    headers = {"X-XSRFToken": person.xsrf(person.own)}
    url = person.url(f"{person.own}api/sessions")
    async with person.http.post(url, json=wanted, headers=headers) as answer:
        answer.raise_for_status()
        line = Kernel(person, (await answer.json())["kernel"]["id"])
    await person.stack.enter_async_context(line)
    for cell in cells:
        if cell["cell_type"] == "code":
            await line.run(cell["source"])
    await line.has()
    return time.perf_counter() - started


class _Reader:
    """Reads a page as it comes, up to what is looked for."""

    def __init__(self, page: aiohttp.ClientResponse) -> None:
        self._page = page
        self._text = ""

    async def until(self, pattern: str) -> str:
        """Return the first group of the first match; RuntimeError if the page ends without one."""
        while not (found := re.search(pattern, self._text)):
            piece = await self._page.content.readany()
            if not piece:
                raise RuntimeError(f"{self._page.url.path} ended without {pattern}")
            self._text += piece.decode(errors="replace")
        return found[1]
