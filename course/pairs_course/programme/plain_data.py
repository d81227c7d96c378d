"""Frozen data as what JSON can hold, and back, by the fields that its classes declare.

Standard library only, and quick: every kernel reads the whole programme when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return what :func:`from_plain` reads back equal; fields that have their default stay out."""
    if is_dataclass(value):
        given = [(field, getattr(value, field.name)) for field in fields(value)]
        return {field.name: to_plain(one) for field, one in given if one != field.default}
    return [to_plain(one) for one in value] if isinstance(value, tuple) else value


def from_plain(kind: type[T], data: Mapping[str, Any]) -> T:
    """Build a dataclass whose fields are plain values, dataclasses, or tuples of either."""
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in data.items()})


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if is_dataclass(hint):
        return partial(from_plain, hint)
    if get_origin(hint) is tuple:
        inside = _reader(get_args(hint)[0])
        return lambda values: tuple(map(inside, values))
    return lambda value: value
