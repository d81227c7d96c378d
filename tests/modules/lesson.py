"""A module as the checks see it: its notebook, its data, and its questions."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pairs_course.programme import loader, sources
from pairs_course.programme.content import Content, Module, QuestionSet

MODULES = Path(__file__).parents[2] / "modules"
PICTURE = "picture.svg"
HEADING = re.compile(r"^(#+) +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """One thing that a notebook puts on the page: ``questions("needs")``."""

    function: str
    argument: str


@dataclass(frozen=True)
class Section:
    """A part of the page below one second-level heading."""

    title: str
    text: str
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Lesson:
    """One module, whole; ``picture`` is the text of the drawing beside the notebook."""

    notebook: dict[str, Any]
    module: Module
    sets: tuple[QuestionSet, ...]
    checked: str
    picture: str
    borrowed: tuple[QuestionSet, ...] = ()

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the notebook, in order."""
        return list(self.notebook["cells"])

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of every heading, in order."""
        found = [HEADING.findall(source(cell)) for cell in self.cells if is_prose(cell)]
        return [(len(marks), words) for heads in found for marks, words in heads]

    @property
    def calls(self) -> list[Call]:
        """Every call that puts something on the page, in order."""
        found = [call(cell) for cell in self.cells if not is_prose(cell)]
        return [one for one in found if one]

    @property
    def sections(self) -> list[Section]:
        """The page cut at its second-level headings; what stands before the first is left out."""
        parts: list[tuple[str, list[str], list[Call]]] = []
        for cell in self.cells:
            if is_prose(cell):
                for piece in re.split(r"^(?=## )", source(cell), flags=re.MULTILINE):
                    if piece.startswith("## "):
                        parts.append((piece.partition("\n")[0][3:].strip(), [], []))
                    if parts:
                        parts[-1][1].append(piece)
            elif parts and (one := call(cell)):
                parts[-1][2].append(one)
        return [Section(title, "\n".join(text), tuple(calls)) for title, text, calls in parts]

    def section(self, title: str) -> Section:
        """Return the section with that title, or an empty one."""
        empty = Section(title, "", ())
        return next((one for one in self.sections if one.title == title), empty)

    def before(self, wanted: set[str]) -> str:
        """Return all prose that stands before the first call with one of these arguments."""
        prose: list[str] = []
        for cell in self.cells:
            one = call(cell)
            if one and one.argument in wanted:
                break
            if is_prose(cell):
                prose.append(source(cell))
        return "\n".join(prose)


def read(module_id: str) -> Lesson:
    """Read one module of the project."""
    path = MODULES / module_id / f"{module_id}.ipynb"
    content, checked = _programme()
    return Lesson(
        notebook=json.loads(path.read_text(encoding="utf-8")),
        module=content.module(module_id),
        sets=content.sets_of(module_id),
        checked=checked,
        picture=path.with_name(PICTURE).read_text(encoding="utf-8"),
        borrowed=tuple(map(content.question_set, content.module(module_id).borrows)),
    )


@cache
def _programme() -> tuple[Content, str]:
    text = (sources.FOLDER / "programme.yaml").read_text(encoding="utf-8")
    return loader.load(), yaml.safe_load(text)["checked"]


def source(cell: dict[str, Any]) -> str:
    """Return the text of a cell, which a notebook may keep as a list of lines."""
    return "".join(cell["source"])


def is_prose(cell: dict[str, Any]) -> bool:
    """Say whether people read this cell."""
    return bool(cell["cell_type"] == "markdown")


def call(cell: dict[str, Any]) -> Call | None:
    """Return what a code cell puts on the page, or None if it is anything else."""
    if is_prose(cell):
        return None
    match ast.parse(source(cell)).body:
        case [
            ast.Expr(
                ast.Call(ast.Name(name), [ast.Constant(str() as argument)], []),
            )
        ]:
            return Call(name, argument)
    return None
