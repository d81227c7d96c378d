"""What somebody is called, and what a thing is called: one way to take in a name typed anywhere.

A name comes out of Word, a web page, a phone or a spreadsheet, and brings along what nobody sees:
spaces that do not break, direction marks, a soft hyphen. What changes no letter is put right
without a word. What belongs to a name stays: the half-space of Persian, the joiner of an emoji.
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
# Letters that look like nothing: Hangul fillers, the empty Braille cell.
_BLANK: Final = "\u115f\u1160\u3164\uffa0\u2800"
# The flags of England, Scotland and Wales are written with these (Unicode Technical Standard 51).
_TAGS: Final = range(0xE0020, 0xE0080)
# All white space of Unicode, a line break inside a cell of a spreadsheet too; no other control.
_SPACE: Final = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Unicode gives these no name of their own, only aliases.
_CONTROLS: Final = (
    "NULL,START OF HEADING,START OF TEXT,END OF TEXT,END OF TRANSMISSION,ENQUIRY,ACKNOWLEDGE,"
    "ALERT,BACKSPACE,CHARACTER TABULATION,LINE FEED,LINE TABULATION,FORM FEED,CARRIAGE RETURN,"
    "SHIFT OUT,SHIFT IN,DATA LINK ESCAPE,DEVICE CONTROL ONE,DEVICE CONTROL TWO,"
    "DEVICE CONTROL THREE,DEVICE CONTROL FOUR,NEGATIVE ACKNOWLEDGE,SYNCHRONOUS IDLE,"
    "END OF TRANSMISSION BLOCK,CANCEL,END OF MEDIUM,SUBSTITUTE,ESCAPE,INFORMATION SEPARATOR FOUR,"
    "INFORMATION SEPARATOR THREE,INFORMATION SEPARATOR TWO,INFORMATION SEPARATOR ONE"
)


class BadNameError(ValueError):
    """A text that is no name: "must be ..., got ...", to stand after what it was to name."""

    def __init__(self, most: int, got: str) -> None:
        super().__init__(f"must be 1 to {most} characters that can be read, got {got}")


def tidy(text: str) -> str:
    """Return a text as it is kept: composed (NFC), single spaces, nothing invisible at its ends.

    It is the same when it is done again. It judges nothing: see :func:`named`.
    """
    text = unicodedata.normalize("NFC", text).translate(_DROPPED)
    before = None
    while before != text:  # a mark between two spaces, or a joiner at an end, uncovers another
        before = text
        text = re.sub(f"[{_SPACE}]+", " ", text).strip(" " + _DIRECTION + _JOINERS)
        text = re.sub(f"(?<= )[{_JOINERS}]+|[{_JOINERS}]+(?= )", "", text)
        text = unicodedata.normalize("NFC", text)
    return text


def named(text: str, most: int = MAX_NAME) -> str:
    """Return the name that somebody typed, as it is kept.

    Raises:
        BadNameError: it is empty, longer than ``most`` characters, or holds a character that no
            name has; that one is called by its name in Unicode.
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
    """Return a name that can stand in a sentence of plain text, whichever way it is written.

    A name in Arabic or Hebrew would change places with the brackets and numbers beside it. Between
    FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE it cannot. Others stay as they are, so that a
    text without such a name has no invisible character. In HTML, ``<bdi>`` does the same.
    """
    turns = any(unicodedata.bidirectional(c) in ("R", "AL", "AN", "RLE", "RLO") for c in name)
    return f"\u2068{name}\u2069" if turns else name


def told_apart(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what to call each person in plain text, by sign-in name, so that two differ.

    ``people`` are sign-in names, which are unique, and names. A name that only one of them has
    stands alone; beside one that looks like another's stands the sign-in name. Each is isolated.
    """
    named = dict(people)
    count = Counter(map(_look, named.values()))
    return {
        username: isolate(name) + (f" ({username})" if count[_look(name)] > 1 else "")
        for username, name in named.items()
    }


def _look(name: str) -> str:
    """Return what a person sees in a name at a glance."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def bdi(name: str) -> Markup:
    """Do the same in HTML, with the name escaped: a filter of every page that names people."""
    from markupsafe import Markup  # kernels keep names and make no HTML

    return Markup("<bdi>{}</bdi>").format(name)


def _refused(character: str, before: str) -> bool:
    match unicodedata.category(character):
        case "Cc" | "Cs" | "Co":
            return True
        case "Cf":
            if ord(character) in _TAGS:
                return before != "\U0001f3f4" and ord(before or " ") not in _TAGS
            return character not in _JOINERS + _MARKS
        case "Cn":  # newer than this Python's tables, or never a character
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
        name += ", a letter that was lost when the file was saved"
    return f"{name or 'a character without a name'} (U+{code:04X})"
