"""Generates what invented pairs do in a whole course from a seed. Pure.

Each person has a place on each question, so that people, pairs and cohorts differ realistically.
From start to now it moves up. Looking back, "then" is lower than "start" was, since people judge
by a new yardstick. Guesses and most texts are left out if nobody can sign in: only the partner, or
a facilitator who has long finished, would read them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime, time
from random import Random
from typing import Any, Final

from pairs_course.answers.events import Event, id_at
from pairs_course.programme.content import Content, Module, QuestionSet
from pairs_course.programme.items import PASS, UNSURE, Item
from pairs_course.store import Did
from pairs_instructor.demo import texts, words
from pairs_instructor.demo.plans import Couple, DemoCohort

ANSWERED: Final = ("scale", "between", "choice")

_MINUTE: Final = 60_000  # all times are in milliseconds
_DAY: Final = 24 * 60 * _MINUTE

# The average place at the start, from 1 to 5, and how much each wave differs.
_USUAL: Final = 3.0
_PLACES: Final[dict[str, float]] = {
    "A1": 3.5, "A2": 3.6, "A3": 2.7, "A4": 3.8, "A5": 2.1,
    "T1": 3.4, "T2": 2.7, "T3": 3.7, "T4": 2.5, "T4b": 3.9, "T5a": 2.1, "T5b": 3.1,
    "T6": 3.2, "T7": 3.9, "T8": 3.0, "T9": 2.9, "T10": 3.0,
    "D1": 3.5, "D2": 3.9, "D3": 4.2, "D4": 3.2, "D5": 3.5,
}  # fmt: skip
_SHIFTS: Final = {"start": 0.0, "then": -0.7, "now": 0.9, "once": 0.0}

_UNSURE, _PASSED, _SKIPPED, _CHANGED = 0.03, 0.02, 0.01, 0.05


def history(plan: DemoCohort, content: Content) -> list[Did]:
    """Return what everybody in a cohort did, in order of time."""
    choose = Random(plan.seed_of("history"))  # noqa: S311 - invented answers, not a secret
    cohort = _Cohort(plan, content, choose)
    done = [one for couple in plan.couples for one in cohort.course_of(couple)]
    return sorted(done, key=lambda one: (one.event.at, one.event.id))


class _Cohort:
    """What a cohort's people have in common, and the random generator."""

    def __init__(self, plan: DemoCohort, content: Content, choose: Random) -> None:
        self.plan = plan
        self.content = content
        self.choose = choose
        self._begins = int(datetime.combine(plan.begins, time(), UTC).timestamp()) * 1000
        self._leans = choose.gauss(0, 0.25)
        self._weights: dict[str, list[float]] = {}
        self._people: dict[str, _Person] = {}

    def course_of(self, couple: Couple) -> Iterator[Did]:
        """Yield what one pair did in the modules in which it was a pair."""
        leans = self._leans + self.choose.gauss(0, 0.4)
        people = [self._people.setdefault(u, _Person(self, leans)) for u in couple.people]
        for number, module in enumerate(self.content.modules):
            if couple.first <= number <= couple.last:
                ends = 0
                for who, person in enumerate(people):
                    ended = yield from self._alone(couple, who, person, number, module)
                    ends = max(ends, ended)
                yield from self._together(couple, ends, number, module)
            elif number == couple.last + 1:
                for who, person in enumerate(people):
                    if couple.on[who]:
                        seals = couple.on[who] == "sealed"
                        yield from self._alone(couple, who, person, number, module, seals=seals)

    def weights(self, item: Item) -> list[float]:
        """Return each option's probability in this cohort; one is often far ahead."""
        key = item.number  # ids are not unique across modules
        if key not in self._weights:
            self._weights[key] = [0.3 + 4 * self.choose.random() ** 3 for _ in item.options]
        return self._weights[key]

    def _alone(
        self,
        couple: Couple,
        who: int,
        person: _Person,
        number: int,
        module: Module,
        *,
        seals: bool = True,
    ) -> Generator[Did, None, int]:
        """Answer a module's questions and seal them; return when that was done.

        Without ``seals``, the questions to be sealed are left out.
        """
        day = couple.joined + number * self.plan.pace + self.choose.randint(0, 6)
        sitting = _Sitting(self, couple, who, self._moment(day, 7, 20))
        last = sitting
        covers: dict[tuple[str, str], str] = {}
        for one in self.content.sets_of(module.id):
            if one.sealed and not seals:
                continue
            if one.wave == "then":  # a separate sitting, on another day
                last = _Sitting(self, couple, who, self._moment(day + 1, 7, 20))
                yield from self._set(one, person, last)
                continue
            for did in self._set(one, person, sitting):
                if one.sealed and "partner" in did.event.audience:
                    covers[did.event.kind, did.event.item] = did.event.id
                yield did
        if seals:
            covered = {"covers": list(covers.values())}
            yield sitting.step(module.id, "seal", covered, ("partner",))
        return max(sitting.at, last.at)

    def _set(self, one: QuestionSet, person: _Person, sitting: _Sitting) -> Iterator[Did]:
        for item in one.items:
            if not item.audience:
                continue
            if item.kind == "text" and (text := self._wrote(sitting.who, item)):
                yield sitting.item(one, item, "answer", text)
            if item.kind not in ANSWERED:
                continue
            if self.plan.lived or self.choose.random() >= _SKIPPED:
                value = person.answer(item, one.wave)
            elif one.sealed and item.needs_answer:
                value = PASS  # sealing needs an answer
            else:
                continue
            if self.choose.random() < _CHANGED:
                yield sitting.item(one, item, "answer", person.other(item, value))
            yield sitting.item(one, item, "answer", value)
            if self.plan.lived and one.sealed and item.guess:
                yield sitting.item(one, item, "guess", person.answer(item, one.wave), ("partner",))

    def _wrote(self, who: str, item: Item) -> str | None:
        return words.ALONE.get(who, {}).get(item.id) if self.plan.lived else None

    def _together(self, couple: Couple, after: int, number: int, module: Module) -> Iterator[Did]:
        """Meet, talk, agree on one sentence, and send."""
        meets = (after - self._begins) // _DAY + self.choose.randint(1, 4)
        first = self.choose.randint(0, 1)
        talk = [_Sitting(self, couple, who, 0) for who in (0, 1)]
        talk[0].share(talk[1], self._moment(meets, 9, 17))
        sealed = [i.id for _, i in self.content.sealed_items(module.id) if not i.if_chosen]
        for kind in ("together", "pick"):
            for one in talk:
                value = self.choose.choice(sealed) if kind == "pick" else None
                yield one.step(module.id, kind, value, ("partner",))
        for text, item in self._written(couple, module):
            yield from talk[first].agree(talk[1 - first], item, text)
        when = talk[0].day
        yield from self._counted(couple, number, talk[first], when)
        how = self.choose.choice(("room", "room", "video", "phone"))
        told = {"talked": True, "when": when, "how": how}
        for one in talk:
            yield one.step(module.id, "talked", told, ("partner",))
        for one in talk:
            yield one.step(module.id, "send", None, ("facilitator",))

    def _written(
        self, couple: Couple, module: Module
    ) -> Iterator[tuple[Mapping[str, str], tuple[QuestionSet, Item]]]:
        """Yield the texts that a pair writes together in a module, with their items."""
        if self.plan.lived:
            for question_set, item in self.content.joint_items(module.id):
                if boxes := words.TOGETHER[couple.label].get(item.id):
                    yield (
                        {name: self._filled(box) for name, box in boxes.items()},
                        (question_set, item),
                    )
            return
        texts_of: dict[str, tuple[Mapping[str, str], ...]] = {
            module.sentence_item: tuple(
                {"sentence": text} for text in texts.SENTENCES.get(module.id, ())
            ),
            "challenge": tuple({"sentence": text} for text in texts.CHALLENGES),
        }
        if couple.card:
            texts_of["network-card"] = texts.CARDS
        if couple.letter:
            texts_of["letter"] = texts.LETTERS
        for question_set, item in self.content.joint_items(module.id):
            if some := texts_of.get(item.id):
                yield self.choose.choice(some), (question_set, item)

    def _filled(self, box: str | int) -> str:
        return box if isinstance(box, str) else self.plan.day(box).isoformat()

    def _counted(self, couple: Couple, number: int, sitting: _Sitting, day: str) -> Iterator[Did]:
        """Add a point to the pair's measure at each meeting, from the module that asks for it."""
        counted = words.POINTS.get(couple.label, ()) if self.plan.lived else ()
        asking = ((n, self.content.points_items(m.id)) for n, m in enumerate(self.content.modules))
        first, [place] = next((n, places) for n, places in asking if places)
        if first <= number < first + len(counted):
            value = {"day": day, "value": counted[number - first]}
            yield sitting.item(*place, "point", value)

    def _moment(self, day: int, earliest: int, latest: int) -> int:
        minute = self.choose.randint(earliest * 60, latest * 60)
        return self._begins + day * _DAY + minute * _MINUTE


class _Person:
    """A person's places on the questions, the same through all waves."""

    def __init__(self, cohort: _Cohort, leans: float) -> None:
        self._cohort = cohort
        self._leans = leans + cohort.choose.gauss(0, 0.4)
        self._places: dict[str, float] = {}

    def answer(self, item: Item, wave: str) -> Any:
        """Return this person's answer to a question in a wave."""
        choose = self._cohort.choose
        chance = choose.random()
        if chance < _UNSURE + _PASSED:
            return UNSURE if chance < _UNSURE else PASS
        if item.kind == "choice":
            weights = self._cohort.weights(item)
            return choose.choices([option.id for option in item.options], weights)[0]
        if item.question not in self._places:
            usual = _PLACES.get(item.question, _USUAL)
            self._places[item.question] = usual + self._leans + choose.gauss(0, 0.6)
        place = self._places[item.question] + _SHIFTS[wave] + choose.gauss(0, 0.25)
        return min(5, max(1, round(place)))

    def other(self, item: Item, value: Any) -> Any:
        """Return a different answer, which this person gave first and then changed."""
        if item.kind == "choice":
            return next(option.id for option in item.options if option.id != value)
        if not isinstance(value, int):
            return 3
        return value - 1 if value > 1 else value + 1


class _Sitting:
    """One person at work or in a talk; each step takes a little time."""

    def __init__(self, cohort: _Cohort, couple: Couple, who: int, at: int) -> None:
        self._cohort = cohort
        self._who, self._partner = couple.people[who], couple.people[1 - who]
        self._clock = [at]

    @property
    def who(self) -> str:
        """The person's sign-in name."""
        return self._who

    @property
    def at(self) -> int:
        """The current time in this sitting."""
        return self._clock[0]

    @property
    def day(self) -> str:
        """The current day, in ISO 8601."""
        return _iso(self.at)[:10]

    def share(self, other: _Sitting, at: int) -> None:
        """Continue together with one clock, from the time ``at``."""
        self._clock[0] = at
        other._clock = self._clock

    def item(
        self, one: QuestionSet, item: Item, kind: str, value: Any, audience: tuple[str, ...] = ()
    ) -> Did:
        """Return an event for a question."""
        to = audience or item.audience
        return self._did(one.module, item.id, one.wave, kind, value, to, item.wording)

    def step(self, module: str, kind: str, value: Any, audience: tuple[str, ...]) -> Did:
        """Return an event for a whole module."""
        return self._did(module, module, "once", kind, value, audience, "")

    def agree(
        self, other: _Sitting, item: tuple[QuestionSet, Item], text: Mapping[str, str]
    ) -> Iterator[Did]:
        """Yield a proposal of a text, and the other person's confirmation."""
        proposal = self.item(*item, "propose", dict(text))
        yield proposal
        yield other.item(*item, "confirm", {"of": proposal.event.id})

    def _did(
        self,
        module: str,
        item: str,
        wave: str,
        kind: str,
        value: Any,
        audience: tuple[str, ...],
        wording: str,
    ) -> Did:
        choose = self._cohort.choose
        self._clock[0] += choose.randint(15_000, 75_000)
        name = id_at(self.at, choose.getrandbits(80))
        event = Event(name, _iso(self.at), module, item, wave, kind, value, audience, wording)
        return Did(self._who, self._partner, event)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
