"""Puts a widget's plain ES modules and styles together into the two texts that anywidget takes.

Not a bundler: each file becomes a function that returns its exports, in the order in which they
are needed, so private names of two files never meet. Only what the pages use is understood:
named imports of relative files or of ``pairs_widgets/...`` (for a page that lies in another
package), ``export function`` and ``export const``, and one ``export default`` in the widget's own
file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "((?:\.|pairs_widgets/)[^"]+)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?function (\w+)|const (\w+))", re.M)
# The `export default` of an imported widget file is dropped; types.js has only types.
_NO_EXPORT = re.compile(r"^export (?:default )?\{[\w\s,]*\};\n?", re.M)


class AssemblyError(Exception):
    """A page file uses something that :mod:`assemble` does not understand."""


def esm(folder: str, home: Path | None = None) -> str:
    """Return the script of the widget in ``folder``: ``<folder>/<folder>.js`` and what it needs.

    ``home`` is the package that holds the folder; by default this one.

    Raises:
        AssemblyError: a file imports or exports in a way that is not understood; says which.
    """
    script, _ = assembled((home or HERE) / folder)
    return script


def css(folder: str, home: Path | None = None) -> str:
    """Return the styles of the widget in ``folder``: shared ones, borrowed parts', then its own."""
    _, files = assembled((home or HERE) / folder)
    folders = dict.fromkeys([*(file.parent for file in files), (home or HERE) / folder])
    own = [place / f"{place.name}.css" for place in folders if place.name != "shared"]
    sheets = [*sorted((HERE / "shared").glob("*.css")), *(sheet for sheet in own if sheet.exists())]
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


@cache
def assembled(place: Path) -> tuple[str, tuple[Path, ...]]:
    """Return a widget's script and the files that its own file needs."""
    entry = place / f"{place.name}.js"
    done: dict[Path, str] = {}
    parts: list[str] = []
    source = _imports(entry, entry.read_text(encoding="utf-8"), done, parts)
    if "export default " not in source:
        raise AssemblyError(f"{entry.name}: expected `export default {{ render }};`")
    return "".join(parts) + source, tuple(done)


def _imports(path: Path, source: str, done: dict[Path, str], parts: list[str]) -> str:
    """Put what ``path`` imports into ``parts`` and return its source with constants instead."""

    def constant(match: re.Match[str]) -> str:
        names = " ".join(match[1].split())
        return f"const {{ {names.rstrip(',')} }} = {_module(path, match[2], done, parts)};\n"

    source = _IMPORT.sub(constant, source)
    if left := re.search(r"^import .*$", source, re.M):
        raise AssemblyError(f'{path.name}: expected `import {{ a }} from "./x.js";`: {left[0]}')
    return source


def _module(importer: Path, relative: str, done: dict[Path, str], parts: list[str]) -> str:
    own = relative.startswith(".")
    path = ((importer.parent if own else HERE.parent) / relative).resolve()
    if path in done:
        if not done[path]:
            raise AssemblyError(f"{importer.name} and {path.name} import each other")
        return done[path]
    if not path.is_file():
        raise AssemblyError(f"{importer.name}: there is no file {relative}")
    done[path] = ""  # being read
    source = _imports(path, path.read_text(encoding="utf-8"), done, parts)
    names = [function or constant for function, constant in _EXPORT.findall(source)]
    body = _NO_EXPORT.sub("", _EXPORT.sub("", source))
    if left := re.search(r"^export .*$", body, re.M):
        raise AssemblyError(f"{path.name}: expected `export function` or `export const`: {left[0]}")
    name = f"from_{path.parent.name}_{path.stem}".replace("-", "_")
    parts.append(f"const {name} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();\n")
    done[path] = name
    return name
