"""What a module's notebook says and shows, without running it: prose, and calls in their order."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

#: The kinds of picture that a module's folder may hold, by the end of their names.
PICTURES: Final = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class NotebookError(ValueError):
    """A notebook cannot be read; the message names it and what was expected."""


@dataclass(frozen=True)
class Prose:
    """Words in Markdown. They are the facilitator's to change, so they are never trusted.

    ``pictures`` are those of the module's folder, by the names that the words use.
    """

    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class WidgetCall:
    """What a code cell puts on the page: ``questions("needs")``."""

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
    """Read a module from the archive that was released; raises NotebookError."""
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
    """Return the parts of a notebook that are for paper; raises NotebookError.

    Left out are cells for the facilitator's note, which does not come on paper, and code that is
    anything else than one call with one name.
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
