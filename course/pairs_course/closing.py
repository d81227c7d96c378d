"""Closing a wave: its figures are made once, from the store, and never change."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from pairs_course import publishing
from pairs_course.content import Content
from pairs_course.published import Summary
from pairs_course.store.errors import WaveClosed

if TYPE_CHECKING:
    from pairs_course.store import Store

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
class Closed:
    """A wave that was closed just now; ``version`` counts the cohort's summaries from 1."""

    version: int
    summary: Summary


def close_wave(
    store: Store, content: Content, cohort: str, wave: str, today: date | None = None
) -> Closed:
    """Make and publish the summary of a wave.

    What was published stays, whoever leaves or is erased afterwards; later waves are without them.

    Args:
        today: the day that the summary names; by default the local day.

    Raises:
        NoSuchWave: the programme has no cohort items in that wave.
        UnknownCohort: there is no such cohort.
        WaveClosed: it was closed before; nothing changes.
    """
    check_wave(content, wave)
    items = publishing.items_of(content, wave)
    given = store.events.values(cohort, wave)
    pairs = store.people.cohort(cohort).pairs
    summary = publishing.summarise(wave, items, given, today or date.today(), pairs=pairs)
    version = store.summaries.close_wave(cohort, wave, cast(dict[str, Any], summary))
    return Closed(version, summary)


def check_wave(content: Content, wave: str) -> None:
    """Raise NoSuchWave for a wave that has nothing to publish."""
    known = publishing.waves(content)
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
        try:
            close_wave(store, content, cohort, wave, today)
        except WaveClosed:
            continue  # another process was first
        except Exception as error:
            # The message of an exception may hold what somebody wrote: only its type and place.
            place = "".join(traceback.format_tb(error.__traceback__))
            kind = type(error).__name__
            log.error("wave %s of cohort %s was not closed: %s\n%s", wave, cohort, kind, place)
        else:
            closed.append((cohort, wave))
    return closed
