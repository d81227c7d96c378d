"""The cohort's page: who gets it, what is on it, and what the kernel that makes it knows."""

from __future__ import annotations

import base64
import hashlib
import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import httpx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pairs_course.published import Figure, Summary, Word
from pairs_course.publishing import NO_WAVE_YET, NOT_A_MEMBER, ONLY_A_LETTER, TOO_FEW
from pairs_instructor.dashboards import charts, cohort, pages
from pairs_instructor.dashboards.rendering import KERNEL_ENVIRONMENT

from .fakes import COURSE_TOKEN, PREFIX, Fakes, Running, dashboards, serving

OFTEN = "answered “often” or “always”"


def _figure(item: str, ask: str, word: Word | None) -> Figure:
    why = None if word else TOO_FEW
    return {
        "item": item,
        "same_as": item,
        "theme": "eight",
        "ask": ask,
        "option": "",
        "label": "",
        "counted": OFTEN,
        "word": word,
        "why": why,
    }


SUMMARY: Summary = {
    "wave": "start",
    "closed": "2026-11-23",
    "items": [
        _figure("A1", "We know <what> we want.", "many"),
        _figure("A3", "We set time aside.", "about half"),
        _figure("T1", "I think of “we”.", "few"),
        _figure("T4", "We ask.", None),
    ],
    "finished": [],
}


def published(**more: Any) -> tuple[int, dict[str, Any]]:
    body = {"cohort": "demo", "title": "Demo & co", "demo": True, "version": 1, "why": ""}
    return 200, {**body, "summary": SUMMARY, **more}


def withheld(why: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return published(summary=None, version=0, why=why, **more)


@pytest.fixture(scope="module")
def hub() -> Iterator[Fakes]:
    people = {"pat": "pat", "spo": "sponsor", "str": "stranger", "out": "outsider"}
    with serving(Fakes(people=people, allowed={"pat", "sponsor", "stranger"})) as fakes:
        yield fakes


@pytest.fixture(scope="module")
def service(hub: Fakes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with dashboards(hub, tmp_path_factory.mktemp("state with spaces")) as running:
        yield running


@pytest.fixture(autouse=True)
def answers(hub: Fakes) -> None:
    refused = {"error": {"code": "not-a-member", "message": NOT_A_MEMBER}}
    hub.asked.clear()
    hub.answers = {
        ("demo", "pat"): published(),
        ("demo", "sponsor"): withheld(ONLY_A_LETTER),
        ("demo", "stranger"): (403, refused),
        ("new", "pat"): withheld(NO_WAVE_YET, title="New", demo=False),
    }


def parse(page: str) -> Element:
    """Read a page, which must be correct HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    tree: Element = parser.parse(page)
    return tree


SVG = "{http://www.w3.org/2000/svg}"


def text(element: Element | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def assert_whole(page: str) -> Element:
    """A page of ours has a language, a title, one h1, a skip link that works, and a way Home."""
    tree = parse(page)
    assert tree.get("lang") == "en"
    title = text(tree.find("head/title")).removesuffix("Collaborative Pairs")
    assert title.rstrip(" \N{EN DASH}") == text(tree.find(".//h1"))
    assert len(tree.findall(".//h1")) == len(tree.findall(".//main")) == 1
    skip = tree.find("body/a")
    assert skip is not None
    main = tree.find(".//main")
    assert main is not None
    assert (skip.get("href"), main.get("id")) == ("#main", "main")
    assert "/services/course/" in [a.get("href") for a in tree.iter("a")]
    return tree


def test_a_member_sees_every_figure(service: Running, hub: Fakes) -> None:
    """Each figure is a sentence with its picture or the reason for none; a table has all."""
    answer = service.get("cohort/demo")

    tree = assert_whole(answer.text)
    assert answer.status_code == 200
    assert hub.asked == [("demo", "pat", f"token {COURSE_TOKEN}")]
    assert text(tree.find(".//h1")) == "Demo & co: what people said"
    assert [text(p) for p in tree.findall(".//main/p")] == [
        "Demo data. The answers behind this page are made up.",
        "At the start of the course. "
        "These figures were made on 23 November 2026 and do not change.",
    ]
    assert [(text(li.find("h3")), text(li.find("p"))) for li in _figures(tree)] == [
        ("We know <what> we want.", f"Many people {OFTEN}."),
        ("We set time aside.", f"About half of the people {OFTEN}."),
        ("I think of “we”.", f"Few people {OFTEN}."),
        ("We ask.", TOO_FEW),
    ]
    pictures = [li.find(f"{SVG}svg") for li in _figures(tree)]
    assert [picture is not None and picture.get("aria-label") for picture in pictures] == [
        charts.text_alternative("many"),
        charts.text_alternative("about half"),
        charts.text_alternative("few"),
        False,
    ]
    assert text(tree.find(".//caption")) == f"People who {OFTEN}"
    assert [[text(cell) for cell in row] for row in tree.findall(".//tbody/tr")] == [
        ["We know <what> we want.", "Many"],
        ["We set time aside.", "About half"],
        ["I think of “we”.", "Few"],
        ["We ask.", "Not shown"],
    ]


def test_a_page_runs_nothing_and_asks_nobody(service: Running) -> None:
    """No script, no event handler, no address but this host's, and a policy that says the same."""
    answer = service.get("cohort/demo")

    tree = parse(answer.text)
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert names.isdisjoint({"script", "iframe", "img", "object", "form", "input"})
    attributes = [name for element in tree.iter() for name in element.attrib]
    assert [n for n in attributes if n.startswith("on") or n in ("style", "src")] == []
    links = [e.get("href") or "" for e in tree.iter() if e.get("href")]
    assert set(links) == {"data:,", "#main", "/services/course/"}
    style = tree.find("head/style")
    assert style is not None
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"] == pages.security_policy()
    assert f"style-src 'sha256-{digest}'" in pages.security_policy()
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "token", "status", "heading", "said"),
    [
        ("cohort/demo", "str", 403, "You cannot see this page", NOT_A_MEMBER),
        ("cohort/demo", "spo", 200, "Demo & co: no figures to show", ONLY_A_LETTER),
        ("cohort/new", "pat", 200, "New: no figures to show", NO_WAVE_YET),
        ("cohort/gone", "pat", 404, "This page is not here", "Check the address"),
        ("", "pat", 302, None, None),
        ("voila/render/cohort.ipynb", "pat", 404, "This page is not here", "Check the address"),
        ("api/kernels", "pat", 404, "This page is not here", "Check the address"),
        ("cohort/..%2Fdemo", "pat", 404, "This page is not here", "Check the address"),
        ("cohort/demo", "out", 403, "You cannot see this page", "for the people of this cohort"),
    ],
)
def test_every_other_answer_is_a_whole_page(
    service: Running, address: str, token: str, status: int, heading: str | None, said: str | None
) -> None:
    """Who gets no figures gets a plain sentence, on a page as good as the others."""
    answer = service.get(address, token)

    assert answer.status_code == status
    if heading is not None and said is not None:
        tree = assert_whole(answer.text)
        assert text(tree.find(".//h1")) == heading
        assert said in text(tree.find(".//main"))
        assert "<script" not in answer.text


@pytest.mark.parametrize("answer", [(500, {}), (200, {"title": "half"}), (403, {}), (200, "no")])
def test_a_course_service_in_trouble(service: Running, hub: Fakes, answer: Any) -> None:
    """Nothing is shown, and the page says to try again."""
    hub.answers["demo", "pat"] = answer

    page = service.get("cohort/demo")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    assert "Try again in a minute." in text(assert_whole(page.text).find(".//main"))


def test_sign_in_goes_through_the_hub(service: Running) -> None:
    """Without a sign-in the hub is asked; back from it, the page is there."""
    with httpx.Client(base_url=service.url, timeout=60) as browser:
        first = browser.get(f"{PREFIX}cohort/demo")

        place = urlsplit(first.headers["Location"])
        state = parse_qs(place.query)["state"][0]
        assert (first.status_code, place.path) == (302, "/hub/api/oauth2/authorize")
        back = browser.get(f"{PREFIX}oauth_callback", params={"code": "c", "state": state})
        assert (back.status_code, back.headers["Location"]) == (302, f"{PREFIX}cohort/demo")
        assert browser.get(f"{PREFIX}cohort/demo").status_code == 200


def test_what_a_title_holds_is_only_text(service: Running, hub: Fakes) -> None:
    """Markup in a cohort's title is shown, not run."""
    hub.answers["demo", "pat"] = published(title="<script>alert(1)</script>")
    hub.answers["new", "pat"] = withheld(NO_WAVE_YET, title="<img src=x onerror=alert(1)>")

    made = assert_whole(service.get("cohort/demo").text)
    plain = assert_whole(service.get("cohort/new").text)

    assert text(made.find(".//h1")).startswith("<script>alert(1)</script>:")
    assert text(plain.find(".//h1")).startswith("<img src=x onerror=alert(1)>:")


def test_a_page_is_kept_until_another_is_published(service: Running, hub: Fakes) -> None:
    """The same summary is the same file; a new one takes its place."""
    folder = service.state / "pages" / "demo"
    first = service.get("cohort/demo").text
    kept = sorted(folder.iterdir())

    again = service.get("cohort/demo").text

    assert again == first
    assert sorted(folder.iterdir()) == kept
    assert [path.read_text(encoding="utf-8") for path in kept] == [first]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    # A cohort that was removed and added again begins at version 1, too.
    other: Summary = {**SUMMARY, "closed": "2026-12-24"}
    hub.answers["demo", "pat"] = published(summary=other)
    assert "24 December 2026" in service.get("cohort/demo").text
    assert len(list(folder.iterdir())) == 1
    assert list(folder.iterdir()) != kept


def notebooks(folder: Path, source: str) -> Path:
    """Make a folder with a notebook of the page's name, which first counts that it is run."""
    count = f"with open({str(folder / 'runs')!r}, 'a') as runs:\n    runs.write('run\\n')"
    cells = [new_code_cell(count), new_markdown_cell("**Prose**"), new_code_cell(source)]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": spec}), folder / "cohort.ipynb"
    )
    return folder


def runs(folder: Path) -> int:
    return len((folder / "runs").read_text().splitlines())


SHOW = "from pairs_instructor.dashboards.cohort import Html\nimport os, html\n"


def test_many_viewers_cost_one_rendering(hub: Fakes, tmp_path: Path) -> None:
    """Six people at once get the same page from one kernel, which is gone afterwards."""
    made = notebooks(tmp_path, SHOW + "Html('<p>made</p>')")
    with dashboards(hub, tmp_path / "state", made) as service, ThreadPoolExecutor(6) as people:
        got = list(people.map(lambda _: service.get("cohort/demo"), range(6)))

        assert {(answer.status_code, answer.text) for answer in got} == {(200, got[0].text)}
        assert "<p>made</p>" in got[0].text
        assert runs(made) == 1
        assert service.kernels() == []
    with dashboards(hub, tmp_path / "state", made) as service:
        assert service.get("cohort/demo").text == got[0].text
        assert runs(made) == 1


def test_the_rendering_kernel_knows_no_secret(hub: Fakes, tmp_path: Path) -> None:
    """Its environment is an allow-list: no token, and nothing about the hub."""
    source = "Html('<ul>' + ''.join(f'<li>{html.escape(n)}</li>' for n in os.environ) + '</ul>')"
    values = "\nassert not any('SECRET' in n or 'never in' in v for n, v in os.environ.items())"
    made = notebooks(tmp_path, SHOW + values.strip() + "\n" + source)
    with dashboards(hub, tmp_path / "state", made) as service:
        page = service.get("cohort/demo").text

    names = {text(li) for li in parse(page).iter("li")}
    added = {"PAIRS_SUMMARY", "IPYTHONDIR", "VOILA_KERNEL_ID"}  # ours, ours, Voila's
    kernels_own = {n for n in names if n.startswith(("JPY_", "LC_")) or n in _IPYKERNEL}
    assert names - kernels_own - added <= set(KERNEL_ENVIRONMENT)
    assert COURSE_TOKEN not in page


def test_a_page_that_takes_too_long(hub: Fakes, tmp_path: Path) -> None:
    """It ends at the limit with a plain page; nothing is kept, and no kernel is left behind."""
    made = notebooks(tmp_path, "while True:\n    pass")
    with dashboards(hub, tmp_path / "state", made, limit=10) as service:
        late = service.get("cohort/demo")
        soon = service.get("cohort/demo")

        assert (late.status_code, soon.status_code) == (504, 504)
        assert text(assert_whole(late.text).find(".//h1")) == "This page took too long to make"
        assert runs(made) == 1
        assert service.kernels() == []
        assert not (tmp_path / "state" / "pages").exists()


def test_a_cell_that_fails(hub: Fakes, tmp_path: Path) -> None:
    """Half a page is never shown or kept; what went wrong is in the log, not on the page."""
    made = notebooks(tmp_path, "raise ValueError('broken on purpose')")
    with dashboards(hub, tmp_path / "state", made) as service:
        answer = service.get("cohort/demo")

        assert answer.status_code == 500
        assert text(assert_whole(answer.text).find(".//h1")) == "Something went wrong"
        assert "broken on purpose" not in answer.text
        assert "broken on purpose" in service.log.read_text()
        assert service.kernels() == []
        assert not (tmp_path / "state" / "pages").exists()


def test_a_picture_says_the_word_and_nothing_finer() -> None:
    """A picture is made from its word alone, and its parts add no names of their own."""
    for word in charts.ZONES:
        tree = parse("<!DOCTYPE html><title>x</title>" + charts.svg(word))

        picture = tree.find(f".//{SVG}svg")
        assert picture is not None
        assert (picture.get("role"), picture.get("aria-label")) == (
            "img",
            charts.text_alternative(word),
        )
        assert [e.get("role") for e in picture.iter() if e is not picture and e.get("role")] == []
        lit = picture.find(f".//{SVG}g[@class='mark-text role-mark chosen_marks']")
        assert text(lit) == word
        assert sorted(text(t) for t in picture.iter(f"{SVG}text")) == [
            "about half", "everybody", "few", "many", "nobody",
        ]  # fmt: skip


def test_unlike_figures_say_in_the_table_what_was_counted() -> None:
    """With more than one kind of question the table has a column for it."""
    items = [{**SUMMARY["items"][0], "counted": "named “Fear”"}, SUMMARY["items"][3]]
    summary: Any = {**SUMMARY, "items": items}

    tree = parse("<!DOCTYPE html><title>x</title>" + cohort.table(summary).text)

    assert text(tree.find(".//caption")) == "Every figure on this page"
    assert [[text(cell) for cell in row] for row in tree.findall(".//tr")] == [
        ["What was asked", "People who …", "How many people"],
        ["We know <what> we want.", "named “Fear”", "Many"],
        ["We ask.", OFTEN, "Not shown"],
    ]


def test_the_notebook_is_committed_without_outputs() -> None:
    """What viewers see is made from the summary, never from a saved output."""
    notebook = nbformat.read(pages.NOTEBOOKS / "cohort.ipynb", as_version=4)

    nbformat.validate(notebook)
    assert [c.outputs for c in notebook.cells if c.cell_type == "code"] == [[], [], []]


def _figures(tree: Element) -> list[Element]:
    return tree.findall(".//ul[@class='figures']/li")


# ipykernel sets these in its own process, whatever it was started with.
_IPYKERNEL = {"PYDEVD_USE_FRAME_EVAL", "TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR",
              "PAGER", "GIT_PAGER", "MPLBACKEND"}  # fmt: skip
