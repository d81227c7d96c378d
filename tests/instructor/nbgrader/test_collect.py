"""Collecting: whole folders whoever else collects, nothing half, and large cohorts."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from pairs_instructor.nbgrader import exchange_collect
from pairs_instructor.nbgrader.exchange import Collect
from pairs_instructor.nbgrader_config import configure

from .. import large
from ..courses import MODULE
from ..serving import COHORT, Programme

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

FILES = [f"{MODULE}.ipynb", "submission.json", "submission_secret.txt", "timestamp.txt"]


@pytest.fixture
def course(running_course: Programme, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """A released module, in the server of the facilitator."""
    monkeypatch.setenv("COURSE_URL", running_course.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-fay")
    running_course.release()
    return running_course


def collect(root: Path, cohort: str = COHORT, **options: Any) -> None:
    """Collect as nbgrader does, in this process."""
    config = Config()
    configure(config, root, cohort)
    coursedir = CourseDirectory(config=config, assignment_id=MODULE)
    made = Collect(coursedir=coursedir, config=config)
    for name, value in options.items():
        setattr(made, name, value)
    made.start()


#: Another answer each time: what would be the same again is no second submission.
ANSWERS = itertools.cycle(range(1, 6))


def send(course: Programme, *names: str) -> None:
    for name in names:
        course.does(name, MODULE, "answer", "D1", next(ANSWERS))
        course.does(name, MODULE, "send", MODULE, None)


def collected(course: Programme) -> dict[str, list[str]]:
    """Return what lies in submitted/, hidden things too: names of files by participant."""
    found = {}
    for person in (course.root / "submitted").iterdir():
        for folder in person.iterdir():
            key = person.name if folder.name == MODULE else f"{person.name}/{folder.name}"
            found[key] = sorted(path.name for path in folder.iterdir())
    return found


def ids(course: Programme) -> dict[str, str]:
    """Return the id of what was collected, by participant."""
    folders = (course.root / "submitted").glob(f"*/{MODULE}")
    return {f.parent.name: (f / "submission_secret.txt").read_text() for f in folders}


def newest(course: Programme) -> dict[str, str]:
    """Return the id of what was sent last, by participant."""
    return {sent.username: sent.id for sent in course.store.submissions.list(COHORT)}


@contextmanager
def fresh_processes() -> Iterator[Any]:
    """Give processes that share nothing with this one but its environment."""
    yield multiprocessing.get_context("spawn")


def test_facilitators_collect_at_once(course: Programme) -> None:
    """Two programs at the same time: no error, whole folders, the newest of each."""
    send(course, "ann", "bob", "cat", "dan")
    collect(course.root)
    send(course, "ann", "cat")

    with fresh_processes() as context:
        programs = [
            context.Process(target=collect, args=(course.root,), kwargs={"update": True})
            for _ in range(2)
        ]
        for program in programs:
            program.start()
        for program in programs:
            program.join()

    assert [program.exitcode for program in programs] == [0, 0]
    assert collected(course) == dict.fromkeys(("ann", "bob", "cat", "dan"), FILES)
    assert ids(course) == newest(course)


def _stop_before_it_is_in_place(root: Path, calls: int) -> None:
    """Collect, and be killed just before the folder of a person comes into its place."""
    renamed = Path.rename
    left = iter(range(calls))

    def dies(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return renamed(self, target)

    Path.rename = dies  # type: ignore[method-assign]
    collect(root, update=True)


@pytest.mark.parametrize("renames", [0, 1, 2, 3])
def test_a_collect_that_was_killed_leaves_nothing_half(course: Programme, renames: int) -> None:
    """Whatever is there is whole; the next collect brings the rest and clears up."""
    send(course, "ann", "bob")
    collect(course.root)
    before = ids(course)
    send(course, "ann", "bob")

    with fresh_processes() as context:
        program = context.Process(target=_stop_before_it_is_in_place, args=(course.root, renames))
        program.start()
        program.join()
    cut_off = {k: v for k, v in collected(course).items() if "/" not in k}
    kept = ids(course)
    collect(course.root, update=True)

    assert program.exitcode == -signal.SIGKILL
    assert all(files == FILES for files in cut_off.values())
    assert all(kept[who] in (before[who], newest(course)[who]) for who in kept)
    assert collected(course) == {"ann": FILES, "bob": FILES}
    assert ids(course) == newest(course)


def test_who_sends_late_is_in_the_next_collect(course: Programme) -> None:
    """A newcomer comes with any collect; who sent again with --update; earlier ones are kept."""
    send(course, "ann")
    collect(course.root)
    send(course, "ann", "bob")

    collect(course.root)
    without = ids(course)
    collect(course.root, update=True)

    first, again, bob = (sent.id for sent in course.store.submissions.list(COHORT))
    assert without == {"ann": first, "bob": bob}
    assert ids(course) == {"ann": again, "bob": bob}
    assert [s.id for s in course.store.submissions.list(COHORT, username="ann")] == [first, again]


def test_an_upload_that_stops_half_way_changes_nothing(course: Programme) -> None:
    """The release is the old one, and the service goes on."""
    before = course.store.releases.list(COHORT)
    url = urlsplit(course.url)
    path = f"{url.path}/api/exchange/{COHORT}/assignments/{MODULE}?force=true"
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: token token-of-fay\r\n"
        "Content-Type: application/zip\r\nContent-Length: 100000\r\n\r\n"
    )

    with socket.create_connection((str(url.hostname), int(url.port or 0))) as line:
        line.sendall(head.encode() + b"PK" * 100)
        line.shutdown(socket.SHUT_WR)
        line.recv(1)  # the service has ended it

    assert course.store.releases.list(COHORT) == before
    send(course, "ann")
    collect(course.root)
    assert list(ids(course)) == ["ann"]


def test_a_collect_that_loses_the_service_keeps_what_is_whole(
    course: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so; pressed again when the service is back, it brings the rest."""
    send(course, "ann", "bob", "cat")
    monkeypatch.setattr(exchange_collect, "MAX_SUBMISSIONS", 2)
    asked: list[str] = []
    called = exchange_collect.CourseExchange.service

    @contextmanager
    def dies(self: Collect) -> Iterator[Any]:
        with called(self) as service:
            asked.append("once")
            if len(asked) == 3:  # the list, two people, and then the rest
                monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:1/services/course")
                with called(self) as away:
                    yield away
            else:
                yield service

    monkeypatch.setattr(Collect, "service", dies)
    with pytest.raises(Exception, match="does not answer"):
        collect(course.root)
    half = collected(course)
    monkeypatch.undo()
    monkeypatch.setenv("COURSE_URL", course.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-fay")
    monkeypatch.setenv("PAIRS_PROGRAMME", str(course.compiled))
    collect(course.root)

    assert half == {"ann": FILES, "bob": FILES}
    assert collected(course) == dict.fromkeys(("ann", "bob", "cat"), FILES)


def test_four_hundred_people_are_collected(course: Programme) -> None:
    """All of a large cohort, in few requests, so that no limit of the service stops it."""
    names = large.enrol(course.store, "large", 400)
    large.send(course.store, names)
    root = large.folder(course.state / "cohorts" / "large", course.root)

    collect(root, cohort="large")

    folders = sorted((root / "submitted").glob(f"*/{MODULE}"))
    assert [folder.parent.name for folder in folders] == names
    assert all(sorted(path.name for path in folder.iterdir()) == FILES for folder in folders)
    assert json.loads((folders[0] / "submission.json").read_text())["answers"] == {"D1": 4}


def autograde(course: Programme) -> dict[str, str]:
    """Autograde as nbgrader does; returns each participant's graded notebook as text."""
    config = Config()
    configure(config, course.root, COHORT)
    coursedir = CourseDirectory(config=config, assignment_id=MODULE)
    Autograde(coursedir=coursedir, config=config, force=True).start()
    graded = (course.root / "autograded").glob(f"*/{MODULE}/{MODULE}.ipynb")
    return {path.parents[1].name: path.read_text() for path in graded}


@pytest.mark.parametrize("thief", ["ann", "dan"])
def test_a_second_name_for_a_file_takes_it_from_nobody(course: Programme, thief: str) -> None:
    """Whoever links another's files in submitted/, theirs are graded, and the thief's set aside."""
    send(course, "ann", "bob", "dan")
    collect(course.root)
    folders = {name: course.root / "submitted" / name / MODULE for name in ("ann", "bob", "dan")}
    bobs = (folders["bob"] / "submission.json").read_bytes()
    for name in FILES:
        (folders[thief] / name).unlink()
        os.link(folders["bob"] / name, folders[thief] / name)

    graded = autograde(course)

    assert (folders["bob"] / "submission.json").read_bytes() == bobs
    assert collected(course)["bob"] == FILES
    assert "notice-problem" not in graded["bob"]
    assert "notice-problem" in graded[thief]
    aside = [path.name for path in (folders[thief] / "set-aside").iterdir()]
    assert "submission.json" in aside
    assert not (folders[thief] / "submission.json").exists()


def test_a_second_name_that_changed_a_file_is_not_read(course: Programme) -> None:
    """A file that somebody reached by another name and wrote over is not what was collected."""
    send(course, "ann", "bob")
    collect(course.root)
    sent = course.root / "submitted" / "bob" / MODULE / "submission.json"
    other = course.root / "other.json"
    os.link(sent, other)
    other.write_text(sent.read_text().replace('"D1"', '"D2"'))

    graded = autograde(course)

    assert not sent.exists()
    assert (sent.parent / "set-aside" / "submission.json").is_file()
    assert "The file with the answers, submission.json, is missing" in graded["bob"]
    assert "notice-problem" not in graded["ann"]
