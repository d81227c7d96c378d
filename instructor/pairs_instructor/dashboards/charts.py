"""The picture beside a figure: where between nobody and everybody a word lies, nothing finer."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any, Final

import vl_convert

from pairs_course.published import Word

# The limits of the words are those of pairs_course.publishing.word_for.
ZONES: Final[dict[Word, tuple[float, float]]] = {
    "few": (0.0, 0.4),
    "about half": (0.4, 0.6),
    "many": (0.6, 1.0),
}
_MEANS: Final[dict[Word, str]] = {
    "few": "from nobody to under 4 in 10",
    "about half": "from 4 in 10 to 6 in 10",
    "many": "from over 6 in 10 to everybody",
}
# The picture as a whole has one text alternative; its parts have no names or roles of their own.
_PARTS_ROLES: Final = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_WIDTH, _HEIGHT = 280, 64
_BAR = (20, 38)
_INK, _BLUE, _SOFT = "#1d2a33", "#005eb8", "#47555f"


def spec(word: Word) -> dict[str, Any]:
    """Return the Vega-Lite specification of a bar in three zones, with the word's zone filled.

    It has no data but the word: two people cannot tell two cohorts with the same word apart.
    """
    zones = [
        {"word": name, "start": start, "end": end, "middle": (start + end) / 2}
        for name, (start, end) in ZONES.items()
    ]
    lit = [zone for zone in zones if zone["word"] == word]
    other = [zone for zone in zones if zone["word"] != word]
    ends = [
        {"text": "nobody", "at": 0.0, "align": "left"},
        {"text": "everybody", "at": 1.0, "align": "right"},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "padding": 2,
        "background": None,
        "config": {"aria": False, "view": {"stroke": None}, "font": "sans-serif"},
        "layer": [
            _bar("zones", other, "#ffffff"),
            _bar("lit", lit, _BLUE),
            _labels("labels", other, "normal", _SOFT),
            _labels("chosen", lit, "bold", _INK),
            *(_end(f"end{n}", end) for n, end in enumerate(ends)),
        ],
    }


def text_alternative(word: Word) -> str:
    """Say in words what the picture shows."""
    return f"A bar from nobody to everybody. The part “{word}” is filled: {_MEANS[word]}."


@cache
def svg(word: Word) -> str:
    """Return the picture as an SVG element with its text alternative."""
    picture: str = vl_convert.vegalite_to_svg(spec(word))
    start, rest = _PARTS_ROLES.sub("", picture).split(" ", 1)
    return f'{start} role="img" aria-label="{escape(text_alternative(word))}" {rest}'


def _x(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": None,
    }


def _bar(name: str, values: list[dict[str, Any]], fill: str) -> dict[str, Any]:
    return {
        "name": name,
        "data": {"values": values},
        "mark": {"type": "rect", "fill": fill, "stroke": _INK, "strokeWidth": 1.5},
        "encoding": {
            "x": _x("start"),
            "x2": {"field": "end"},
            "y": {"value": _BAR[0]},
            "y2": {"value": _BAR[1]},
        },
    }


def _labels(name: str, values: list[dict[str, Any]], weight: str, ink: str) -> dict[str, Any]:
    return {
        "name": name,
        "data": {"values": values},
        "mark": {"type": "text", "fontSize": 14, "fontWeight": weight, "fill": ink},
        "encoding": {
            "x": _x("middle"),
            "y": {"value": _BAR[1] + 16},
            "text": {"field": "word", "type": "nominal"},
        },
    }


def _end(name: str, end: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": 12, "fill": _SOFT, "align": end["align"]}
    return {
        "name": name,
        "data": {"values": [end]},
        "mark": mark,
        "encoding": {"x": _x("at"), "y": {"value": 8}, "text": {"field": "text"}},
    }
