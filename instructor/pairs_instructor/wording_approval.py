"""The wording on boundaries and safety, and who approved it for this course.

The person responsible for safety where the course runs has to read it, because laws, duties and
telephone numbers may differ there. An approval is for exact words: any change needs a new one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pairs_course.atomic_write import atomic_write
from pairs_course.hub.settings import Settings
from pairs_course.programme import begin
from pairs_course.programme import help_lines as lines_of
from pairs_course.programme.notebooks import modules_folder

#: The headings of such wording in modules.
HEADINGS: Final = ("Before you write", "If you also meet as patient and professional")
FILE: Final = "approved-words.json"
_PART: Final = re.compile(r"^### (?P<title>.+)\n(?P<text>(?:(?!#).*\n?)*)", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A passage of the wording, and where people read it."""

    where: str
    text: str
    in_module: bool = False


@dataclass(frozen=True)
class Approval:
    """Who approved which wording, and when (a date in ISO 8601)."""

    by: str
    on: str
    digest: str


def passages(settings: Settings) -> list[Passage]:
    """Return the wording on boundaries and safety, as people in this course read it.

    Raises:
        ProgrammeError: the text of "Before you begin" is invalid.
        OSError, ValueError: a module's notebook cannot be read.
    """
    words = begin.load()
    page = [
        Passage(f"{words.title}: {part.title}", "\n".join(part.words()))
        for part in words.parts
        if part.approve
    ]
    lines = [f"{line.when}: {line.call}" for line in help_lines(settings)]
    return [*page, Passage("Who to call", "\n".join(lines)), *_in_modules(modules_folder())]


def help_lines(settings: Settings) -> tuple[lines_of.HelpLine, ...]:
    """Return the help lines on the course's pages."""
    return lines_of.read(settings.help_lines) or begin.load().help


def digest(found: list[Passage]) -> str:
    """Return a digest of the exact wording."""
    whole = json.dumps([asdict(one) for one in found], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def approval(settings: Settings) -> Approval | None:
    """Return the last approval; None if it is missing or unreadable."""
    try:
        return Approval(**json.loads((settings.state / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def approve(settings: Settings, by: str, on: str) -> Approval:
    """Record an approval of the current wording; raises the same as :func:`passages`."""
    made = Approval(by, on, digest(passages(settings)))
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n"
    atomic_write(settings.state / FILE, words)
    return made


def _in_modules(folder: Path) -> Iterator[Passage]:
    for path in sorted(folder.glob("[0-9]*/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] != "markdown":
                continue
            for part in _PART.finditer("".join(cell["source"])):
                if part["title"] in HEADINGS:
                    yield Passage(f"{path.stem}: {part['title']}", part["text"].strip(), True)
