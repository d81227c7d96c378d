"""Plans invented cohorts from a seed: their people, and how far each pair gets. No clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Final, Literal

from pairs_course.people.roster import Roster, roster_of

MODULES: Final = 8
DAYS_A_MODULE: Final = 14
#: Partners change on the day when this module starts. Modules and days count from 0.
CHANGED_FROM: Final = 2
CHANGES: Final = CHANGED_FROM * DAYS_A_MODULE
#: Days on which waves close; all others close on the last day.
CLOSES: Final = {"start": 40, "once": 104}
ENDS: Final = 118

FIRST_DAY: Final = date(2025, 1, 6)
MANY_FROM: Final = date(2022, 1, 3)
SEED: Final = 4  # fixed, so that demo answers are the same on every machine
#: The published cohorts besides the live one: name, title, pairs. The demo's facilitator and
#: sponsor can see the first ``OWN``.
BESIDE: Final = (
    ("demo-north", "Demo cohort North", 8),
    ("demo-south", "Demo cohort South", 12),
    ("demo-west", "Demo cohort West", 24),
    ("demo-east", "Demo cohort East", 14),
    ("demo-coast", "Demo cohort Coast", 16),
)
OWN: Final = 3
#: The live cohort.
LIVE: Final = "demo"
#: How many days ago the live cohort started, and how many days its pairs take for a module. A pair
#: that started on the first day has finished before today.
_LIVE_DAYS: Final = 90
_LIVE_PACE: Final = 11
#: With this many pairs, some can change, stop or opt out, and there are still figures.
ENOUGH: Final = 10

#: Progress in a module: nothing, answers to what is not sealed, or all answers, sealed.
Stage = Literal["", "began", "sealed"]


@dataclass(frozen=True)
class Couple:
    """Two people while they are a pair, the patient leader first; ``label`` is the pair's.

    ``first`` and ``last`` are the first and last module they do, from 0. ``card`` and ``letter``
    tell whether they write one for others. ``on`` is each one's progress in the module after
    ``last``, and ``joined`` the day of the cohort on which they started.
    """

    label: str
    people: tuple[str, str]
    first: int = 0
    last: int = MODULES - 1
    card: bool = False
    letter: bool = False
    on: tuple[Stage, Stage] = ("", "")
    joined: int = 0


@dataclass(frozen=True)
class DemoCohort:
    """The plan of one cohort. Its facilitator and sponsor are (sign-in name, name).

    ``lived``: people sign in to it, so texts and guesses are included, and every question is
    answered or passed. ``pace`` is how many days a pair takes for a module.
    """

    name: str
    title: str
    pairs: int
    begins: date
    seed: int
    facilitator: tuple[str, str]
    sponsor: tuple[str, str]
    pace: int = DAYS_A_MODULE
    lived: bool = False

    def seed_of(self, what: str) -> str:
        """Return a seed that differs for each cohort, size, seed and purpose."""
        return f"{self.seed} {self.name} {self.pairs} {what}"

    def day(self, number: int) -> date:
        """Return the date of a day of this cohort, counted from 0."""
        return self.begins + timedelta(days=number)

    def closes(self, wave: str) -> int:
        """Return the day on which a wave closes, counted from 0."""
        return CLOSES.get(wave, ENDS)

    @cached_property
    def couples(self) -> tuple[Couple, ...]:
        """Every two people who were a pair at some time."""
        choose = Random(self.seed_of("couples"))  # noqa: S311 - invented people, not a secret
        width, first = len(str(self.pairs)), choose.randint(0, 3)
        found = []
        stop = set(choose.sample(range(self.pairs), self._some(0.1)))
        stop.discard(self._changing)
        for n in range(self.pairs):
            who = f"{self.name}-{n + 1:0{width}}"
            one = Couple(str(n + 1), (f"{who}-patient", f"{who}-professional"))
            if n == self._changing:
                found.append(replace(one, last=CHANGED_FROM - 1))
                one = replace(one, people=(one.people[0], f"{who}-newcomer"), first=CHANGED_FROM)
            if n in stop:
                one = replace(one, last=choose.randint(2, 5))
            else:
                one = replace(one, card=(n + first) % 3 == 0, letter=(n + first) % 4 == 0)
            found.append(one)
        return tuple(found)

    @cached_property
    def kept_out(self) -> tuple[str, ...]:
        """Who keeps their answers out of figures."""
        choose = Random(self.seed_of("kept out"))  # noqa: S311 - likewise
        people = [who for couple in self.couples for who in couple.people if couple.last > 1]
        return tuple(sorted(choose.sample(sorted(set(people)), self._some(0.06))))

    def roster(self, *, changed: bool = False) -> Roster:
        """Return the cohort's roster at the start, or after partners have changed."""
        rows = []
        for couple in self.couples:
            gone = couple.last < CHANGED_FROM if changed else couple.first > 0
            if not gone:
                leader, professional = couple.people
                rows.append((leader, f"Patient leader {couple.label}", "patient-leader"))
                other = "Newcomer" if couple.first else "Professional"
                rows.append((professional, f"{other} {couple.label}", "professional"))
        of_pairs = [(*row, row[1].split()[-1]) for row in rows]
        hosts = [(*self.facilitator, "facilitator", ""), (*self.sponsor, "sponsor", "")]
        return roster_of([*of_pairs, *hosts], f"cohort {self.name}")

    @property
    def _changing(self) -> int | None:
        """The pair, from 0, in which one person gets a new partner; None in a small cohort."""
        return 2 if self.pairs >= ENOUGH else None

    def _some(self, share: float) -> int:
        return max(1, round(share * self.pairs)) if self.pairs >= ENOUGH else 0


@dataclass(frozen=True)
class AtWork(DemoCohort):
    """The live cohort, of six pairs; if ``fresh``, nobody has sent anything yet.

    The first pair has done nothing, so that visitors can start the course as one of them.
    """

    fresh: bool = False

    @classmethod
    def until(
        cls, day: date, facilitator: tuple[str, str], sponsor: tuple[str, str], *, fresh: bool
    ) -> AtWork:
        """Return the live cohort with its whole history before ``day``."""
        begins = day - timedelta(days=_LIVE_DAYS)
        people = facilitator, sponsor
        return cls(LIVE, "Demo cohort", 6, begins, SEED, *people, _LIVE_PACE, True, fresh)

    @cached_property
    def couples(self) -> tuple[Couple, ...]:
        """Two have sent modules, one has sealed, one waits for a partner, one has finished."""
        if self.fresh:
            return tuple(self._pair(n, joined=80, on=("began", "began")) for n in range(2, 7))
        return (
            self._pair(2, joined=74, last=0),
            self._pair(3, joined=58, last=1, on=("began", "")),
            self._pair(4, joined=78, on=("sealed", "sealed")),
            self._pair(5, joined=80, on=("sealed", "began")),
            self._pair(6, last=MODULES - 1),
        )

    @property
    def calls(self) -> str | None:
        """The person who asked for a call and is still waiting."""
        return None if self.fresh else "pair4-patient"

    def roster(self, *, changed: bool = False) -> Roster:
        """Return the roster, which never changes."""
        del changed
        rows = []
        for n in range(1, self.pairs + 1):
            label, (leader, professional) = f"pair{n}", self._people(n)
            rows.append((leader, f"Patient leader {n}", "patient-leader", label))
            rows.append((professional, f"Professional {n}", "professional", label))
        hosts = [(*self.facilitator, "facilitator", ""), (*self.sponsor, "sponsor", "")]
        return roster_of([*rows, *hosts], "demo roster")

    def _pair(
        self, n: int, *, joined: int = 0, last: int = -1, on: tuple[Stage, Stage] = ("", "")
    ) -> Couple:
        return Couple(f"pair{n}", self._people(n), last=last, on=on, joined=joined)

    def _people(self, n: int) -> tuple[str, str]:
        return f"pair{n}-patient", f"pair{n}-professional"


def numbered(cohorts: int, pairs: int, seed: int) -> list[DemoCohort]:
    """Return the plans of many cohorts of one size, each with its own facilitator and sponsor.

    One starts each day, so that consecutive writes are close together in the database's indexes.
    """
    names = ((f"demo-{n:04}", f"Demo cohort {n}") for n in range(1, cohorts + 1))
    return [
        _plan(name, title, pairs, seed, MANY_FROM + timedelta(days=n % 1000))
        for n, (name, title) in enumerate(names, 1)
    ]


def beside(facilitator: tuple[str, str], sponsor: tuple[str, str]) -> list[DemoCohort]:
    """Return the plans of the published cohorts besides the live one, so that no page is empty.

    The live cohort's facilitator and sponsor have the first three. The other two belong to other
    people: network figures need five cohorts.
    """
    return [
        replace(plan, facilitator=facilitator, sponsor=sponsor) if week < OWN else plan
        for week, (name, title, pairs) in enumerate(BESIDE)
        for plan in [_plan(name, title, pairs, SEED, FIRST_DAY + timedelta(weeks=week))]
    ]


def _plan(name: str, title: str, pairs: int, seed: int, begins: date) -> DemoCohort:
    facilitator, sponsor = (f"{name}-facilitator", "Facilitator"), (f"{name}-sponsor", "Sponsor")
    return DemoCohort(name, title, pairs, begins, seed, facilitator, sponsor)
