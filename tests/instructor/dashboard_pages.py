"""Dashboard pages made without a hub, a service or a kernel: the notebook's cells run here."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jinja2
import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import strip_files_prefix
from nbformat import NotebookNode
from nbformat.v4 import new_output

from pairs_course.figures.published import PageName, PublishedPage
from pairs_instructor.dashboards import pages, parts
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.parts import PageData

from . import published_data as made


@dataclass(frozen=True)
class Sample:
    """What a page shows; ``data`` is what a page of its kind has."""

    page: PageName
    data: dict[str, Any]
    choices: Choices = field(default_factory=Choices)
    title: str = "Riverside 2026"
    demo: bool = False

    @property
    def published(self) -> PublishedPage:
        """All that is published of it."""
        page: Any = {
            "page": self.page,
            "cohort": "" if self.page == "network" else "riverside",
            "title": self.title,
            "demo": self.demo,
            "summaries": [],
            "pools": [],
            "texts": [],
            "letter": None,
        }
        return {**page, **self.data}

    @property
    def view(self) -> PageData:
        """The view that it is."""
        return PageData(self.published, self.choices)


@contextmanager
def told(sample: Sample) -> Iterator[None]:
    """Tell the page what it is about, as the environment of a kernel does."""
    before = os.environ.get(parts.VARIABLE)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.json"
        parts.write(path, sample.view)
        os.environ[parts.VARIABLE] = str(path)
        try:
            yield
        finally:
            if before is None:
                del os.environ[parts.VARIABLE]
            else:
                os.environ[parts.VARIABLE] = before


def html(sample: Sample) -> str:
    """Return the whole page of a sample, as the service sends it."""
    notebook = nbformat.read(pages.NOTEBOOKS / f"{sample.page}.ipynb", as_version=4)
    with told(sample):
        names: dict[str, Any] = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [_output(cell.source, names)]
    return whole(notebook, sample)


def whole(notebook: NotebookNode, sample: Sample) -> str:
    """Put a notebook that has run into the page's template."""
    # As Voila's is: the template itself escapes what is text.
    loader = jinja2.FileSystemLoader(pages.TEMPLATE_FOLDER)
    environment = jinja2.Environment(loader=loader)  # noqa: S701
    exporter = HTMLExporter(exclude_anchor_links=True)
    environment.filters["markdown2html"] = lambda text: exporter.markdown2html({}, text)
    environment.filters["strip_files_prefix"] = strip_files_prefix
    page = pages.context(sample.view.heading, demo=sample.demo)
    return environment.get_template("index.html.j2").render(
        resources={"page": page},
        nb=notebook,
        kernel_start=lambda _: "none",
        cell_generator=lambda nb, _: nb.cells,
    )


def _output(source: str, names: dict[str, Any]) -> NotebookNode:
    """Run a cell; its last line's value is its output, as in a notebook."""
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), "cell", "exec"), names)  # noqa: S102 - a cell of ours
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    return new_output("execute_result", {"text/html": value._repr_html_()}, execution_count=1)


def cohort(choices: Choices | None = None, **more: Any) -> Sample:
    """A cohort with all that there can be, or with the ``summaries`` that are given."""
    summaries = more.pop("summaries", None)
    data = {"summaries": made.whole_cohort() if summaries is None else summaries}
    return Sample("cohort", data, choices or Choices(), **more)


def network(pools: Any, texts: Any = (), choices: Choices | None = None, **more: Any) -> Sample:
    """A network with these pools and texts."""
    data = {"pools": pools, "texts": list(texts)}
    return Sample("network", data, choices or Choices(), title="", **more)


def letter(content: Any, **more: Any) -> Sample:
    """A page with this letter."""
    return Sample("letter", {"letter": content}, **more)


def samples() -> dict[str, Sample]:
    """Every kind of page in every state, by a name for its picture."""
    rich = made.network(made.by_role)
    return {
        "cohort-whole": cohort(),
        "cohort-start-only": cohort(summaries=made.whole_cohort()[:1], demo=True),
        **{
            f"cohort-{theme}": cohort(Choices(theme))
            for theme in ("eight", "barriers", "time", "dialogue", "work")
        },
        "cohort-now": cohort(Choices(wave="now")),
        "cohort-nothing-chosen": cohort(Choices("time", "now")),
        "cohort-withheld": cohort(summaries=made.withheld_cohort()),
        "network-words": network(made.network(made.in_words), made.texts(), demo=True),
        "network-steps": network(made.network(made.in_steps)),
        "network-roles": network(rich, made.texts()),
        "network-barriers": network(rich, choices=Choices("barriers")),
        "network-withheld": network(made.network(lambda _n, _about: {})),
        "letter": letter(made.letter(), demo=True),
        "letter-held": letter(made.letter(held=True)),
        "letter-held-for-a-sponsor": letter({**made.letter(held=True), "parts": []}),
    }
