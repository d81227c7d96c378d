"""The desk's line about who takes part: looked at first, done as it was seen, cards with it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from pairs_course.people.roster import roster_of
from pairs_course.people.roster_diff import as_text
from pairs_course.store import WrongPassword

from ..cohort import ANN, BEN, CAT, DAN, FAY, ROWS
from ..strategies import MODULE
from .conftest import API, Service

ROSTER = "/desk/north/roster"
EVE = ("eve", "Eve <Elm>", "professional", "2")
GIL = ("gil", "Gil Gum", "facilitator", "")


class Stopped:
    """Servers that are noted and not stopped."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def begin(self, username: str) -> None:
        raise AssertionError(username)

    def end(self, username: str) -> None:
        self.ended.append(username)


@pytest.fixture
def stopped(service: Service) -> Stopped:
    servers = Stopped()
    object.__setattr__(service.app.state.course, "servers", servers)
    return servers


def text(*without: str, more: tuple[tuple[str, str, str, str], ...] = ()) -> str:
    rows = [row for row in ROWS if row[0] not in without]
    return as_text(roster_of([*rows, *more], alone=True).rows)


def ask(service: Service, path: str, body: Any = None, who: str = FAY) -> httpx.Response:
    return service.ask(f"user-{who}", "GET" if body is None else "POST", path, json=body)


def preview(service: Service, roster: str) -> dict[str, Any]:
    answer = ask(service, f"{ROSTER}/preview", {"source": "r.csv", "text": roster})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def apply(service: Service, roster: str) -> httpx.Response:
    """Look, and do what was seen."""
    body = {"source": "r.csv", "text": roster, "digest": preview(service, roster)["digest"]}
    return ask(service, ROSTER, body)


def test_a_preview_says_what_would_change_and_changes_nothing(service: Service) -> None:
    """In words for people, and for programs."""
    before = ask(service, ROSTER).json()

    seen = preview(service, text(DAN, more=(EVE,)))

    assert [(c["kind"], c["who"]) for c in seen["changes"]] == [
        ("leaves", [DAN]),
        ("joins", ["eve"]),
        ("ends", []),
        ("pair", [CAT, "eve"]),
    ]
    assert seen["changes"][1]["words"] == "Eve <Elm> (eve) is added as professional."
    assert ask(service, ROSTER).json() == before
    assert before["title"] == "North"
    assert before["people"][0] == {
        "username": ANN,
        "name": "Ann Alder",
        "role": "patient-leader",
        "pair": "1",
        "left": None,
    }


def test_every_problem_is_said_at_its_line(service: Service) -> None:
    """What is wrong in the text, and who is in the way."""
    wrong = preview(service, "username,name,role,pair\nAnn,Ann,boss,\nfay,Fay,sponsor,\nben,Ben")
    other = preview(service, text(FAY, more=((FAY, "Fay Fern", "sponsor", ""),)))

    assert [problem["line"] for problem in wrong["problems"]] == [2, 4]
    assert (wrong["changes"], wrong["digest"]) == ([], "")
    assert "expected fay to stay facilitator, got the role sponsor" in other["problems"][0]["what"]


def test_who_sends_a_list_without_themselves_stays_and_is_told(service: Service) -> None:
    """The list of an office has six pairs; the facilitator who sends it is not a mistake in it."""
    seen = preview(service, text(FAY))

    assert (seen["problems"], seen["changes"]) == ([], [])
    assert seen["understood"] == ["You (Fay Fern) are not in this list, and stay facilitator."]
    assert apply(service, text(FAY)).json()["changes"] == []
    assert service.store.people.find(FAY, "north") is not None


def test_a_list_that_names_no_facilitator_leaves_all_of_them(service: Service) -> None:
    """One that names some is about facilitators too: who is missing there leaves, as it says."""
    gil, hal = ("gil", "Gil Gum", "facilitator", ""), ("hal", "Hal", "facilitator", "")
    apply(service, text(more=(gil, hal)))

    of_pairs = preview(service, text(FAY))
    of_some = preview(service, text(FAY, more=(gil,)))

    assert of_pairs["changes"] == []
    assert of_pairs["understood"] == [
        "You (Fay Fern) are not in this list, and stay facilitator.",
        "This list names no facilitator, so those of today stay: Gil Gum (gil), Hal (hal).",
    ]
    assert [(c["kind"], c["who"]) for c in of_some["changes"]] == [("leaves", ["hal"])]
    assert of_some["understood"] == of_pairs["understood"][:1]


def test_an_office_list_is_read_and_the_preview_says_how(service: Service) -> None:
    """Words for roles, other letters in sign-in names, and no trouble with the rest."""
    office = "Sign-in name;NAME;Role;Pair\nEve;Eve\u00a0Elm;Nurse;3.0\nGus;Gus;Patient;3\n"

    seen = preview(service, office)

    assert seen["problems"] == []
    assert [c["words"] for c in seen["changes"] if c["kind"] == "joins"] == [
        "Eve Elm (eve) is added as professional.",
        "Gus (gus) is added as patient-leader.",
    ]
    assert seen["understood"][:4] == [
        "“Eve” is read as eve.",
        "“Nurse” is read as professional.",
        "“Gus” is read as gus.",
        "“Patient” is read as patient-leader.",
    ]


def test_a_way_to_reach_somebody_is_noted(service: Service) -> None:
    """It keeps nobody from going on, and is not repeated."""
    more = ("eve", "eve@example.org", "professional", "3")

    seen = preview(service, text(more=(more,)))

    assert [note["line"] for note in seen["notes"]] == [8]
    assert "example.org" not in seen["notes"][0]["what"]
    assert seen["digest"]


def test_the_button_does_what_was_seen_with_cards_for_who_is_new(service: Service) -> None:
    """The cards come with this answer and with no other; what people are called is escaped."""
    done = apply(service, text(DAN, more=(EVE,)))

    assert done.headers["cache-control"] == "no-store"
    (card,) = done.json()["cards"]
    assert (card["name"], card["username"]) == ("Eve <Elm>", "eve")
    service.store.people.check_password("eve", card["password"])
    page = done.json()["page"]
    assert page.startswith("<!DOCTYPE html>")
    assert (card["password"] in page, "Eve &lt;Elm&gt;" in page) == (True, True)
    again = apply(service, text(DAN, more=(EVE,))).json()
    assert again == {"cards": [], "page": "", "changes": []}


def test_a_change_in_between_is_a_conflict(service: Service) -> None:
    """Nothing is done that was not seen."""
    seen = preview(service, text(DAN))
    apply(service, text(BEN))

    answer = ask(service, ROSTER, {"source": "r", "text": text(DAN), "digest": seen["digest"]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "roster-changed")
    wrong = ask(service, ROSTER, {"source": "r", "text": "", "digest": seen["digest"]})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "bad-roster")


def test_who_leaves_is_out_at_once(service: Service, stopped: Stopped) -> None:
    """Also in the middle of a wait; their server stops, and their partner is told nothing new."""

    async def story() -> tuple[int, int]:
        async with service.client("user-dan") as dan, service.client("user-fay") as fay:
            path = f"{API}/pair/{MODULE}"
            version = (await dan.get(path)).json()["version"]
            waits = asyncio.create_task(dan.get(path, params={"since": version, "wait": 25}))
            pair = service.store.events.of_pair(DAN, MODULE).pair
            assert pair is not None
            while not service.app.state.course.bell.of(pair).waiting:
                await asyncio.sleep(0)
            wanted = {"source": "r", "text": text(DAN)}
            seen = (await fay.post(f"{API}{ROSTER}/preview", json=wanted)).json()
            await fay.post(f"{API}{ROSTER}", json=wanted | {"digest": seen["digest"]})
            return (await waits).status_code, (await dan.get(f"{API}/me")).status_code

    assert service.run(story()) == (403, 403)
    assert stopped.ended == [DAN]
    assert ask(service, "/me", who=CAT).json()["partner"] is None


def test_a_new_partner_is_known_at_once(service: Service, stopped: Stopped) -> None:
    """The page of the one who stays hears of it while it waits, by the number of its pair."""

    async def story() -> tuple[int, int]:
        async with service.client("user-cat") as cat, service.client("user-fay") as fay:
            path = f"{API}/pair/{MODULE}"
            before = (await cat.get(path)).json()
            since = {"since": before["version"], "wait": 25}
            waits = asyncio.create_task(cat.get(path, params=since))
            while not service.app.state.course.bell.of(before["pair"]).waiting:
                await asyncio.sleep(0)
            wanted = {"source": "r", "text": text(DAN, more=(EVE,))}
            seen = (await fay.post(f"{API}{ROSTER}/preview", json=wanted)).json()
            await fay.post(f"{API}{ROSTER}", json=wanted | {"digest": seen["digest"]})
            return before["pair"], (await waits).json()["pair"]

    first, second = service.run(story())

    assert first != second
    assert second == ask(service, "/me", who=CAT).json()["pair_number"]
    assert stopped.ended == [DAN]


def test_a_password_is_renewed_and_told_once(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The one before ends; it is in no log."""
    old = service.store.people.renew_password(ANN)

    with caplog.at_level(logging.DEBUG):
        answer = ask(service, f"{ROSTER}/passwords", {"username": ANN})

    (card,) = answer.json()["cards"]
    service.store.people.check_password(ANN, card["password"])
    with pytest.raises(WrongPassword):
        service.store.people.check_password(ANN, old)
    assert card["password"] in answer.json()["page"]
    assert card["password"] not in caplog.text


def test_whose_password_is_renewed_is_of_this_cohort_alone(service: Service) -> None:
    """A facilitator of one cohort must not be able to sign in as one of another."""
    apply(service, text(more=(GIL,)))
    service.store.people.add_cohort("south", roster_of([GIL]))

    both = ask(service, f"{ROSTER}/passwords", {"username": "gil"})
    nobody = ask(service, f"{ROSTER}/passwords", {"username": "eve"})

    assert (both.status_code, both.json()["error"]["code"]) == (409, "in-another-cohort")
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "not-in-cohort")


@pytest.mark.parametrize("who", [ANN, "sam", "gil"])
@pytest.mark.parametrize("path", ["", "/preview", "/passwords"])
def test_only_facilitators_of_this_cohort_do_any_of_it(
    service: Service, who: str, path: str
) -> None:
    """Neither its people, nor a facilitator of another one."""
    service.store.people.add_cohort("south", roster_of([GIL]))
    bodies = {
        "": {"source": "r", "text": text(DAN), "digest": "0" * 64},
        "/preview": {"source": "r", "text": text(DAN)},
        "/passwords": {"username": ANN},
    }
    before = service.store.rosters.people("north")

    answer = ask(service, f"{ROSTER}{path}", bodies[path], who)

    assert answer.status_code == 403
    assert service.store.rosters.people("north") == before


def test_a_facilitator_adds_a_cohort_and_is_its_facilitator(service: Service) -> None:
    """They keep their password; everybody else gets a card."""
    new = as_text(roster_of([EVE, ("gus", "Gus", "patient-leader", "2")]).rows)
    body = {"name": "south", "title": "South", "source": "s.csv", "text": new}

    made = ask(service, "/cohorts", body)

    assert [card["username"] for card in made.json()["cards"]] == ["eve", "gus"]
    assert ask(service, "/cohorts").json() == {
        "cohorts": [
            {"name": "north", "title": "North", "role": "facilitator"},
            {"name": "south", "title": "South", "role": "facilitator"},
        ]
    }
    assert ask(service, "/desk/south/roster").status_code == 200


def test_a_cohort_is_seen_before_it_is_made(service: Service) -> None:
    """Who would be in it, with the facilitator who makes it; nothing is there afterwards."""
    body = {"name": "south", "title": " South\u00a0side ", "source": "s.csv"}
    body["text"] = as_text(roster_of([EVE, ("gus", "Gus", "patient-leader", "2")]).rows)

    seen = ask(service, "/cohorts/preview", body)

    assert seen.status_code == 200
    assert seen.json()["title"] == "South side"
    assert [(p["username"], p["role"]) for p in seen.json()["people"]] == [
        ("eve", "professional"),
        ("gus", "patient-leader"),
        (FAY, "facilitator"),
    ]
    assert seen.json()["understood"] == [
        "You (Fay Fern) are not in this list, and become its facilitator."
    ]
    assert [cohort.name for cohort in service.store.people.cohorts()] == ["north"]
    assert ask(service, "/cohorts/preview", body, who=ANN).status_code == 403


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"name": "North!"}, ["name"]),
        ({"name": "north"}, ["name"]),
        ({"title": "South\u202e"}, []),
        ({"title": "So\u202euth"}, ["title"]),
        ({"title": "\u200b"}, ["title"]),
        ({"text": "username,name,role,pair\nAnn,Ann,boss,\n"}, ["roster"]),
        ({"text": text()}, ["roster"] * 4),
        ({"text": "hello", "name": "North!"}, ["roster", "name"]),
    ],
)
def test_each_problem_of_a_new_cohort_is_at_its_part(
    service: Service, change: dict[str, str], parts: list[str]
) -> None:
    """A mistake in the short name is seen while it can be mended."""
    good = as_text(roster_of([GIL]).rows)
    body = {"name": "south", "title": "South", "source": "s.csv", "text": good} | change

    seen = ask(service, "/cohorts/preview", body).json()

    assert [problem["part"] for problem in seen["problems"]] == parts


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"title": "So\u202euth"}, 422, "bad-cohort-title"),
        ({"name": "North!"}, 422, "bad-cohort-name"),
        ({"name": "north"}, 409, "cohort-exists"),
        ({"text": "username,name,role,pair\n"}, 422, "bad-roster"),
        ({"text": text()}, 422, "bad-roster"),
        ({"text": "username,name,role,pair\nfay,Fay Fern,sponsor,\n"}, 422, "bad-roster"),
    ],
)
def test_a_cohort_that_cannot_be_is_not_made(
    service: Service, change: dict[str, str], status: int, code: str
) -> None:
    """All of it or nothing."""
    good = as_text(roster_of([GIL]).rows)
    body = {"name": "south", "title": "South", "source": "s.csv", "text": good} | change

    answer = ask(service, "/cohorts", body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert [cohort.name for cohort in service.store.people.cohorts()] == ["north"]


def test_only_a_facilitator_adds_a_cohort(service: Service) -> None:
    """A participant is told whom to ask; a service is in no cohort."""
    body = {"name": "south", "title": "South", "source": "s.csv", "text": text()}

    assert ask(service, "/cohorts", body, who=ANN).status_code == 403
    assert service.ask("service-dashboards", "GET", "/cohorts").status_code == 403
