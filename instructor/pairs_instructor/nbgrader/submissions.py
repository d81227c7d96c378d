"""Checks a participant's submission, ``submission.json`` and its folder, before it is used.

A submission is untrusted data, even if a facilitator filled ``submitted/`` by hand. Nothing here
runs any of it, follows a link, or lets one bad submission stop the others.

A hard-linked file could be somebody else's. It only belongs to the person for whom the record says
that it was collected (``noted``, see :mod:`.collected_ids`).
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NoReturn

from nbgrader.utils import parse_utc

from pairs_course.programme.content import Content
from pairs_course.programme.items import TOGETHER, Item
from pairs_instructor.nbgrader.collected_ids import digest

FILE: Final = "submission.json"
ASIDE: Final = "set-aside"
MAX_BYTES: Final = 500_000
# All files in a collected folder besides the notebook, with their maximum sizes.
EXPECTED: Final = {FILE: MAX_BYTES, "timestamp.txt": 100, "submission_secret.txt": 200}
MAX_REASONS: Final = 20
VERSION: Final = 1

# nbgrader looks up a time zone's name as a path, so only plain names are allowed.
_MOMENT: Final = re.compile(
    r"\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"
    r"(Z| ?[+-]\d\d:?\d\d| [A-Za-z_]+(/[A-Za-z_]+)*)?\s*)?"
)
_KEYS: Final = {"version", "module", "complete", "demo", "answers", "joint"}


class SubmissionError(ValueError):
    """An unusable submission; the message says what was expected and what was found."""


@dataclass(frozen=True)
class Checked:
    """A checked submission.

    ``data`` is safe for the released cells; ``reasons`` are sentences for the facilitator about
    what was left out; ``usable`` is false if nothing could be used.
    """

    data: Mapping[str, Any]
    reasons: tuple[str, ...] = ()
    usable: bool = True


@dataclass
class _Checking:
    """The items that a module's submission may have, and the problems so far."""

    items: Mapping[str, Item]
    reasons: list[str] = field(default_factory=list)

    def keep(self, given: Mapping[str, Any], *, joint: bool) -> dict[str, Any]:
        kept = {}
        for name, value in given.items():
            item = self.items.get(name)
            if item is None or (item.kind in TOGETHER) != joint:
                self.reasons.append(f"{_label(name)} was left out: no such question here.")
            elif problem := item.value_error(value):
                self.reasons.append(f"{_plain(problem)}. It was left out.")
            elif not _encodes(value):
                self.reasons.append(f"{_label(name)} was left out: it is not text in UTF-8.")
            else:
                kept[name] = value
        return kept


def read(
    folder: Path, module: str, content: Content, noted: Mapping[str, str] | None = None
) -> Checked:
    """Read and check the ``submission.json`` in a folder; never raises for its content."""
    try:
        return check(_bytes(folder / FILE, noted or {}), module, content)
    except SubmissionError as error:
        empty = {"version": VERSION, "module": module, "complete": False, "demo": False}
        return Checked({**empty, "answers": {}, "joint": {}}, (str(error),), usable=False)


def check(raw: bytes, module: str, content: Content) -> Checked:
    """Check a submission's JSON against the programme.

    Answers to unknown questions, answers not meant for the facilitator, and answers of the wrong
    type are left out, each with a reason. Raises SubmissionError if nothing can be used.
    """
    data = _parse(raw)
    if set(data) != _KEYS:
        raise SubmissionError(f"{FILE}: expected the keys {', '.join(sorted(_KEYS))}.")
    if data["version"] != VERSION or data["module"] != module:
        raise SubmissionError(f"{FILE}: expected version {VERSION} of the module {module}.")
    for name, kind in (("complete", bool), ("demo", bool), ("answers", dict), ("joint", dict)):
        if not isinstance(data[name], kind):
            came = type(data[name]).__name__
            raise SubmissionError(f"{FILE}: expected {name} as a {kind.__name__}, got a {came}.")
    checking = _Checking(_shared_items(module, content))
    answers = checking.keep(data["answers"], joint=False)
    joint = checking.keep(data["joint"], joint=True)
    return Checked({**data, "answers": answers, "joint": joint}, _few(checking.reasons))


def set_aside(folder: Path, noted: Mapping[str, str] | None = None) -> list[str]:
    """Move what does not belong in a submission aside, and return the names.

    Plain files with expected names stay, and so do notebooks, which are never opened. Everything
    else (links, folders, programs, oversized files) goes into ``set-aside/``, which nbgrader does
    not copy. Nothing is followed, run or deleted; a folder that is itself a link is left alone,
    because its content is elsewhere. Raises OSError if something cannot be moved.
    """
    if is_link(folder):
        return []
    place = folder / ASIDE
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        place.rename(_free(folder, "not-set-aside"))
    moved = strangers(folder, noted)
    for name in moved:
        place.mkdir(exist_ok=True)
        (folder / name).rename(_free(place, name))
    return moved


def complete(folder: Path, notebooks: Iterable[Path]) -> None:
    """Add missing released notebooks to a submission, never writing through a link."""
    for notebook in notebooks:
        if not is_link(folder) and not os.path.lexists(folder / notebook.name):
            shutil.copyfile(notebook, folder / notebook.name)


def strangers(folder: Path, noted: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of entries that do not belong in a submission's folder."""
    entries = sorted(os.scandir(folder), key=lambda e: e.name)
    return [e.name for e in entries if e.name != ASIDE and not _belongs(e, noted or {})]


def is_link(folder: Path) -> bool:
    """Return whether a submission's folder, or its participant's, is a link."""
    return folder.is_symlink() or folder.parent.is_symlink()


def aside(folder: Path) -> list[str]:
    """Return the names of what was set aside in a submission's folder."""
    place = folder / ASIDE
    if place.is_symlink() or not place.is_dir():
        return []
    return sorted(_label(entry.name) for entry in place.iterdir())


def _free(folder: Path, name: str) -> Path:
    taken = {entry.name for entry in folder.iterdir()}
    short = name[:60]  # a file name has at most 255 bytes, and a character up to 4
    names = [name, *(f"{short}.{n}" for n in range(1, len(taken) + 2))]
    return folder / next(n for n in names if n not in taken)


def _belongs(entry: os.DirEntry[str], noted: Mapping[str, str]) -> bool:
    about = entry.stat(follow_symlinks=False)
    if not entry.is_file(follow_symlinks=False):
        return False
    if not entry.name.endswith(".ipynb") and about.st_size > EXPECTED.get(entry.name, -1):
        return False
    if about.st_nlink > 1 and not _is_noted(Path(entry.path), noted):
        return False
    return entry.name != "timestamp.txt" or _is_moment(Path(entry.path).read_bytes())


def _is_noted(path: Path, noted: Mapping[str, str]) -> bool:
    if path.name not in noted:
        return False
    with path.open("rb") as file:
        return digest(file) == noted[path.name]


def _is_moment(raw: bytes) -> bool:
    text = raw.decode("ascii", "replace")
    if not _MOMENT.fullmatch(text):
        return False
    try:
        return not text.strip() or parse_utc(text.strip()) is not None
    except (ValueError, OverflowError):
        return False


def _bytes(path: Path, noted: Mapping[str, str]) -> bytes:
    """Read a plain file of limited size, without following a link.

    A hard-linked file is read once, and those bytes are checked against the record.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise SubmissionError(f"The file with the answers, {FILE}, is missing.") from None
    except OSError:
        raise SubmissionError(f"{FILE}: expected a plain file, got something else.") from None
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise SubmissionError(f"{FILE}: expected a plain file, got something else.")
        raw = file.read(MAX_BYTES + 1)
    if about.st_nlink > 1 and digest(BytesIO(raw)) != noted.get(path.name):
        raise SubmissionError(f"{FILE}: expected a plain file, got something else.")
    if len(raw) > MAX_BYTES:
        raise SubmissionError(f"{FILE}: expected at most {MAX_BYTES} bytes, got more.")
    return raw


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_named_once,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        raise SubmissionError(f"{FILE}: expected JSON in UTF-8, got something else.") from None
    if not isinstance(data, dict):
        raise SubmissionError(f"{FILE}: expected a JSON object, got a {type(data).__name__}.")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Programs disagree on which of two values with one name counts; here neither does.
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("duplicate name")
    return data


def _shared_items(module: str, content: Content) -> dict[str, Item]:
    try:
        return {item.id: item for _, item in content.facilitator_items(module)}
    except KeyError:
        raise SubmissionError(f"The programme has no module {module}.") from None


def _encodes(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _few(reasons: list[str]) -> tuple[str, ...]:
    if len(reasons) <= MAX_REASONS:
        return tuple(reasons)
    return (*reasons[:MAX_REASONS], f"And {len(reasons) - MAX_REASONS} more were left out.")


def _label(name: str) -> str:
    """Return somebody else's name for something, quoted, without special characters."""
    return "“" + re.sub(r"[^A-Za-z0-9. _-]", "?", name[:60]) + "”"


def _plain(problem: str) -> str:
    return re.sub(r"[<>&`*_\[\]|\\]", "?", problem)
