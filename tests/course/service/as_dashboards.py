"""How tests look as the dashboards do, at cohorts whose waves they close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

from pairs_course.figures import sponsor_letter
from pairs_course.figures.published import Pooled, PublishedPage, Summary
from pairs_course.pairs.moderation import Choice, digest
from pairs_course.people.roster import PAIR_ROLES, roster_of
from pairs_course.store import published_pages

from ..published_data import CONTENT, summary
from ..store.test_moderation import agree, does
from .conftest import Service

START, ONCE = summary("start", lambda _: "few"), summary("once", lambda _: None)
OPENS, BEFORE = date(2026, 11, 30), date(2026, 11, 29)


def on(service: Service, day: date) -> None:
    """Let the course run on a day."""
    service.app.state.course = replace(service.app.state.course, today=lambda: day)


def get(service: Service, path: str, viewer: str | None = None) -> tuple[int, Any]:
    query = {"viewer": viewer} if viewer is not None else {}
    answer = service.ask("service-dashboards", "GET", path, params=query)
    return answer.status_code, answer.json()


def shown(service: Service, path: str, viewer: str) -> PublishedPage:
    """Return the page that a viewer sees, found by the name that they are told."""
    store, content = service.store, service.app.state.course.content
    pages = [*published_pages.of_network(store, content)]
    for cohort in store.summaries.newest():
        if page := published_pages.cohort_page(store, cohort):
            pages.append(page)
        letters = store.letters.of_cohort(cohort)
        pages += [published_pages.letter_page(store, cohort, one) for one in letters]
    by_name = {published_pages.edition(one): one for one in pages}
    return by_name[get(service, path, viewer)[1]["edition"]]


def close(service: Service, one: Summary, cohort: str = "north") -> None:
    """Close a wave, with its letter."""
    service.store.summaries.close_wave(
        cohort,
        one["wave"],
        cast(dict[str, Any], one),
        lambda all_: sponsor_letter.compose(all_, OPENS, CONTENT.letter),
    )


def big(service: Service, name: str = "big", pairs: int = 10, *, demo: bool = False) -> None:
    """Make a cohort with a sponsor ``sue-<name>``."""
    rows = [(f"{name}{n}-{r[:3]}", "Somebody", r, str(n)) for n in range(pairs) for r in PAIR_ROLES]
    rows.append((f"sue-{name}", "Sue", "sponsor", ""))
    service.store.people.add_cohort(name, roster_of(rows), title=name.title(), demo=demo)


def pooled(wave: str = "start", cohorts: int = 5) -> Pooled:
    none: Any = {"step": None, "roles": None, "people": None}
    about = [{k: v for k, v in f.items() if k not in ("word", "why")} for f in START["items"]]
    items: Any = [{**one, **none, "word": "few", "why": None} for one in about]
    return {"wave": wave, "made": "2026-12-01", "cohorts": cohorts, "items": items}


def keep(service: Service, edition: Pooled, *, demo: bool = False) -> None:
    number = service.store.editions.waiting(edition["wave"], demo).number
    assert service.store.editions.keep(
        edition["wave"], demo, number, [], cast(dict[str, Any], edition)
    )


def publish_text(service: Service, value: str = "Take your time.") -> int:
    """Publish the letter of pair 1 of the small cohort to other pairs; returns the pair."""
    text = {"letter": value}
    agree(service.store, text, item="letter")
    does(service.store, "ann", "send")
    choice = Choice(digest(text), "waiting", "published")
    service.store.reviews.decide("fay", "north", "1", "letter", choice, CONTENT)
    return service.store.reviews.of_person("ann", CONTENT)[0].pair
