"""Who may import whom: one direction between the packages, and between the rooms of the course."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Each package may import those before it.
PACKAGES = ("pairs_course", "pairs_widgets", "pairs_instructor")
#: The rooms of the course, each of which may import those before it.
ROOMS = (
    "atomic_write", "course_time", "file_lock", "safe_csv", "service_line", "size_limits",
    "zip_safety", "programme", "answers", "pairs", "people", "figures",
    "store", "render", "hub", "service",
)  # fmt: skip


def _modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        top = ROOT / package.removeprefix("pairs_")
        for file in sorted((top / package).rglob("*.py")):
            parts = file.relative_to(top).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = _modules()


def _imports(file: Path) -> Iterator[str]:
    """Yield the modules of the project that a file imports, late ones too, but not for types."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


IMPORTS = {
    name: {found for found in _imports(file) if found in MODULES and found != name}
    for name, file in MODULES.items()
}


def test_packages_are_imported_in_one_direction() -> None:
    """The widgets build on the course, and what facilitators run on both."""
    wrong = [
        f"{name} imports {found}"
        for name, imported in IMPORTS.items()
        for found in imported
        if PACKAGES.index(found.split(".")[0]) > PACKAGES.index(name.split(".")[0])
    ]

    assert wrong == []


def test_rooms_of_the_course_are_imported_in_one_direction() -> None:
    """A rule about answers knows no table, and no table knows of a page."""
    wrong = []
    for name, imported in IMPORTS.items():
        for found in imported:
            if name.startswith("pairs_course.") and found.startswith("pairs_course."):
                here, there = (ROOMS.index(one.split(".")[1]) for one in (name, found))
                if there > here:
                    wrong.append(f"{name} imports {found}")

    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Nor by way of a late import; a type may name what imports its module."""
    assert _circles(IMPORTS) == []


def test_the_check_above_finds_a_circle() -> None:
    """One of three modules, and none where there is none."""
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert _circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_every_path_that_architecture_names_is_there() -> None:
    """Those of a room may be named from within the course: ``answers/journal.py``."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {one for one in re.findall(r"`([\w./-]+)`", page) if "/" in one}
    course = ROOT / "course" / "pairs_course"
    gone = sorted(one for one in named if not ((ROOT / one).exists() or (course / one).exists()))

    assert gone == []
    assert len(named) > 30


def _circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that each reach all others of their group."""
    reached: dict[str, set[str]] = defaultdict(set)
    for start in imports:
        waiting = list(imports[start])
        while waiting:
            one = waiting.pop()
            if one not in reached[start]:
                reached[start].add(one)
                waiting.extend(imports.get(one, ()))
    found = {
        tuple(sorted(other for other in reached[one] if one in reached[other]))
        for one in imports
        if one in reached[one]
    }
    return [list(circle) for circle in sorted(found)]
