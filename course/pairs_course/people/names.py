"""Cleans and checks names and titles, wherever they were typed.

Names copied from Word, a web page, a phone or a spreadsheet bring invisible characters: no-break
spaces, direction marks, soft hyphens. Those that change no letter are removed silently. Those that
belong to a name stay: the half-space of Persian, the joiner of an emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markupsafe import Markup

MAX_NAME: Final = 100
MAX_TITLE: Final = 200

# Joiners mean something only between two visible characters (Unicode 23.2, "Layout Controls").
_JOINERS: Final = "\u200c\u200d"
# Invisible, and without a meaning inside a line: soft hyphen, zero width space, word joiner, BOM.
_DROPPED: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Marks, embeddings, overrides and isolates of writing direction (Unicode Annex 9).
_MARKS: Final = "\u200e\u200f\u061c"
_DIRECTION: Final = _MARKS + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Letters without a visible shape: Hangul fillers, the empty Braille cell.
_BLANK: Final = "\u115f\u1160\u3164\uffa0\u2800"
# The flags of England, Scotland and Wales are written with these (Unicode Technical Standard 51).
_TAGS: Final = range(0xE0020, 0xE0080)
# All Unicode whitespace, including a line break inside a spreadsheet cell; no other controls.
_SPACE: Final = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Unicode has no names for these, only aliases.
_CONTROLS: Final = (
    "NULL,START OF HEADING,START OF TEXT,END OF TEXT,END OF TRANSMISSION,ENQUIRY,ACKNOWLEDGE,"
    "ALERT,BACKSPACE,CHARACTER TABULATION,LINE FEED,LINE TABULATION,FORM FEED,CARRIAGE RETURN,"
    "SHIFT OUT,SHIFT IN,DATA LINK ESCAPE,DEVICE CONTROL ONE,DEVICE CONTROL TWO,"
    "DEVICE CONTROL THREE,DEVICE CONTROL FOUR,NEGATIVE ACKNOWLEDGE,SYNCHRONOUS IDLE,"
    "END OF TRANSMISSION BLOCK,CANCEL,END OF MEDIUM,SUBSTITUTE,ESCAPE,INFORMATION SEPARATOR FOUR,"
    "INFORMATION SEPARATOR THREE,INFORMATION SEPARATOR TWO,INFORMATION SEPARATOR ONE"
)


class BadNameError(ValueError):
    """Not a usable name. The message, "must be ..., got ...", follows the name of the field."""

    def __init__(self, most: int, got: str) -> None:
        super().__init__(f"must be 1 to {most} readable characters, got {got}")


def tidy(text: str) -> str:
    """Return a text as stored: composed (NFC), single spaces, nothing invisible at its ends.

    Idempotent. It does not check anything: see :func:`named`.
    """
    text = unicodedata.normalize("NFC", text).translate(_DROPPED)
    before = None
    while before != text:  # removing a mark or joiner may expose another
        before = text
        text = re.sub(f"[{_SPACE}]+", " ", text).strip(" " + _DIRECTION + _JOINERS)
        text = re.sub(f"(?<= )[{_JOINERS}]+|[{_JOINERS}]+(?= )", "", text)
        text = unicodedata.normalize("NFC", text)
    return text


def named(text: str, most: int = MAX_NAME) -> str:
    """Return a typed name as stored.

    Raises:
        BadNameError: it is empty, longer than ``most`` characters, or has a character that cannot
            be in a name; the message has its Unicode name.
    """
    name = tidy(text)
    for n, character in enumerate(name):
        if _refused(character, name[n - 1] if n else ""):
            raise BadNameError(most, _called(character))
    if not any(_visible(character) for character in name):
        raise BadNameError(most, "none")
    if len(name) > most:
        raise BadNameError(most, str(len(name)))
    return name


def isolate(name: str) -> str:
    """Return a name for use in plain text, whatever its writing direction.

    A name in Arabic or Hebrew would swap places with the brackets and numbers beside it. FIRST
    STRONG ISOLATE and POP DIRECTIONAL ISOLATE prevent that. Other names are unchanged, so that
    texts without such a name have no invisible characters. In HTML, ``<bdi>`` does the same.
    """
    turns = any(unicodedata.bidirectional(c) in ("R", "AL", "AN", "RLE", "RLO") for c in name)
    return f"\u2068{name}\u2069" if turns else name


def told_apart(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return unambiguous names for plain text, by sign-in name.

    ``people`` are (sign-in name, name); sign-in names are unique. The sign-in name is added to
    names that look the same as another. Each name is isolated.
    """
    named = dict(people)
    count = Counter(map(_look, named.values()))
    return {
        username: isolate(name) + (f" ({username})" if count[_look(name)] > 1 else "")
        for username, name in named.items()
    }


def _look(name: str) -> str:
    """Return a key that is equal for names that look the same at a glance."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def bdi(name: str) -> Markup:
    """Isolate a name in HTML, escaped; a filter for every page that names people."""
    from markupsafe import Markup  # kernels use names but make no HTML

    return Markup("<bdi>{}</bdi>").format(name)


def _refused(character: str, before: str) -> bool:
    match unicodedata.category(character):
        case "Cc" | "Cs" | "Co":
            return True
        case "Cf":
            if ord(character) in _TAGS:
                return before != "\U0001f3f4" and ord(before or " ") not in _TAGS
            return character not in _JOINERS + _MARKS
        case "Cn":  # newer than this Python's Unicode tables, or a non-character
            return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
        case _:
            return character == "\ufffd"


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK


def _called(character: str) -> str:
    code = ord(character)
    usual = _CONTROLS.split(",")[code] if code < 0x20 else "DELETE" if code == 0x7F else ""
    name = usual or unicodedata.name(character, "")
    if character == "\ufffd":
        name += ", a letter lost when the file was saved"
    return f"{name or 'a character without a name'} (U+{code:04X})"
