"""What the cohort's notebook shows: each function returns one part of the page as HTML.

The notebook is run once for each view, in a kernel that has what is published in a file and no
token. Nothing here asks anybody for anything.
"""

from __future__ import annotations

from pairs_course.figures.published import Finished
from pairs_instructor.dashboards import brief, figures, parts
from pairs_instructor.dashboards.markup import EMPTY, Html
from pairs_instructor.dashboards.parts import PageData


def lead(page: PageData) -> Html:
    """Say when the figures were made; offer the choices."""
    said = "Figures are made once, when a round of answers closes. They do not change."
    summaries = page.published["summaries"]
    made = {s["wave"]: f"made on {parts.day(s['closed'])}" for s in summaries}
    return parts.lead(page, said, made) + brief.top(page)


def themes(page: PageData) -> Html:
    """Show the figures, theme by theme."""
    return figures.themes(page)


def finished(page: PageData) -> Html:
    """Show what most pairs have finished; a view of one theme leaves it out."""
    chosen = page.choices
    summaries = page.published["summaries"]
    in_view = [one for one in summaries if chosen.wave in ("", one["wave"])]
    if chosen.theme or not in_view:
        return EMPTY
    newest = max(in_view, key=lambda one: one["closed"])
    body = _finished(newest["finished"], parts.day(newest["closed"]))
    return parts.section("finished", "What most pairs have finished", body)


def _finished(modules: list[Finished], when: str) -> Html:
    if not modules:
        return Html(
            "<p>Not shown yet. A module is shown once half of the pairs have finished it.</p>"
        )
    return Html(
        '<p>By {}, at least half of the pairs had finished:</p><ul class="done">{}</ul>'
    ).format(when, parts.join(Html("<li>{}</li>").format(one["title"]) for one in modules))
