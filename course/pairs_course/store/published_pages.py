"""The currently published pages, each with its content and edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from pairs_course.figures import network_page, page_access
from pairs_course.figures.published import Letter, PageName, PublishedPage
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme.content import Content

if TYPE_CHECKING:
    from pairs_course.store import Store

#: Readers of a cohort's letters: pairs read the newest, sponsors the newest that is open.
_READERS: Final = (PAIR_ROLES[0], "sponsor")


def edition(page: PublishedPage) -> str:
    """Return a page's edition, which changes whenever its content does."""
    text = json.dumps(page, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cohort_page(store: Store, cohort: str) -> PublishedPage | None:
    """Return a cohort's page, None before its first wave closes; raises UnknownCohort."""
    summaries = [one.summary for one in store.waves.published(cohort).values()]
    if not summaries:
        return None
    return {**_empty(store, "cohort", cohort), "summaries": summaries}


def letter_page(store: Store, cohort: str, letter: Letter) -> PublishedPage:
    """Return the page of one of a cohort's letters; raises UnknownCohort."""
    return {**_empty(store, "letter", cohort), "letter": letter}


def network_of(store: Store, content: Content, demo: bool) -> PublishedPage | None:
    """Return the page of all cohorts of this kind, None before their figures are pooled."""
    pools = network_page.pools(store.editions.published(demo), content)
    if not pools:
        return None
    texts = network_page.texts(store.network.texts(demo, network_page.MOST_TEXTS), content)
    return {
        "page": "network",
        "cohort": "",
        "title": network_page.title(demo),
        "demo": demo,
        "summaries": [],
        "pools": pools,
        "texts": texts,
        "letter": None,
    }


def of_network(store: Store, content: Content) -> Iterator[PublishedPage]:
    """Yield the network pages of real and demo cohorts that exist."""
    for demo in (False, True):
        if page := network_of(store, content, demo):
            yield page


def of_cohort(store: Store, cohort: str, today: date) -> Iterator[PublishedPage]:
    """Yield every page of a cohort that somebody may read today; raises UnknownCohort."""
    if page := cohort_page(store, cohort):
        yield page
    letters = store.letters.of_cohort(cohort)
    read = [page_access.letter_view(role, letters, today).letter for role in _READERS]
    for n, letter in enumerate(read):
        if letter is not None and letter not in read[:n]:
            yield letter_page(store, cohort, letter)


def _empty(store: Store, page: PageName, cohort: str) -> PublishedPage:
    place = store.people.cohort(cohort)
    return {
        "page": page,
        "cohort": cohort,
        "title": place.title,
        "demo": place.demo,
        "summaries": [],
        "pools": [],
        "texts": [],
        "letter": None,
    }
