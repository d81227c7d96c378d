"""A person's module folders are what was released, whatever was in them before."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pairs_course.hub.modules import Line, ServiceError, fetch, make_equal
from pairs_course.hub.plain.released import digest

NOTEBOOK = {"metadata": {}, "cells": [{"cell_type": "code", "source": "1 + 1"}]}
FILES = {"01-a.ipynb": json.dumps(NOTEBOOK).encode(), "pictures/two.svg": b"<svg/>"}
Serve = Callable[[dict[str, bytes]], Line]


def _all(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()
    }


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A service that answers with what it is given, by path, to the right token only."""
    answers: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers["Authorization"] == "token t" and self.path in answers
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(answers.get(self.path, b"") if known else b"")

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()

    def start(what: dict[str, bytes]) -> Line:
        answers.update(what)
        return Line(f"http://127.0.0.1:{server.server_port}", "t")

    yield start
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_altered_folder_becomes_the_release(tmp_path: Path) -> None:
    """Changed, added and removed files are undone, and the digest of each notebook comes back."""
    make_equal(tmp_path, {"01-a": FILES})
    (tmp_path / "01-a" / "01-a.ipynb").write_text("changed")
    (tmp_path / "01-a" / "mine.py").write_text("added")
    (tmp_path / "01-a" / "pictures" / "two.svg").unlink()

    digests = make_equal(tmp_path, {"01-a": FILES})

    assert _all(tmp_path) == {f"01-a/{name}": data for name, data in FILES.items()}
    assert digests == {"01-a/01-a.ipynb": digest(NOTEBOOK)}


def test_only_module_folders_are_touched(tmp_path: Path) -> None:
    """A module that is no longer released goes; the journal and other files stay."""
    make_equal(tmp_path, {"01-a": FILES, "02-b": FILES})
    (tmp_path / ".pairs").mkdir()
    (tmp_path / ".pairs" / "answers.jsonl").write_text("answers")
    (tmp_path / "notes.txt").write_text("mine")

    make_equal(tmp_path, {"01-a": {"01-a.ipynb": FILES["01-a.ipynb"]}})

    assert sorted(_all(tmp_path)) == [".pairs/answers.jsonl", "01-a/01-a.ipynb", "notes.txt"]


def test_a_link_in_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    """What a link leads to stays as it is; the link makes room for the folder."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.txt").write_text("kept")
    home = tmp_path / "home"
    home.mkdir()
    (home / "01-a").symlink_to(elsewhere)

    make_equal(home, {"01-a": FILES})

    assert (elsewhere / "kept.txt").read_text() == "kept"
    assert not (home / "01-a").is_symlink()


def test_an_equal_folder_is_left_alone(tmp_path: Path) -> None:
    """An open notebook does not change under the page when there is nothing to change."""
    make_equal(tmp_path, {"01-a": FILES})
    before = (tmp_path / "01-a").stat().st_ino

    make_equal(tmp_path, {"01-a": FILES})

    assert (tmp_path / "01-a").stat().st_ino == before


def test_every_released_module_is_fetched(serve: Serve) -> None:
    """The files come by module and name; a name that is no module's is left out."""
    listed = {"assignments": [{"module": "01-a"}, {"module": "../x"}]}
    where = "/api/exchange/demo/assignments"
    line = serve({where: json.dumps(listed).encode(), f"{where}/01-a": _zip(FILES)})

    assert fetch(line, "demo") == {"01-a": FILES}


@pytest.mark.parametrize(
    "archive",
    [b"no archive", _zip({"../out.txt": b""}), _zip({"/out.txt": b""}), _zip({"a\\..\\b": b""})],
    ids=["not-a-zip", "outside", "absolute", "backslash"],
)
def test_an_archive_that_is_not_one_is_refused(serve: Serve, archive: bytes) -> None:
    """Nothing is unpacked from it."""
    where = "/api/exchange/demo/assignments"
    line = serve({where: b'{"assignments": [{"module": "01-a"}]}', f"{where}/01-a": archive})

    with pytest.raises(ServiceError):
        fetch(line, "demo")


def test_a_service_that_is_away_is_one_error(serve: Serve) -> None:
    """Not there, not known and not JSON are told the same way."""
    line = serve({"/api/me": b"<html>"})

    for bad in (line, Line(line.url, "other"), Line("http://127.0.0.1:1", "t")):
        with pytest.raises(ServiceError):
            bad.get_json("api/me")
