"""Closing a wave: what it publishes is made once, from the store, and never changes.

That is the figures of the cohort and the letter to its sponsors. When enough cohorts have closed
the same wave, their figures are pooled, too.
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
    """The programme asks nothing for cohort figures in that wave."""

    def __init__(self, wave: str, known: tuple[str, ...]) -> None:
        some = ", ".join(f"“{name}”" for name in known) or "none"
        super().__init__(
            f"Wave “{wave}” has no questions for cohort figures. Expected one of: {some}. "
            "Give one of these; nothing was changed."
        )


@dataclass(frozen=True)
class Planned:
    """What closing a wave would publish; ``letter`` is None where it has nothing to say."""

    summary: Summary
    letter: Letter | None


@dataclass(frozen=True)
class Closed:
    """A wave that was closed just now; ``version`` counts the cohort's summaries from 1.

    ``letter`` is what sponsors can read from its day ``opens`` on, None where there is nothing to
    say. ``pooled`` is what several cohorts say together, if figures were pooled just then.
    """

    version: int
    summary: Summary
    letter: Letter | None
    pooled: Pooled | None = None


def close_wave(
    store: Store, content: Content, cohort: str, wave: str, today: date | None = None
) -> Closed:
    """Make and publish the summary of a wave, and its letter; pool it with others if it is time.

    What was published stays, whoever leaves or is erased afterwards; later waves are without them.

    Args:
        store: the course's store.
        content: the programme.
        cohort: the cohort's name.
        wave: start, now, then or once.
        today: the day that the summary names; by default the course's own.

    Raises:
        NoSuchWave: the programme has no cohort items in that wave.
        UnknownCohort: there is no such cohort.
        WaveClosed: it was closed before; nothing changes.
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
    """Say what closing a wave would publish now, and change nothing.

    Only for whoever can read the store anyway: asked again and again, it shows when a pair answers.

    Raises:
        NoSuchWave: the programme has no cohort items in that wave.
        UnknownCohort: there is no such cohort.
        WaveClosed: it is closed already.
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
    """Return the summary of a wave as it would be today, and whether it is of a demo cohort."""
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
    """Pool the figures of a wave from every closed cohort that is in no pool yet, if it is time.

    Each cohort is pooled once. Demo cohorts are pooled with each other, and real ones too.
    Returns None where nothing was pooled, also when another program was first.
    """
    items = aggregation.items_of(content, wave)
    if not items:
        return None  # closed once, and no longer in the programme
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
    """Pool what is to be pooled, of every wave; returns what was made just now.

    Closing a wave does so itself. This makes up for a program that ended between the two.
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
    """Say in a sentence why a wave cannot have that last day, or None.

    Today is allowed: the wave then closes at the end of it.
    """
    if closes < today:
        return (
            f"The last day of a wave must be today or later, got {closes.isoformat()}, and today "
            f"is {today.isoformat()}. Choose a later day, or close the wave now."
        )
    return None


def is_due(closes: date, today: date) -> bool:
    """Say whether a wave is to be closed: its last day is over."""
    return closes < today


def close_due(store: Store, content: Content, today: date) -> list[tuple[str, str]]:
    """Close every wave whose last day is over; returns cohort and wave of those closed just now.

    One that cannot be closed does not keep the others open: it is in the log, without what
    anybody wrote, and stays due, so the next look tries it again.
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
    """Close a wave; say whether it was not another process that did."""
    with contextlib.suppress(WaveClosed):
        close_wave(store, content, cohort, wave, today)
        return True
    return False


def _given(store: Store, cohort: str, wave: str) -> Iterator[Given]:
    """Read a cohort's answers when they are counted, so that those of one are held at a time."""
    yield from store.events.values(cohort, wave)


def _tried(what: str, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | None:
    """Return what some work gives, or None if it fails; that is in the log, without answers."""
    try:
        return work(*args, **more)
    except Exception as error:
        # The message of an exception may hold what somebody wrote: only its type and place.
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s: %s\n%s", what, type(error).__name__, place)
        return None
