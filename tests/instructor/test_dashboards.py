"""The dashboards' pages: who gets which, what a view shows, and what is said when there is none."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
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
from pairs_instructor.dashboards import pages

from .dashboards_at_work import (
    ALLOWED,
    FIGURES,
    PEOPLE,
    assert_whole,
    refused,
    said,
    seen,
    store_usual,
    usual,
)
from .fakes import COURSE_TOKEN, PREFIX, Fakes, Running, dashboards, serving
from .reading_pages import text


@pytest.fixture(scope="module")
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        yield fakes


@pytest.fixture(scope="module")
def service(hub: Fakes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state = tmp_path_factory.mktemp("state with spaces")
    store_usual(state)
    with dashboards(hub, state) as running:
        yield running


@pytest.fixture(autouse=True)
def answers(hub: Fakes) -> None:
    usual(hub)


@pytest.mark.parametrize(
    ("address", "path", "edition"),
    [
        ("cohort/one", "published/one", "cohort-demo"),
        ("network", "network", "network"),
        ("letter/one", "published/one/letter", "letter-demo"),
    ],
)
def test_each_page_is_the_one_that_the_viewer_sees(
    service: Running, hub: Fakes, address: str, path: str, edition: str
) -> None:
    """The course service is asked for this viewer, with this service's own token."""
    hub.answers[path, "pat"] = seen(edition)
    if address == "network":  # it may be remembered from another test
        hub.asked.append((path, "pat", f"token {COURSE_TOKEN}"))

    shown = service.get(address)

    assert shown.status_code == 200
    assert text(assert_whole(shown.text).find(".//h1")) == f"{edition} whole"
    assert hub.asked[0] == (path, "pat", f"token {COURSE_TOKEN}")
    assert hub.wanted == []


@pytest.mark.parametrize(
    ("query", "view"),
    [("?theme=time", "time"), ("?wave=now", "now"), ("?wave=then&theme=eight", "eight-then")],
)
def test_a_choice_is_a_view_of_its_own(service: Running, query: str, view: str) -> None:
    """It is part of the address, so that it can be bookmarked."""
    shown = service.get(f"cohort/demo{query}")

    assert text(assert_whole(shown.text).find(".//h1")) == f"cohort-demo {view}"
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
def test_figures_as_csv(service: Running, address: str) -> None:
    """A file by the name of the page, for whoever may see the page, with the same choices."""
    whole = service.get(f"{address}/figures.csv")
    chosen = service.get(f"{address}/figures.csv?theme=time&wave=once")

    name, edition = address.removeprefix("cohort/"), address.replace("/", "-")
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{name}-figures.csv"'
    assert chosen.headers["Content-Disposition"].endswith(f'"{name}-time-once-figures.csv"')
    assert whole.text == f"{edition} whole,{FIGURES}"
    assert chosen.text == f"{edition} time-once,{FIGURES}"
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
    new = seen("", title="New", demo=False, why=NO_WAVE_YET)
    hub.answers |= {
        ("published/demo", "sponsor"): seen("", why=ONLY_A_LETTER),
        ("published/new", "pat"): new,
        ("published/new/letter", "pat"): new,
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
    hub.answers["published/y", "pat"] = seen("", title="<img src=x onerror=a>")

    plain = assert_whole(service.get("cohort/y").text)

    assert text(plain.find(".//h1")).startswith("<img src=x onerror=a>:")


def test_nothing_but_our_style_is_allowed(service: Running) -> None:
    """The policy names the very style that the page holds."""
    answer = service.get("cohort/demo")

    style = assert_whole(answer.text).find("head/style")
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
