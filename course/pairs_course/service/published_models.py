"""What the dashboards get, as the OpenAPI document says it: the types of ``published``, no more."""

from __future__ import annotations

from typing import Literal

from pairs_course.figures.published import Theme, Word
from pairs_course.service.models import Strict


class AskedOut(Strict):
    """What every figure says about its question."""

    item: str
    same_as: str
    theme: Theme
    ask: str
    option: str
    label: str
    counted: str


class FigureOut(AskedOut):
    """A figure of a cohort; ``why`` says why there is no word."""

    word: Word | None
    why: str | None


class FinishedOut(Strict):
    """A module that most pairs of a cohort have finished."""

    module: str
    title: str


class SummaryOut(Strict):
    """What a wave published, once; ``closed`` is a day."""

    wave: str
    closed: str
    items: list[FigureOut]
    finished: list[FinishedOut]


class StepOut(Strict):
    """A share of people, from ``low`` to under ``high`` per cent."""

    low: int
    high: int


class RolesOut(Strict):
    """The same question by role."""

    patient_leader: StepOut
    professional: StepOut


class PooledFigureOut(AskedOut):
    """A figure of several cohorts: a word, or a step; ``why`` says why there is neither."""

    word: Word | None
    step: StepOut | None
    roles: RolesOut | None
    people: int | None
    why: str | None


class PooledOut(Strict):
    """The pooled figures of one wave; ``made`` is a day."""

    wave: str
    made: str
    cohorts: int
    items: list[PooledFigureOut]


class PartOut(Strict):
    """A part of a letter."""

    heading: str
    sentences: list[str]


class LetterOut(Strict):
    """A letter to the sponsor; ``made`` and ``opens`` are days."""

    wave: str
    made: str
    opens: str
    held: bool
    parts: list[PartOut]


class TextOut(Strict):
    """A card or a letter of a pair: its fields, by heading."""

    kind: Literal["card", "letter"]
    fields: dict[str, str]


class PublishedOut(Strict):
    """A cohort's published summaries, the oldest first, or the sentence why there are none."""

    cohort: str
    title: str
    demo: bool
    version: int
    summaries: list[SummaryOut]
    why: str


class LetterPageOut(Strict):
    """The letter that a viewer may read, or the sentence why there is none."""

    cohort: str
    title: str
    demo: bool
    version: str
    letter: LetterOut | None
    why: str


class NetworkOut(Strict):
    """Pooled figures by wave, with cards and letters of pairs, or the sentence why not."""

    title: str
    demo: bool
    version: str
    pools: list[PooledOut]
    texts: list[TextOut]
    why: str


class CurrentOut(Strict):
    """One cohort that has published something."""

    cohort: str
    version: int


class CurrentPagesOut(Strict):
    """The versions of the pages that there are now, those that changed last first."""

    cohorts: list[CurrentOut]
    network: str
