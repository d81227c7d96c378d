"""The words of the page "Before you begin", from ``data/begin.yaml``.

A cohort's facilitators add their own to some parts: see :meth:`Begin.own`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pairs_course.programme.help_lines import HelpLine
from pairs_course.programme.rules import Limits, Ruled, Words
from pairs_course.programme.sources import FOLDER, ProgrammeError
from pairs_course.programme.yaml_models import line_of, read

FILE: Final = "begin.yaml"
Name = Annotated[str, Limits(pattern=r"^[a-z]+(-[a-z]+)*$")]
#: What stands in braces in a text, and is said by the programme itself.
FACTS: Final = ("alone", "together")


@dataclass(frozen=True)
class Block(Ruled):
    """A heading inside a part, a paragraph and a list: at least one of the three."""

    title: str = ""
    text: str = ""
    items: tuple[Words, ...] = ()

    def problem(self) -> str | None:
        """Say so where it says nothing."""
        if self.title or self.text or self.items:
            return None
        return "a block needs a title, a text or items"


@dataclass(frozen=True)
class CohortText:
    """What facilitators are asked for their cohort; ``missing`` stands there until they say it."""

    label: Words
    hint: Words
    missing: Words


@dataclass(frozen=True)
class Link:
    """Where to read more: a page of the course, or an address of the web."""

    words: Words
    to: Words
    about: str = ""

    @property
    def outside(self) -> bool:
        """Whether it leaves the course."""
        return self.to.startswith("https://")


@dataclass(frozen=True)
class Part:
    """One part of the page; ``approve`` marks wording on boundaries and safety."""

    id: Name
    title: Words
    text: tuple[Block, ...]
    own: CohortText | None = None
    link: Link | None = None
    shows: Literal["", "facilitators", "help"] = ""
    approve: bool = False

    def words(self) -> Iterator[str]:
        """Give every text of the part but what a cohort adds."""
        yield self.title
        for block in self.text:
            yield from filter(None, (block.title, block.text, *block.items))
        if self.link:
            yield from filter(None, (self.link.words, self.link.about))


@dataclass(frozen=True)
class First:
    """Where a module explains a word at its first place, and how."""

    module: Words
    says: Words


@dataclass(frozen=True)
class Word:
    """A word of the course, explained."""

    word: Words
    means: Words
    first: First | None = None


@dataclass(frozen=True)
class Begin:
    """``begin.yaml``."""

    title: Words
    lead: Words
    parts: Annotated[tuple[Part, ...], Limits(min_length=1)]
    words: tuple[Word, ...]
    #: Who to call, where the operator sets nobody else.
    help: Annotated[tuple[HelpLine, ...], Limits(min_length=1)]

    @property
    def own(self) -> dict[str, CohortText]:
        """What a cohort's facilitators can say, by the part that it belongs to."""
        return {part.id: part.own for part in self.parts if part.own}

    def to_approve(self) -> list[str]:
        """Return the wording on boundaries and safety, a text each."""
        return [text for part in self.parts if part.approve for text in part.words()]


def load(folder: Path = FOLDER) -> Begin:
    """Return the words of the page; raises ProgrammeError, one ``file:line: what`` a line."""
    problems: list[str] = []
    found = read(folder / FILE, Begin, problems)
    if found is not None:
        _check(found, folder, problems)
    if found is None or problems:
        raise ProgrammeError("\n".join(problems))
    return found


def _check(found: Begin, folder: Path, problems: list[str]) -> None:
    known = dict.fromkeys(FACTS, "")
    seen: set[str] = set()
    for number, part in enumerate(found.parts):
        line = line_of(folder / FILE, ("parts", number))
        if part.id in seen:
            problems.append(f"{FILE}:{line}: there are two parts {part.id}; rename one")
        seen.add(part.id)
        for text in part.words():
            try:
                text.format_map(known)
            except (KeyError, ValueError, IndexError):
                names = " and ".join(f"{{{name}}}" for name in known)
                problems.append(f"{FILE}:{line}: only {names} stand for something, got: {text}")
