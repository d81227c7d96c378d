"""The plain page shows unaltered modules and nothing else, and their prose runs nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado import web
from traitlets.config import Config

from pairs_course.hub.plain_page import guard
from pairs_course.hub.plain_page.prose import Prose
from pairs_course.hub.plain_page.released import digest, released
from pairs_course.hub.plain_page.settings import configure

MODULES = Path(__file__).parents[4] / "modules"
PATH = "05-debate-and-dialogue/05-debate-and-dialogue.ipynb"


@pytest.fixture
def notebook() -> Any:
    """A module as it is released."""
    return nbformat.read(MODULES / PATH, as_version=4)


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notebook: Any) -> Path:
    """The file that says what was released: this module."""
    path = tmp_path / "released.json"
    path.write_text(json.dumps({PATH: digest(notebook)}))
    monkeypatch.setenv("PAIRS_RELEASED", str(path))
    return path


def _ask(notebook: Any, path: str = PATH) -> Any:
    settings = {"base_url": "/user/ann/"}
    handler = SimpleNamespace(path_args=[path], xsrf_token="", settings=settings)
    return guard.only_released(handler, notebook=notebook, cwd="")  # type: ignore[arg-type]


@pytest.mark.usefixtures("release")
def test_a_released_module_is_shown_under_its_title(notebook: Any) -> None:
    """It goes on unchanged but for its title and the addresses of its pictures."""
    before = copy.deepcopy(notebook)

    shown = _ask(notebook)

    assert shown.metadata.pop("title") == "Debate and dialogue"
    for cell in shown.cells:
        cell.source = cell.source.replace("/user/ann/files/05-debate-and-dialogue/", "")
    assert shown == before


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![A map](picture.svg)", "![A map](/user/ann/files/05-debate-and-dialogue/picture.svg)"),
        ("![A](a/b.PNG) x", "![A](/user/ann/files/05-debate-and-dialogue/a/b.PNG) x"),
        ("![A](https://a.test/b.png)", "![A](https://a.test/b.png)"),
        ("![A](/b.png) ![A](../b.png)", "![A](/b.png) ![A](../b.png)"),
        ("[A](b.png) ![A](b.html)", "[A](b.png) ![A](b.html)"),
    ],
)
def test_a_picture_beside_the_notebook_is_found(notebook: Any, written: str, shown: str) -> None:
    """Its name alone would lead nowhere from Voila's page; any other address stays as it is."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    cell.source = written

    assert next(c for c in _ask(notebook).cells if c.id == cell.id).source == shown


@pytest.mark.usefixtures("release")
def test_another_notebook_is_not_found(notebook: Any) -> None:
    """Whatever it holds: only what was released is there."""
    with pytest.raises(web.HTTPError) as error:
        _ask(notebook, "elsewhere/copy.ipynb")

    assert error.value.status_code == 404


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(
    "change",
    [
        lambda nb: nb.cells.append(nbformat.v4.new_code_cell("x")),
        lambda nb: nb.cells.pop(next(i for i, c in enumerate(nb.cells) if c.cell_type == "code")),
        lambda nb: nb.metadata.kernelspec.__setitem__("name", "other"),
        lambda nb: nb.cells.__setitem__(0, nbformat.v4.new_code_cell(nb.cells[0].source)),
    ],
)
def test_an_altered_module_is_refused_by_name(notebook: Any, change: Any) -> None:
    """More code, less code, another kernel, prose made code."""
    change(notebook)

    with pytest.raises(guard.Altered) as error:
        _ask(notebook)

    assert (error.value.status_code, error.value.path) == (409, PATH)


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize("path", ["", "/", "05-debate-and-dialogue", "other.ipynb"])
def test_folders_are_not_listed(path: str) -> None:
    """Voila asks before it lists a folder, too."""
    with pytest.raises(web.HTTPError) as error:
        guard.only_module_pages({}, notebook_path=path)

    assert error.value.status_code == 404
    assert guard.only_module_pages({"a": 1}, notebook_path=PATH) == {"a": 1}


@pytest.mark.parametrize("text", [None, "", "{", "[]", '"x"'])
def test_without_a_release_nothing_is_released(release: Path, text: str | None) -> None:
    """A missing or broken file releases nothing, and breaks nothing."""
    release.unlink() if text is None else release.write_text(text)

    assert released() == {}


@given(st.text())
def test_any_source_has_a_digest(source: str) -> None:
    """Half a surrogate pair included; a list of lines is the same as its text."""
    cell = {"cell_type": "code", "source": source}

    whole = digest({"metadata": {}, "cells": [cell]})

    lines = {**cell, "source": source.splitlines(keepends=True)}
    assert whole == digest({"metadata": {}, "cells": [lines]})
    assert whole != digest({"metadata": {}, "cells": [cell, cell]})


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>harm()</script>",
        "text <img src=x onerror=harm()> text",
        "[press](javascript:harm())",
        "![x](javascript:harm())",
        "```mermaid\n</pre><script>harm()</script>\n```",
        "```html\n<script>harm()</script>\n```",
        "![x](attachment:missing.png)",
        "<svg onload=harm()>",
    ],
)
def test_prose_cannot_run_anything(markdown: str) -> None:
    """Raw HTML is text, and an address with a script in it leads nowhere."""
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    html = MarkdownWithMath(renderer=Prose(None, attachments={})).render(markdown)

    for harm in ("<script", "<svg", "onerror=harm()>", 'href="javascript', 'src="javascript'):
        assert harm not in html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "[a](https://a.test/b)",
            '<a target="_blank" rel="noopener noreferrer" href="https://a.test/b">a</a>',
        ),
        ("[a](#here)", '<a href="#here">a</a>'),
        ("[a](/home)", '<a href="/home">a</a>'),
        ("[a](javascript:https://a.test)", '<a href="#harmful-link">a</a>'),
    ],
)
def test_a_link_that_leads_elsewhere_leaves_the_module_open(markdown: str, html: str) -> None:
    """It opens in a tab of its own, which learns nothing of this one; others open as ever."""
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    assert MarkdownWithMath(renderer=Prose(None)).render(markdown) == f"<p>{html}</p>\n"


def test_headings_are_no_links() -> None:
    """A heading is no stop of the Tab key."""
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    assert MarkdownWithMath(renderer=Prose(None)).render("# One") == "<h1>One</h1>\n"


def test_settings_keep_voila_to_our_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other template, no tracebacks, no Lab extension; Home under the hub's own prefix."""
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/course/")
    config = Config()

    configure(config)

    voila = config.VoilaConfiguration
    assert (voila.template, voila.allow_template_override) == ("pairs", "NO")
    assert (voila.show_tracebacks, voila.extension_allowlist) == (False, [])
    assert voila.file_allowlist == []
    assert voila.prelaunch_hook is guard.only_released
    assert voila.resources == {"pairs_home": "/course/services/course/", "pairs_person": ""}
