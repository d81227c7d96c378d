"""Stored pages: whole or not there, made for who waits, and sent in as few bytes as can be."""

from __future__ import annotations

import gzip
import shutil
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from pairs_course.figures.page_access import NOT_A_MEMBER
from pairs_course.programme import loader, sources
from pairs_instructor.dashboards import stored_pages
from pairs_instructor.dashboards.stored_pages import NotStoredError, StoredPages

from .dashboards_at_work import (
    ALLOWED,
    PEOPLE,
    assert_whole,
    refused,
    said,
    seen,
    store,
    store_usual,
    until,
    usual,
)
from .fakes import PREFIX, Fakes, Running, dashboards, serving
from .reading_pages import parse, text


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Each view as it was, for this user alone; another edition is another file."""
    stored = StoredPages(tmp_path / "pages")
    stored.write("one", {"whole.html": "<p>Été</p>", "whole.csv": "a,b"})
    stored.write("two", {"whole.html": "two"})

    made = stored.read("one", "whole.html")
    assert made.plain == "<p>Été</p>".encode() == gzip.decompress(made.packed)
    assert stored.read("two", "whole.html").plain == b"two"
    assert stored.whole("one")
    assert stat.S_IMODE(stored.path("one").stat().st_mode) == 0o600
    stored.keep_only(["two"])
    assert [path.name for path in stored.folder.iterdir()] == [stored.path("two").name]


@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "turned"])
def test_what_cannot_be_read_whole_is_not_there(tmp_path: Path, harm: str) -> None:
    """A file that is gone or damaged is made anew, never sent."""
    stored = StoredPages(tmp_path)
    stored.write("one", {"whole.html": "a page" * 100})
    file = stored.path("one")
    good = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        turned = bytearray(good)
        turned[60] ^= 0xFF
        file.write_bytes({"empty": b"", "cut": good[:-40], "turned": bytes(turned)}[harm])

    assert not stored.whole("one")
    with pytest.raises(NotStoredError):
        stored.read("one", "whole.html")


def test_a_view_that_there_is_not(tmp_path: Path) -> None:
    """It is not stored, though its edition is."""
    stored = StoredPages(tmp_path)
    stored.write("one", {"whole.html": ""})

    with pytest.raises(NotStoredError):
        stored.read("one", "time.html")


def test_newer_software_makes_its_own_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older one made is not shown, and goes."""
    stored = StoredPages(tmp_path)
    stored.write("one", {"whole.html": ""})

    monkeypatch.setattr(stored_pages, "look", lambda: "newer")
    assert not stored.whole("one")
    stored.keep_only(["one"])
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        usual(fakes)
        yield fakes


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("words.yaml", "heading: Looking back", "heading: As it was"),
        ("words.yaml", "label: How we work together", "label: Working together"),
        ("questions/barriers.yaml", "    hard_if_many: true\n", ""),
    ],
)
def test_new_words_make_pages_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    """Whoever rewords what stands over figures sees it on pages of waves that closed before."""
    folder = Path(shutil.copytree(sources.FOLDER, tmp_path / "programme"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    before = stored_pages.look.__wrapped__()

    loader.compile_to(tmp_path / "programme.json", folder)
    monkeypatch.setenv("PAIRS_PROGRAMME", str(tmp_path / "programme.json"))

    assert stored_pages.look.__wrapped__() != before


def test_a_page_that_is_not_stored_is_made_for_who_waits(hub: Fakes, tmp_path: Path) -> None:
    """One request is enough; from then on nothing is asked for."""

    def make() -> int:
        store(tmp_path, "cohort-demo", "cohort")
        return 204

    hub.make = make
    with dashboards(hub, tmp_path) as service:
        assert service.get("cohort/demo?theme=time").status_code == 200
        assert service.get("cohort/demo").status_code == 200

    assert hub.wanted == [("cohort", "demo")]


def test_those_who_wait_for_a_page_hold_up_nobody(hub: Fakes, tmp_path: Path) -> None:
    """However many they are, they ask once, and others are served meanwhile."""
    go = threading.Event()
    store(tmp_path, "letter-demo", "letter")

    def make() -> int:
        assert go.wait(30)
        store(tmp_path, "cohort-demo", "cohort")
        return 204

    hub.make = make
    with dashboards(hub, tmp_path) as service, ThreadPoolExecutor(40) as people:
        waiting = [people.submit(service.get, "cohort/demo") for _ in range(40)]
        until(lambda: hub.wanted != [], "asking for the page")
        assert service.get("letter/demo").status_code == 200
        go.set()
        assert {one.result().status_code for one in waiting} == {200}

    assert hub.wanted == [("cohort", "demo")]


def test_a_page_that_takes_longer_is_said_to_be_made(hub: Fakes, tmp_path: Path) -> None:
    """It is no error, and a link asks for the same view again."""
    hub.make = lambda: 202
    with dashboards(hub, tmp_path) as service:
        page = service.get("cohort/demo?theme=time")
        file = service.get("cohort/demo/figures.csv")
        store(tmp_path, "cohort-demo", "cohort")
        later = service.get("cohort/demo?theme=time")

    assert [one.status_code for one in (page, file, later)] == [202, 202, 200]
    tree = assert_whole(page.text)
    assert text(tree.find(".//h1")) == "This page is being made"
    links = [a.get("href") for a in tree.findall(".//main//a")]
    assert links == [f"{PREFIX}cohort/demo?theme=time", "/services/course/"]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_page_that_cannot_be_made_is_said(hub: Fakes, tmp_path: Path) -> None:
    """With what to do; the others are shown all the same."""
    store(tmp_path, "letter-demo", "letter")
    with dashboards(hub, tmp_path) as service:
        page = service.get("cohort/demo")
        hub.make = lambda: 500
        away = service.get("network")
        assert service.get("letter/demo").status_code == 200

    assert (page.status_code, away.status_code) == (500, 503)
    assert text(parse(page.text).find(".//h1")) == "Something went wrong"
    assert "Try again in a minute." in said(page.text)


def test_who_waited_is_looked_at_again(hub: Fakes, tmp_path: Path) -> None:
    """Meanwhile there may be another edition, or they may be on no list any more."""
    store(tmp_path, "newer", "cohort")

    def publish() -> int:
        hub.answers["published/demo", "pat"] = seen("newer")
        return 204

    def remove() -> int:
        hub.answers["published/demo/letter", "pat"] = refused()
        store(tmp_path, "letter-demo", "letter")
        return 204

    with dashboards(hub, tmp_path) as service:
        hub.make = publish
        assert "newer whole" in service.get("cohort/demo").text
        hub.make = remove
        out = service.get("letter/demo")

    assert (out.status_code, NOT_A_MEMBER in said(out.text)) == (403, True)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        usual(fakes)
        state = tmp_path_factory.mktemp("state")
        store_usual(state)
        with dashboards(fakes, state) as running:
            yield running


@pytest.mark.parametrize("page", ["cohort/demo", "cohort/demo/figures.csv", "letter/demo"])
def test_a_browser_that_has_the_page_is_told_so(steady: Running, page: str) -> None:
    """It asks each time, and gets 304 with nothing in it, compressed or not."""
    for accepted in ("gzip, br", "identity"):
        first = steady.get(page, Accept_Encoding=accepted)
        tag = first.headers["Etag"]
        again = steady.get(page, Accept_Encoding=accepted, If_None_Match=f'"x", {tag}')

        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["Etag"], tag.startswith('"')) == (tag, True)
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert again.headers["Cache-Control"] == "private, no-cache"
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Type" not in again.headers


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br", False),
        ("", False),
    ],
)
def test_pages_come_compressed_to_those_who_take_it(
    steady: Running, accepted: str, packed: bool
) -> None:
    """The bytes differ, so the tags do; what is in them is the same."""
    url, headers = f"{steady.url}{PREFIX}cohort/demo", {"Authorization": "token pat"}
    with httpx.stream("GET", url, headers={**headers, "Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    plain = steady.get("cohort/demo", Accept_Encoding="identity")

    assert answer.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert answer.headers["Etag"].endswith('-gzip"') is packed
    assert (gzip.decompress(raw) if packed else raw) == plain.content
    assert len(raw) == int(answer.headers["Content-Length"])
