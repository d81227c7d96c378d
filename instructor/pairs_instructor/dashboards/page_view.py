"""What a page is about: what the course service published, and what a viewer chose of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from pairs_course.figures import aggregation
from pairs_course.figures import published as published_types
from pairs_instructor.dashboards import pages
from pairs_instructor.dashboards.choices import Choices

Page = Literal["cohort", "network", "letter"]

#: The language that pages are written in; a part of their names where they are kept.
LANGUAGE: Final = "en"
WHOLE: Final = Choices()
# What of a page's answer it is made from: without any of it there is only a sentence to show.
_SHOWN: Final[dict[Page, tuple[str, ...]]] = {
    "cohort": ("summaries",),
    "network": ("pools", "texts"),
    "letter": ("letter",),
}


@dataclass(frozen=True)
class Subject:
    """One view of a page.

    ``data`` is the course service's answer as it came; ``cohort`` is empty for the network.
    """

    page: Page
    cohort: str
    title: str
    demo: bool
    version: int | str
    data: Mapping[str, Any]
    choices: Choices

    @cached_property
    def folder(self) -> str:
        """Where this page's views are kept, below the folder of all pages."""
        if self.page == "network":
            return "network/demo" if self.demo else "network/real"
        return f"{self.page}/{self.cohort}"

    @cached_property
    def version_mark(self) -> str:
        """A name for the version, whatever it is made of."""
        return _digest(str(self.version))[:8]

    @cached_property
    def key(self) -> str:
        """A name for the view that changes with all it shows, and with how it is shown.

        The version alone would do until a cohort is removed and one of the same name is added.
        """
        content = _digest(look(), json.dumps(self.data, sort_keys=True))[:16]
        chosen = "-".join(filter(None, (self.choices.theme, self.choices.wave))) or "whole"
        return f"{self.folder}/{self.version_mark}-{content}-{chosen}-{LANGUAGE}"


@dataclass(eq=False)
class PageContent:
    """What the course service gives a viewer; where nothing is shown, ``why`` says so.

    One answer serves all who get the same. ``asked`` is when that was asked last, in seconds of
    this process's clock: of two versions, the one that was asked for later is the newer one.
    """

    page: Page
    cohort: str
    title: str
    demo: bool
    version: int | str
    data: Mapping[str, Any]
    why: str
    asked: float
    _views: dict[Choices, Subject] = field(default_factory=dict, repr=False)

    @cached_property
    def shows(self) -> bool:
        """Whether there is anything to show but a sentence."""
        return any(self.data[name] for name in _SHOWN[self.page])

    def view(self, choices: Choices = WHOLE) -> Subject:
        """Return one view of it; there are only as many as there are choices."""
        subject = self._views.get(choices)
        if subject is None:
            subject = self._views[choices] = Subject(
                self.page,
                self.cohort,
                self.title,
                self.demo,
                self.version,
                self.data,
                choices,
            )
        return subject


def read(page: Page, cohort: str, data: Any, asked: float) -> PageContent:
    """Read an answer of the course service.

    Raises:
        KeyError, TypeError: it is not one.
    """
    for name in _SHOWN[page]:
        data[name]
    return PageContent(
        page, cohort, data["title"], data["demo"], data["version"], data, data["why"], asked
    )


@cache
def look() -> str:
    """Return a digest of everything of ours that decides how a page looks."""
    files = [
        *sorted(pages.TEMPLATE_FOLDER.iterdir()),
        *sorted(pages.NOTEBOOKS.glob("*.ipynb")),
        *sorted(pages.HERE.rglob("*.py")),
        *(Path(str(module.__file__)) for module in (published_types, aggregation)),
    ]
    return _digest(*(file.read_text(encoding="utf-8") for file in files))


def _digest(*texts: str) -> str:
    return sha256("\x1f".join(texts).encode()).hexdigest()
