"""What all cohorts of a kind show: texts of cohorts that have published."""

from __future__ import annotations

from pairs_course.pairs.moderation import Choice, digest
from pairs_course.people.roster import Roster, roster_of
from pairs_course.store import Store

from ..cohort import ANN
from .test_moderation import CONTENT, FIRST, SECOND, agree, decide, does

START = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}


def test_the_network_reads_texts_of_cohorts_with_a_closed_wave(store: Store) -> None:
    """Of one kind alone, from both cohorts, and no more once a text is taken back."""
    south = [("eve", "Eve", "patient-leader", "1"), ("fox", "Fox", "professional", "1")]
    store.people.add_cohort(
        "south", roster_of([*south, ("gil", "Gil", "facilitator", "")]), demo=True
    )
    store.people.add_cohort("real", Roster("empty.csv", ()))
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    agree(store, SECOND, by=("eve", "fox"))
    does(store, "eve", "send")
    choice = Choice(digest(SECOND), "waiting", "published")
    store.reviews.decide("gil", "south", "1", "network-card", choice, CONTENT)

    def found(most: int = 9) -> list[object]:
        return [text.value for text in store.network.texts(True, most)]

    assert found() == []
    store.summaries.close_wave("south", "start", START)
    store.summaries.close_wave("real", "start", START)
    assert found() == [SECOND]
    store.summaries.close_wave("north", "start", START)
    assert found() == sorted([FIRST, SECOND], key=digest)
    assert found(most=1) == [SECOND]
    assert store.network.texts(False, 9) == []

    pair = store.reviews.of_person("eve", CONTENT)[0].pair
    store.reviews.withdraw("fox", pair, "network-card", CONTENT)
    assert found() == [FIRST]
