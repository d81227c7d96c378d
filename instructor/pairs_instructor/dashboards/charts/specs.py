"""The pictures as Vega-Lite specifications: plain dicts, made from what is shown and nothing else.

All have one grammar. A bar goes from nobody to everybody. Its solid part is there in any case; the
true number lies somewhere in its striped part. Stripes are drawn as lines, so that pictures need
no colour, and no names within a page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pairs_instructor.dashboards.charts.shown import ChartFigure, ChartRow, Marks

Spec = dict[str, Any]

#: Units of a picture; on a page it grows with its place, and its letters with it.
WIDTH: Final = 270
_BAR: Final = 14
_LINE: Final = 17
_GAP: Final = 10
_LETTERS: Final = 26  # a label's letters a line, beside a value
_INK: Final = "currentColor"
_BLUE, _ORANGE, _PAPER = "#005eb8", "#b35900", "#ffffff"
#: Where words change, in per cent.
_TURNS: Final = (40, 60)


class Drawing:
    """Collects marks of a picture, in units from its upper left corner."""

    def __init__(self) -> None:
        self._layers: list[Spec] = []

    def rect(
        self, name: str, left: float, right: float, top: float, fill: str, height: float = _BAR
    ) -> None:
        """Add a rectangle without an outline."""
        self._add(
            name,
            {"type": "rect", "fill": fill},
            [{"x": left, "x2": right, "y": top, "y2": top + height}],
            x2={"field": "x2"},
            y2={"field": "y2"},
        )

    def path(self, name: str, lines: Iterable[Sequence[tuple[float, float]]], **more: Any) -> None:
        """Add lines as one path."""
        points: list[Spec] = []
        for line in lines:
            points += [{"x": x, "y": y} for x, y in line]
            points.append({"x": None, "y": None})
        data = [{**point, "n": n} for n, point in enumerate(points[:-1])]
        mark = {"type": "line", "invalid": "break-paths-filter-domains", **more}
        self._add(name, mark, data, order={"field": "n", "type": "quantitative"})

    def text(self, name: str, x: float, y: float, text: str, **more: Any) -> None:
        """Add a line of text."""
        mark = {"type": "text", "fill": _INK, "align": "left", "fontSize": 13, **more}
        mark["baseline"] = "alphabetic"
        self._add(name, mark, [{"x": x, "y": y, "text": text}], text={"field": "text"})

    def spec(self, height: float) -> Spec:
        """Return the specification of the picture."""
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "width": WIDTH,
            "height": height,
            "padding": 2,
            "autosize": "none",
            "background": None,
            "config": {"aria": False, "view": {"stroke": None}, "font": "sans-serif"},
            "layer": self._layers_of(height),
        }

    def _layers_of(self, height: float) -> list[Spec]:
        for layer in self._layers:
            layer["encoding"]["y"]["scale"]["domain"] = [height, 0]
        return self._layers

    def _add(self, name: str, mark: Spec, values: list[Spec], **encoding: Any) -> None:
        self._layers.append(
            {
                "name": f"{name}{len(self._layers)}",
                "data": {"values": values},
                "mark": mark,
                "encoding": {"x": _place("x", [0, WIDTH]), "y": _place("y", []), **encoding},
            }
        )


def gauge(one: ChartFigure) -> Spec:
    """One figure: a bar with the three words below it, or the share in steps of ten."""
    drawing = Drawing()
    drawing.text("ends", 0, 11, "nobody", fontSize=12)
    drawing.text("ends", WIDTH, 11, "everybody", fontSize=12, align="right")
    _bar(drawing, one, 18)
    return drawing.spec(_scale(drawing, one, 18 + _BAR))


def rows(
    all_rows: Sequence[ChartRow], arrow: tuple[ChartFigure, ChartFigure] | None = None
) -> Spec:
    """Several figures below each other; ``arrow`` holds the two that it joins, if any."""
    drawing, top = Drawing(), 0.0
    for row in all_rows:
        lines = textwrap.wrap(row.label, _LETTERS) or [""]
        for line in lines:
            top += _LINE
            drawing.text("label", 0, top - 5, line)
        drawing.text("value", WIDTH, top - 5, row.shown.label, align="right", **_weight(row.shown))
        _bar(drawing, row.shown, top)
        top += _BAR + _GAP
    if arrow is not None:
        top = _arrow(drawing, *arrow, top)
    drawing.text("ends", 0, top + 4, "nobody", fontSize=12)
    drawing.text("ends", WIDTH, top + 4, "everybody", fontSize=12, align="right")
    return drawing.spec(top + 8)


def strip(roles: Marks) -> Spec:
    """The two roles as marks on one line: patient leaders above it, professionals below."""
    drawing = Drawing()
    line = _LINE + _BAR + 2
    for name, label, one, top, words in (
        ("leaders", "Patient leaders", roles.leaders, _LINE, _LINE - 5),
        ("others", "Professionals", roles.professionals, line + 2, line + _BAR + _LINE),
    ):
        left, right = _x(one.low), _x(one.high)
        colour = _BLUE if name == "leaders" else _ORANGE
        drawing.text("label", 0, words, label)
        drawing.text("value", WIDTH, words, one.label, align="right", fontWeight="bold")
        drawing.rect(f"{name}-fill", left, right, top, colour if name == "leaders" else _PAPER)
        if name == "others":
            drawing.path("others-stripes", _stripes(left, right, top), stroke=colour)
        drawing.path(f"{name}-edge", [_box(left, right, top)], stroke=colour, strokeWidth=1.5)
    ticks = [[(_x(n), line - 3), (_x(n), line + 3)] for n in range(0, 101, 10)]
    drawing.path("line", [[(0, line), (WIDTH, line)], *ticks], stroke=_INK, strokeWidth=1.5)
    return drawing.spec(line + _BAR + _LINE + 4)


def _bar(drawing: Drawing, one: ChartFigure, top: float) -> None:
    """Draw the bar of a figure on its track, or an empty dashed track where there is none."""
    box = _box(0, WIDTH, top)
    if one.instead:
        drawing.path("none", [box], stroke=_INK, strokeWidth=1, strokeDash=[3, 3])
        return
    low, high = _x(one.low), _x(one.high)
    drawing.rect("track", 0, WIDTH, top, _PAPER)
    if one.low:
        drawing.rect("solid", 0, low, top, _BLUE)
    drawing.path("stripes", _stripes(low, high, top), stroke=_BLUE)
    drawing.path("edge", [_box(low, high, top)], stroke=_BLUE, strokeWidth=1.5)
    turns = _TURNS if one.word else tuple(range(10, 100, 10))
    lines = [[(_x(n), top + _BAR), (_x(n), top + _BAR + 3)] for n in turns]
    drawing.path("outline", [box, *lines], stroke=_INK, strokeWidth=1)


def _scale(drawing: Drawing, one: ChartFigure, top: float) -> float:
    """Write what the parts of the bar mean below it; return where the picture ends."""
    if one.word:
        for word, at in (("few", 20), ("about half", 50), ("many", 80)):
            bold = "bold" if word == one.word else "normal"
            drawing.text("word", _x(at), top + 17, word, align="center", fontWeight=bold)
    else:
        drawing.text("word", WIDTH / 2, top + 17, one.label, align="center", **_weight(one))
    return top + 22


def _arrow(drawing: Drawing, first: ChartFigure, last: ChartFigure, top: float) -> float:
    """Draw where the figure went from start to now; return where the picture goes on."""
    start, end = _x(first.middle), _x(last.middle)
    at = top + _LINE + 8
    moved = "the same" if first == last else f"{first.label} → {last.label}"
    if first == last:
        lines = [_box(start - 4, start + 4, at - 4, 8)]
    else:
        back = 7 if end > start else -7
        head = [(end - back, at - 5), (end, at), (end - back, at + 5)]
        lines = [[(start, at), (end, at)], [(start, at - 5), (start, at + 5)], head]
    drawing.text("label", 0, top + _LINE - 5, "Start to now")
    drawing.text("value", WIDTH, top + _LINE - 5, moved, align="right", fontWeight="bold")
    drawing.path("arrow", lines, stroke=_INK, strokeWidth=2.5, strokeCap="round")
    return at + 16


def _stripes(left: float, right: float, top: float) -> list[list[tuple[float, float]]]:
    """Return diagonal lines that fill a rectangle: the same for the same rectangle."""
    lines = []
    begin = left - _BAR
    while begin < right:
        begin += 5
        low, high = max(begin, left), min(begin + _BAR, right)
        if high - low > 0.5:
            lines.append([(low, top + _BAR - (low - begin)), (high, top + _BAR - (high - begin))])
    return lines


def _box(left: float, right: float, top: float, height: float = _BAR) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, top + height), (left, top + height), (left, top)]


def _weight(one: ChartFigure) -> Spec:
    return {"fontWeight": "normal" if one.instead else "bold"}


def _x(percent: float) -> float:
    return WIDTH * percent / 100


def _place(field: str, domain: list[float]) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": None,
    }
