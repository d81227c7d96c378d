"""What all pages say about one item of a history, in counts: quick to ask about other worlds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pairs_course.figures import aggregation, disclosure_control
from pairs_course.figures.aggregation import Publishable
from pairs_course.figures.published import Word
from pairs_course.people.roster import PAIR_ROLES

from .histories import Given, History


@dataclass(frozen=True)
class Kind:
    """People whom the pages treat alike: what they answered to one item, and where it counts.

    ``own`` is the answer in the cohort's own figures (for a rated item 1 if it is counted, else 0;
    for a choice the number of the option), ``pool`` in the pooled ones; None where it is not in
    them. ``anew`` if these are two answers, else they are one.
    """

    cohort: int
    role: str
    own: int | None
    pool: int | None
    anew: bool

    def otherwise(self, values: int) -> Iterator[Kind]:
        """Return what such a person may have answered instead, with one answer changed."""
        tied = not self.anew
        for value in range(values):
            if self.own is not None and value != self.own:
                pool = value if tied and self.pool is not None else self.pool
                yield Kind(self.cohort, self.role, value, pool, self.anew)
            if self.pool is not None and value != self.pool and not (tied and self.own is not None):
                yield Kind(self.cohort, self.role, self.own, value, self.anew)


class Pages:
    """The pages of a history, as far as they are about one item."""

    roles = PAIR_ROLES

    def __init__(self, one: Publishable, history: History) -> None:
        self._one = one
        self.item = one.item.id
        self.values = max(2, len(one.item.options))
        #: The answers that have a figure: of a rated item one, of a choice all.
        self.figures = range(self.values) if one.item.options else range(1, 2)
        #: By name: the pair, and the kind.
        self.people: dict[str, tuple[str, Kind]] = {}
        for n, cohort in enumerate(history.cohorts):
            assert cohort.summary is not None
            words = [f["word"] for f in cohort.summary["items"] if f["item"] == one.item.id]
            own = self._full(cohort.at_close) if words[0] else {}
            pool = self._full(history.at_pool[n]) if words[0] and history.pooled else {}
            for name in own | pool:
                first, then = own.get(name), pool.get(name)
                now = then or first
                assert now is not None
                anew = bool(first and then and first.nth != then.nth)
                kind = Kind(n, now.role, self._value(first), self._value(then), anew)
                self.people[name] = now.pair, kind
        self.kinds = Counter(kind for _, kind in self.people.values())
        self.cohorts = sorted({kind.cohort for kind in self.kinds})
        self._shown: dict[tuple[int, int, int], disclosure_control.Disclosed] = {}

    def word(self, cohort: int, figure: int) -> Word:
        """Return a cohort's word."""
        return aggregation.word_for(self._own[cohort, figure], self._sizes[cohort])

    def pooled(self, figure: int, leaders: int, professionals: int) -> disclosure_control.Disclosed:
        """Return what a pooled figure says if so many of each role are counted in it."""
        key = (figure, leaders, professionals)
        if key not in self._shown:
            # How they are spread over the cohorts makes no difference.
            counts = [
                disclosure_control.Counts(pairs, 0, 0, *limits)
                for pairs, limits in self._known[figure]
            ]
            if counts:
                first = counts[0]
                counts[0] = disclosure_control.Counts(
                    first.pairs, leaders, professionals, first.least, first.most
                )
            self._shown[key] = disclosure_control.shown(counts)
        return self._shown[key]

    def pooled_now(self, figure: int) -> disclosure_control.Disclosed:
        """Return what a pooled figure says."""
        return self.pooled(figure, *self.counted(figure))

    def counted(self, answer: int) -> tuple[int, int]:
        """Return how many of each role gave that answer, in the pool."""
        leader, professional = PAIR_ROLES
        return self._pool[leader, answer], self._pool[professional, answer]

    def same(self, before: Kind, after: Kind) -> bool:
        """Say whether the pages would be the same if one person had answered otherwise."""
        for figure in self.figures:
            change = (after.own == figure) - (before.own == figure)
            if change:
                people, now = self._sizes[before.cohort], self._own[before.cohort, figure]
                if aggregation.word_for(now, people) != aggregation.word_for(now + change, people):
                    return False
            change = (after.pool == figure) - (before.pool == figure)
            if change:
                counts = [
                    self._pool[role, figure] + (change if role == before.role else 0)
                    for role in PAIR_ROLES
                ]
                if self.pooled(figure, *counts) != self.pooled_now(figure):
                    return False
        return True

    def pool_same(self, one: int, two: int, leaders: int, professionals: int) -> bool:
        """Say so of a world where so many gave one of two answers, and the rest the other."""
        first = (leaders, professionals)
        both = [self._pool[role, one] + self._pool[role, two] for role in PAIR_ROLES]
        counts = {one: first, two: (both[0] - leaders, both[1] - professionals)}
        return all(
            self.pooled(figure, *counts[figure]) == self.pooled_now(figure)
            for figure in (one, two)
            if figure in self.figures and self._known[figure]
        )

    def own_range(self, cohort: int, answers: tuple[int, int]) -> tuple[int, int]:
        """Return how many may have given the first of two answers, by the cohort's own words."""
        one, two = answers
        people = self._sizes[cohort]
        both = self._own[cohort, one] + self._own[cohort, two]
        least, most = 0, both
        if one in self.figures and people:
            low, high = disclosure_control.possible(self.word(cohort, one), people)
            least, most = max(least, low), min(most, high)
        if two in self.figures and people:
            low, high = disclosure_control.possible(self.word(cohort, two), people)
            least, most = max(least, both - high), min(most, both - low)
        return least, most

    @cached_property
    def _sizes(self) -> Counter[int]:
        return Counter(kind.cohort for kind in self.kinds.elements() if kind.own is not None)

    @cached_property
    def _own(self) -> Counter[tuple[int, int]]:
        return Counter((k.cohort, k.own) for k in self.kinds.elements() if k.own is not None)

    @cached_property
    def _pool(self) -> Counter[tuple[str, int]]:
        return Counter((k.role, k.pool) for k in self.kinds.elements() if k.pool is not None)

    @cached_property
    def _known(self) -> dict[int, list[tuple[int, tuple[int, int]]]]:
        """By figure: each pooled cohort's pairs, and what its words say of its count."""
        inside = Counter(kind.cohort for kind in self.kinds.elements() if kind.pool is not None)
        found: dict[int, list[tuple[int, tuple[int, int]]]] = {f: [] for f in self.figures}
        for cohort, people in sorted(inside.items()):
            ranges = [
                disclosure_control.possible(self.word(cohort, f), people) for f in self.figures
            ]
            if len(ranges) > 1:
                ranges = disclosure_control.within(ranges, people)
            for figure, limits in zip(self.figures, ranges, strict=True):
                found[figure].append((people // 2, limits))
        return found

    def _full(self, given: Sequence[Given]) -> dict[str, Given]:
        mine = [g for g in given if g.item == self.item]
        full = aggregation.full_pairs([self._one], mine)
        names = {each.username for pair in full for each in pair}
        return {g.username: g for g in mine if g.username in names}

    def _value(self, given: Given | None) -> int | None:
        if given is None:
            return None
        if self._one.item.options:
            return [option.id for option in self._one.item.options].index(given.value)
        return int(given.value in aggregation.HIGH)
