"""Random histories of cohorts, by the rules of the course: who answers, passes, changes, goes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pairs_course.figures import aggregation, pooling
from pairs_course.figures.aggregation import Publishable, word_for
from pairs_course.figures.published import Pooled, Summary
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme.items import Item, Option

DAY: Final = date(2026, 11, 23)
OPTIONS: Final = tuple(Option(name, name) for name in ("diary", "fear", "energy", "priority"))
ITEMS: Final = (
    Publishable(Item("A1", "scale", "We set time aside.", audience=("cohort",))),
    Publishable(Item("C1", "choice", "No time means", audience=("cohort",), options=OPTIONS)),
)
#: How many of a cohort answer "often" or "always", or name the first option.
WORDS: Final = ("few", "about half", "many")
LEANINGS: Final = (0.0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Given:
    """One person's last answer, as the store gives it."""

    pair: str
    username: str
    role: str
    item: str
    value: Any
    #: Which of this person's answers to the item it is: the same one, or another one by now.
    nth: int = 0


@dataclass
class Person:
    """One person; ``answers`` holds by item for which pair, what, and the how manieth it is."""

    name: str
    role: str
    pair: str
    out: bool = False
    answers: dict[str, tuple[str, Any, int]] = field(default_factory=dict)  # pair, value, nth


@dataclass
class Cohort:
    """A cohort that lives on; ``summary`` is what it published when its wave closed.

    ``lean`` is how likely people are to answer "often" or "always" and to name the first option, or
    who does so.
    """

    people: list[Person]
    lean: float | frozenset[str]
    chance: random.Random
    finishes: float
    passes: float
    summary: Summary | None = None
    at_close: list[Given] = field(default_factory=list)
    size_at_close: int = 0

    @property
    def pairs(self) -> int:
        """How many pairs it has now."""
        return len({person.pair for person in self.people})

    def lives(self, some: float) -> None:
        """Let something happen to some of its people, and all the others do nothing."""
        for person in list(self.people):
            if self.chance.random() < some and person in self.people:
                self._happens(person)

    def answers(self) -> None:
        """Let everybody who has not answered do so; some pass, and few do not."""
        for person in self.people:
            for one in ITEMS:
                if one.item.id not in person.answers and self.chance.random() < self.finishes:
                    self._answer(person, one.item)

    def given(self) -> list[Given]:
        """Return what counts now, as the store does: for the present pair, of who is in."""
        return [
            Given(person.pair, person.name, person.role, item, value, nth)
            for person in self.people
            if not person.out
            for item, (pair, value, nth) in person.answers.items()
            if pair == person.pair
        ]

    def close(self) -> None:
        """Publish."""
        self.at_close, self.size_at_close = self.given(), self.pairs
        self.summary = aggregation.summarise("start", ITEMS, self.at_close, DAY, pairs=self.pairs)

    def _answer(self, person: Person, item: Item) -> None:
        if isinstance(self.lean, frozenset):
            high = person.name in self.lean
        else:
            high = self.chance.random() < self.lean
        if self.chance.random() < self.passes:
            value: Any = self.chance.choice(["unsure", "pass"])
        elif item.kind == "scale":
            value = self.chance.choice([4, 5] if high else [1, 2, 3])
        else:
            value = (OPTIONS[0] if high else self.chance.choice(OPTIONS[1:])).id
        before = person.answers.get(item.id)
        person.answers[item.id] = (person.pair, value, before[2] + 1 if before else 0)

    def _happens(self, person: Person) -> None:
        what = self.chance.choice(["change", "change", "out", "in", "erased", "moves"])
        if what == "change":
            self._answer(person, self.chance.choice(ITEMS).item)
        elif what in ("out", "in"):
            person.out = what == "out"
        elif what == "erased" and self.pairs > 5:
            self.people.remove(person)
        elif what == "moves":
            self._moves(person)

    def _moves(self, person: Person) -> None:
        """Two of the same role change places: both pairs are new, and answers stay behind."""
        others = [p for p in self.people if p.role == person.role and p.pair != person.pair]
        if not others:
            return
        other = self.chance.choice(others)
        new = {person.pair: f"{other.pair}'", other.pair: f"{person.pair}'"}
        for each in self.people:
            each.pair = new.get(each.pair, each.pair)
        person.pair, other.pair = other.pair, person.pair
        self.answers_again((person, other))

    def answers_again(self, movers: Sequence[Person]) -> None:
        """Let those of two new pairs answer for them."""
        pairs = {person.pair for person in movers}
        for person in self.people:
            if person.pair in pairs and self.chance.random() < 0.8:
                for one in ITEMS:
                    self._answer(person, one.item)


@dataclass(frozen=True)
class History:
    """What was published, and the answers that it was made from."""

    cohorts: list[Cohort]
    pooled: Pooled | None
    at_pool: list[list[Given]]


def history(seed: int, sizes: Sequence[int] = ()) -> History:
    """Let one cohort live, or at least five that are pooled; the same for the same seed.

    Args:
        seed: of everything that is left to chance.
        sizes: the pairs of each cohort, if not left to chance: 5 to 60.
    """
    chance = random.Random(seed)  # noqa: S311 - invented people
    if not sizes:
        many = chance.random() < 0.4
        sizes = [_size(chance, many) for _ in range(chance.randint(5, 9) if many else 1)]
    rates = (chance.choice([0.9, 0.98, 1.0]), chance.choice([0.0, 0.0, 0.02, 0.1]))
    lean = _leanings(chance)
    cohorts = []
    for n, size in enumerate(sizes):
        people = people_of(n, size)
        cohorts.append(Cohort(people, lean(people), chance, *rates))
    for cohort in cohorts:
        cohort.answers()
        cohort.lives(0.1)
        cohort.close()
    for cohort in cohorts:
        cohort.lives(0.05)
    return pooled(cohorts)


def pooled(cohorts: list[Cohort]) -> History:
    """Pool cohorts that have closed."""
    at_pool = [cohort.given() for cohort in cohorts]
    closed = [
        pooling.ClosedWave(cohort.summary, given)
        for cohort, given in zip(cohorts, at_pool, strict=True)
        if cohort.summary
    ]
    return History(cohorts, pooling.pool("start", ITEMS, closed, DAY), at_pool)


def plain(counted: Sequence[int], pairs: int) -> History:
    """Let cohorts of so many pairs answer, with so many people counted in each, and no more."""
    cohorts = []
    for n, count in enumerate(counted):
        people = people_of(n, pairs)
        high = frozenset(person.name for person in people[:count])
        cohorts.append(Cohort(people, high, random.Random(n), 1.0, 0.0))  # noqa: S311 - as above
        cohorts[-1].answers()
        cohorts[-1].close()
    return pooled(cohorts)


def _leanings(chance: random.Random) -> Callable[[list[Person]], float | frozenset[str]]:
    """Return how cohorts lean: all alike, each its own way, or each at the limit of a word."""
    how, same = chance.choice(["alike", "own way", "limit"]), chance.choice(LEANINGS)
    end = chance.choice([0, -1])

    def limit(people: list[Person]) -> frozenset[str]:
        word = chance.choice(WORDS)
        counts = [n for n in range(len(people) + 1) if word_for(n, len(people)) == word]
        names = [person.name for person in people]
        return frozenset(chance.sample(names, counts[end]))

    ways: dict[str, Callable[[list[Person]], float | frozenset[str]]] = {
        "alike": lambda _: same,
        "own way": lambda _: chance.choice(LEANINGS),
        "limit": limit,
    }
    return ways[how]


def _size(chance: random.Random, many: bool) -> int:
    return chance.choice([5, 5, 6, 7, 8, 10, 12, 20]) if many else chance.randint(5, 60)


def people_of(cohort: int, pairs: int) -> list[Person]:
    """Return the people of a new cohort."""
    return [
        Person(f"{cohort}-{n}-{role}", role, f"{cohort}-{n}")
        for n in range(pairs)
        for role in PAIR_ROLES
    ]
