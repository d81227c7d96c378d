"""Syncs a person's module folders with what was released.

Standard library only: the program that starts a server uses it before anything else is loaded.
The folders hold no work of the person's, so they can be replaced at any time.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pairs_course.hub.plain_page.released import digest
from pairs_course.programme.module_digest import digest_of_files
from pairs_course.service_line import ServiceError, ServiceLine
from pairs_course.zip_safety import UnsafeArchive, files_of

_MODULE: Final = re.compile(r"[0-9]{2}-[a-z0-9-]{1,60}")
_COHORT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: Placeholders in the desk's notebook for its cohort's name and title.
COHORT: Final = "COHORT"
TITLE: Final = "TITLE"
#: The folder for a facilitator's desks, one for each cohort. It is beside the cohorts' folders,
#: and no cohort can have this name.
DESK: Final = "_desk"


def bring_up_to_date(home: Path, line: ServiceLine, me: Mapping[str, Any]) -> dict[str, str]:
    """Make the module folders of ``home`` match the release, with desks for a facilitator.

    Only folders that differ are fetched, and nothing changes until everything has arrived.
    A module that is no longer released is removed.

    Args:
        home: the person's home folder.
        line: the connection to the service.
        me: the person as the service describes them, with ``cohort`` and ``role``.

    Returns:
        The digest of each notebook that may run on opening, by its path in ``home``.

    Raises:
        ServiceError: the service is unavailable; the folders are unchanged.
        OSError: a folder cannot be written.
    """
    where = f"api/exchange/{quote(me['cohort'], safe='')}/assignments"
    released = {
        str(entry["module"]): str(entry["digest"])
        for entry in line.get_json(where)["assignments"]
        if _MODULE.fullmatch(str(entry["module"]))
    }
    pages: dict[str, dict[str, bytes]] = {}
    for module, wanted in released.items():
        files = _read(home / module)
        if files is None or digest_of_files(files) != wanted:
            files = _files(line.get(f"{where}/{quote(module, safe='')}"))
        pages[module] = files
    if me["role"] == "facilitator":
        pages |= _desks(line.get_json("api/cohorts")["cohorts"])
    return make_equal(home, pages)


def notebook_of(folder: str) -> str:
    """Return the notebook's path for a module's or desk's folder; both are relative to home."""
    name = "desk" if folder.startswith(f"{DESK}/") else folder
    return f"{folder}/{name}.ipynb"


def _desks(cohorts: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, bytes]]:
    """Return the files of the desk for each cohort that the person facilitates, by folder.

    A desk belongs to one cohort, which its address, title and code name.
    """
    text = _desk().read_text(encoding="utf-8")
    desks = {}
    for one in cohorts:
        name, title = str(one["name"]), str(one["title"])
        if one["role"] == "facilitator" and _COHORT.fullmatch(name):
            plain = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", title)  # escapes Markdown
            made = text.replace(COHORT, name).replace(TITLE, json.dumps(plain)[1:-1])
            desks[f"{DESK}/{name}"] = {"desk.ipynb": made.encode()}
    return desks


def _desk() -> Path:
    """Return the path of the desk's notebook without importing its package."""
    spec = importlib.util.find_spec("pairs_instructor")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pairs_instructor is not installed")
    return Path(spec.submodule_search_locations[0]) / "desk.ipynb"


def make_equal(home: Path, released: Mapping[str, Mapping[str, bytes]]) -> dict[str, str]:
    """Make the module folders of ``home`` hold exactly ``released``.

    A folder with any difference is replaced whole; that of a module no longer released is removed.
    Returns the digest of each released notebook by its path in ``home``. A damaged notebook has
    no digest and does not affect the others.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for stranger in [*home.iterdir(), *(home / DESK).glob("*")]:
        name = stranger.relative_to(home).as_posix()
        if (_MODULE.fullmatch(name) or name.startswith(f"{DESK}/")) and name not in released:
            _remove(stranger)
    digests = {}
    for module, files in released.items():
        if _read(home / module) != files:
            _replace(home / module, files)
        for name, data in files.items():
            if name.endswith(".ipynb") and (known := _digest(data)) is not None:
                digests[f"{module}/{name}"] = known
    return digests


def _digest(data: bytes) -> str | None:
    """Return a notebook's digest, or None for a damaged one, which therefore never runs."""
    try:
        return digest(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _files(archive: bytes) -> dict[str, bytes]:
    """Unpack; raises ServiceError for a bad archive or a path outside the folder."""
    try:
        return dict(files_of(archive))
    except UnsafeArchive as error:
        raise ServiceError(f"A module cannot be unpacked: {error}.") from None


def _read(folder: Path) -> dict[str, bytes] | None:
    """Return a folder's files, or None if it is not a folder or has anything but plain files."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            return None
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
        elif not any(path.iterdir()):
            return None
    return found


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}")
    _remove(fresh)
    for name, data in files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _remove(folder)
    fresh.rename(folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
