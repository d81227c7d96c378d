"""What `make test` tries by example, and `make test-all` in its whole depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet

T = TypeVar("T")


def sampled(values: Iterable[T], always: Callable[[T], bool]) -> list[ParameterSet]:
    """Return all values as parameters of a test; `make test` tries those that are ``always``.

    A tuple holds the values of several parameters.
    """
    return [
        pytest.param(
            *(one if isinstance(one, tuple) else (one,)),
            marks=() if always(one) else pytest.mark.whole,
        )
        for one in values
    ]


def by_door(first: str) -> pytest.MarkDecorator:
    """Try a test by both doors, ``door``; `make test` by the ``first`` alone."""
    return pytest.mark.parametrize("door", sampled(["plain", "lab"], lambda door: door == first))
