"""What forms came to, kept for a while, so that the page which says so has an address.

A form leads on to a page that can be loaded again, and that Back goes past. What it says, and what
was filled in where something has to be mended, waits here for the one person whose form it was.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

#: For so long a page that says what was done can be loaded again; it may show new passwords.
SECONDS: Final = 30 * 60
#: So many outcomes, of so many characters, are kept for one person.
MOST: Final = 20
MOST_CHARACTERS: Final = 2_000_000
#: The tokens of so many sessions are known.
SESSIONS: Final = 1_000


@dataclass(frozen=True)
class Outcome:
    """What one form of a page came to.

    ``done`` is the sentence that says so; with ``is_preview`` it says what would be done.
    ``problems`` are pairs of the name of a field, or "" for the whole form, and a sentence;
    ``values`` is what was filled in, and ``shown`` what the page has to show beside it.
    """

    form: str = ""
    done: str = ""
    is_preview: bool = False
    entries: Sequence[str] = ()
    problems: Sequence[tuple[str, str]] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    shown: object = None

    def value(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what a field of a form holds: what was filled in, where that was not taken."""
        return self.values.get(name, "") if self.at(form) else otherwise

    def problem(self, form: str, name: str) -> str:
        """Return what has to be mended in a field of a form, "" for nothing."""
        here = self.problems if form == self.form else ()
        return " ".join(words for field, words in here if field == name)

    def at(self, form: str) -> bool:
        """Say whether a form was sent, and what was filled in has to be there again."""
        return form == self.form and bool(self.values)


#: A person, by sign-in name, in a cohort.
Whose = tuple[str, str]


class Outcomes:
    """The newest outcomes of each person, by unguessable ids; and whose page a form was on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[Whose, OrderedDict[str, tuple[float, Outcome]]] = {}
        self._sessions: OrderedDict[str, str] = OrderedDict()

    def keep(self, whose: Whose, outcome: Outcome) -> str:
        """Keep an outcome for somebody; return the id that the address of its page has."""
        self._drop_old()
        kept: OrderedDict[str, tuple[float, Outcome]] = self._kept.setdefault(whose, OrderedDict())
        name = secrets.token_urlsafe(16)
        kept[name] = (self._clock(), outcome)
        while len(kept) > MOST or (len(kept) > 1 and _characters(kept) > MOST_CHARACTERS):
            kept.popitem(last=False)
        return name

    def get(self, whose: Whose, name: str) -> Outcome:
        """Return an outcome of this very person; an empty one where there is none any more."""
        self._drop_old()
        kept = self._kept.get(whose)
        return kept[name][1] if kept and name in kept else Outcome()

    def opened(self, form_token: str, username: str) -> None:
        """Remember who got pages with this token."""
        self._sessions[form_token] = username
        self._sessions.move_to_end(form_token)
        if len(self._sessions) > SESSIONS:
            self._sessions.popitem(last=False)

    def owner(self, form_token: str) -> str:
        """Return whose page had this token, also after their sign-in has ended; "" if unknown."""
        return self._sessions.get(form_token, "")

    def _drop_old(self) -> None:
        since = self._clock() - SECONDS
        for whose, kept in list(self._kept.items()):
            while kept and next(iter(kept.values()))[0] < since:
                kept.popitem(last=False)
            if not kept:
                del self._kept[whose]


def _characters(kept: Mapping[str, tuple[float, Outcome]]) -> int:
    return sum(len(text) for _, one in kept.values() for text in one.values.values())
