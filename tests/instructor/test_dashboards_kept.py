"""Pages are kept: made before anybody asks, served again for little, and there after a restart."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from .dashboards_at_work import (
    ALLOWED,
    PEOPLE,
    SHOW,
    cohort,
    network,
    notebooks,
    runs,
    until,
    usual,
)
from .fakes import COURSE_TOKEN, PREFIX, Fakes, Running, dashboards, serving

VERSION = SHOW + "HTML(str(json.load(open(os.environ['PAIRS_PAGE']))['data']['version']))"


@pytest.fixture
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        usual(fakes)
        yield fakes


def publish(hub: Fakes, name: str, version: int) -> None:
    """Let a cohort's page be there, for Pat and to be made in advance."""
    for viewer in ("", "pat"):
        hub.answers[f"published/{name}", viewer] = cohort(name, version=version)
    others = [one for one in hub.current["cohorts"] if one["cohort"] != name]
    hub.current = {**hub.current, "cohorts": [{"cohort": name, "version": version}, *others]}


def kept(state: Path) -> list[str]:
    """Return the whole pages that are on disk, by their folders."""
    folder = state / "pages"
    found = folder.rglob("*-whole-en.html")
    return sorted(str(path.parent.relative_to(folder)) for path in found)


def test_what_is_published_is_rendered_before_anybody_asks(hub: Fakes, tmp_path: Path) -> None:
    """The whole page of each cohort and of the network, newest first; later ones, too."""
    made = notebooks(tmp_path / "notebooks", VERSION)
    state = tmp_path / "state"
    publish(hub, "old", 1)
    publish(hub, "new", 4)
    hub.current["network"] = "n1"
    hub.answers["network", ""] = network()
    with dashboards(hub, state, made) as service:
        until(lambda: len(kept(state)) == 3, "making the pages")
        assert kept(state) == ["cohort/new", "cohort/old", "network/real"]
        service_token = f"token {COURSE_TOKEN}"
        paths = ("published/new", "published/old", "network")
        assert hub.asked == [(path, "", service_token) for path in paths]

        before = runs(made)
        assert service.get("cohort/new").status_code == 200
        assert service.get("network").status_code == 200
        assert runs(made) == before == 3
        publish(hub, "old", 2)
        until(lambda: runs(made) == 4, "making the page of a new version")
        until(lambda: service.get("cohort/old").text.count("<h1>") == 1, "showing it", 10)
        assert len(list((state / "pages/cohort/old").glob("*.html"))) == 1
        assert service.kernels() == []


def test_a_failure_in_advance_is_logged_once(hub: Fakes, tmp_path: Path) -> None:
    """It is not tried over and over, and the others are made all the same."""
    fail = "1 / 0 if told['cohort'] == 'bad' else HTML('fine')"
    source = f"{SHOW}told = json.load(open(os.environ['PAIRS_PAGE']))\n{fail}"
    made, state = notebooks(tmp_path / "notebooks", source), tmp_path / "state"
    publish(hub, "good", 1)
    publish(hub, "bad", 1)
    with dashboards(hub, state, made) as service:
        until(lambda: kept(state) == ["cohort/good"], "making the other page")
        publish(hub, "later", 1)
        until(lambda: "cohort/later" in kept(state), "looking again")
        log = service.log.read_text()

    assert log.count("ZeroDivisionError") == 1
    assert "page cohort bad, before anybody asked" in log
    assert runs(made) == 3


def test_a_restart_serves_what_is_kept_at_once(hub: Fakes, tmp_path: Path) -> None:
    """Nothing that renders is started for it, and what is kept is not made again."""
    made, state = notebooks(tmp_path / "notebooks"), tmp_path / "state"
    publish(hub, "demo", 1)
    with dashboards(hub, state, made) as service:
        first = [service.get(f"cohort/demo{query}") for query in ("", "?wave=now")]
    # As if nothing could be rendered at all.
    for path in made.glob("*.ipynb"):
        path.unlink()
    with dashboards(hub, state, made) as service:
        again = [service.get(f"cohort/demo{query}") for query in ("", "?wave=now")]

        assert [answer.text for answer in again] == [answer.text for answer in first]
        tags = [answer.headers["Etag"] for answer in first]
        assert [answer.headers["Etag"] for answer in again] == tags
        assert psutil.Process(service.pid).children() == []
    assert runs(made) == 2


def test_a_new_version_takes_the_place_of_all_views_of_the_old_one(
    hub: Fakes, tmp_path: Path
) -> None:
    """They show what there was before; other pages' views stay."""
    made, state = notebooks(tmp_path / "notebooks"), tmp_path / "state"
    with dashboards(hub, state, made) as service:
        for page in ("cohort/demo", "cohort/demo?theme=time", "letter/demo"):
            assert service.get(page).status_code == 200
        assert len(list((state / "pages").rglob("*.html"))) == 3

        hub.answers["published/demo", "pat"] = cohort(version=2)
        until(lambda: runs(made) == 4 or not service.get("cohort/demo"), "asking again", 10)
        names = sorted(path.parent.name for path in (state / "pages").rglob("*.html"))

    assert names == ["demo", "demo"]
    assert len(list((state / "pages" / "cohort" / "demo").glob("*.html.gz"))) == 1


def test_what_cannot_be_kept_is_served_all_the_same(hub: Fakes, tmp_path: Path) -> None:
    """A file stands where the folder should be: the page is made once and held in memory."""
    made, state = notebooks(tmp_path / "notebooks"), tmp_path / "state"
    state.mkdir()
    (state / "pages").write_text("in the way")
    with dashboards(hub, state, made) as service:
        answers = [service.get("cohort/demo") for _ in range(3)]
        log = service.log.read_text()

    assert {answer.status_code for answer in answers} == {200}
    assert runs(made) == 1
    assert log.count("could not be kept on disk") == 1


def test_a_kept_page_that_is_gone_is_made_anew(hub: Fakes, tmp_path: Path) -> None:
    """Somebody may tidy up the folder while the service runs."""
    made, state = notebooks(tmp_path / "notebooks"), tmp_path / "state"
    with dashboards(hub, state, made) as service:
        first = service.get("cohort/demo").text
    with dashboards(hub, state, made) as service:
        for path in (state / "pages").rglob("*.html.gz"):
            path.unlink()
        assert service.get("cohort/demo").text == first
    assert runs(made) == 2


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        usual(fakes)
        made = notebooks(tmp_path_factory.mktemp("notebooks"))
        with dashboards(fakes, tmp_path_factory.mktemp("state"), made) as running:
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
