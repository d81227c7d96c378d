"""Who to call for help now: as an operator sets it, or else as the programme has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pairs_course.programme.rules import Words

#: The variable of the environment that sets other lines than the programme's.
SETTING: Final = "COURSE_HELP_LINES"
EXAMPLE: Final = "In an emergency: 112; For urgent medical help: 116 117"


class HelpLinesError(ValueError):
    """A text that names nobody to call; the message says what was expected."""


@dataclass(frozen=True)
class HelpLine:
    """One number: ``when`` to call it, in words, and what to ``call``."""

    when: Words
    call: Words


def read(given: str) -> tuple[HelpLine, ...]:
    """Read ``when: number; when: number``; nothing is none.

    Raises:
        HelpLinesError: a part has no words or no number.
    """
    found = []
    for part in filter(None, (part.strip() for part in given.split(";"))):
        when, colon, call = (side.strip() for side in part.rpartition(":"))
        if not (when and colon and any(sign.isdigit() for sign in call)):
            raise HelpLinesError(
                f"{SETTING} must say when to call which number, such as “{EXAMPLE}”, "
                f"got “{part}”. Correct it and try again."
            )
        found.append(HelpLine(when, call))
    return tuple(found)
