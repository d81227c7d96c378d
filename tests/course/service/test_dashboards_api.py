"""The dashboards get what is published, for one viewer at a time, and nothing else."""

from __future__ import annotations

import pytest

from pairs_course.figures.page_access import (
    NO_WAVE_YET,
    NOT_A_MEMBER,
    NOT_ON_A_ROSTER,
    ONLY_A_LETTER,
)
from pairs_course.people.roster import roster_of

from ..cohort import ROWS
from .as_dashboards import ONCE, START, big, close, get, keep, pooled
from .conftest import Service

PAGES = ("/published/north", "/published/north/letter", "/network")


def test_members_see_all_summaries_the_oldest_first(dashboards: Service) -> None:
    """Participants and facilitators see the same; the version counts the closed waves."""
    close(dashboards, START)
    close(dashboards, ONCE)

    for viewer in ("ann", "fay"):
        assert get(dashboards, "/published/north", viewer) == (
            200,
            {
                "cohort": "north",
                "title": "North",
                "demo": True,
                "version": 2,
                "summaries": [START, ONCE],
                "why": "",
            },
        )


def test_a_sponsor_of_few_pairs_gets_the_sentence(dashboards: Service) -> None:
    """Under 10 pairs there is only a letter."""
    big(dashboards, "nine", pairs=9)
    for cohort, sponsor in (("north", "sam"), ("nine", "sue-nine")):
        close(dashboards, START, cohort)

        status, body = get(dashboards, f"/published/{cohort}", sponsor)

        assert (status, body["summaries"], body["why"]) == (200, [], ONLY_A_LETTER)


def test_a_sponsor_of_ten_pairs_sees_the_summaries(dashboards: Service) -> None:
    """From 10 pairs on a sponsor sees what the cohort sees."""
    big(dashboards)
    close(dashboards, START, "big")

    assert get(dashboards, "/published/big", "sue-big")[1]["summaries"] == [START]


def test_before_anything_is_published_there_is_a_sentence(dashboards: Service) -> None:
    """It says what will appear, and when."""
    _, body = get(dashboards, "/published/north", "ann")

    assert (body["summaries"], body["why"], body["version"]) == ([], NO_WAVE_YET, 0)


def test_a_page_can_be_made_before_anybody_asks_for_it(dashboards: Service) -> None:
    """Without a viewer it is what a member sees: published, and nothing more."""
    close(dashboards, START)

    assert get(dashboards, "/published/north") == get(dashboards, "/published/north", "ann")


def test_a_cohort_that_is_made_anew_shows_nothing_of_the_one_before(dashboards: Service) -> None:
    """Though it has the same name, and as many closed waves."""
    close(dashboards, START)
    assert get(dashboards, "/published/north", "ann")[1]["summaries"] == [START]
    dashboards.store.people.remove_cohort("north")
    dashboards.store.people.add_cohort("north", roster_of(ROWS))
    close(dashboards, ONCE)

    assert get(dashboards, "/published/north", "ann")[1]["summaries"] == [ONCE]


def test_the_dashboards_learn_which_pages_there_are(dashboards: Service) -> None:
    """The cohort that published last comes first; the network by the version of its page."""
    assert get(dashboards, "/published")[1]["cohorts"] == []
    big(dashboards)
    close(dashboards, START)
    close(dashboards, START, "big")
    keep(dashboards, pooled())

    status, body = get(dashboards, "/published")

    assert status == 200
    assert body == {
        "cohorts": [{"cohort": "big", "version": 1}, {"cohort": "north", "version": 1}],
        "network": get(dashboards, "/network", "sue-big")[1]["version"],
    }
    assert get(dashboards, "/network")[1]["version"] == body["network"]


def test_where_all_is_demo_its_network_is_the_one_to_make(dashboards: Service) -> None:
    """As it is where a newcomer tries the course out."""
    keep(dashboards, pooled(), demo=True)

    assert get(dashboards, "/network") == get(dashboards, "/network", "ann")


def test_whoever_is_not_in_the_cohort_is_refused(dashboards: Service) -> None:
    """Being in another one does not help; who left is out at once, also from the network."""
    big(dashboards)
    close(dashboards, START)
    stay = [("cat", "Cat Cedar", "patient-leader", "2"), ("dan", "Dan Dell", "professional", "2")]
    dashboards.store.rosters.apply("north", roster_of(stay))

    for page in PAGES[:2]:
        for viewer in (
            "sue-big",
            "big1-pat",
            "ann",
            "sam",
            "eve",
            "NORTH",
            "dashboards",
            "%",
        ):
            assert get(dashboards, page, viewer) == (
                403,
                {"error": {"code": "not-a-member", "message": NOT_A_MEMBER}},
            )
    for viewer in ("ann", "sam", "eve", "nobody"):
        assert get(dashboards, "/network", viewer) == (
            403,
            {"error": {"code": "not-on-a-roster", "message": NOT_ON_A_ROSTER}},
        )


@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_is_somebody(dashboards: Service, page: str) -> None:
    """Nobody by the name of "", and nobody with a name as long as a book."""
    for viewer in ("", "x" * 65):
        assert get(dashboards, page, viewer)[0] == 422


def test_a_letter_is_given_to_a_viewer_alone(dashboards: Service) -> None:
    """It may not be for everybody yet, so it is not made in advance."""
    close(dashboards, START)

    assert get(dashboards, "/published/north/letter")[0] == 422


def test_an_unknown_cohort_is_unknown_to_everybody(dashboards: Service) -> None:
    """Whether or not somebody asks for it."""
    for path in ("/published/west", "/published/west/letter", "/published/%2e%2e"):
        assert get(dashboards, path, "ann")[0] == 404


@pytest.mark.parametrize("page", ["/published", *PAGES])
@pytest.mark.parametrize(
    "who", ["user-fay", "user-dashboards", "service-other", "outside-fay", None]
)
def test_only_the_dashboards_ask(dashboards: Service, page: str, who: str | None) -> None:
    """Not a facilitator, not a person called “dashboards”, not another service, not a stranger."""
    answer = dashboards.ask(who, "GET", page, params={"viewer": "ann"})

    code = {"outside-fay": "no-access", None: "not-recognised"}.get(who, "not-the-dashboards")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403 if who else 401, code)


def test_an_unknown_token_is_refused(dashboards: Service) -> None:
    """Before anything else is looked at."""
    assert dashboards.ask("made-up", "GET", "/published").status_code == 401


def test_the_dashboards_may_ask_for_many_viewers_at_once(dashboards: Service) -> None:
    """A thousand people look at the same moment; one who calls so often is slowed down."""
    codes = {get(dashboards, "/published/north", "ann")[0] for _ in range(200)}

    assert codes == {200}
