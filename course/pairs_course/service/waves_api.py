"""Waves of answers, for facilitators: when each closes, closing it, and what it published.

Before a wave closes nothing is said of how many answered: below the rule that could show what one
person said, and above it a figure says enough (:mod:`pairs_course.figures.aggregation`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Literal

from fastapi import APIRouter

from pairs_course.figures import aggregation
from pairs_course.programme.content import Content
from pairs_course.service.dependencies import AFacilitator, ServiceContext, TheCourse
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.service.strict_model import Strict
from pairs_course.store import PublishedSummary, WaveClosed, wave_closing

router = APIRouter(prefix="/desk/{cohort}/waves", tags=["desk"])


class WaveOut(Strict):
    """One wave.

    ``modules`` are the titles of the modules that ask it, ``questions`` how many there are, and
    ``figures`` how many can come of them: a choice has one an option. ``sent`` is how many of the
    ``pairs`` have sent all of these modules, both people of each, and ``needed`` how many a figure
    takes. How many figures were published, how many withheld and why, and whether a letter was
    made, is there once the wave is closed.
    """

    wave: str
    words: str
    modules: list[str]
    questions: int
    figures: int
    pairs: int
    sent: int
    needed: int
    state: Literal["open", "closed"]
    closes: date | None
    closed: date | None
    published: int | None
    withheld: int | None
    letter: bool | None
    why: str


class WavesOut(Strict):
    """The waves of the programme, in its order; ``today`` is the day where the course runs."""

    today: date
    waves: list[WaveOut]


class DateIn(Strict):
    """The last day of a wave, or None to take it away."""

    closes: date | None


@router.get("", responses=documented(401, 403, 404, 429))
async def waves(cohort: str, course: TheCourse, _me: AFacilitator) -> WavesOut:
    """List the waves: open until which day, or closed with how many figures."""
    return await _waves(course, cohort)


@router.put("/{wave}", responses=documented(401, 403, 404, 409, 429, rules="date-in-the-past"))
async def set_date(
    cohort: str, wave: str, body: DateIn, course: TheCourse, _me: AFacilitator
) -> WavesOut:
    """Set, change or take away the last day of an open wave; the same again changes nothing."""
    _check(course, wave)
    problem = wave_closing.date_problem(body.closes, course.today()) if body.closes else None
    if problem:
        raise ApiProblem(422, "date-in-the-past", problem)
    await course.run(course.store.waves.set_date, cohort, wave, body.closes)
    return await _waves(course, cohort)


@router.post("/{wave}/close", responses=documented(401, 403, 404, 429))
async def close(cohort: str, wave: str, course: TheCourse, _me: AFacilitator) -> WavesOut:
    """Close a wave now: its figures are made, once. One that is closed stays as it is."""
    _check(course, wave)
    # It may be closed by another facilitator, by its date, or by this request sent a second time.
    with contextlib.suppress(WaveClosed):
        await course.run(
            wave_closing.close_wave, course.store, course.content, cohort, wave, course.today()
        )
    return await _waves(course, cohort)


def _check(course: ServiceContext, wave: str) -> None:
    try:
        wave_closing.check_wave(course.content, wave)
    except wave_closing.NoSuchWave as error:
        raise ApiProblem(404, "unknown-wave", str(error)) from None


async def _waves(course: ServiceContext, cohort: str) -> WavesOut:
    store = course.store
    dates = await course.run(store.waves.open_dates, cohort)
    closed = await course.run(store.waves.published, cohort)
    lettered = {one["wave"] for one in await course.run(store.letters.of_cohort, cohort)}
    finished = await course.run(store.overview.finished, cohort)
    pairs = (await course.run(store.people.cohort, cohort)).pairs
    return WavesOut(
        today=course.today(),
        waves=[
            _open(course.content, wave, pairs, finished, dates.get(wave))
            if (made := closed.get(wave)) is None
            else _closed(course.content, wave, pairs, finished, made, wave in lettered)
            for wave in aggregation.waves(course.content)
        ],
    )


def _open(
    content: Content, wave: str, pairs: int, finished: Mapping[str, int], closes: date | None
) -> WaveOut:
    modules = aggregation.modules_of(content, wave)
    items = aggregation.items_of(content, wave)
    return WaveOut(
        wave=wave,
        words=aggregation.WAVE_WORDS[wave],
        modules=[content.module(module).title for module in modules],
        questions=len(items),
        figures=sum(len(aggregation.asked(one)) for one in items),
        pairs=pairs,
        sent=min(finished.get(module, 0) for module in modules),
        needed=aggregation.needed_of(pairs),
        state="open",
        closes=closes,
        closed=None,
        published=None,
        withheld=None,
        letter=None,
        why="",
    )


def _closed(
    content: Content,
    wave: str,
    pairs: int,
    finished: Mapping[str, int],
    made: PublishedSummary,
    letter: bool,
) -> WaveOut:
    figures = made.summary["items"]
    reasons = dict.fromkeys(figure["why"] for figure in figures if figure["why"])
    shown = sum(figure["word"] is not None for figure in figures)
    return _open(content, wave, pairs, finished, None).model_copy(
        update={
            "state": "closed",
            "closed": date.fromisoformat(made.closed),
            "published": shown,
            "withheld": len(figures) - shown,
            "letter": letter,
            "why": " ".join(reasons),
        }
    )
