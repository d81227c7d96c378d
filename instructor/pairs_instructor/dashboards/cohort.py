"""What the cohort's notebook shows: each function returns one part of the page as HTML.

The notebook is rendered once a summary, in a kernel that has the summary in ``$PAIRS_SUMMARY``
and no token. Nothing here asks anybody for anything.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from pairs_course.published import Figure, Summary, Word
from pairs_instructor.dashboards import charts

SUMMARY_VARIABLE: Final = "PAIRS_SUMMARY"
WAVES: Final = {
    "start": "At the start of the course",
    "now": "Now, at the end of the course",
    "then": "Looking back at the start of the course",
    "once": "During the course",
}
_PEOPLE: Final[dict[Word, str]] = {
    "few": "Few people",
    "about half": "About half of the people",
    "many": "Many people",
}
_WORDS: Final[dict[Word, str]] = {"few": "Few", "about half": "About half", "many": "Many"}
_NOT_SHOWN: Final = "Not shown"


@dataclass(frozen=True)
class Html:
    """A part of the page; ``text`` is trusted, so everything in it is escaped where it is made."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


def read() -> Summary:
    """Return the published summary that this page is about."""
    summary: Summary = json.loads(os.environ[SUMMARY_VARIABLE])
    return summary


def lead(summary: Summary) -> Html:
    """Say which wave it is and when its figures were made."""
    wave = WAVES.get(summary["wave"], summary["wave"])
    return Html(
        f'<p class="lead">{escape(wave)}. These figures were made on '
        f"{day(summary['closed'])} and do not change.</p>"
    )


def figures(summary: Summary) -> Html:
    """Show each figure: what was asked, the sentence, and the picture or why there is none."""
    parts = "".join(_figure(figure) for figure in summary["items"])
    return Html(f'<ul class="figures">{parts}</ul>')


def table(summary: Summary) -> Html:
    """Show all figures of the page in one table.

    What was counted is the caption where it is the same for all, else a column of its own.
    """
    counted = {figure["counted"] for figure in summary["items"]}
    alike = len(counted) == 1
    caption = f"People who {counted.pop()}" if alike else "Every figure on this page"
    columns = ["What was asked", *([] if alike else ["People who …"]), "How many people"]
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(_row(figure, alike) for figure in summary["items"])
    return Html(
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def day(iso: str) -> str:
    """Write a day as in 23 November 2026."""
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def _figure(figure: Figure) -> str:
    ask = f"<h3>{escape(figure['ask'])}</h3>"
    word = figure["word"]
    if word is None:
        return f'<li class="figure withheld">{ask}<p>{escape(figure["why"] or "")}</p></li>'
    said = f"<p><strong>{_PEOPLE[word]}</strong> {escape(figure['counted'])}.</p>"
    return f'<li class="figure">{ask}{said}{charts.svg(word)}</li>'


def _row(figure: Figure, alike: bool) -> str:
    word = figure["word"]
    counted = "" if alike else f"<td>{escape(figure['counted'])}</td>"
    return (
        f'<tr><th scope="row">{escape(figure["ask"])}</th>{counted}'
        f"<td>{_WORDS[word] if word else _NOT_SHOWN}</td></tr>"
    )
