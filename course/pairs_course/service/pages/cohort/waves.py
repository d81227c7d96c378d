"""Waves of answers: until when they count, closing one, and what it published.

Before a wave closes nothing is said of how many answered: below the rule that could show what one
person said, and above it a figure says enough (:mod:`pairs_course.figures.aggregation`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.course_time import day
from pairs_course.figures import aggregation
from pairs_course.figures.sponsor_letter import DAYS
from pairs_course.programme.content import Content
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.problems import ApiProblem
from pairs_course.store import PublishedSummary, Store, WaveClosed, wave_closing

router: Final = APIRouter()
PART: Final = "waves"
Sent = Annotated[AtCohort, Depends(sent_at(PART))]


@dataclass(frozen=True)
class Asked:
    """What a wave asks, by the titles of its modules, and how many figures can come of it.

    A choice has a figure an option, so there can be more than ``questions``.
    """

    wave: str
    words: str
    modules: Sequence[str]
    questions: int
    figures: int


@dataclass(frozen=True)
class Open:
    """A wave that is not closed: its last day, if it has one.

    ``sent`` is how many of the ``pairs`` have sent all of its modules, both people of each, and
    ``needed`` how many a figure takes.
    """

    asked: Asked
    closes: date | None
    pairs: int
    sent: int
    needed: int


@dataclass(frozen=True)
class Closed:
    """A wave that was closed: how many figures it published, and how many it withheld and why."""

    asked: Asked
    closed: str
    published: int
    withheld: int
    letter: bool
    why: str

    @property
    def words(self) -> str:
        """What closing it came to."""
        return (
            f"Wave “{self.asked.wave}” was closed on {day(self.closed)}. Its figures never change. "
            f"Published figures: {self.published}. Withheld: {self.withheld}. "
            + ("A letter to the sponsors was made." if self.letter else "There is no letter.")
        )


@router.get("/waves")
async def show(here: Here) -> Response:
    """Each wave with its day, or with what it published."""
    found = await here.course.run(waves, here.store, here.course.content, here.cohort)
    return here.html(PART, waves=found, days=DAYS, today=here.course.today())


@router.post("/waves/{wave}/day")
async def set_day(here: Sent, wave: str) -> Response:
    """Set or change the last day of a wave; the same again changes nothing."""
    _check(here, wave)
    try:
        closes = date.fromisoformat(here.text("closes"))
    except ValueError:
        return here.refused(("closes", "Choose the last day of this wave."))
    if problem := wave_closing.date_problem(closes, here.course.today()):
        return here.refused(("closes", problem))
    return await _set(here, wave, closes)


@router.post("/waves/{wave}/no-day")
async def take_day_away(here: Sent, wave: str) -> Response:
    """Take the last day of a wave away."""
    _check(here, wave)
    return await _set(here, wave, None)


@router.post("/waves/{wave}/close")
async def close(here: Sent, wave: str) -> Response:
    """Close a wave now: its figures are made, once. One that is closed stays as it is."""
    _check(here, wave)
    if not here.ticked("sure"):
        return here.refused(("sure", "Tick this to close the wave. It cannot be undone."))
    course = here.course
    # It may be closed by another facilitator, by its date, or by this form sent a second time.
    with contextlib.suppress(WaveClosed):
        await course.run(
            wave_closing.close_wave, here.store, course.content, here.cohort, wave, course.today()
        )
    found = await course.run(waves, here.store, course.content, here.cohort)
    made = next(one for one in found if isinstance(one, Closed) and one.asked.wave == wave)
    return here.done(f"In cohort {here.named}: {made.words}")


async def _set(here: AtCohort, wave: str, closes: date | None) -> Response:
    try:
        await here.course.run(here.store.waves.set_date, here.cohort, wave, closes)
    except WaveClosed as closed:
        return here.refused(("", str(closed)))
    of = f"Wave “{wave}” of cohort {here.named}"
    if closes is None:
        return here.done(f"{of} has no last day now. It stays open.")
    return here.done(f"{of} closes by itself at the end of {day(closes.isoformat())}.")


def _check(here: AtCohort, wave: str) -> None:
    try:
        wave_closing.check_wave(here.course.content, wave)
    except wave_closing.NoSuchWave as error:
        raise ApiProblem(404, "unknown-wave", str(error)) from None


def waves(store: Store, content: Content, cohort: str) -> list[Open | Closed]:
    """Return the waves of the programme for a cohort, in the order of the programme."""
    dates = store.waves.open_dates(cohort)
    closed = store.waves.published(cohort)
    lettered = {one["wave"] for one in store.letters.of_cohort(cohort)}
    finished = store.overview.finished(cohort)
    pairs = store.people.cohort(cohort).pairs
    found: list[Open | Closed] = []
    for wave in aggregation.waves(content):
        asked = _asked(content, wave)
        if wave in closed:
            found.append(_closed(asked, closed[wave], wave in lettered))
        else:
            found.append(
                Open(
                    asked,
                    dates.get(wave),
                    pairs,
                    _sent(content, wave, finished),
                    aggregation.needed_of(pairs),
                )
            )
    return found


def _asked(content: Content, wave: str) -> Asked:
    items = aggregation.items_of(content, wave)
    return Asked(
        wave,
        content.wave_words(wave)["answers"],
        [content.module(module).title for module in aggregation.modules_of(content, wave)],
        len(items),
        sum(len(aggregation.asked(one)) for one in items),
    )


def _sent(content: Content, wave: str, finished: Mapping[str, int]) -> int:
    return min(finished.get(module, 0) for module in aggregation.modules_of(content, wave))


def _closed(asked: Asked, made: PublishedSummary, letter: bool) -> Closed:
    figures = made.summary["items"]
    reasons = dict.fromkeys(figure["why"] for figure in figures if figure["why"])
    shown = sum(figure["word"] is not None for figure in figures)
    return Closed(asked, made.closed, shown, len(figures) - shown, letter, " ".join(reasons))
