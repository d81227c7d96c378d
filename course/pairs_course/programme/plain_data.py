"""Frozen data as what JSON can hold, and back, by the fields that its classes declare.

Standard library only, and quick: every kernel reads the whole programme when it starts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return what :func:`from_plain` reads back equal; fields that have their default stay out."""
    if is_dataclass(value):
        given = [(field, getattr(value, field.name)) for field in fields(value)]
        return {field.name: to_plain(one) for field, one in given if one != field.default}
    return [to_plain(one) for one in value] if isinstance(value, tuple) else value


def from_plain(kind: type[T], data: Mapping[str, Any]) -> T:
    """Build a dataclass whose fields are plain values, dataclasses, or tuples of either."""
    shape: Any = kind  # whose type no cache would take as hashable
    readers = _readers(shape)
    made = {name: read(data[name]) for name, read in readers.items() if name in data}
    return kind(**{**data, **made})


@cache
def _readers(kind: Any) -> dict[str, Callable[[Any], Any]]:
    """Return what makes each field that is a tuple or a dataclass; all others are as they are.

    The annotations are read as text: working them out would cost each kernel a millisecond.
    """
    names = vars(sys.modules[kind.__module__])
    found = {field.name: _reader(str(field.type), names) for field in fields(kind)}
    return {name: read for name, read in found.items() if read}


def _reader(annotation: str, names: Mapping[str, Any]) -> Callable[[Any], Any] | None:
    words = re.findall(r"\w+", annotation)
    shape: Any = next((one for word in words if is_dataclass(one := names.get(word))), None)
    inside = partial(from_plain, shape) if shape else None
    if "tuple" not in words:
        return inside
    return (lambda values: tuple(map(inside, values))) if inside else tuple
