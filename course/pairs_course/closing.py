"""Closing a wave: its figures are made once, from the store, and never change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from pairs_course import publishing
from pairs_course.content import Content
from pairs_course.publishing import Summary

if TYPE_CHECKING:
    from pairs_course.store import Store


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
    items = publishing.items_of(content, wave)
    if not items:
        raise NoSuchWave(wave, publishing.waves(content))
    given = store.events.values(cohort, wave)
    summary = publishing.summarise(wave, items, given, today or date.today())
    version = store.summaries.close_wave(cohort, wave, cast(dict[str, Any], summary))
    return Closed(version, summary)
