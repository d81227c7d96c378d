"""Reads YAML into the dataclasses that declare its shape; a mistake is named with file and line."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

#: Ten times as quick as yaml's own reader in Python; not every build of yaml has it.
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A file in one of these is named with its folder.
_FOLDERS = ("questions", "easy")

#: What pydantic says in the words of JSON, in those of whoever writes YAML.
_WORDS: Final = {
    "dataclass_type": "expected keys with their values",
    "dict_type": "expected keys with their values",
    "tuple_type": "expected a list",
}


def read(file: Path, kind: type[T], problems: list[str]) -> T | None:
    """Return what a file holds; None after adding what is wrong to ``problems``, a line each.

    ``kind`` is a dataclass, or a dict of them. Unknown keys are refused, and no type is guessed.
    """
    name = "/".join(file.parts[-2:]) if file.parent.name in _FOLDERS else file.name
    try:
        text = file.read_text(encoding="utf-8")
        node = _compose(text)
        data = yaml.constructor.SafeConstructor().construct_document(node) if node else None
    except FileNotFoundError:
        problems.append(f"{name}:1: expected this file, but it is not there")
        return None
    except UnicodeDecodeError:
        problems.append(f"{name}:1: expected UTF-8 text; save the file as UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(f"{name}:{line}: this is not YAML: {error.problem}")
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.append(f"{name}:{line}: this is not YAML: {error.reason}")
        return None
    twice = _keys_twice(node) if node is not None else None
    if twice is not None:
        problems.append(f"{name}:{twice.start_mark.line + 1}: {twice.value} stands here twice")
        return None
    try:
        # As JSON: pydantic then takes keys with values for a dataclass, however strict it is.
        text = json.dumps(data, default=_no_text)
        shape: Any = kind  # whose type no cache would take as hashable
        found: T = _adapter(shape).validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            line = _line(node, problem["loc"])
            problems.append(f"{name}:{line}: {_say(problem)}")
        return None
    return found


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _no_text(value: object) -> list[str]:
    """Stand in for what JSON has not, such as a date without quotes, so that it is refused."""
    return [str(value)]


def line_of(file: Path, loc: tuple[int | str, ...]) -> int:
    """Return the line of a place in a file that could be read, for example ``("sets", "x")``."""
    return _line(_compose(file.read_text(encoding="utf-8")), loc)


def _compose(text: str) -> yaml.Node | None:
    """Return the tree of a text; what is wrong with it is said by the slow reader, in its words."""
    try:
        return yaml.compose(text, Loader=_QUICK)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _say(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"]) or "the file"
    if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{where} is not a key this course knows; correct or remove it"
    if problem["type"] == "missing":
        return f"{where} is missing"
    if problem["type"] == "value_error":
        return f"{where}: {problem['ctx']['error']}"
    got = problem["input"]
    shown = f", got {got!r}" if isinstance(got, str | int | float | bool) else ""
    words = _WORDS.get(problem["type"]) or problem["msg"].replace("Tuple", "List")
    return f"{where}: {words[0].lower()}{words[1:]}{shown}"


def _line(node: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """Return the line of the deepest part of ``loc`` that is in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pairs = [(k, v) for k, v in node.value if k.value == str(part)]
            if not pairs:
                break
            key, node = pairs[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _keys_twice(node: yaml.Node) -> yaml.Node | None:
    """Return a key that stands twice in one mapping: YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                return key  # type: ignore[no-any-return]  # yaml's nodes are untyped inside
            seen.add(key.value)
            if found := _keys_twice(value):
                return found
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            if found := _keys_twice(value):
                return found
    return None
