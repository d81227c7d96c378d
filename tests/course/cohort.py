"""A small cohort and a small module, shared by the tests of the store and of the service."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pairs_course.people.roster import Roster, roster_of
from pairs_course.store import Store

ANN, BEN, CAT, DAN = "ann", "ben", "cat", "dan"
FAY, SAM = "fay", "sam"

#: A notebook with nothing in it.
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'

ROWS = [
    (ANN, "Ann Alder", "patient-leader", "1"),
    (BEN, "Ben Birch", "professional", "1"),
    (CAT, "Cat Cedar", "patient-leader", "2"),
    (DAN, "Dan Dell", "professional", "2"),
    (FAY, "Fay Fern", "facilitator", ""),
    (SAM, "Sam Sage", "sponsor", ""),
]


def roster(*extra: tuple[str, str, str, str]) -> Roster:
    """Return the roster of the small cohort, with more people below."""
    return roster_of([*ROWS, *extra])


def with_cohort(folder: Path) -> Store:
    """Open a store in a folder, with the small cohort in it."""
    store = Store.in_folder(folder)
    store.people.add_cohort("north", roster(), title="North", demo=True)
    return store


def archive(files: Mapping[str, str | bytes] | None = None) -> bytes:
    """Pack files; without any, one notebook and one picture."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for name, text in (files or {"one.ipynb": NOTEBOOK, "pictures/a.svg": "<svg/>"}).items():
            opened.writestr(name, text)
    return packed.getvalue()
