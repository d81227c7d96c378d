"""The dashboards get what is published, for one viewer at a time, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pairs_course.figures.page_access import (
    NO_WAVE_YET,
    NOT_A_MEMBER,
    NOT_ON_A_ROSTER,
    ONLY_A_LETTER,
)
from pairs_course.people.roster import roster_of
from pairs_course.service.dashboards_api import PATIENCE

from ..cohort import ROWS
from .as_dashboards import ONCE, START, big, close, get, shown
from .conftest import Service

PAGES = ("/published/north", "/published/north/letter", "/network")


def test_members_see_all_summaries_the_oldest_first(dashboards: Service) -> None:
    """Participants and facilitators see the same."""
    close(dashboards, START)
    close(dashboards, ONCE)

    for viewer in ("ann", "fay"):
        status, body = get(dashboards, "/published/north", viewer)
        assert (status, body["title"], body["demo"], body["why"]) == (200, "North", True, "")
        assert shown(dashboards, "/published/north", viewer) == {
            "page": "cohort",
            "cohort": "north",
            "title": "North",
            "demo": True,
            "summaries": [START, ONCE],
            "pools": [],
            "texts": [],
            "letter": None,
        }


def test_no_figure_is_in_what_the_dashboards_get(dashboards: Service) -> None:
    """They get the name of a page, which says nothing of it."""
    close(dashboards, START)

    for path in PAGES[:2]:
        body = get(dashboards, path, "ann")[1]
        assert set(body) == {"title", "demo", "edition", "why"}
        assert re.fullmatch(r"[0-9a-f]{32}", body["edition"])


def test_a_sponsor_of_few_pairs_gets_the_sentence(dashboards: Service) -> None:
    """Under 10 pairs there is only a letter."""
    big(dashboards, "nine", pairs=9)
    for cohort, sponsor in (("north", "sam"), ("nine", "sue-nine")):
        close(dashboards, START, cohort)

        status, body = get(dashboards, f"/published/{cohort}", sponsor)

        assert (status, body["edition"], body["why"]) == (200, "", ONLY_A_LETTER)


def test_a_sponsor_of_ten_pairs_sees_the_summaries(dashboards: Service) -> None:
    """From 10 pairs on a sponsor sees what the cohort sees."""
    big(dashboards)
    close(dashboards, START, "big")

    assert shown(dashboards, "/published/big", "sue-big")["summaries"] == [START]


def test_before_anything_is_published_there_is_a_sentence(dashboards: Service) -> None:
    """It says what will appear, and when."""
    _, body = get(dashboards, "/published/north", "ann")

    assert (body["edition"], body["why"]) == ("", NO_WAVE_YET)


def test_a_cohort_that_is_made_anew_shows_nothing_of_the_one_before(dashboards: Service) -> None:
    """Though it has the same name, and as many closed waves."""
    close(dashboards, START)
    before = get(dashboards, "/published/north", "ann")[1]["edition"]
    dashboards.store.people.remove_cohort("north")
    dashboards.store.people.add_cohort("north", roster_of(ROWS))
    assert get(dashboards, "/published/north", "ann")[1]["edition"] == ""
    close(dashboards, ONCE)

    assert get(dashboards, "/published/north", "ann")[1]["edition"] not in ("", before)
    assert shown(dashboards, "/published/north", "ann")["summaries"] == [ONCE]


class Making:
    """Notes what is to be made, and says that it was tried, or that it takes longer."""

    def __init__(self, tried: bool) -> None:
        self.tried, self.wanted = tried, list[tuple[str, str, float]]()

    async def make(self, page: str, cohort: str, seconds: float) -> bool:
        self.wanted.append((page, cohort, seconds))
        return self.tried


@pytest.mark.parametrize(("tried", "status"), [(True, 204), (False, 202)])
def test_the_dashboards_have_a_page_made_that_is_not_stored(
    dashboards: Service, tried: bool, status: int
) -> None:
    """They are answered when it was tried, or after a while."""
    making = Making(tried)
    dashboards.app.state.course = replace(dashboards.app.state.course, pages=making)

    for wanted in ({"page": "cohort", "cohort": "north"}, {"page": "network", "cohort": ""}):
        answer = dashboards.ask("service-dashboards", "POST", "/pages", json=wanted)
        assert (answer.status_code, answer.content) == (status, b"")

    assert making.wanted == [("cohort", "north", PATIENCE), ("network", "", PATIENCE)]


@pytest.mark.parametrize("cohort", ["--help", "../x", "a b", "x" * 41, "North"])
def test_what_is_to_be_made_is_a_page(dashboards: Service, cohort: str) -> None:
    """What is asked for reaches a program: it is a cohort's name and nothing else."""
    wanted = {"page": "cohort", "cohort": cohort}
    answer = dashboards.ask("service-dashboards", "POST", "/pages", json=wanted)

    assert answer.status_code == 422


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


def test_an_unknown_cohort_is_unknown_to_everybody(dashboards: Service) -> None:
    """Whether or not somebody asks for it."""
    for path in ("/published/west", "/published/west/letter", "/published/%2e%2e"):
        assert get(dashboards, path, "ann")[0] == 404


@pytest.mark.parametrize("page", [*PAGES, "/pages"])
@pytest.mark.parametrize(
    "who", ["user-fay", "user-dashboards", "service-other", "outside-fay", None]
)
def test_only_the_dashboards_ask(dashboards: Service, page: str, who: str | None) -> None:
    """Not a facilitator, not a person called “dashboards”, not another service, not a stranger."""
    if page == "/pages":
        answer = dashboards.ask(who, "POST", page, json={"page": "network", "cohort": ""})
    else:
        answer = dashboards.ask(who, "GET", page, params={"viewer": "ann"})

    code = {"outside-fay": "no-access", None: "not-recognised"}.get(who, "not-the-dashboards")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403 if who else 401, code)


def test_an_unknown_token_is_refused(dashboards: Service) -> None:
    """Before anything else is looked at."""
    assert dashboards.ask("made-up", "GET", "/network").status_code == 401


def test_the_dashboards_may_ask_for_many_viewers_at_once(dashboards: Service) -> None:
    """A thousand people look at the same moment; one who calls so often is slowed down."""
    codes = {get(dashboards, "/published/north", "ann")[0] for _ in range(200)}

    assert codes == {200}
