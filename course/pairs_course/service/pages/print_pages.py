"""Pages of the service that are made for paper."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pairs_course.answers.completion import Left
from pairs_course.programme.content import Content, Module
from pairs_course.render.workbook import FORMATS, Format, PageLink, Workbook, make
from pairs_course.render.workbook.notebook import NotebookError, of_archive

_BODY: Final = re.compile(r"<body[^>]*>", re.IGNORECASE)

#: What a facilitator's own words can be: another thing than a notebook.
WORDS_ARE_WRONG: Final = (NotebookError,)


def workbook(
    module_id: str, content: Content, archive: bytes, wanted: str, prefix: str
) -> Workbook:
    """Make the workbook of a released module; a format that is none is the normal one."""
    format_: Format = next((name for name in FORMATS if name == wanted), "normal")
    links: list[PageLink] = [{"href": prefix, "words": "Home", "here": False}]
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


def headed(html: str, head: str) -> str:
    """Put what the course says of a page of feedback above what was written there.

    The page was made elsewhere, and says neither its day nor the way on.
    """
    body = _BODY.search(html)
    place = body.end() if body else 0
    return html[:place] + head + html[place:]


@dataclass(frozen=True)
class Certificate:
    """What a certificate lists: completed modules and their time. Nothing of the partner.

    ``to_come`` are the others, each with what is left to do, in words; "" for one not begun.
    """

    done: list[Module]
    to_come: list[tuple[Module, str]]

    @property
    def total(self) -> str:
        """All the time of the completed modules, in words."""
        return time(sum(map(minutes, self.done)))


def certificate(
    modules: Sequence[Module], left: Mapping[str, Left], begun: Collection[str]
) -> Certificate:
    """Return what the certificate of somebody lists who has so much left to do in each module."""
    return Certificate(
        [module for module in modules if left[module.id].nothing],
        [
            (module, _left(left[module.id]) if module.id in begun else "")
            for module in modules
            if not left[module.id].nothing
        ],
    )


def _left(left: Left) -> str:
    count = len(left.questions)
    questions = "one question" if count == 1 else f"{count} questions"
    parts = [questions if count else "", "the talk" if left.talk else ""]
    return f"Left to do: {' and '.join(filter(None, parts))}."


def minutes(module: Module) -> int:
    """Return how long a module takes: alone and together."""
    return module.minutes.alone + module.minutes.together


def time(whole: int) -> str:
    """Put minutes in words: 55 minutes, 1 hour, 2 hours 5 minutes."""
    hours, rest = divmod(whole, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{n} {word if n == 1 else word + 's'}" for n, word in parts if n) or "none"
