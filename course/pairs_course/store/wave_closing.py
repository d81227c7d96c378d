"""Closes waves: publishes the cohort's figures and the letter to its sponsors, once and for all.

When enough cohorts have closed the same wave, their figures are pooled too.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from pairs_course import course_time
from pairs_course.figures import aggregation, pooling, sponsor_letter
from pairs_course.figures.aggregation import Given
from pairs_course.figures.published import Letter, Pooled, Summary
from pairs_course.programme.content import Content
from pairs_course.store.errors import WaveClosed

if TYPE_CHECKING:
    from pairs_course.store import Store

P = ParamSpec("P")
T = TypeVar("T")
NOT_POOLED: Final = "figures of wave {} were not pooled"
log = logging.getLogger(__name__)


class NoSuchWave(ValueError):  # noqa: N818 - named after what was found, as the store's errors are
    """The programme has no questions for cohort figures in that wave."""

    def __init__(self, wave: str, known: tuple[str, ...]) -> None:
        some = ", ".join(f"“{name}”" for name in known) or "none"
        super().__init__(
            f"Wave “{wave}” has no questions for cohort figures. Expected one of: {some}. "
            "Choose one of these; nothing was changed."
        )


@dataclass(frozen=True)
class Planned:
    """What closing a wave would publish; ``letter`` is None if it would have nothing to say."""

    summary: Summary
    letter: Letter | None


@dataclass(frozen=True)
class Closed:
    """A wave that was just closed; ``version`` counts the cohort's summaries from 1.

    Sponsors can read ``letter`` from its day ``opens``; it is None if there is nothing to say.
    ``pooled`` has the figures of several cohorts, if closing this wave pooled them.
    """

    version: int
    summary: Summary
    letter: Letter | None
    pooled: Pooled | None = None


def close_wave(
    store: Store, content: Content, cohort: str, wave: str, today: date | None = None
) -> Closed:
    """Publish a wave's summary and letter, and pool it with others if that is due.

    Published figures stay when somebody leaves or is erased later; later waves exclude them.

    Args:
        store: the course's store.
        content: the programme.
        cohort: the cohort's name.
        wave: start, now, then or once.
        today: the summary's date, by default today in the course's time zone.

    Raises:
        NoSuchWave: the programme has no cohort items in that wave.
        UnknownCohort: there is no such cohort.
        WaveClosed: the wave is already closed; nothing changes.
    """
    day = today or course_time.today()
    summary, demo = _summary(store, content, cohort, wave, day)
    version, letter = store.summaries.close_wave(
        cohort,
        wave,
        summary,
        lambda summaries: _letter(content, summaries, day),
    )
    pooled = _tried(NOT_POOLED.format(wave), pool_wave, store, content, wave, demo, day)
    return Closed(version, summary, letter, pooled)


def plan(
    store: Store, content: Content, cohort: str, wave: str, today: date | None = None
) -> Planned:
    """Return what closing a wave would publish now, without closing it.

    Only for those who can read the store anyway: repeated calls reveal when a pair answers.

    Raises:
        NoSuchWave: the programme has no cohort items in that wave.
        UnknownCohort: there is no such cohort.
        WaveClosed: the wave is already closed.
    """
    day = today or course_time.today()
    told = store.summaries.told(cohort, wave)
    summary, _ = _summary(store, content, cohort, wave, day)
    return Planned(summary, _letter(content, [*told, summary], day))


def _letter(content: Content, summaries: Sequence[Summary], day: date) -> Letter | None:
    return sponsor_letter.compose(summaries, sponsor_letter.opens_on(day), content.letter)


def _summary(
    store: Store, content: Content, cohort: str, wave: str, today: date
) -> tuple[Summary, bool]:
    """Return a wave's summary as of today, and whether the cohort is a demo."""
    check_wave(content, wave)
    place = store.people.cohort(cohort)
    summary = aggregation.summarise(
        wave,
        aggregation.items_of(content, wave),
        store.events.values(cohort, wave),
        today,
        pairs=place.pairs,
        finished=aggregation.mostly_finished(content, store.overview.finished(cohort), place.pairs),
    )
    return summary, place.demo


def pool_wave(store: Store, content: Content, wave: str, demo: bool, today: date) -> Pooled | None:
    """Pool a wave's figures from every closed cohort not yet pooled, if that is due.

    Each cohort is pooled once. Demo cohorts are only pooled with each other, as are real ones.
    Returns None if nothing was pooled, or another program was first.
    """
    items = aggregation.items_of(content, wave)
    if not items:
        return None  # a closed wave that is no longer in the programme
    waiting = store.editions.waiting(wave, demo)
    if not pooling.due([one.pairs for one in waiting.cohorts], first=waiting.number == 1):
        return None
    cohorts = [
        pooling.ClosedWave(one.summary, _given(store, one.cohort, wave)) for one in waiting.cohorts
    ]
    pooled = pooling.pool(wave, items, cohorts, today)
    if pooled is None:
        return None
    names = [one.cohort for one in waiting.cohorts]
    return pooled if store.editions.keep(wave, demo, waiting.number, names, pooled) else None


def pool_due(store: Store, content: Content, today: date) -> list[Pooled]:
    """Pool every wave that is due; return the new pooled figures.

    Closing a wave already does this. Here it makes up for a program that stopped in between.
    """
    made = [
        _tried(NOT_POOLED.format(wave), pool_wave, store, content, wave, demo, today)
        for wave, demo in store.editions.kinds()
    ]
    return [pooled for pooled in made if pooled is not None]


def check_wave(content: Content, wave: str) -> None:
    """Raise NoSuchWave for a wave that has nothing to publish."""
    known = aggregation.waves(content)
    if wave not in known:
        raise NoSuchWave(wave, known)


def date_problem(closes: date, today: date) -> str | None:
    """Return one sentence on why a wave cannot have that last day, or None.

    Today is allowed: the wave then closes at the end of the day.
    """
    if closes < today:
        return (
            f"The last day of a wave must be today or later, got {closes.isoformat()}, and today "
            f"is {today.isoformat()}. Choose a later day, or close the wave now."
        )
    return None


def is_due(closes: date, today: date) -> bool:
    """Return whether a wave's last day is over."""
    return closes < today


def close_due(store: Store, content: Content, today: date) -> list[tuple[str, str]]:
    """Close every wave whose last day is over; return the cohort and wave of each.

    If one cannot be closed, the others still are. The failure is logged without anybody's answers,
    and the wave stays due, so that the next call retries it.
    """
    closed = []
    for cohort, wave, closes in store.waves.dated():
        if not is_due(closes, today):
            continue
        what = f"wave {wave} of cohort {cohort} was not closed"
        if _tried(what, _closed, store, content, cohort, wave, today):
            closed.append((cohort, wave))
    return closed


def _closed(store: Store, content: Content, cohort: str, wave: str, today: date) -> bool:
    """Close a wave; return False if another process was first."""
    with contextlib.suppress(WaveClosed):
        close_wave(store, content, cohort, wave, today)
        return True
    return False


def _given(store: Store, cohort: str, wave: str) -> Iterator[Given]:
    """Read a cohort's answers lazily, so that only one cohort's are in memory at a time."""
    yield from store.events.values(cohort, wave)


def _tried(what: str, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | None:
    """Return the result of ``work``, or None if it fails, which is logged without answers."""
    try:
        return work(*args, **more)
    except Exception as error:
        # An exception's message may contain answers, so only its type and place are logged.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s: %s\n%s", what, type(error).__name__, place)
        return None
