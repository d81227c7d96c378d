"""What every form of a cohort's pages promises, whatever it is about."""

from __future__ import annotations

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from pairs_course.people.roster import roster_of
from pairs_course.service.app import PREFIX
from pairs_course.service.pages.cohort import outcomes, routes
from pairs_course.service.pages.cohort.outcomes import Outcome, Outcomes
from pairs_course.store import Store

from .visitor import Visitor

ROUTES = [
    (method, route.path.replace("{cohort}", "north"))
    for route in iter_route_contexts(routes.router.routes)
    for method in route.methods or ()
]
#: The token of an earlier session.
BEFORE = "token-of-before"
PLACES = {"{wave}": "start", "{module}": "03-why-pairs", "{action}": "take-off"}


def filled(path: str) -> str:
    for name, value in PLACES.items():
        path = path.replace(name, value)
    assert "{" not in path
    return f"{PREFIX.rstrip('/')}{path}"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_pages_are_for_facilitators_of_the_cohort(
    store: Store, client: TestClient, method: str, path: str
) -> None:
    """Participants, sponsors, strangers and facilitators of others are told so in plain words."""
    store.people.add_cohort("south", roster_of([("gil", "Gil", "facilitator", "")]))
    before = store.rosters.people("north")
    for who in ("ann", "sam", "gil", "eve"):
        answer = client.request(
            method,
            filled(path),
            headers={"x-test-user": who},
            data={"form_token": f"token-of-{who}", "sure": "yes", "who": "ann"}
            if method == "POST"
            else None,
        )
        assert answer.status_code == 403
        assert "Go to Home" in answer.text
        assert "Ann Alder" not in answer.text
    nowhere = client.request(
        method,
        filled(path).replace("north", "nowhere"),
        headers={"x-test-user": "fay"},
        data={"form_token": "token-of-fay"} if method == "POST" else None,
    )
    assert nowhere.status_code == 403
    assert client.request(method, filled(path)).status_code == 303

    assert store.rosters.people("north") == before
    assert (store.waves.dated(), store.summaries.closed("north")) == ([], [])


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "POST"])
def test_a_form_of_another_site_does_nothing(store: Store, client: TestClient, path: str) -> None:
    """Without the token of a page of one's own, or with somebody else's."""
    Visitor(client, "fay", "north").open()
    store.people.add_cohort("south", roster_of([("gil", "Gil", "facilitator", "")]))
    Visitor(client, "gil", "south").open()
    before = store.rosters.people("north")
    for token in ("", "token-of-gil", "guessed"):
        answer = client.post(
            filled(path),
            headers={"x-test-user": "fay"},
            data={"form_token": token, "sure": "yes", "who": "ann", "first": "1", "second": "2"},
        )
        assert answer.status_code == 403
        assert "nothing was changed" in answer.text
    assert store.rosters.people("north") == before


def test_what_was_filled_in_outlives_an_ended_sign_in(
    store: Store, client: TestClient, fay: Visitor
) -> None:
    """Nothing was done; it is there again on the page of its form, for its writer alone."""
    store.people.add_cohort("south", roster_of([("gil", "Gil", "facilitator", "")]))
    page = fay.open("people")

    led = client.post(
        f"{PREFIX}cohort/north/people/one/add",
        data=page.fields("add") | {"username": "eve", "name": "Eve <Elm>"},
    )

    assert led.status_code == 303
    again = fay.follow_back(led)
    assert "Nothing was done yet" in again.text
    assert again.fields("add")["name"] == "Eve <Elm>"
    (details,) = [d for d in again.tree.iter("details") if "one person" in (d[0].text or "")]
    assert details.get("open") is not None
    store.rosters.apply("north", roster_of([
        *((m.username, m.name, m.role, m.pair or "") for m in store.rosters.people("north")),
        ("gil", "Gil", "facilitator", ""),
    ]))  # fmt: skip
    assert "Eve" not in Visitor(client, "gil", "north").get(again.address).text
    assert "eve" not in [person.username for person in store.rosters.people("north")]


def test_a_page_of_an_earlier_session_keeps_what_was_filled_in(
    client: TestClient, fay: Visitor
) -> None:
    """Its token is no longer good, so nothing is done; one press more does it."""
    client.app.state.pages.outcomes.opened(BEFORE, "fay")  # type: ignore[attr-defined]
    page = fay.open("waves")

    refused = page.press("day-start", closes="2027-06-21", form_token=BEFORE)

    ((_, words),) = refused.problems
    assert "This page was open for too long, so nothing was changed." in words
    assert "21 June 2027" in refused.press("day-start").said


def test_what_a_form_came_to_is_said_again_after_a_reload(fay: Visitor) -> None:
    """The page has an address; it is nobody else's, and of no other cohort."""
    page = fay.open("waves").press("day-start", closes="2027-06-21")

    assert fay.follow_address(page.address).said == page.said
    assert page.address.endswith("#outcome")


def test_outcomes_are_kept_for_a_while_and_not_without_end() -> None:
    """Half an hour, and so many; each for one person in one cohort."""
    clock = [0.0]
    kept, fay = Outcomes(lambda: clock[0]), ("fay", "north")
    first = kept.keep(fay, Outcome("form", "Done."))

    assert kept.get(fay, first).done == "Done."
    assert kept.get(("gil", "north"), first) == kept.get(("fay", "south"), first) == Outcome()
    assert kept.get(fay, "guessed") == Outcome()
    clock[0] = outcomes.SECONDS + 1
    assert kept.get(fay, first) == Outcome()
    names = [kept.keep(fay, Outcome("form", str(n))) for n in range(outcomes.MOST + 1)]
    assert [kept.get(fay, name).done for name in names[:2]] == ["", "1"]
    large = {"pasted": "x" * (outcomes.MOST_CHARACTERS - 1)}
    newest = [kept.keep(fay, Outcome("form", values=large)) for _ in range(2)]
    assert [bool(kept.get(fay, name).values) for name in newest] == [False, True]


def test_whose_page_it_was_is_known_of_so_many_sessions() -> None:
    """The oldest is forgotten first."""
    kept = Outcomes()
    for n in range(outcomes.SESSIONS + 1):
        kept.opened(f"token {n}", "fay")

    assert (kept.owner("token 0"), kept.owner("token 1"), kept.owner("")) == ("", "fay", "")


def test_what_is_too_large_is_refused_in_plain_words(fay: Visitor) -> None:
    """Before it is read."""
    page = fay.open("people")

    answer = fay.send(page, "look", file=("r.csv", b"x" * 1_100_000))

    assert answer.status_code == 413
    assert "What you sent is larger than 1 MB, so nothing was changed." in answer.text
