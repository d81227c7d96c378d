"""The pages as they are stored: one file an edition, with all its views, each compressed.

:mod:`make_pages` alone writes here. A file is there whole or not at all, and never changes: another
edition has another name, and so has one that newer software makes.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from pairs_course.atomic_write import atomic_write
from pairs_course.figures import aggregation
from pairs_course.programme import compiled
from pairs_instructor.dashboards import choices, pages

#: Views are kept in memory once somebody looked at them: at most so many, of 20 to 250 kB.
MOST_IN_MEMORY: Final = 100


class NotStoredError(LookupError):
    """The page is not there, or cannot be read whole."""


@dataclass(frozen=True)
class Made:
    """What is sent: plain or compressed, each with its own strong ETag.

    Compressing gives nothing away here (BREACH): a page holds no secret and nothing that the one
    who asks could put into it.
    """

    plain: bytes
    packed: bytes
    plain_tag: str
    packed_tag: str

    @classmethod
    def of(cls, packed: bytes) -> Made:
        """Make what is sent from a compressed page."""
        plain = gzip.decompress(packed)
        digest = sha256(plain).hexdigest()[:32]
        return cls(plain, packed, f'"{digest}"', f'"{digest}-gzip"')


class StoredPages:
    """The pages in a folder, in which nothing else is to be; for the user who runs this alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read = lru_cache(maxsize=MOST_IN_MEMORY)(self._read)

    def _read(self, edition: str, view: str) -> Made:
        """Return a view of an edition; raises NotStoredError."""
        try:
            with ZipFile(self.path(edition)) as file:
                return Made.of(file.read(view))
        except (OSError, KeyError, EOFError, BadZipFile) as error:
            raise NotStoredError(type(error).__name__) from None

    def whole(self, edition: str) -> bool:
        """Say whether an edition is stored and can be read."""
        try:
            with ZipFile(self.path(edition)) as file:
                return file.testzip() is None
        except (OSError, EOFError, BadZipFile):
            return False

    def write(self, edition: str, views: Mapping[str, str]) -> None:
        """Store all views of an edition, by name; raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = io.BytesIO()
        with ZipFile(file, "w") as packed:
            for name, text in views.items():
                packed.writestr(name, gzip.compress(text.encode(), mtime=0))
        # Synced, or a power cut could leave an empty file in its place.
        atomic_write(self.path(edition), file.getvalue(), private=True, synced=True)

    def keep_only(self, editions: Iterable[str]) -> None:
        """Remove all other editions but those that are stored while these are listed."""
        found = set(self.folder.glob("*.zip"))
        for path in found - {self.path(edition) for edition in editions}:
            path.unlink(missing_ok=True)

    def path(self, edition: str) -> Path:
        """Return where an edition is stored."""
        return self.folder / f"{edition}-{look()}.zip"


@cache
def look() -> str:
    """Return a digest of all of ours that decides how pages look and which views they have."""
    files = [
        *sorted(pages.TEMPLATE_FOLDER.iterdir()),
        *sorted(pages.NOTEBOOKS.glob("*.ipynb")),
        *sorted(pages.HERE.rglob("*.py")),
        *sorted(Path(aggregation.__file__).parent.glob("*.py")),
    ]
    texts = [file.read_text(encoding="utf-8") for file in files]
    content = compiled.load()
    hard = [item.id for one in content.sets for item in one.items if item.hard_if_many]
    said = [content.words["waves"], content.words["themes"], hard, choices.KNOWN]
    return sha256("\x1f".join([*texts, json.dumps(said)]).encode()).hexdigest()[:16]
