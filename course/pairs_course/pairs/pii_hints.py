"""Highlights words that may identify somebody, as a help for reviewers. Pure, no I/O.

It is only a hint: it misses lower-case names, nicknames, and people who can be recognised by what
happened to them; and it marks many harmless words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Why = Literal["roster", "contact", "title", "place", "capital"]

#: What each mark means, as facilitators read it.
WORDS: Final[dict[Why, str]] = {
    "roster": "a name of your cohort",
    "contact": "a way to reach somebody",
    "title": "a title, as before a name",
    "place": "a place of care",
    "capital": "a capital letter inside a sentence",
}

_LETTERS = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
_WORD = re.compile(_LETTERS)
_CONTACT = re.compile(
    r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().,;:]+"  # an e-mail address
    r"|(?:https?://|www\.)[^\s<>]+"
    r"|(?<!\w)@\w{2,}"  # a social media handle
    r"|(?<![\w.,])(?:\+|\(0|00|0)[\d\s()./-]{5,}\d"  # a telephone number
    r"|(?<![\w.,-])\d{7,}(?!\w)",  # a record number
)
_TITLE = re.compile(
    r"\b(?:Dr|Prof|Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord|Lady|Rev|Fr|Sister|Nurse|Doctor|Professor|Matron)"
    rf"\b\.?(?:\s+{_LETTERS})?",
    re.IGNORECASE,
)
_CARE = (
    r"hospital|infirmary|clinic|surgery|hospice|ward|practice|medical\s+cent(?:re|er)|"
    r"health\s+cent(?:re|er)|care\s+home|nursing\s+home|trust|unit"
)
_PLACE = re.compile(
    # Words beside it make a place identifiable: "Elm House clinic", "ward 7".
    rf"(?:\b(?-i:[A-Z])[\w'\u2019.-]*\s+(?:of\s+)?)+\b(?:{_CARE})\b"
    rf"|\b(?:ward|unit|clinic)\s+(?:\d+\w*|(?-i:[A-Z])\w*)",
    re.IGNORECASE,
)
_SENTENCE_ENDS: Final = '.!?:…\n•“"\u2018(*'
#: Often capitalised in the middle of a sentence, but not names.
_HARMLESS: Final = frozenset(
    """
    I NHS GP GPs OK UK English Christmas Easter
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
    """.split()  # noqa: SIM905 - words are easier to read in lines
)
_SHORT_FORM = re.compile(r"['\u2019].*$")  # I'm, I've, Monday's
#: Shorter parts of names match too many words.
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` of a text, and why they are marked."""

    start: int
    end: int
    why: Why


def suspects(text: str, names: Iterable[str] = ()) -> list[Span]:
    """Return what may identify somebody, in text order, without overlaps.

    Args:
        text: what a pair wrote.
        names: people's names on the roster; each part of a name is searched for.

    Overlapping marks are merged, with the reason that comes first in :data:`Why`.
    """
    parts = {part.casefold() for name in names for part in _WORD.findall(name)}
    known = {part for part in parts if len(part) >= _SHORTEST_NAME}
    found = [Span(*match.span(), "contact") for match in _CONTACT.finditer(text)]
    found += [Span(*match.span(), "title") for match in _TITLE.finditer(text)]
    found += [Span(*match.span(), "place") for match in _PLACE.finditer(text)]
    for match in _WORD.finditer(text):
        if _is_known(match.group(), known):
            found.append(Span(*match.span(), "roster"))
        elif _capital_inside(text, match):
            found.append(Span(*match.span(), "capital"))
    return _joined(found)


def _is_known(word: str, known: set[str]) -> bool:
    plain = word.casefold()
    return plain in known or _SHORT_FORM.sub("", plain) in known


def _capital_inside(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if not word[0].isupper() or _SHORT_FORM.sub("", word) in _HARMLESS:
        return False
    before = text[: match.start()].rstrip(" \t")
    return bool(before) and before[-1] not in _SENTENCE_ENDS


def _joined(found: list[Span]) -> list[Span]:
    """Merge overlapping marks, keeping the most important reason."""
    order: list[Why] = list(WORDS)
    joined: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, s.end)):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            why = min(last.why, span.why, key=order.index)
            span = Span(last.start, max(last.end, span.end), why)
        joined.append(span)
    return joined
