"""What the pages share: what a page is about, its heading, its links and its dates."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pairs_course.figures.published import Pooled, PublishedPage, Summary, Theme
from pairs_course.people.names import isolate
from pairs_course.programme import compiled
from pairs_instructor.dashboards import pages, questions
from pairs_instructor.dashboards.choices import Choices
from pairs_instructor.dashboards.markup import EMPTY, Html

#: Names the file that holds what a page shows, and which view of it, as JSON.
VARIABLE: Final = "PAIRS_PAGE"


@dataclass(frozen=True)
class PageData:
    """What a page shows, and which view of it this is."""

    published: PublishedPage
    choices: Choices

    @property
    def waves(self) -> list[Summary] | list[Pooled]:
        """The figures of each wave: a cohort's own, or those of several cohorts together."""
        return self.published["summaries"] or self.published["pools"]

    @property
    def questions(self) -> list[questions.Question]:
        """The questions of the view."""
        return questions.of(self.waves, self.choices)

    @property
    def heading(self) -> str:
        """The heading of the page, which is its title, too: it says what the viewer chose."""
        theme, wave = self.choices.theme, self.choices.wave
        said = heading(self.published["page"], self.published["title"])
        if theme:
            said += f" \N{EN DASH} {theme_label(theme)}"
        return f"{said}, {within(wave)}" if wave else said

    def address(self, choices: Choices, file: str = "") -> str:
        """Return the address of this page with other choices, or of a file beside it."""
        page, cohort = self.published["page"], self.published["cohort"]
        name = page + (f"/{quote(cohort, safe='')}" if cohort else "")
        return f"{pages.BASE}{name}{file}{choices.query}"


def write(path: Path, page: PageData) -> None:
    """Write what :func:`read` reads."""
    told = {"published": page.published, "choices": vars(page.choices)}
    path.write_text(json.dumps(told), encoding="utf-8")


def read() -> PageData:
    """Return what this page shows, from the file that the environment names."""
    told = json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))
    return PageData(told["published"], Choices(**told["choices"]))


def over(wave: str) -> str:
    """Return what stands over figures of a wave."""
    return compiled.load().wave_words(wave)["heading"]


def within(wave: str) -> str:
    """Return a wave as it is said within a sentence, after "answered"."""
    return compiled.load().wave_words(wave)["within"]


def theme_label(theme: str) -> str:
    """Return what the questions of a theme are about."""
    return next(one["label"] for one in compiled.load().words["themes"] if one["id"] == theme)


def heading(page: str, title: str) -> str:
    """Return the heading of a whole page; the title may be empty for the network."""
    what = {
        "cohort": "what people said",
        "network": "what pairs everywhere say",
        "letter": "a letter to the sponsor",
    }[page]
    return f"{isolate(title)}: {what}" if title else what[0].upper() + what[1:]


def theme_heading(theme: Theme, choices: Choices) -> str:
    """Return the heading of a theme within the page, with the time that is chosen."""
    return theme_label(theme) + (f", {within(choices.wave)}" if choices.wave else "")


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
        Html("<li><strong>{}</strong> {}</li>").format(over(wave), made[wave])
        for wave in questions.WAVES
        if wave in made and wave in in_view
    )
    listed = Html('<ul class="made">{}</ul>').format(dates) if dates else EMPTY
    return Html('<p class="lead">{}</p>').format(said) + listed + links(page)


def links(page: PageData) -> Html:
    """Return the choices as links, each to a view that has something to show, and the file."""
    there = questions.of(page.waves, Choices())
    if not there:
        return EMPTY
    made = [one["wave"] for one in page.waves]
    has = {(q.theme, wave) for q in there for wave in q.waves if wave in made}
    chosen = page.choices

    def theme(name: str) -> Choices:
        keep = not name or (name, chosen.wave) in has
        return Choices(name, chosen.wave if keep else "")

    def wave(name: str) -> Choices:
        keep = not name or (chosen.theme, name) in has
        return Choices(chosen.theme if keep else "", name)

    all_waves = [w for w in questions.WAVES if w in made]
    by_theme = [("", "Everything"), *((t, theme_label(t)) for t in questions.themes(there))]
    by_wave = [("", "All together"), *((w, over(w)) for w in all_waves)]
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
