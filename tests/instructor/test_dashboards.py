"""The dashboards' pages: who gets which, what a view shows, and what is said when there is none."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import nbformat
import pytest

from pairs_course.figures.page_access import (
    NO_WAVE_YET,
    NOT_A_MEMBER,
    NOT_ON_A_ROSTER,
    ONLY_A_LETTER,
)
from pairs_instructor.dashboards import pages, parts
from pairs_instructor.dashboards.choices import Choices

from .dashboards_at_work import (
    ALLOWED,
    PEOPLE,
    POOLED,
    SUMMARY,
    assert_whole,
    cohort,
    letter,
    network,
    notebooks,
    refused,
    said,
    usual,
)
from .fakes import COURSE_TOKEN, PREFIX, Fakes, Running, dashboards, serving
from .reading_pages import parse, text


@pytest.fixture(scope="module")
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        yield fakes


@pytest.fixture(scope="module")
def service(hub: Fakes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = notebooks(tmp_path_factory.mktemp("notebooks"))
    with dashboards(hub, tmp_path_factory.mktemp("state with spaces"), made) as running:
        yield running


@pytest.fixture(autouse=True)
def answers(hub: Fakes) -> None:
    usual(hub)


def given(page: str) -> Any:
    """Return what the kernel was given to show."""
    return json.loads("".join(parse(page).find(".//pre").itertext()))


@pytest.mark.parametrize(
    ("address", "path", "answer"),
    [
        ("cohort/one", "published/one", cohort("one")),
        ("network", "network", network()),
        ("letter/one", "published/one/letter", letter()),
    ],
)
def test_each_page_shows_what_is_published(
    service: Running, hub: Fakes, address: str, path: str, answer: Any
) -> None:
    """The course service is asked for this viewer, with this service's own token."""
    hub.answers[path, "pat"] = answer

    shown = service.get(address)

    page = address.partition("/")[0]
    heading = parts.heading(page, answer[1]["title"], Choices())
    assert shown.status_code == 200
    assert text(assert_whole(shown.text).find(".//h1")) == heading.strip()
    for_viewers = [one for one in hub.asked if one[1]]  # else it is made before anybody looks
    assert for_viewers == [(path, "pat", f"token {COURSE_TOKEN}")]
    told = given(shown.text)
    assert {k: v for k, v in told.items() if k != "data"} == {
        "page": page,
        "cohort": "" if page == "network" else "one",
        "title": answer[1]["title"],
        "demo": answer[1]["demo"],
        "choices": {"theme": "", "wave": ""},
        "home": "/services/course/",
        "base": PREFIX,
    }
    assert told["data"] == answer[1]


@pytest.mark.parametrize(
    ("query", "theme", "wave"),
    [
        ("?theme=time", "time", ""),
        ("?wave=now", "", "now"),
        ("?wave=then&theme=eight", "eight", "then"),
    ],
)
def test_a_choice_is_a_view_of_its_own(service: Running, query: str, theme: str, wave: str) -> None:
    """It is part of the address, so that it can be bookmarked."""
    shown = service.get(f"cohort/demo{query}")

    assert given(shown.text)["choices"] == {"theme": theme, "wave": wave}
    assert shown.headers["Etag"] != service.get("cohort/demo").headers["Etag"]


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("cohort/demo?theme=times", "cohort/demo"),
        ("cohort/demo?theme=", "cohort/demo"),
        ("cohort/demo?theme=time&theme=eight", "cohort/demo"),
        ("cohort/demo?page=2", "cohort/demo"),
        ("cohort/demo?theme=%ff", "cohort/demo"),
        ("cohort/demo/figures.csv?wave=later", "cohort/demo"),
        ("network?wave=later", "network"),
        ("letter/demo?theme=time", "letter/demo"),
    ],
)
def test_a_choice_that_there_is_not_leads_to_the_whole_page(
    service: Running, address: str, whole: str
) -> None:
    """It is a clear page with a link, and not an error."""
    shown = service.get(address)

    tree = assert_whole(shown.text)
    assert (shown.status_code, text(tree.find(".//h1"))) == (404, "There is no such view")
    links = {text(a): a.get("href") for a in tree.findall(".//main//a")}
    assert links == {"Open the whole page": PREFIX + whole, "Go to Home": "/services/course/"}


@pytest.mark.parametrize("address", ["cohort/demo", "network"])
def test_figures_as_csv(service: Running, hub: Fakes, address: str) -> None:
    """A file by the name of the page, for whoever may see the page, with the same choices."""
    hub.answers["network", "pat"] = network(pools=[POOLED], texts=[])

    whole = service.get(f"{address}/figures.csv")
    empty = service.get(f"{address}/figures.csv?theme=time&wave=once")

    name = address.removeprefix("cohort/")
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{name}-figures.csv"'
    assert empty.headers["Content-Disposition"].endswith(f'"{name}-time-once-figures.csv"')
    asks = [item["ask"] for item in SUMMARY["items"]] if name == "demo" else []
    assert [ask in whole.text for ask in asks] == [True] * len(asks)
    assert [ask in empty.text for ask in asks] == [False] * len(asks)
    assert ("demo data" in whole.text.lower()) is (name == "demo")
    assert service.get(f"{address}/figures.csv", "str").status_code == 403


def test_head_says_what_get_would(service: Running) -> None:
    """The same headers, and nothing else."""
    full = service.get("cohort/demo")

    for address, status in (("cohort/demo", 200), ("cohort/demo?theme=x", 404), ("x", 404)):
        head = service.ask("HEAD", address)
        assert (head.status_code, head.content) == (status, b"")
        assert int(head.headers["Content-Length"]) > 0
    changing = {"date"}
    head = service.ask("HEAD", "cohort/demo")
    assert {k: v for k, v in head.headers.items() if k not in changing} == {
        k: v for k, v in full.headers.items() if k not in changing
    }


@pytest.mark.parametrize(
    ("address", "token", "status", "heading", "sentence"),
    [
        ("cohort/demo", "str", 403, "You cannot see this page", NOT_A_MEMBER),
        ("letter/demo", "str", 403, "You cannot see this page", NOT_A_MEMBER),
        ("network", "str", 403, "You cannot see this page", NOT_ON_A_ROSTER),
        ("cohort/demo", "spo", 200, "Demo & co: no figures to show", ONLY_A_LETTER),
        ("cohort/demo/figures.csv", "spo", 404, "Demo & co: no figures to show", ONLY_A_LETTER),
        ("cohort/new", "pat", 200, "New: no figures to show", NO_WAVE_YET),
        ("letter/new", "pat", 200, "New: no letter to show", NO_WAVE_YET),
        ("cohort/gone", "pat", 404, "This page is not here", "Check the address"),
        ("cohort/demo", "out", 403, "You cannot see this page", "for people of the course"),
        ("", "pat", 302, None, None),
    ],
)
def test_every_other_answer_is_a_whole_page(
    service: Running,
    hub: Fakes,
    address: str,
    token: str,
    status: int,
    heading: str | None,
    sentence: str | None,
) -> None:
    """Who gets no figures gets a plain sentence, on a page as good as the others."""
    new = {"title": "New", "demo": False, "version": 0, "why": NO_WAVE_YET}
    hub.answers |= {
        ("published/demo", "sponsor"): cohort(summaries=[], why=ONLY_A_LETTER),
        ("published/new", "pat"): cohort("new", summaries=[], **new),
        ("published/new/letter", "pat"): letter(letter=None, **new),
    }

    answer = service.get(address, token)

    assert answer.status_code == status
    assert answer.headers.get("Etag") is None
    if heading is not None and sentence is not None:
        tree = assert_whole(answer.text)
        assert text(tree.find(".//h1")) == heading
        assert sentence in text(tree.find(".//main"))
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "answer", [(500, {}), (200, {"title": "half"}), (200, "no"), (429, {}), refused("other", "x")]
)
def test_a_course_service_in_trouble(service: Running, hub: Fakes, answer: Any) -> None:
    """Nothing is shown, and the page says to try again."""
    hub.answers["published/trouble", "pat"] = answer

    page = service.get("cohort/trouble")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "Try again in a minute." in said(page.text)


def test_sign_in_goes_through_the_hub(service: Running) -> None:
    """Without a sign-in the hub is asked; back from it, the chosen view is there."""
    asked = f"{PREFIX}cohort/demo?theme=time"
    with httpx.Client(base_url=service.url, timeout=60) as browser:
        first = browser.get(asked)

        place = urlsplit(first.headers["Location"])
        state = parse_qs(place.query)["state"][0]
        assert (first.status_code, place.path) == (302, "/hub/api/oauth2/authorize")
        back = browser.get(f"{PREFIX}oauth_callback", params={"code": "c", "state": state})
        assert (back.status_code, back.headers["Location"]) == (302, asked)
        assert browser.get(asked).status_code == 200


def test_what_a_title_holds_is_only_text(service: Running, hub: Fakes) -> None:
    """Markup in a cohort's title is shown, not run."""
    hub.answers["published/x", "pat"] = cohort("x", title="<script>alert(1)</script>")
    hub.answers["published/y", "pat"] = cohort("y", summaries=[], title="<img src=x onerror=a>")

    made = assert_whole(service.get("cohort/x").text)
    plain = assert_whole(service.get("cohort/y").text)

    assert text(made.find(".//h1")).startswith("<script>alert(1)</script>:")
    assert text(plain.find(".//h1")).startswith("<img src=x onerror=a>:")


def test_the_course_pages_of_today(hub: Fakes, tmp_path: Path) -> None:
    """The notebooks that are shipped make whole pages, which run nothing and ask nobody."""
    with dashboards(hub, tmp_path) as running:
        answer = running.get("cohort/demo")

    tree = assert_whole(answer.text)
    main = text(tree.find(".//main"))
    assert [item["ask"] in main for item in SUMMARY["items"]] == [True] * 4
    assert "Demo data." in main
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names.isdisjoint({"script", "iframe", "img", "object", "form", "input"})
    attributes = [name for element in tree.iter() for name in element.attrib]
    assert [n for n in attributes if n.startswith("on") or n in ("style", "src")] == []
    links = [str(e.get("href")) for e in tree.iter() if e.get("href")]
    assert [link for link in links if not link.startswith(("data:,", "#", "/services/"))] == []
    style = tree.find("head/style")
    assert style is not None
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == pages.security_policy()
    assert f"style-src 'sha256-{digest}'" in pages.security_policy()


def test_the_notebooks_are_committed_without_outputs() -> None:
    """What viewers see is made from what is published, never from a saved output."""
    found = sorted(pages.NOTEBOOKS.glob("*.ipynb"))

    assert found != []
    for path in found:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert [c.outputs for c in notebook.cells if c.get("outputs")] == []
