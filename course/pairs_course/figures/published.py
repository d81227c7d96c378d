"""What is published, as plain data: figures of a cohort, pooled figures of a network, letters.

These are the only things that dashboards get. What may be in them is decided by
:mod:`~pairs_course.figures.aggregation`, :mod:`~pairs_course.figures.pooling` and
:mod:`~pairs_course.figures.sponsor_letter`, and who may see them by
:mod:`~pairs_course.figures.page_access`.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict  # pydantic reads the standard one from 3.12 on

from pairs_course.programme import items, letter_words

Word = letter_words.Word
Theme = items.Theme


class Asked(TypedDict):
    """What every figure says about its question.

    ``item`` is the question as it was asked in this wave, ``same_as`` the one that it repeats, or
    itself. A choice has one figure an option; for other questions ``option`` and ``label`` are
    empty. ``counted`` says what was counted, to be read after "Few people", "Many people".
    """

    item: str
    same_as: str
    theme: Theme
    ask: str
    option: str
    label: str
    counted: str


class Figure(Asked):
    """A figure of a cohort. ``word`` is None where it is withheld, and then ``why`` says so."""

    word: Word | None
    why: str | None


class Finished(TypedDict):
    """A module that most pairs of a cohort have finished."""

    module: str
    title: str


class Summary(TypedDict):
    """What a wave publishes, once; ``closed`` is a day in ISO 8601."""

    wave: str
    closed: str
    items: list[Figure]
    finished: list[Finished]


class Step(TypedDict):
    """A share of people: from ``low`` to under ``high`` per cent (to 100 where that is the end)."""

    low: int
    high: int


class Roles(TypedDict):
    """The same question by role."""

    patient_leader: Step
    professional: Step


class PooledFigure(Asked):
    """A figure of several cohorts: a word, or from 50 pairs on a step of ten; never both.

    All of ``word``, ``step`` and ``roles`` are None where it is withheld, and ``why`` says so.
    With ``roles``, ``step`` is what the two of them come to. ``people`` is about how many people
    a step is, rounded down to tens; None for a word.
    """

    word: Word | None
    step: Step | None
    roles: Roles | None
    people: int | None
    why: str | None


class Pooled(TypedDict):
    """The pooled figures of one wave; ``cohorts`` is how many cohorts they are about."""

    wave: str
    made: str
    cohorts: int
    items: list[PooledFigure]


class LetterPart(TypedDict):
    """A part of a letter: a heading, and sentences."""

    heading: str
    sentences: list[str]


class Letter(TypedDict):
    """A letter to the sponsor: made and opened on days in ISO 8601; ``held`` if held back."""

    wave: str
    made: str
    opens: str
    held: bool
    parts: list[LetterPart]


class OpenText(TypedDict):
    """A card or a letter of a pair that others may read: its fields, by heading."""

    kind: Literal["card", "letter"]
    fields: dict[str, str]


PageName = Literal["cohort", "network", "letter"]


class PublishedPage(TypedDict):
    """All that one page shows. ``cohort`` is empty for the network.

    A cohort's page has ``summaries``, the oldest first, the network's ``pools`` and ``texts``, and
    a letter's its ``letter``; what a page does not have is empty.
    """

    page: PageName
    cohort: str
    title: str
    demo: bool
    summaries: list[Summary]
    pools: list[Pooled]
    texts: list[OpenText]
    letter: Letter | None
