"""Shows figures as a table, and keeps them in ``results.json`` by benchmark id."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .figures import Figure, rounded

RESULTS = Path(__file__).with_name("results.json")
_HEADINGS = ("benchmark", "ours", "theirs", "unit", "ratio", "min", "max", "runs")


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines of text with headings, one line each."""
    rows = [_HEADINGS, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def merge(figures: Sequence[Figure], ran: date, busy: float, path: Path = RESULTS) -> None:
    """Put the figures into the file; those of other benchmarks stay as they are.

    ``busy`` is the percentage of all cores that was at work for others just before.
    """
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    entries = kept | {f.id: f.entry(ran) | {"busy": round(busy)} for f in figures}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(entries, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def _row(figure: Figure) -> tuple[str, ...]:
    ratio = figure.ratios
    numbers = (ratio["median"], ratio["min"], ratio["max"])
    return (
        figure.id,
        f"{rounded(figure.ours):g}",
        f"{rounded(figure.theirs):g}",
        figure.unit,
        *(f"{number:g}" for number in numbers),
        str(len(figure.pairs)),
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = []
    for heading, cell, width in zip(_HEADINGS, row, widths, strict=True):
        is_text = heading in ("benchmark", "unit")
        cells.append(cell.ljust(width) if is_text else cell.rjust(width))
    return "  ".join(cells).rstrip()
