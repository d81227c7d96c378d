"""Reads numbers, days and points as people write them: from paper, and from a box on the screen.

Nothing is guessed at. What cannot be read is refused with words on how to write it, and nothing is
ever left out in silence. The page's own reader of numbers (``shared/numbers.js``) follows the same
rules; a test holds the two together.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pairs_course.programme.items import LARGEST

#: More digits after the point would be cut where the number is shown.
DIGITS: Final = 4

WRITE_NUMBER: Final = "Write a number here, for example 3 or 2.5."
WRITE_DAY: Final = "Write the day as 3/11/2026 or 3 Nov 2026, the day first."
WRITE_POINT: Final = "Write the day and then the number, for example 3/11/2026 12.5."

_GAP: Final = r"[\s\u00a0\u202f\u2009]"
_NUMBER: Final = re.compile(r"[-+\u2212]?[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS: Final = re.compile(r"[-+\u2212]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAY: Final = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+", re.IGNORECASE
)
#: The ways to write a day; no form has the month first but with its name.
_DAYS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])",
        r"(?P<day>[0-9]{1,2})\s*([-/.])\s*(?P<month>[0-9]{1,2})\s*\2\s*(?P<year>[0-9]{4})",
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?(?P<month>[a-z]{3,9})[\s.,-]+"
        r"(?P<year>[0-9]{4})",
        r"(?P<month>[a-z]{3,9})[\s.]+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s,]+(?P<year>[0-9]{4})",
    )
)
#: What may stand between a day and its number, a number in a line, and what may follow it.
_BETWEEN: Final = re.compile(rf"(?:{_GAP}|[;:,=|])+")
_IN_LINE: Final = re.compile(
    rf"[-+\u2212]?(?:[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)*"
)
_AFTER: Final = re.compile(rf"{_GAP}*[;,|.]+{_GAP}*|{_GAP}+|$")


class Unreadable(ValueError):  # noqa: N818 - it is said to a person
    """What somebody wrote cannot be read; the text says how to write it."""


def number(text: str) -> float:
    """Return a number as it was written: with a point or a comma; raises Unreadable."""
    plain = re.sub(_GAP, "", text)
    if _THOUSANDS.fullmatch(plain):
        raise Unreadable("Write this number without a comma, for example 1200 or 1.2.")
    if not _NUMBER.fullmatch(plain):
        raise Unreadable(WRITE_NUMBER)
    plain = plain.replace("\u2212", "-").replace(",", ".")
    if len(plain.partition(".")[2].rstrip("0")) > DIGITS:
        raise Unreadable(f"Write at most {DIGITS} digits after the point.")
    if abs(float(plain)) >= LARGEST:
        raise Unreadable("Write a smaller number.")
    return float(plain)


def day(text: str) -> str:
    """Return a day in ISO 8601 as it was written, the day first; raises Unreadable."""
    plain = text.strip()
    found, end = _day(plain)
    if end != len(plain):
        raise Unreadable(WRITE_DAY)
    return found


def points(text: str) -> list[tuple[str, float]]:
    """Return the points that somebody wrote, a day and a number each, in their order.

    One line holds one point, or several one after the other. Raises Unreadable, with the number of
    each line that cannot be read and how to write it; then nothing of the text counts.
    """
    found: list[tuple[str, float]] = []
    problems: list[str] = []
    for place, line in enumerate(text.splitlines(), start=1):
        try:
            found += _line(line)
        except Unreadable as problem:
            problems.append(f"Line {place}: {problem}")
    if problems:
        raise Unreadable(" ".join(problems))
    return found


def _line(line: str) -> list[tuple[str, float]]:
    rest = line.strip(" \t\u00a0\u202f\u2009;,|*\u2022")
    found: list[tuple[str, float]] = []
    while rest:
        try:
            when, end = _day(rest)
        except Unreadable as problem:
            raise Unreadable(WRITE_POINT if found else str(problem)) from None
        start = _BETWEEN.match(rest, end)
        many = _IN_LINE.match(rest, start.end()) if start else None
        after = _AFTER.match(rest, many.end()) if many else None
        if many is None or after is None:
            raise Unreadable(WRITE_POINT)
        found.append((when, number(many[0])))
        rest = rest[after.end() :]
    return found


def _day(text: str) -> tuple[str, int]:
    """Return the day with which a text begins, and where it ends; raises Unreadable."""
    weekday = _WEEKDAY.match(text)
    start = weekday.end() if weekday else 0
    found = next((match for form in _DAYS if (match := form.match(text, start))), None)
    month = _month(found["month"]) if found else 0
    if found is None or not month:
        raise Unreadable(WRITE_DAY)
    try:
        return date(int(found["year"]), month, int(found["day"])).isoformat(), found.end()
    except ValueError:
        raise Unreadable(f"There is no such day. {WRITE_DAY}") from None


def _month(name: str) -> int:
    """Return the number of a month by its name, the beginning of it or its digits; 0 for none."""
    if name.isdecimal():
        return int(name)
    short = "sep" if name.lower() == "sept" else name.lower()
    return next((n for n, full in enumerate(_MONTHS, start=1) if full.startswith(short)), 0)
