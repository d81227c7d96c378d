"""Answers for many: made once for as long as their stamp stands, and not more than a few."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.service.cache import Kept


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2))))
def test_what_is_given_was_made_from_what_the_stamp_says(asked: list[tuple[int, int]]) -> None:
    """Whatever is asked in whatever order, and although only three are kept."""
    kept: Kept[tuple[int, int]] = Kept(most=3)

    given_back = [kept.get(key, stamp, lambda a=(key, stamp): a) for key, stamp in asked]  # type: ignore[misc]

    assert given_back == asked


def test_the_same_is_made_once() -> None:
    """Until its stamp changes, or newer ones take its place."""
    kept: Kept[int] = Kept(most=2)
    made: list[str] = []

    def make(name: str) -> int:
        made.append(name)
        return len(made)

    for key, stamp in (("a", 1), ("a", 1), ("a", 2), ("a", 2), ("b", 1), ("c", 1), ("a", 2)):
        kept.get(key, stamp, lambda name=f"{key}{stamp}": make(name))  # type: ignore[misc]

    assert made == ["a1", "a2", "b1", "c1", "a2"]
