"""Published figures in the order of a page: by theme, by question, by the time they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from pairs_course.figures.published import Figure, Pooled, PooledFigure, Summary, Theme
from pairs_instructor.dashboards.charts.shown import ChartFigure, as_pooled, shown
from pairs_instructor.dashboards.choices import Choices

AnyFigure = Figure | PooledFigure
#: The order in which answers about three times were given: "then" and "now" in separate sittings.
MOMENTS: Final = ("start", "then", "now")
WAVES: Final = (*MOMENTS, "once")


@dataclass(frozen=True)
class Line:
    """What one figure of a question is about, with its figure by wave; None is not made yet.

    ``label`` is that of an option; empty for a question that has one figure a wave.
    """

    label: str
    counted: str
    figures: dict[str, AnyFigure | None]

    def shown(self, wave: str) -> ChartFigure:
        """Return what its figure of a wave shows."""
        return shown(self.figures[wave])

    def people(self, wave: str) -> str:
        """Return the beginning of a sentence about its figure of a wave."""
        pooled = as_pooled(self.figures[wave])
        return self.shown(wave).people(pooled["people"] if pooled is not None else None)


@dataclass(frozen=True)
class Question:
    """A question with all its figures of the view; ``waves`` in the order of the page."""

    key: str
    theme: Theme
    ask: str
    waves: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def options(self) -> bool:
        """Whether it is a choice, with one figure an option."""
        return bool(self.lines[0].label)

    @property
    def figures(self) -> list[AnyFigure]:
        """All that is made, wave by wave."""
        found = (line.figures[wave] for wave in self.waves for line in self.lines)
        return [figure for figure in found if figure is not None]

    @property
    def withheld(self) -> bool:
        """Whether nothing of it is shown."""
        return all(bool(shown(figure).instead) for figure in self.figures)

    @property
    def reasons(self) -> list[str]:
        """Why figures are not shown: each reason once."""
        return list(dict.fromkeys(figure["why"] for figure in self.figures if figure["why"]))


@dataclass
class _Collected:
    theme: Theme
    ask: str
    by_option: dict[str, dict[str, AnyFigure]] = field(default_factory=dict)


def of(published: Iterable[Summary | Pooled], choices: Choices) -> list[Question]:
    """Return the questions that a view shows, theme by theme.

    Args:
        published: what is published, at most once a wave.
        choices: what the viewer chose.
    """
    by_wave = {one["wave"]: one["items"] for one in published}
    found: dict[str, _Collected] = {}
    for wave in WAVES:
        for figure in by_wave.get(wave, ()):
            one = found.setdefault(figure["same_as"], _Collected(figure["theme"], figure["ask"]))
            one.by_option.setdefault(figure["option"], {})[wave] = figure
    questions = [_question(key, one, tuple(by_wave), choices) for key, one in found.items()]
    wanted = [q for q in questions if q.waves and choices.theme in ("", q.theme)]
    return sorted(wanted, key=lambda q: get_args(Theme).index(q.theme))


def themes(questions: Sequence[Question]) -> list[Theme]:
    """Return the themes of questions, in the order of the page."""
    return list(dict.fromkeys(q.theme for q in questions))


def _question(key: str, one: _Collected, made: Sequence[str], choices: Choices) -> Question:
    """Put a question together; of the Eight, moments that are not made yet are named as well."""
    asked = {wave for figures in one.by_option.values() for wave in figures}
    if one.theme == "eight" and len(asked) > 1 and not choices.wave:
        asked |= {wave for wave in MOMENTS if wave not in made}
    waves = tuple(w for w in WAVES if w in asked and choices.wave in ("", w))
    lines = []
    for figures in one.by_option.values():
        any_one = next(iter(figures.values()))
        by_wave: dict[str, AnyFigure | None] = {wave: figures.get(wave) for wave in waves}
        lines.append(Line(any_one["label"], any_one["counted"], by_wave))
    return Question(key, one.theme, one.ask, waves, tuple(lines))
