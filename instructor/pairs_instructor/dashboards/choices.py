"""What a viewer may choose on a page, as part of its address: a theme, and a wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, get_args
from urllib.parse import urlencode

from pairs_course.figures.published import PageName
from pairs_course.programme.items import Theme, Wave


class UnknownChoiceError(ValueError):
    """An address asks for a choice that there is not; ``str()`` is the sentence to show."""


@dataclass(frozen=True)
class Choices:
    """A theme and a wave; empty for everything."""

    theme: str = ""
    wave: str = ""

    @property
    def query(self) -> str:
        """The choices as the query of an address, with its ``?``; empty for everything."""
        chosen = [(name, value) for name, value in vars(self).items() if value]
        return "?" + urlencode(chosen) if chosen else ""

    @property
    def name(self) -> str:
        """A name for the view, as of a file."""
        return "-".join(filter(None, (self.theme, self.wave))) or "whole"


WHOLE: Final = Choices()
#: What there is to choose.
KNOWN: Final = {"theme": get_args(Theme), "wave": get_args(Wave)}


def every(page: PageName) -> list[Choices]:
    """Return every view that a page has: a letter is one, and pages with figures have many."""
    if page == "letter":
        return [WHOLE]
    return [Choices(*chosen) for chosen in product(("", *KNOWN["theme"]), ("", *KNOWN["wave"]))]


def read(query: Mapping[str, Sequence[str]]) -> Choices:
    """Return what the query of an address chooses.

    Raises:
        UnknownChoiceError: it names something else, or one thing twice.
    """
    for name, values in query.items():
        known = KNOWN.get(name, ())
        if len(values) != 1 or values[0] not in known:
            raise UnknownChoiceError(
                "There is no such view of this page. Its address may be cut off or mistyped. "
                "Open the whole page and choose from there."
            )
    return Choices(**{name: values[0] for name, values in query.items()})
