"""The dashboards get published summaries for one viewer at a time, and nothing else."""

from __future__ import annotations

import pytest

from pairs_course.people import roster_of
from pairs_course.publishing import NO_WAVE_YET, NOT_A_MEMBER, ONLY_A_LETTER

from .conftest import Service

SUMMARY = {
    "wave": "start",
    "closed": "2026-11-23",
    "items": [{"item": "A1", "ask": "We know.", "word": "many", "why": None}],
}


def ask(service: Service, viewer: str, cohort: str = "north") -> tuple[int, dict[str, object]]:
    path = f"/published/{cohort}?viewer={viewer}"
    answer = service.ask("service-dashboards", "GET", path)
    return answer.status_code, answer.json()


def test_members_see_the_newest_summary(service: Service) -> None:
    """Participants and facilitators see the same."""
    service.store.summaries.close_wave("north", "start", SUMMARY)

    for viewer in ("ann", "fay"):
        assert ask(service, viewer) == (
            200,
            {
                "cohort": "north",
                "title": "North",
                "demo": True,
                "version": 1,
                "summary": SUMMARY,
                "why": "",
            },
        )


def test_a_sponsor_of_few_pairs_gets_the_sentence(service: Service) -> None:
    """Under 10 pairs there is only a letter."""
    service.store.summaries.close_wave("north", "start", SUMMARY)

    status, body = ask(service, "sam")

    assert (status, body["summary"], body["why"]) == (200, None, ONLY_A_LETTER)


def test_a_sponsor_of_ten_pairs_sees_the_summary(service: Service) -> None:
    """From 10 pairs on a sponsor sees what the cohort sees."""
    rows = [
        (f"p{n}-{role[:3]}", "Somebody", role, str(n))
        for n in range(10)
        for role in ("patient-leader", "professional")
    ]
    service.store.people.add_cohort("big", roster_of([*rows, ("sue", "Sue", "sponsor", "")]))
    service.store.summaries.close_wave("big", "start", SUMMARY)

    assert ask(service, "sue", "big")[1]["summary"] == SUMMARY


def test_before_anything_is_published_there_is_a_sentence(service: Service) -> None:
    """It says what will appear, and when."""
    status, body = ask(service, "ann")

    assert (status, body["summary"], body["why"], body["version"]) == (200, None, NO_WAVE_YET, 0)


def test_whoever_is_on_no_roster_of_the_cohort_is_refused(service: Service) -> None:
    """Being in another cohort does not help; the message is a plain sentence."""
    service.store.people.add_cohort("south", roster_of([("gil", "Gil", "facilitator", "")]))

    status, body = ask(service, "gil")

    assert (status, body) == (403, {"error": {"code": "not-a-member", "message": NOT_A_MEMBER}})
    assert ask(service, "ann", "west")[0] == 404


@pytest.mark.parametrize("who", ["user-fay", "user-dashboards", "service-other"])
def test_only_the_dashboards_ask(service: Service, who: str) -> None:
    """A person called “dashboards” is no service."""
    answer = service.ask(who, "GET", "/published/north?viewer=ann")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not-the-dashboards")
