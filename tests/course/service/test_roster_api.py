"""Who takes part, for the facilitator's own server: the cohorts of a person, and their people."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import roster_of

from ..cohort import ANN, FAY
from .conftest import Service

GIL = ("gil", "Gil Gum", "facilitator", "")


def test_the_people_of_a_cohort_are_there_with_those_who_left(service: Service) -> None:
    """By sign-in name, name, role and pair; the title is what people read."""
    found = service.ask(f"user-{FAY}", "GET", "/desk/north/roster").json()

    assert found["title"] == "North"
    assert found["people"][0] == {
        "username": ANN,
        "name": "Ann Alder",
        "role": "patient-leader",
        "pair": "1",
        "left": None,
    }


@pytest.mark.parametrize(
    ("who", "cohort", "status"),
    [
        ("user-ann", "north", 403),
        ("user-sam", "north", 403),
        ("user-gil", "north", 403),
        ("service-dashboards", "north", 403),
        (None, "north", 401),
        ("user-fay", "nowhere", 404),
    ],
)
def test_only_facilitators_of_the_cohort_get_its_people(
    service: Service, who: str | None, cohort: str, status: int
) -> None:
    """Neither its people, nor a facilitator of another one."""
    service.store.people.add_cohort("south", roster_of([GIL]))

    assert service.ask(who, "GET", f"/desk/{cohort}/roster").status_code == status


def test_everybody_gets_their_own_cohorts(service: Service) -> None:
    """With their role in each; a service is in none."""
    service.store.people.add_cohort(
        "south", roster_of([("fay", "Fay Fern", "facilitator", "")]), title="South"
    )

    assert service.ask("user-fay", "GET", "/cohorts").json() == {
        "cohorts": [
            {"name": "north", "title": "North", "role": "facilitator"},
            {"name": "south", "title": "South", "role": "facilitator"},
        ]
    }
    assert service.ask("service-dashboards", "GET", "/cohorts").status_code == 403
