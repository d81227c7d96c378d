"""Reads a module's notebook without running it: its prose and widget calls, in order."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

#: The picture types allowed in a module's folder, by file extension.
PICTURES: Final = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class NotebookError(ValueError):
    """An unreadable notebook; the message names it and what was expected."""


@dataclass(frozen=True)
class Prose:
    """Markdown text. Facilitators can change it, so it is never trusted.

    ``pictures`` are those in the module's folder, by the names used in the text.
    """

    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class WidgetCall:
    """A code cell's call, such as ``questions("needs")``."""

    widget: str
    argument: str


def of_folder(folder: Path, module_id: str) -> list[Prose | WidgetCall]:
    """Read a module from nbgrader's source folder; raises NotebookError."""
    path = folder / module_id / f"{module_id}.ipynb"
    try:
        pictures = {
            one.relative_to(path.parent).as_posix(): one.read_bytes()
            for one in path.parent.rglob("*")
            if one.suffix.lower() in PICTURES and one.is_file()
        }
        return parts(path.read_bytes(), str(path), pictures)
    except FileNotFoundError:
        raise NotebookError(f"{path}: expected this module's notebook, found nothing.") from None


def of_archive(archive: bytes, module_id: str) -> list[Prose | WidgetCall]:
    """Read a module from its released archive; raises NotebookError."""
    name = f"{module_id}.ipynb"
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        if name not in opened.namelist():
            raise NotebookError(f"{name}: expected this notebook in the released archive.")
        pictures = {
            one: opened.read(one)
            for one in opened.namelist()
            if PurePosixPath(one).suffix.lower() in PICTURES
        }
        return parts(opened.read(name), name, pictures)


def parts(
    data: bytes, name: str, pictures: Mapping[str, bytes] | None = None
) -> list[Prose | WidgetCall]:
    """Return the parts of a notebook that go on paper; raises NotebookError.

    Cells for the facilitator's note are left out, and so is code other than one call with one
    argument.
    """
    try:
        cells = json.loads(data)["cells"]
        found = [_part(cell, pictures or {}) for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise NotebookError(f"{name}: expected a notebook, got something else.") from None
    return [part for part in found if part is not None]


def _part(cell: dict[str, Any], pictures: Mapping[str, bytes]) -> Prose | WidgetCall | None:
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        task = cell.get("metadata", {}).get("nbgrader", {}).get("task")
        return None if task else Prose(text, pictures)
    return _call(text) if cell["cell_type"] == "code" else None


def _call(text: str) -> WidgetCall | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    match body:
        case [ast.Expr(ast.Call(ast.Name(widget), [ast.Constant(str() as argument)], []))]:
            return WidgetCall(widget, argument)
    return None
