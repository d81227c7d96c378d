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

from pairs_course.hub.module_sync import (
    bring_up_to_date,
    make_equal,
    notebook_of,
)
from pairs_course.hub.plain_page.guard import _title
from pairs_course.hub.plain_page.released import digest
from pairs_course.programme.module_digest import digest_of_files
from pairs_course.service_line import ServiceError, ServiceLine

NOTEBOOK = {"metadata": {}, "cells": [{"cell_type": "code", "source": "1 + 1"}]}
FILES = {"01-a.ipynb": json.dumps(NOTEBOOK).encode(), "pictures/two.svg": b"<svg/>"}


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


class Serve:
    """A service that answers with what it is given, by path; ``asked`` has each path in order."""

    def __init__(self, start: Callable[[dict[str, bytes]], ServiceLine], asked: list[str]) -> None:
        self._start = start
        self.asked = asked

    def __call__(self, answers: dict[str, bytes]) -> ServiceLine:
        return self._start(answers)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A service that answers the right token only."""
    answers: dict[str, bytes] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            known = self.headers["Authorization"] == "token t" and self.path in answers
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(answers.get(self.path, b"") if known else b"")

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()

    def start(what: dict[str, bytes]) -> ServiceLine:
        answers.update(what)
        return ServiceLine(f"http://127.0.0.1:{server.server_port}", "t")

    yield Serve(start, asked)
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


ME = {"role": "professional", "cohort": "demo"}
WHERE = "/api/exchange/demo/assignments"


def _listed(**released: dict[str, bytes]) -> dict[str, bytes]:
    """What the service answers when these modules are released, by name with _ for -."""
    files = {name.replace("_", "-").removeprefix("m"): found for name, found in released.items()}
    entries = [{"module": m, "digest": digest_of_files(found)} for m, found in files.items()]
    archives = {f"{WHERE}/{module}": _zip(found) for module, found in files.items()}
    return {WHERE: json.dumps({"assignments": entries}).encode(), **archives}


def test_every_released_module_is_fetched(tmp_path: Path, serve: Serve) -> None:
    """The files come by module and name; a name that is no module's is left out."""
    answers = _listed(m01_a=FILES)
    listed = json.loads(answers[WHERE])
    listed["assignments"].append({"module": "../x", "digest": "d"})
    line = serve({**answers, WHERE: json.dumps(listed).encode()})

    digests = bring_up_to_date(tmp_path, line, ME)

    assert _all(tmp_path) == {f"01-a/{name}": data for name, data in FILES.items()}
    assert digests == {"01-a/01-a.ipynb": digest(NOTEBOOK)}


def test_only_what_changed_is_fetched(tmp_path: Path, serve: Serve) -> None:
    """One call tells that all is as it was; after that only the module with new words comes."""
    bring_up_to_date(tmp_path, serve(_listed(m01_a=FILES, m02_b=FILES)), ME)
    asked = serve.asked
    asked.clear()

    bring_up_to_date(tmp_path, serve({}), ME)
    same = list(asked)
    new = {**FILES, "pictures/two.svg": b"<svg>new</svg>"}
    bring_up_to_date(tmp_path, serve(_listed(m01_a=FILES, m02_b=new)), ME)

    assert same == [WHERE]
    assert asked == [WHERE, WHERE, f"{WHERE}/02-b"]
    assert (tmp_path / "02-b" / "pictures" / "two.svg").read_bytes() == b"<svg>new</svg>"


def test_an_altered_folder_is_fetched_again(tmp_path: Path, serve: Serve) -> None:
    """It is compared with what was released, not with what was fetched once."""
    line = serve(_listed(m01_a=FILES))
    bring_up_to_date(tmp_path, line, ME)
    (tmp_path / "01-a" / "01-a.ipynb").write_text("changed")

    bring_up_to_date(tmp_path, line, ME)

    assert (tmp_path / "01-a" / "01-a.ipynb").read_bytes() == FILES["01-a.ipynb"]


def test_half_an_answer_changes_nothing(tmp_path: Path, serve: Serve) -> None:
    """Where one archive does not come, the folders stay as they are."""
    bring_up_to_date(tmp_path, serve(_listed(m01_a=FILES, m02_b=FILES)), ME)
    new = {**FILES, "more.txt": b"x"}
    broken = _listed(m01_a=new, m02_b=new) | {f"{WHERE}/02-b": b"no archive"}

    with pytest.raises(ServiceError):
        bring_up_to_date(tmp_path, serve(broken), ME)

    assert not (tmp_path / "01-a" / "more.txt").exists()


def _cohorts(*cohorts: tuple[str, str, str]) -> dict[str, bytes]:
    """What the service answers to somebody with these cohorts: name, title and role."""
    listed = [{"name": name, "title": title, "role": role} for name, title, role in cohorts]
    return {"/api/cohorts": json.dumps({"cohorts": listed}).encode()}


FACILITATOR = {**ME, "role": "facilitator"}


def test_only_a_facilitator_has_a_desk(tmp_path: Path, serve: Serve) -> None:
    """It comes with the course and not from the service; the digests let it run."""
    line = serve(_listed() | _cohorts(("demo", "Demo", "facilitator")))

    assert list(bring_up_to_date(tmp_path, line, ME)) == []
    assert list(bring_up_to_date(tmp_path, line, FACILITATOR)) == ["_desk/demo/desk.ipynb"]


def test_each_cohort_has_a_desk_with_its_name(tmp_path: Path, serve: Serve) -> None:
    """The address, the heading and the code name the cohort; another role in it gives no desk.

    A title is a title, whatever is in it, and a cohort that is no more one's own has no desk.
    """
    title = 'Leeds *2027* [x](y) "TITLE" \\ <b>'
    first, leeds = ("demo", "Demo", "facilitator"), ("leeds", title, "facilitator")
    line = serve(_listed() | _cohorts(first, leeds, ("other", "Other", "sponsor")))
    bring_up_to_date(tmp_path, line, FACILITATOR)
    both = sorted(_all(tmp_path / "_desk"))

    line = serve(_cohorts(leeds))
    digests = bring_up_to_date(tmp_path, line, FACILITATOR)

    assert both == ["demo/desk.ipynb", "leeds/desk.ipynb"]
    assert list(_all(tmp_path / "_desk")) == ["leeds/desk.ipynb"]
    notebook = json.loads(_all(tmp_path / "_desk")["leeds/desk.ipynb"])
    cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    assert _title({"cells": cells}) == f"Your desk: {title}"
    assert 'desk = open_desk("leeds")' in "".join(notebook["cells"][1]["source"])
    assert digests == {"_desk/leeds/desk.ipynb": digest(notebook)}
    assert notebook_of("_desk/leeds") == "_desk/leeds/desk.ipynb"
    assert notebook_of("01-a") == "01-a/01-a.ipynb"


@pytest.mark.parametrize(
    "archive",
    [b"no archive", _zip({"../out.txt": b""}), _zip({"/out.txt": b""}), _zip({"a\\..\\b": b""})],
    ids=["not-a-zip", "outside", "absolute", "backslash"],
)
def test_an_archive_that_is_not_one_is_refused(
    tmp_path: Path, serve: Serve, archive: bytes
) -> None:
    """Nothing is unpacked from it."""
    line = serve({**_listed(m01_a=FILES), f"{WHERE}/01-a": archive})

    with pytest.raises(ServiceError):
        bring_up_to_date(tmp_path, line, ME)

    assert list(tmp_path.iterdir()) == []


def test_a_service_that_is_away_is_one_error(serve: Serve) -> None:
    """Not there, not known and not JSON are told the same way."""
    line = serve({"/api/me": b"<html>"})

    for bad in (line, ServiceLine(line.url, "other"), ServiceLine("http://127.0.0.1:1", "t")):
        with pytest.raises(ServiceError):
            bad.get_json("api/me")


@pytest.mark.parametrize(
    "damaged", [b"{", b"[]", b'"text"', b'{"cells": 3}', b"\xff", b"[" * 100_000]
)
def test_a_damaged_notebook_stops_no_other(tmp_path: Path, damaged: bytes) -> None:
    """It is there and never runs; the modules after it come, with what may run of them."""
    released = {"01-a": {"01-a.ipynb": damaged}, "02-b": {"02-b.ipynb": FILES["01-a.ipynb"]}}

    digests = make_equal(tmp_path, released)

    assert digests.get("02-b/02-b.ipynb") == digest(NOTEBOOK)
    assert "01-a/01-a.ipynb" not in digests
    assert _all(tmp_path) == {"01-a/01-a.ipynb": damaged, "02-b/02-b.ipynb": FILES["01-a.ipynb"]}
