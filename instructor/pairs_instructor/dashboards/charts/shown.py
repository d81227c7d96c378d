"""What pictures show, and the words for it. Nothing else reaches a picture.

A picture is made from published words and steps alone, so figures that were published alike look
alike: it cannot give away what its figures do not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from pairs_course.figures.published import Figure, PooledFigure, Roles, Step, Word

# The limits of the words are those of pairs_course.figures.aggregation.word_for.
ZONES: Final[dict[Word, tuple[int, int]]] = {
    "few": (0, 40),
    "about half": (40, 60),
    "many": (60, 100),
}
_PEOPLE: Final[dict[Word, str]] = {
    "few": "Few people",
    "about half": "About half of the people",
    "many": "Many people",
}
_MEANS: Final[dict[Word, str]] = {
    "few": "under 4 in 10",
    "about half": "from 4 in 10 to 6 in 10",
    "many": "over 6 in 10",
}
NOT_SHOWN: Final = "not shown"
NOT_YET: Final = "not made yet"


@dataclass(frozen=True)
class ChartFigure:
    """A figure as pictures and sentences show it: a word, or a range of per cent, or neither.

    ``word`` is empty where the figure is a step of ten. ``low`` and ``high`` are the limits of
    both, in per cent. Without either, ``instead`` says what stands there: withheld, or not made
    yet.
    """

    word: Word | None = None
    low: int = 0
    high: int = 0
    instead: str = ""

    @property
    def label(self) -> str:
        """A few letters for a picture."""
        return self.instead or self.word or f"{self.low}\N{EN DASH}{self.high}%"

    @property
    def short(self) -> str:
        """A few words: for a cell of a table, or within a sentence."""
        if self.instead:
            return self.instead
        return self.word or share(self.low, self.high)

    def people(self, base: int | None = None) -> str:
        """Return the beginning of a sentence: how many people, of about so many if that is said."""
        if self.word:
            return _PEOPLE[self.word]
        words = share(self.low, self.high)
        of = f"about {base} people" if base else "people"
        return f"{words[0].upper()}{words[1:]} of {of}"

    @property
    def means(self) -> str:
        """The limits in words; empty for what is not shown."""
        return _MEANS[self.word] if self.word else "" if self.instead else self.short

    @property
    def middle(self) -> float:
        """Where an arrow begins or ends: the same for all figures that are published alike."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class ChartRow:
    """A figure with its label in a picture that shows several."""

    label: str
    shown: ChartFigure


@dataclass(frozen=True)
class Marks:
    """The two roles on one line."""

    leaders: ChartFigure
    professionals: ChartFigure


def shown(figure: Figure | PooledFigure | None) -> ChartFigure:
    """Return what a figure shows; None stands for one that is not made yet."""
    if figure is None:
        return ChartFigure(instead=NOT_YET)
    pooled = as_pooled(figure)
    if pooled is not None and pooled["step"] is not None:
        return in_steps(pooled["step"])
    word = figure["word"]
    if word is None:
        return ChartFigure(instead=NOT_SHOWN)
    low, high = ZONES[word]
    return ChartFigure(word, low, high)


def as_pooled(figure: Figure | PooledFigure | None) -> PooledFigure | None:
    """Return a figure of several cohorts, which alone may have a step; None for any other."""
    return cast("PooledFigure", figure) if figure is not None and "step" in figure else None


def in_steps(step: Step) -> ChartFigure:
    """Return what a step shows."""
    return ChartFigure(None, step["low"], step["high"])


def marks(roles: Roles) -> Marks:
    """Return what figures by role show."""
    return Marks(in_steps(roles["patient_leader"]), in_steps(roles["professional"]))


def share(low: int, high: int) -> str:
    """Put a range of per cent into words: the lower limit belongs to it, the upper does not."""
    if low == 0:
        return f"under {high}%" if high < 100 else "0% to 100%"
    return f"{low}% to under {high}%" if high < 100 else f"{low}% or more"


def comparable(first: ChartFigure, last: ChartFigure) -> bool:
    """Say whether an arrow may go from one figure to another: both words, or both steps."""
    return not first.instead and not last.instead and (not first.word) == (not last.word)


def gauge_words(one: ChartFigure) -> str:
    """Say what the picture of one figure shows."""
    return f"A bar from nobody to everybody. It shows {_with_limits(one)}."


def rows_words(
    rows: Sequence[ChartRow], arrow: tuple[ChartFigure, ChartFigure] | None = None
) -> str:
    """Say what a picture with several bars shows, and where its arrow goes."""
    said = [f"{row.label.rstrip('.…')}: {_with_limits(row.shown)}." for row in rows]
    if arrow is None:
        return " ".join(["Bars from nobody to everybody.", *said])
    first, last = arrow
    moved = (
        "From start to now it stays the same."
        if first == last
        else f"An arrow goes from {first.short} at the start to {last.short} now."
    )
    return " ".join(["Bars from nobody to everybody.", *said, moved])


def marks_words(roles: Marks) -> str:
    """Say what the strip by role shows."""
    return (
        "Two marks on one line from nobody to everybody. "
        f"Patient leaders: {roles.leaders.short}. Professionals: {roles.professionals.short}."
    )


def _with_limits(one: ChartFigure) -> str:
    return f"{one.word}, {one.means}" if one.word else one.short
