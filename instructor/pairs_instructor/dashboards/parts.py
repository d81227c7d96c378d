"""What the pages share: what a page is about, its heading, its links and its dates."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from pairs_course.figures.published import THEMES, Pooled, Summary, Theme
from pairs_course.people.names import isolate
from pairs_instructor.dashboards import questions
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.markup import EMPTY, Html

PageName = Literal["cohort", "network", "letter"]
#: Names the file that holds what a page is about, as JSON.
VARIABLE: Final = "PAIRS_PAGE"
LABELS: Final = {
    "start": "At the start",
    "then": "Looking back",
    "now": "Now",
    "once": "During the course",
}
#: Waves within a sentence, after "answered ...".
WHEN: Final = {
    "start": "at the start",
    "then": "looking back at the start",
    "now": "now",
    "once": "during the course",
}


@dataclass(frozen=True)
class PageData:
    """What a page is about, as the service gives it to the kernel; ``cohort`` may be empty."""

    page: PageName
    cohort: str
    title: str
    demo: bool
    data: dict[str, Any]
    choices: Choices
    home: str
    base: str

    @property
    def published(self) -> list[Summary] | list[Pooled]:
        """The summaries of a cohort, or the pooled figures of a network."""
        made: list[Summary] | list[Pooled] = self.data[
            "summaries" if self.page == "cohort" else "pools"
        ]
        return made

    @property
    def questions(self) -> list[questions.Question]:
        """The questions of the view."""
        return questions.of(self.published, self.choices)

    def address(self, choices: Choices, file: str = "") -> str:
        """Return the address of this page with other choices, or of a file beside it."""
        name = self.page + (f"/{quote(self.cohort, safe='')}" if self.cohort else "")
        return f"{self.base}{name}{file}{choices.query}"


def read() -> PageData:
    """Return what this page is about, from the file that the environment names."""
    told = json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))
    return PageData(**{**told, "choices": Choices(**told["choices"])})


def heading(page: str, title: str, choices: Choices | None = None) -> str:
    """Return the heading of a page, which is its title, too.

    Args:
        page: cohort, network or letter.
        title: the title of the cohort; that of the network may be empty.
        choices: what the viewer chose: the heading says it.
    """
    what = {
        "cohort": "what people said",
        "network": "what pairs everywhere say",
        "letter": "a letter to the sponsor",
    }[page]
    chosen = choices or Choices()
    said = f"{isolate(title)}: {what}" if title else what[0].upper() + what[1:]
    if chosen.theme:
        said += f" \N{EN DASH} {THEMES[chosen.theme]}"  # type: ignore[index] # choices.read knows
    return f"{said}, {WHEN[chosen.wave]}" if chosen.wave else said


def theme_heading(theme: Theme, choices: Choices) -> str:
    """Return the heading of a theme within the page, with the time that is chosen."""
    return THEMES[theme] + (f", {WHEN[choices.wave]}" if choices.wave else "")


def section(name: str, title: str, body: Html) -> Html:
    """Return a part of the page below a heading of the second level."""
    held = Html('<section aria-labelledby="{0}"><h2 id="{0}">{1}</h2>{2}</section>')
    return held.format(name, title, body)


def join(parts: Iterable[Html]) -> Html:
    """Return parts after each other."""
    return Html("").join(parts)


def lead(page: PageData, said: str, made: Mapping[str, str]) -> Html:
    """Return the beginning of a page with figures: what they are, when made, and the choices.

    ``made`` says by wave when its figures were made; only waves of the view are named.
    """
    in_view = {wave for q in page.questions for wave in q.waves}
    dates = join(
        Html("<li><strong>{}</strong> {}</li>").format(LABELS[wave], made[wave])
        for wave in questions.WAVES
        if wave in made and wave in in_view
    )
    listed = Html('<ul class="made">{}</ul>').format(dates) if dates else EMPTY
    return Html('<p class="lead">{}</p>').format(said) + listed + links(page)


def links(page: PageData) -> Html:
    """Return the choices as links, each to a view that has something to show, and the file."""
    there = questions.of(page.published, Choices())
    if not there:
        return EMPTY
    made = [one["wave"] for one in page.published]
    has = {(q.theme, wave) for q in there for wave in q.waves if wave in made}
    chosen = page.choices

    def theme(name: str) -> Choices:
        keep = not name or (name, chosen.wave) in has
        return Choices(name, chosen.wave if keep else "")

    def wave(name: str) -> Choices:
        keep = not name or (chosen.theme, name) in has
        return Choices(chosen.theme if keep else "", name)

    all_waves = [w for w in questions.WAVES if w in made]
    by_theme = [("", "Everything"), *((t, THEMES[t]) for t in questions.themes(there))]
    by_wave = [("", "All together"), *((w, LABELS[w]) for w in all_waves)]
    file = Html(
        '<p class="file"><a href="{}" type="text/csv">Get these figures as a file for a '
        "spreadsheet (CSV)</a></p>"
    ).format(page.address(chosen, "/figures.csv"))
    empty = all(question.withheld for question in page.questions)
    return Html('<nav class="choices" aria-label="What to see on this page">{}{}{}</nav>').format(
        _choice("What it is about", "theme", by_theme, page, theme),
        _choice("When people answered", "wave", by_wave, page, wave),
        EMPTY if empty else file,
    )


def nothing(page: PageData) -> Html:
    """Say that a view is empty, and why."""
    if not page.published:
        why = page.data.get("why") or "There are no figures yet."
        return Html('<p class="card">{}</p>').format(why)
    return Html(
        '<p class="card">There are no figures for what you chose. Either they are not made yet, '
        'or this was not asked then. <a href="{}">See everything on this page</a>.</p>'
    ).format(page.address(Choices()))


def day(iso: str) -> str:
    """Write a day as in 23 November 2026."""
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def _choice(
    label: str,
    name: str,
    values: Sequence[tuple[str, str]],
    page: PageData,
    to: Callable[[str], Choices],
) -> Html:
    chosen = getattr(page.choices, name)
    items = (
        Html('<li><a href="{}"{}>{}</a></li>').format(
            page.address(to(value)),
            Html(' aria-current="true"') if value == chosen else EMPTY,
            words,
        )
        for value, words in values
    )
    return Html('<p id="by-{0}">{1}</p><ul aria-labelledby="by-{0}">{2}</ul>').format(
        name, label, join(items)
    )
