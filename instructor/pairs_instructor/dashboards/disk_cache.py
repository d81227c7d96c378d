"""A folder of rendered pages: bounded, whole files only, oldest use goes first."""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from pathlib import Path
from typing import Final

from pairs_course.atomic_write import atomic_write

#: Some 30 views of 60 pages; a page is 20 to 200 kB, and its compressed copy a fifth of that.
MOST_PAGES: Final = 2_000
MOST_BYTES: Final = 256 * 2**20
_PAGE, _PACKED = ".html", ".html.gz"


class Shelf:
    """Keeps pages as ``<folder>/<name>.html``, each with its compressed copy beside it.

    A name is a path below the folder whose last part begins with the version and a dash. Nothing
    else is to be in the folder. Methods raise OSError where the disk does.
    """

    def __init__(
        self, folder: Path, most_pages: int = MOST_PAGES, most_bytes: int = MOST_BYTES
    ) -> None:
        self._folder, self._most_pages, self._most_bytes = folder, most_pages, most_bytes
        # Bytes by name, least recently used first; by when files were last used before a restart.
        self._sizes: OrderedDict[str, int] = OrderedDict()
        found = [(path, path.stat()) for path in folder.rglob(f"*{_PAGE}")]
        for path, stat in sorted(found, key=lambda each: each[1].st_mtime):
            name = str(path.relative_to(folder)).removesuffix(_PAGE)
            packed = self._path(name, _PACKED)
            self._sizes[name] = stat.st_size + (packed.stat().st_size if packed.exists() else 0)

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def read(self, name: str) -> tuple[bytes, bytes]:
        """Return a page and its compressed copy; FileNotFoundError if it is not kept."""
        try:
            text = self._path(name, _PAGE).read_bytes()
            packed = self._path(name, _PACKED).read_bytes()
        except FileNotFoundError:
            self._sizes.pop(name, None)
            raise
        with contextlib.suppress(OSError):  # a folder that is only for reading still serves
            os.utime(self._path(name, _PAGE))
        self.used(name)
        return text, packed

    def used(self, name: str) -> None:
        """Note that a page was looked at, wherever it was read from."""
        if name in self._sizes:
            self._sizes.move_to_end(name)

    def keep(self, name: str, text: bytes, packed: bytes) -> None:
        """Put a page in its place at once, and remove other versions of it and what is too much."""
        # The compressed copy first: a page is there when both are.
        self._write(self._path(name, _PACKED), packed)
        self._write(self._path(name, _PAGE), text)
        self._sizes[name] = len(text) + len(packed)
        self._sizes.move_to_end(name)
        place, version = _version(name)
        for other in [one for one in self._sizes if _version(one)[0] == place]:
            if _version(other)[1] != version:
                self._remove(other)
        while len(self._sizes) > 1 and (
            len(self._sizes) > self._most_pages or sum(self._sizes.values()) > self._most_bytes
        ):
            self._remove(next(iter(self._sizes)))

    def _remove(self, name: str) -> None:
        del self._sizes[name]
        for end in (_PAGE, _PACKED):
            self._path(name, end).unlink(missing_ok=True)

    def _path(self, name: str, end: str) -> Path:
        return self._folder / f"{name}{end}"

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        below = path.relative_to(self._folder).parents
        for folder in reversed(below):  # the folder itself comes first, as "."
            (self._folder / folder).mkdir(mode=0o700, exist_ok=True)
        # Synced, or a power cut could leave an empty page in its place.
        atomic_write(path, content, private=True, synced=True)


def _version(name: str) -> tuple[str, str]:
    """Return where a page is, and which version of it this is."""
    place, _, last = name.rpartition("/")
    return place, last.partition("-")[0]
