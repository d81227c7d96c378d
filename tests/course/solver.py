"""A reader who wants to know what one person answered, and is given far more than anybody has.

It knows every page, the rules by which pages are made, who is in which figure and who answered
anew between two of them; and all that one pair, or two, answered themselves. It looks for another
world: one with the very same pages in which one person, of whom it does not know it, answered
otherwise. Whoever has no such world is given away.

How many people of each role a pool counts is, cohort by cohort, any pair of whole numbers within
limits for the one, for the other and for their sum. Sums of such sets are such sets (integral
generalised polymatroids in the plane), so for a rated item all worlds are looked through. For a
choice only those in which people named one instead of another of two options: so it may call a
person given away who is not, and never the reverse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

from .pages import Kind, Pages


@dataclass(frozen=True)
class Limits:
    """Whole numbers p and q with limits for each of them and for their sum."""

    p: tuple[int, int]
    q: tuple[int, int]
    both: tuple[int, int]

    def __add__(self, other: Limits) -> Limits:
        """Return the limits of sums."""
        return Limits(
            (self.p[0] + other.p[0], self.p[1] + other.p[1]),
            (self.q[0] + other.q[0], self.q[1] + other.q[1]),
            (self.both[0] + other.both[0], self.both[1] + other.both[1]),
        )

    def points(self, p: int, q: int) -> Iterator[tuple[int, int]]:
        """Return every p and q within the limits, those near the given ones first."""
        farthest = max(abs(end - p) for end in self.p), max(abs(end - q) for end in self.q)
        for far in range(max(farthest) + 1):
            for dp in range(-far, far + 1):
                for dq in range(-far, far + 1) if abs(dp) == far else {-far, far}:
                    if self._has(p + dp, q + dq):
                        yield p + dp, q + dq

    def _has(self, p: int, q: int) -> bool:
        return (
            self.p[0] <= p <= self.p[1]
            and self.q[0] <= q <= self.q[1]
            and self.both[0] <= p + q <= self.both[1]
        )


def given_away(pages: Pages, knowing: int = 1) -> list[tuple[list[Kind], Kind]]:
    """Return what so many pairs would know together, and about whom; empty if about nobody."""
    closed = [kind for kind in pages.kinds if not _alone(pages, kind)]
    if not closed:
        return []
    by_pair: dict[str, list[Kind]] = {}
    for pair, kind in pages.people.values():
        by_pair.setdefault(pair, []).append(kind)
    sorts = Counter(tuple(sorted(kinds, key=str)) for kinds in by_pair.values())
    found = []
    for sort in combinations_with_replacement(sorts, knowing):
        if Counter(sort) <= sorts:
            insiders = Counter(kind for kinds in sort for kind in kinds)
            others = pages.kinds - insiders
            found += [
                (sorted(insiders.elements(), key=str), kind)
                for kind in closed
                if others[kind]
                and not _change_places(others, kind, pages.values)
                and not has_another_world(pages, insiders, kind)
            ]
    return found


def has_another_world(pages: Pages, insiders: Counter[Kind], kind: Kind) -> bool:
    """Say whether such a person may have answered otherwise, and insiders as they did."""
    return any(_worlds(pages, insiders, kind, after) for after in kind.otherwise(pages.values))


def _change_places(others: Counter[Kind], kind: Kind, values: int) -> bool:
    """Say whether such a person and another one may change places; a quick look."""
    return any(others[after] for after in kind.otherwise(values))


def _alone(pages: Pages, kind: Kind) -> bool:
    """Say whether one such person alone may have answered otherwise; a quick look."""
    return any(pages.same(kind, after) for after in kind.otherwise(pages.values))


def _worlds(pages: Pages, insiders: Counter[Kind], before: Kind, after: Kind) -> bool:
    """Say whether there is a world with that one person otherwise: of two answers, the other."""
    one, two = next(
        (b, a)
        for b, a in ((before.own, after.own), (before.pool, after.pool))
        if b is not None and a is not None and b != a
    )
    total = Limits((0, 0), (0, 0), (0, 0))
    for cohort in pages.cohorts:
        limits = _limits(pages, cohort, (one, two), insiders, (before, after))
        if limits is None:
            return False
        total += limits
    return any(pages.pool_same(one, two, p, q) for p, q in total.points(*pages.counted(one)))


def _limits(
    pages: Pages,
    cohort: int,
    answers: tuple[int, int],
    insiders: Counter[Kind],
    flip: tuple[Kind, Kind],
) -> Limits | None:
    """Return how many of each role may have given the first of two answers, in the pool.

    None if the cohort's own words leave nothing.
    """
    one, _ = answers
    low = {"tied": [0, 0], "free": [0, 0], "own": [0]}
    high = {"tied": [0, 0], "free": [0, 0], "own": [0]}

    def count(kinds: Iterable[tuple[Kind, int]], *, known: bool) -> None:
        for kind, n in kinds:
            if kind.cohort != cohort:
                continue
            role = pages.roles.index(kind.role)
            tied = kind.own is not None and kind.pool is not None and not kind.anew
            for where, place, value in (
                ("tied" if tied else "own", role if tied else 0, kind.own),
                ("free", role, None if tied else kind.pool),
            ):
                if value in answers:
                    low[where][place] += n if known and value == one else 0
                    high[where][place] += n if not known or value == one else 0

    before, after = flip
    others = pages.kinds - insiders
    others[before] -= 1
    count(others.items(), known=False)
    count(insiders.items(), known=True)
    count([(after, 1)], known=True)
    own = pages.own_range(cohort, answers)
    tied_low, tied_high = sum(low["tied"]), sum(high["tied"])
    least = max(own[0] - high["own"][0], tied_low)
    most = min(own[1] - low["own"][0], tied_high)
    if least > most:
        return None
    by_role = [
        (
            max(low["tied"][r], least - high["tied"][1 - r]) + low["free"][r],
            min(high["tied"][r], most - low["tied"][1 - r]) + high["free"][r],
        )
        for r in (0, 1)
    ]
    both = (least + sum(low["free"]), most + sum(high["free"]))
    return Limits(by_role[0], by_role[1], both)
