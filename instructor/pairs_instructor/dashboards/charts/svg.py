"""Pictures as SVG within a page: each made once, and named by all it shows in words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import vl_convert

from pairs_instructor.dashboards.charts import shown as what
from pairs_instructor.dashboards.charts import specs
from pairs_instructor.dashboards.markup import Html

# The picture as a whole has one text alternative; its parts have no names or roles of their own.
_PARTS: Final = re.compile(
    r' (?:role|aria-[a-z]+|xmlns:xlink|version)="[^"]*"|<path class="(?:back|fore)ground"[^>]*/>'
)
_START: Final = re.compile(r'<svg xmlns="[^"]*" class="marks" ')


def gauge(one: what.ChartFigure) -> Html:
    """Return the picture of one figure."""
    return _named(specs.gauge(one), what.gauge_words(one))


def rows(
    all_rows: Sequence[what.ChartRow],
    arrow: tuple[what.ChartFigure, what.ChartFigure] | None = None,
) -> Html:
    """Return several figures in one picture, with an arrow where its ends are comparable."""
    drawn = arrow if arrow is not None and what.comparable(*arrow) else None
    return _named(specs.rows(all_rows, drawn), what.rows_words(all_rows, drawn))


def strip(roles: what.Marks) -> Html:
    """Return the two roles on one line."""
    return _named(specs.strip(roles), what.marks_words(roles))


def _named(spec: specs.Spec, words: str) -> Html:
    start = Html('<svg role="img" aria-label="{}" ').format(words)
    return start + Html(drawn(json.dumps(spec)).removeprefix("<svg "))


@cache
def drawn(spec: str) -> str:
    """Draw a picture; whatever text it holds, Vega escapes."""
    drawn: str = _PARTS.sub("", vl_convert.vegalite_to_svg(spec))
    return _START.sub("<svg ", drawn, count=1)
