"""Which pages there are, what each shows, and who is told when that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from pairs_course.figures import sponsor_letter
from pairs_course.people.roster import Roster, roster_of
from pairs_course.store import Store, published_pages

from ..cohort import ANN, BEN, ROWS
from ..published_data import summary
from .test_moderation import CONTENT, FIRST, SECOND, agree, decide, does

START, ONCE = summary("start", lambda _: "few"), summary("once", lambda _: "many")
OPENS, BEFORE = date(2026, 11, 30), date(2026, 11, 29)
POOLED = {"wave": "start", "made": "2026-12-01", "cohorts": 5, "items": []}


def close(store: Store, one: Any, opens: date = OPENS) -> None:
    store.summaries.close_wave(
        "north",
        one["wave"],
        cast(dict[str, Any], one),
        lambda all_: sponsor_letter.compose(all_, opens, CONTENT.letter),
    )


def publish(store: Store, text: dict[str, str]) -> None:
    """Let the first pair agree on a card, and its facilitator publish it."""
    agree(store, text)
    does(store, ANN, "send")
    decide(store, text, "published")


def test_a_page_of_another_name_for_all_that_a_network_shows(store: Store) -> None:
    """An edition, a text that is published, replaced or taken back, a cohort that goes."""
    names = []
    steps: list[Callable[[], object]] = [
        lambda: store.editions.keep("start", True, 1, [], POOLED),
        lambda: publish(store, FIRST),
        lambda: close(store, START),  # from now on its cards are shown
        lambda: publish(store, SECOND),
        lambda: store.reviews.withdraw(BEN, 1, "network-card", CONTENT),
    ]
    for change in steps:
        change()
        page = published_pages.network_of(store, CONTENT, demo=True)
        assert page is not None
        names.append(published_pages.edition(page))

    assert names[0] == names[1] == names[4]  # nothing of a pair is shown before and after
    assert len(set(names)) == 3
    assert published_pages.network_of(store, CONTENT, demo=False) is None


def test_a_letter_is_a_page_for_those_who_read_it_today(store: Store) -> None:
    """The newest one for the cohort, and for sponsors the newest that is open."""

    def letters(today: date) -> list[tuple[str, bool]]:
        pages = published_pages.of_cohort(store, "north", today)
        found = [page["letter"] for page in pages if page["page"] == "letter"]
        return [(one["wave"], one["held"]) for one in found if one]

    close(store, START)
    assert letters(BEFORE) == letters(OPENS) == [("start", False)]
    later = date(2027, 1, 30)
    close(store, ONCE, later)
    assert letters(OPENS) == [("once", False), ("start", False)]
    store.letters.hold("north", "once", OPENS)
    assert letters(later) == [("once", True), ("start", False)]


def test_a_cohort_made_anew_has_pages_of_other_names(store: Store) -> None:
    """Unless it shows the very same."""
    names = set()
    for one in (START, ONCE):
        close(store, one)
        page = published_pages.cohort_page(store, "north")
        assert page is not None
        names.add(published_pages.edition(page))
        store.people.remove_cohort("north")
        store.people.add_cohort("north", roster_of(ROWS))

    assert len(names) == 2
    assert published_pages.cohort_page(store, "north") is None


def test_each_change_of_what_is_published_is_told(store: Store) -> None:
    """Whatever makes it, and after it is there; a change that shows nothing is not."""
    told: list[list[str]] = []
    store.when_published(lambda: told.append(store.summaries.closed("north")))

    store.people.add_cohort("south", Roster("empty.csv", ()))
    agree(store, FIRST)
    does(store, ANN, "send")
    assert told == []
    steps: list[Callable[[], object]] = [
        lambda: decide(store, FIRST, "published"),
        lambda: close(store, START),
        lambda: store.letters.hold("north", "start", BEFORE),
        lambda: store.editions.keep("start", True, 1, ["north"], POOLED),
        lambda: store.reviews.withdraw(BEN, 1, "network-card", CONTENT),
        lambda: store.people.remove_cohort("south"),
    ]
    for change in steps:
        change()

    assert told == [[], *[["start"]] * 5]
