"""Pages of the service that are made for paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from pairs_course.content import Content, Module
from pairs_course.workbook import FORMATS, Format, Link, Workbook, make
from pairs_course.workbook.notebook import NotebookError, of_archive

#: What a facilitator's own words can be: another thing than a notebook.
WORDS_ARE_WRONG: Final = (NotebookError,)


def workbook(
    module_id: str, content: Content, archive: bytes, wanted: str, prefix: str
) -> Workbook:
    """Make the workbook of a released module; a format that is none is the normal one."""
    format_: Format = next((name for name in FORMATS if name == wanted), "normal")
    links: list[Link] = [{"href": prefix, "words": "Home", "here": False}]
    links += [
        {"href": f"?format={name}", "words": words, "here": name == format_}
        for name, words in FORMATS.items()
    ]
    return make(module_id, content, of_archive(archive, module_id), format_, links)


def policy(style: str) -> str:
    """Return the policy of a page with one style of its own: no scripts, and nothing loaded."""
    return (
        f"default-src 'none'; style-src '{style}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True)
class Certificate:
    """What a certificate lists: completed modules and their time. Nothing of the partner."""

    done: list[Module]
    to_come: list[Module]

    @property
    def total(self) -> str:
        """All the time of the completed modules, in words."""
        return time(sum(map(minutes, self.done)))


def certificate(modules: Sequence[Module], completed: Collection[str]) -> Certificate:
    """Return what the certificate of somebody with these completed modules lists."""
    return Certificate(
        [module for module in modules if module.id in completed],
        [module for module in modules if module.id not in completed],
    )


def minutes(module: Module) -> int:
    """Return how long a module takes: alone and together."""
    return module.minutes_alone + module.minutes_together


def time(whole: int) -> str:
    """Put minutes in words: 55 minutes, 1 hour, 2 hours 5 minutes."""
    hours, rest = divmod(whole, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{n} {word if n == 1 else word + 's'}" for n, word in parts if n) or "none"
