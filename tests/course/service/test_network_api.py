"""The network: figures of all cohorts of a kind, with cards and letters of pairs."""

from __future__ import annotations

from pairs_course.figures.page_access import NO_NETWORK_YET
from pairs_course.people.roster import roster_of
from pairs_course.programme import loader

from .as_dashboards import START, big, close, get, keep, pooled, publish_text, shown
from .conftest import Service

CONTENT = loader.load()


def test_everybody_in_a_cohort_sees_the_network_of_its_kind(dashboards: Service) -> None:
    """Real cohorts for who is in one; demo data for who is in demo cohorts alone."""
    big(dashboards, "real", pairs=1)
    keep(dashboards, pooled(cohorts=7))
    keep(dashboards, pooled(cohorts=6), demo=True)
    rows = [("fay", "Fay Fern", "facilitator", ""), ("sam", "Sam Sage", "sponsor", "")]
    dashboards.store.people.add_cohort("other", roster_of(rows[:1]))

    seen = {
        who: (body["title"], body["demo"], [pool["cohorts"] for pool in body["pools"]])
        for who in ("ann", "sam", "real0-pat", "sue-real", "fay")
        for body in [shown(dashboards, "/network", who)]
    }

    demo, real = ("All demo cohorts", True, [6]), ("All cohorts", False, [7])
    assert seen == {"ann": demo, "sam": demo, "real0-pat": real, "sue-real": real, "fay": real}


def test_before_there_is_a_pool_the_network_has_a_sentence(dashboards: Service) -> None:
    """It does not say how many cohorts there are, nor show any text."""
    close(dashboards, START)
    publish_text(dashboards)

    _, body = get(dashboards, "/network", "ann")

    assert (body["edition"], body["why"]) == ("", NO_NETWORK_YET)


def test_editions_of_a_wave_are_one_pool(dashboards: Service) -> None:
    """In the order of the waves."""
    keep(dashboards, pooled("now"), demo=True)
    keep(dashboards, pooled("start", 5), demo=True)
    keep(dashboards, pooled("start", 6), demo=True)

    pools = shown(dashboards, "/network", "ann")["pools"]

    assert [(p["wave"], p["cohorts"]) for p in pools] == [("start", 11), ("now", 5)]


def test_texts_are_in_the_network_until_they_are_taken_back(dashboards: Service) -> None:
    """From cohorts with a closed wave; one that is taken back is gone at once."""
    pair = publish_text(dashboards)
    keep(dashboards, pooled(), demo=True)
    assert shown(dashboards, "/network", "ann")["texts"] == []

    close(dashboards, START)
    name = get(dashboards, "/network", "cat")[1]["edition"]
    before = shown(dashboards, "/network", "cat")
    dashboards.store.reviews.withdraw("ben", pair, "letter", CONTENT)

    assert before["texts"] == [{"kind": "letter", "fields": {"Dear next pair,": "Take your time."}}]
    assert shown(dashboards, "/network", "cat")["texts"] == []
    assert get(dashboards, "/network", "cat")[1]["edition"] != name
