"""What the dashboards get, as the OpenAPI document says it."""

from __future__ import annotations

from pairs_course.figures.published import Letter, OpenText, Pooled, Summary
from pairs_course.service.strict_model import Strict


class PublishedOut(Strict):
    """A cohort's published summaries, the oldest first, or the sentence why there are none."""

    cohort: str
    title: str
    demo: bool
    version: int
    summaries: list[Summary]
    why: str


class LetterPageOut(Strict):
    """The letter that a viewer may read, or the sentence why there is none."""

    cohort: str
    title: str
    demo: bool
    version: str
    letter: Letter | None
    why: str


class NetworkOut(Strict):
    """Pooled figures by wave, with cards and letters of pairs, or the sentence why not."""

    title: str
    demo: bool
    version: str
    pools: list[Pooled]
    texts: list[OpenText]
    why: str


class CurrentOut(Strict):
    """One cohort that has published something."""

    cohort: str
    version: int


class CurrentPagesOut(Strict):
    """The versions of the pages that there are now, those that changed last first."""

    cohorts: list[CurrentOut]
    network: str
