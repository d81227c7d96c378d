"""Answers that are the same for many callers: made once, and again when what they show changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST: Final = 200


class Kept(Generic[T]):
    """Keeps what was made, each with a stamp that says from what.

    Only what a stamp of now stands for is given: whoever asks looks at the stamp first. Safe to
    use from several threads; at worst the same is made twice. ``most`` bounds what is kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: dict[Hashable, tuple[Hashable, T]] = {}

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key with this stamp, made now if there is none."""
        found = self._made.get(key)
        if found is not None and found[0] == stamp:
            return found[1]
        made = make()
        self._made[key] = (stamp, made)
        for oldest in list(self._made)[: -self._most]:
            self._made.pop(oldest, None)
        return made
