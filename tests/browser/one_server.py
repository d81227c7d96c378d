"""One person's Jupyter server without a hub, for tests that do not need one."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Locator, Page, WebError

import pairs_widgets
from pairs_course.hub import plain_page
from pairs_course.hub.plain_page.released import digest
from pairs_course.programme import loader

from .course import ONE_PAGE, is_kernel

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "modules"
MODULE = "05-debate-and-dialogue"
NOTEBOOK = f"{MODULE}/{MODULE}.ipynb"
START_SECONDS = 60
_KEY = "only-for-this-test"

_CONFIG = """
from pairs_course.hub.plain_page.settings import configure
from pairs_course.hub.server_settings import kernel_lines
c = get_config()
configure(c)
kernel_lines(c)
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.terminals_enabled = False
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True, "voila.server_extension": True, "jupyter_lsp": False,
    "jupyter_server_terminals": False, "notebook": False, "notebook_shim": False,
    "nbgrader.server_extensions.formgrader": False,
}
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
"""


class OneServer:
    """A participant's server with all modules released; ``address`` survives a restart."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.root = self.home
        config = self.home / ".pairs" / "config"
        (config / "labconfig").mkdir(parents=True)
        (config / "jupyter_server_config.py").write_text(_CONFIG)
        self._programme = folder / "programme.json"
        loader.compile_to(self._programme)
        for module in MODULES.iterdir():
            shutil.copytree(module, self.root / module.name)
        self.release()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._log = folder / "server.log"
        self._program: subprocess.Popen[bytes] | None = None
        self.was_down = False  # a test stopped it

    def release(self) -> None:
        """Record the current modules as released."""
        digests = {
            str(path.relative_to(self.root)): digest(json.loads(path.read_text(encoding="utf-8")))
            for path in self.root.glob("0*/*.ipynb")
        }
        config = self.home / ".pairs" / "config"
        (config / "released.json").write_text(json.dumps(digests))
        page = {"pairsCourse": json.dumps(digests), "pairsHome": "/services/course/"}
        (config / "labconfig" / "page_config.json").write_text(json.dumps(page))

    def start(self) -> None:
        """Start the server and wait until it answers."""
        lab = Path(pairs_widgets.__file__).parent / "lab"
        settings = [lab / "settings" / name for name in ("participant", "everyone")]
        config = [self.home / ".pairs" / "config", *settings]
        env = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "COURSE"))}
        env |= {
            "HOME": str(self.home),
            "JUPYTER_PATH": os.pathsep.join([str(lab), str(Path(plain_page.__file__).parent)]),
            "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, config)),
            "JUPYTER_PLATFORM_DIRS": "0",
            "PAIRS_PROGRAMME": str(self._programme),
        }
        command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.port={self._port}"]
        command += [f"--ServerApp.root_dir={self.root}", f"--IdentityProvider.token={_KEY}"]
        with self._log.open("ab") as log:
            self._program = subprocess.Popen(
                command, env=env, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                self.ask("api/status")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"The server did not start: {self._log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Kill the server and its kernels, as a power cut would."""
        if self._program is not None:
            for kernel in self._kernel_processes():
                kernel.kill()
            self._program.kill()
            self._program.wait()
        self._program = None
        self.was_down = True

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """Call the server's REST API without a browser."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {_KEY}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    @property
    def entrance(self) -> str:
        """An address that signs a browser in."""
        return f"{self.address}/api/status?token={_KEY}"

    def kernels(self) -> list[str]:
        """Return the ids of the running kernels."""
        return [kernel["id"] for kernel in self.ask("api/kernels")]

    def kill_kernels(self) -> None:
        """Kill every kernel's process, as a machine short of memory would."""
        for kernel in self._kernel_processes():
            kernel.kill()

    def end_kernels(self) -> None:
        """Make the server shut down every kernel, as it does with idle ones."""
        for kernel in self.kernels():
            try:
                self.ask(f"api/kernels/{kernel}", "DELETE")
            except urllib.error.HTTPError as error:
                if error.code != 404:  # a closed page has ended it already
                    raise

    def restart_kernels(self) -> None:
        """Make the server restart every kernel."""
        for kernel in self.kernels():
            self.ask(f"api/kernels/{kernel}/restart", "POST", {})

    def journal(self) -> list[dict[str, Any]]:
        """Return every event on disk."""
        lines: list[dict[str, Any]] = []
        for path in sorted((self.home / ".pairs").glob("*.jsonl")):
            lines += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return lines

    def _kernel_processes(self) -> list[Any]:
        assert self._program is not None
        return [
            child
            for child in psutil.Process(self._program.pid).children(recursive=True)
            if is_kernel(child)
        ]


@contextmanager
def one_server(folder: Path) -> Iterator[OneServer]:
    """Run a server in ``folder`` for the duration of the block."""
    server = OneServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


SAVED = re.compile(r"^Saved \d\d:\d\d$")


def box(page: Page) -> Locator:
    """Return the module's first text box."""
    return page.get_by_role("textbox", name="How did your if-then plan go?")


def status(page: Page) -> Locator:
    """Return that box's status line."""
    return page.locator(".pairs-status[data-item='P5-plan'][data-kind='answer']")


def eventually(page: Page, true: Callable[[], bool], seconds: int = 30) -> None:
    """Wait until a condition outside the page is true, or fail."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not become true"
        page.wait_for_timeout(100)


def wait_for_journal(page: Page, server: OneServer, text: str) -> None:
    """Wait until ``text`` is on disk."""
    eventually(page, lambda: text in [event["value"] for event in server.journal()])


@contextmanager
def signed_in(context: BrowserContext, server: OneServer) -> Iterator[Page]:
    """Yield a signed-in page; a request to another host, or an error in a page, fails the test."""
    problems: list[str] = []

    def look(url: str) -> None:
        if not url.startswith((server.address, "data:", "blob:")):
            problems.append(f"a request to another host: {url}")

    context.on("request", lambda request: look(request.url))

    def heard(error: WebError) -> None:
        text = f"{error.error}: {error.error.stack}"
        # JupyterLab keeps saving its own workspace while a test has the server down.
        if not (server.was_down and "Failed to fetch" in text and "/static/lab/" in text):
            problems.append(text)

    server.was_down = False
    context.add_init_script(ONE_PAGE)
    context.on("weberror", heard)
    page = context.new_page()
    page.goto(server.entrance)
    yield page
    page.close()
    server.end_kernels()
    assert not problems, "\n".join(problems)


def first_code(notebook: Any) -> Any:
    """Return the first code cell of a notebook."""
    return next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def edit(path: Path, change: Any) -> None:
    """Change a notebook on disk; ``change`` gets it as JSON."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
