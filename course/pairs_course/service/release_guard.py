"""What a release may run: the code of the installed module, and nothing else.

A release runs in the kernel of every participant, next to answers that only they may see. So its
words are the facilitator's, but its code is the course's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pairs_course.hub.settings import OWN_CODE
from pairs_course.programme.notebooks import modules_folder
from pairs_course.service.problems import ApiProblem
from pairs_course.store.releases import inspect
from pairs_course.zip_safety import files_of

#: Files that nobody runs. A file of Python beside a notebook would be imported in the place of
#: the course's own.
QUIET: Final = frozenset(
    (".csv", ".gif", ".jpeg", ".jpg", ".md", ".pdf", ".png", ".svg", ".txt", ".webp")
)
NOTEBOOK: Final = ".ipynb"
KERNEL: Final = "python3"
_NEXT: Final = (
    "Nothing was released. Words may change, code may not: put back the cells of the course, "
    f"or ask whoever runs the course to allow code of your own with {OWN_CODE}=yes."
)


@dataclass(frozen=True)
class Code:
    """The code of the installed modules; with ``own`` the operator lets others' code in, too."""

    folder: Path
    own: bool = False

    @classmethod
    def installed(cls, *, own: bool = False) -> Code:
        """Take the modules that are installed here."""
        return cls(modules_folder(), own)

    def check(self, module: str, archive: bytes) -> None:
        """Look at a release; raises ApiProblem (422), and BadArchive for what is no archive."""
        inspect(archive)  # first: what is no archive at all is said before what is in it
        for name, data in files_of(archive):
            self._check_file(module, name, data)

    def _check_file(self, module: str, name: str, data: bytes) -> None:
        kind = PurePosixPath(name).suffix.lower()
        if kind == NOTEBOOK:
            made = _notebook(data)
            if made is None:
                raise ApiProblem(
                    422,
                    "bad-notebook",
                    f"{name}: expected a notebook of format 4 that can be read, got something "
                    "else. Nothing was released. Generate the module again, then release it.",
                )
            if not self.own:
                self._check_cells(module, name, made)
        elif not self.own and kind not in QUIET:
            raise _not_ours(
                f"{name}: expected notebooks, pictures and texts only, got a file of another kind"
            )

    def _check_cells(self, module: str, name: str, made: Mapping[str, Any]) -> None:
        kernel = made["metadata"].get("kernelspec", {"name": KERNEL})
        if not isinstance(kernel, dict) or kernel.get("name") != KERNEL:
            raise _not_ours(f"{name}: expected the kernel “{KERNEL}” of the course, got another")
        ours = self._sources(module, name)
        for number, cell in enumerate(made["cells"], 1):
            if cell["cell_type"] != "code":
                continue
            if _source(cell) not in ours:
                raise _not_ours(
                    f"{name}: expected in cell {number} the code of a cell of the installed "
                    f"module {module}, got other code"
                )
            if cell.get("outputs"):
                raise _not_ours(f"{name}: expected cell {number} without output, got some")

    def _sources(self, module: str, name: str) -> set[str]:
        try:
            ours = _notebook((self.folder / module / name).read_bytes())
        except OSError:
            return set()
        cells = ours["cells"] if ours else []
        return {_source(cell) for cell in cells if cell["cell_type"] == "code"}


def _not_ours(what: str) -> ApiProblem:
    return ApiProblem(422, "not-the-modules-code", f"{what}. {_NEXT}")


def _notebook(data: bytes) -> Mapping[str, Any] | None:
    """Return a notebook of format 4 with cells of the right shape, or None."""
    try:
        made = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    good = (
        isinstance(made, dict)
        and made.get("nbformat") == 4
        and isinstance(made.get("metadata"), dict)
        and isinstance(made.get("cells"), list)
        and all(map(_is_cell, made["cells"]))
    )
    return made if good else None


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return isinstance(cell.get("metadata"), dict) and all(isinstance(line, str) for line in lines)


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])
