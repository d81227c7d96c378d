"""What all cohorts show together: in the order of the waves, with texts that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from pairs_course.figures import aggregation, network_page
from pairs_course.figures.published import Pooled

from ..published_data import CONTENT


@dataclass(frozen=True)
class Written:
    item: str
    value: dict[str, str]


def edition(wave: str, word: Any, cohorts: int = 5) -> Pooled:
    [about, *_] = [
        a for one in aggregation.items_of(CONTENT, "start") for a, _ in aggregation.asked(one)
    ]
    none = {"step": None, "roles": None, "people": None}
    figure: Any = {**about, **none, "word": word, "why": None if word else "Not shown."}
    return {"wave": wave, "made": "2026-11-23", "cohorts": cohorts, "items": [figure]}


def test_pools_come_in_the_order_of_the_waves() -> None:
    """One a wave, put together from its editions; a wave that is asked no more comes last."""
    editions = [edition("gone", "few"), edition("now", "few"), edition("start", "few", 5),
                edition("start", "many", 7)]  # fmt: skip

    pools = network_page.pools(editions, CONTENT)

    assert [(pool["wave"], pool["cohorts"]) for pool in pools] == [
        ("start", 12),
        ("now", 5),
        ("gone", 5),
    ]
    assert network_page.pools([], CONTENT) == []


def test_texts_are_told_by_their_headings() -> None:
    """Boxes that were left empty are left out, and so is what the programme no longer asks."""
    written = [
        Written("network-card", {"who": "A carer and a nurse", "work": " ", "offer": "Tea"}),
        Written("letter", {"letter": "Take your time."}),
        Written("gone", {"text": "Hello"}),
    ]

    assert network_page.texts(written, CONTENT) == [
        {
            "kind": "card",
            "fields": {
                "Who are we, by role?": "A carer and a nurse",
                "What can we offer to another pair?": "Tea",
            },
        },
        {"kind": "letter", "fields": {"Dear next pair,": "Take your time."}},
    ]


def test_the_same_words_are_shown_once() -> None:
    """However many pairs wrote them."""
    written = [Written("letter", {"letter": words}) for words in ("Wait.", "Wait. ", "Go.")]

    found = [text["fields"]["Dear next pair,"] for text in network_page.texts(written, CONTENT)]

    assert found == ["Wait.", "Go."]


@pytest.mark.parametrize(("demo", "title"), [(False, "All cohorts"), (True, "All demo cohorts")])
def test_the_title_says_which_cohorts(demo: bool, title: str) -> None:
    """Demo data is named as such."""
    assert network_page.title(demo) == title
