"""Who takes part: seen first, then done; passwords with their cards; and another cohort."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from pairs_course.people.list_reader import MAX_TEXT
from pairs_course.people.roster import roster_of
from pairs_course.people.roster_diff import as_text
from pairs_course.service.app import PREFIX
from pairs_course.store import Store, WrongPassword

from ....cohort import ROWS
from ...conftest import API, NamedTokens
from .visitor import Page, Visitor

EVE = ("eve", "Eve <Elm>", "professional", "2")
GUS = ("gus", "Gus", "patient-leader", "2")
GIL = ("gil", "Gil Gum", "facilitator", "")
OFFICE = Path(__file__).parents[3] / "rosters" / "office.xlsx"
MODULE = "05-debate-and-dialogue"


def sheet(*without: str, more: tuple[tuple[str, str, str, str], ...] = ()) -> str:
    rows = [row for row in ROWS if row[0] not in without]
    return as_text(roster_of([*rows, *more], alone=True).rows)


def file(text: str | bytes, name: str = "r.csv") -> tuple[str, bytes]:
    return name, text if isinstance(text, bytes) else text.encode()


def look(fay: Visitor, text: str | bytes, name: str = "r.csv") -> Page:
    return fay.open("people").press("look", file=file(text, name))


def cards(page: Page) -> list[list[str]]:
    return page.table("cards")[1:]


def test_a_new_list_is_seen_first_and_done_with_one_button(store: Store, fay: Visitor) -> None:
    """A second press says what came in between; the passwords are told once, with cards."""
    before = store.rosters.people("north")

    seen = look(fay, sheet("dan", more=(EVE,)))
    unchanged = store.rosters.people("north")
    done = seen.press("apply")
    again = seen.press("apply")

    assert unchanged == before
    assert "Eve <Elm> (eve) is added as professional." in seen.said
    assert "Dan Dell (dan) leaves." in seen.said
    assert "A sign-in name cannot be changed." in seen.said
    assert done.said.startswith("Done, in cohort “North”: ")
    ((name, username, password),) = cards(done)
    assert (name, username) == ("Eve <Elm>", "eve")
    store.people.check_password("eve", password)
    printed = fay.get(re.findall(r'href="([^"]*people/cards[^"]*)"', done.answer.text)[0])
    assert printed.headers["content-disposition"] == 'attachment; filename="cards-north.html"'
    assert printed.headers["cache-control"] == "no-store"
    assert (password in printed.text, "Eve &lt;Elm&gt;" in printed.text) == (True, True)
    ((_, words),) = again.problems
    assert "have changed since you looked" in words
    assert "apply" not in again.forms()
    shown = fay.open("people")
    assert "Who left (1)" in shown.text
    assert shown.table("gone")[1][1] == "dan"
    assert password not in shown.answer.text
    gone = fay.get(f"{PREFIX}cohort/north/people/cards")
    assert gone.status_code == 404
    assert "a password is told once" in gone.text


def test_a_change_in_between_is_seen_anew(store: Store, fay: Visitor) -> None:
    """Nothing is done that was not seen; then one press does it."""
    seen = look(fay, sheet("dan"))
    store.rosters.apply("north", roster_of([r for r in ROWS if r[0] != "ben"], alone=True))

    refused = seen.press("apply")
    done = refused.press("apply")

    assert "have changed since you looked" in refused.problems[0][1]
    assert "Ben Birch (ben) returns as professional" in refused.said
    assert "Dan Dell (dan) leaves." in done.said


def test_cells_are_pasted_without_a_heading(fay: Visitor) -> None:
    """As they are copied from a spreadsheet."""
    copied = sheet("ben").partition("\n")[2].replace(",", "\t")

    seen = fay.open("people").press("look", pasted=copied)

    assert "Ben Birch (ben) leaves." in seen.said
    assert "Ann Alder (ann) continues alone in pair 1" in seen.said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("username,name,role,pair\nAnn,Ann,boss,\nfay,Fay,facilitator,x\n", ["Line 2", "Line 3"]),
        (sheet("fay", more=(("fay", "Fay Fern", "sponsor", ""),)), ["Line 7"]),
    ],
)
def test_every_problem_is_at_its_line_and_nothing_is_changed(
    store: Store, fay: Visitor, text: str, lines: list[str]
) -> None:
    """What is wrong in the text, and who is in the way."""
    before = store.rosters.people("north")

    refused = look(fay, text)

    assert [words.split(":")[0] for _, words in refused.problems] == lines
    assert store.rosters.people("north") == before


def test_what_is_no_list_is_said_at_the_file(fay: Visitor) -> None:
    """Nothing chosen, and a file that is none."""
    nothing = fay.open("people").press("look", pasted=" ")
    broken = look(fay, b"PK\x03\x04")

    assert nothing.problems == [("look-file", "Choose a file, or paste the cells below.")]
    ((field, words),) = broken.problems
    assert (field, "got a damaged spreadsheet or archive" in words) == ("look-file", True)


def test_what_is_pasted_has_an_end(fay: Visitor) -> None:
    """As a file has."""
    ((field, words),) = fay.open("people").press("look", pasted="x" * (MAX_TEXT + 1)).problems

    assert (field, words.startswith("Paste at most 200000 characters, got 200001.")) == (
        "look-pasted",
        True,
    )


def test_pasted_cells_stay_until_they_are_mended(fay: Visitor) -> None:
    """In their box, which is open."""
    refused = fay.open("people").press("look", pasted="wren wood,Wren,boss,1\nx")

    assert refused.fields("look")["pasted"] == "wren wood,Wren,boss,1\r\nx".replace("\r", "")
    (details,) = [d for d in refused.tree.iter("details") if d[0].text == "Send a whole new list"]
    assert details.get("open") is not None


@pytest.mark.parametrize(
    ("form", "values", "says"),
    [
        ("add", {"username": "eve", "name": "Eve", "role": "professional", "pair": "9"},
         "Eve (eve) continues alone in pair 9"),
        ("change", {"who": "ann", "name": "Anna"}, "Ann Alder (ann) is renamed to Anna"),
        ("pair", {"first": "ann", "second": "dan", "pair": "7"},
         "Ann Alder (ann) and Dan Dell (dan) become pair 7."),
        ("take-off", {"who": "dan"}, "Dan Dell (dan) leaves."),
    ],
)  # fmt: skip
def test_one_person_is_changed_in_the_same_two_steps(
    fay: Visitor, form: str, values: dict[str, str], says: str
) -> None:
    """What a form would change is seen, and done as it was seen."""
    seen = fay.open("people").press(form, **values)

    assert says in seen.said
    assert says in seen.press("apply").said


@pytest.mark.parametrize(
    ("form", "values", "field", "says"),
    [
        ("add", {"username": ""}, "add-username", "Enter a sign-in name."),
        ("add", {"username": "ann"}, "add-username", "“ann” is already in this cohort."),
        ("add", {"username": "gil", "name": "", "role": "sponsor"}, "", "name must be 1 to"),
        ("pair", {"first": "ann", "second": ""}, "pair-second", "Choose a person."),
        ("take-off", {"who": ""}, "take-off-who", "Choose a person."),
        ("take-off", {"who": "fay"}, "take-off-who", "You cannot take yourself off."),
        ("change", {"who": "fay", "role": "sponsor"}, "", "expected fay to stay facilitator"),
        ("password", {"who": ""}, "password-who", "Choose a person."),
        ("password", {"who": "eve"}, "password-who", ""),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    store: Store, fay: Visitor, form: str, values: dict[str, str], field: str, says: str
) -> None:
    """What was filled in is there again, and nothing is changed."""
    before = store.rosters.people("north")

    refused = fay.open("people").press(form, **values)

    assert refused.problems[0][0] == field
    assert refused.problems[0][1].startswith(says)
    kept = {name: value for name, value in refused.fields(form).items() if name in values}
    assert kept == values if values.get("who") != "eve" else {"who": ""}
    assert store.rosters.people("north") == before


def test_an_office_list_is_read_and_the_page_says_how(fay: Visitor) -> None:
    """A spreadsheet's own file."""
    seen = look(fay, OFFICE.read_bytes(), "office.xlsx")

    for words in (
        "There are 2 sheets. “Liste” was read.",
        "“Patient leader” is read as patient-leader.",
        "“Ben” is read as ben.",
        "“Nurse” is read as professional.",
    ):
        assert words in seen.said


def test_a_list_that_names_no_facilitator_leaves_all_of_them(fay: Visitor) -> None:
    """One that names some is about facilitators too: who is missing there leaves, as it says."""
    hal = ("hal", "Hal", "facilitator", "")
    look(fay, sheet(more=(GIL, hal))).press("apply")

    of_pairs = look(fay, sheet("fay"))
    of_some = look(fay, sheet("fay", more=(GIL,)))

    stays = "You (Fay Fern) are not in this list, but you stay a facilitator."
    assert "Nothing would change" in of_pairs.said
    assert stays in of_pairs.said
    assert "so the current ones stay: Gil Gum (gil), Hal (hal)." in of_pairs.said
    assert "Hal (hal) leaves." in of_some.said
    assert stays in of_some.said


def test_a_way_to_reach_somebody_is_noted(fay: Visitor) -> None:
    """It keeps nobody from going on, and is not repeated."""
    seen = look(fay, sheet(more=(("eve", "eve@example.org", "professional", "3"),)))

    (note,) = re.findall(r"Line 8: [^.]*\.", seen.said)
    assert "example.org" not in note
    assert "apply" in seen.forms()


def test_the_list_of_today_changes_nothing_and_needs_no_facilitator(fay: Visitor) -> None:
    """Saved, and sent back as it was; also without the line of the one who sends it."""
    saved = fay.get(f"{PREFIX}cohort/north/people/list")

    again = look(fay, saved.content)
    without = look(fay, saved.text.replace("fay,Fay Fern,facilitator,\r\n", ""))

    assert saved.content.startswith(b"\xef\xbb\xbf")
    assert saved.headers["content-disposition"] == 'attachment; filename="north.csv"'
    assert "fay,Fay Fern,facilitator" in saved.text
    assert "Nothing would change" in again.said
    assert "You (Fay Fern) are not in this list, but you stay a facilitator." in without.said
    assert "Nothing would change" in without.said


def test_a_password_is_renewed_and_told_once(
    store: Store, fay: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    """The one before ends; it is in no log, and in which cohort it is stands at the button."""
    old = store.people.renew_password("ann")
    page = fay.open("people")
    assert "In cohort “North”. Do this only when the person asks for it." in page.text

    with caplog.at_level(logging.DEBUG):
        done = page.press("password", who="ann")

    ((_, username, password),) = cards(done)
    assert username == "ann"
    store.people.check_password("ann", password)
    with pytest.raises(WrongPassword):
        store.people.check_password("ann", old)
    assert password not in caplog.text
    assert password not in fay.open("people").answer.text


def test_whose_password_is_renewed_is_of_this_cohort_alone(store: Store, fay: Visitor) -> None:
    """A facilitator of one cohort must not be able to sign in as one of another."""
    look(fay, sheet(more=(GIL,))).press("apply")
    store.people.add_cohort("south", roster_of([GIL]))

    both = fay.open("people").press("password", who="gil")
    nobody = fay.open("people").press("password", who="eve")

    assert [field for field, _ in both.problems + nobody.problems] == ["password-who"] * 2
    assert both.find("cards") is nobody.find("cards") is None


class Stopped:
    """Servers that are noted and not stopped."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def begin(self, username: str) -> None:
        raise AssertionError(username)

    def end(self, username: str) -> None:
        self.ended.append(username)


def test_who_leaves_is_out_at_once_and_who_stays_hears_of_it(
    store: Store, client: TestClient, fay: Visitor
) -> None:
    """In the middle of a wait: one is let go and their server stops, the other has a new pair."""
    app: Any = client.app
    stopped = Stopped()
    site = app.state.pages
    site.course = replace(site.course, identity=NamedTokens(), servers=stopped)
    app.state.course = site.course
    seen = look(fay, sheet("dan", more=(EVE,)))
    path = f"{API}/pair/{MODULE}"

    async def story() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with (
            asyncio.timeout(20),
            httpx.AsyncClient(transport=transport, base_url="http://service") as one,
        ):

            async def wait(who: str) -> httpx.Response:
                token = {"Authorization": f"token user-{who}"}
                since = (await one.get(path, headers=token)).json()["version"]
                return await one.get(path, headers=token, params={"since": since, "wait": 25})

            waits = [asyncio.create_task(wait(who)) for who in ("cat", "dan")]
            pair = store.events.of_pair("dan", MODULE).pair
            assert pair is not None
            bell = site.course.bell.of(pair)
            while bell.waiting.total() < 2:
                await asyncio.sleep(0)
            done = await one.post(
                f"{PREFIX}cohort/north/people/apply",
                data=seen.fields("apply"),
                headers={"x-test-user": "fay"},
            )
            return [done, *await asyncio.gather(*waits)]

    before = store.events.of_pair("cat", MODULE).pair
    done, cats, dans = asyncio.run(story())

    assert (done.status_code, cats.status_code, dans.status_code) == (303, 200, 403)
    assert cats.json()["pair"] not in (None, before)
    assert stopped.ended == ["dan"]
    found = store.people.find("cat")
    assert found is not None
    assert found.partner == "eve"


def test_a_second_cohort_is_seen_then_added(store: Store, fay: Visitor) -> None:
    """Nothing is made by looking; who makes it is its facilitator; everybody new gets a card."""
    new = as_text(roster_of([EVE, GUS]).rows)
    form = {"name": "next", "title": " Next\u00a0one "}

    seen = fay.open("new-cohort").press("look", file=file(new), **form)
    before = [cohort.name for cohort in store.people.cohorts()]
    made = seen.press("add")

    assert before == ["north"]
    assert "Its short name is next." in seen.said
    assert "Its title, which people read, is Next one." in seen.said
    assert "You (Fay Fern) are not in this list, and become its facilitator." in seen.said
    assert [row[1] for row in seen.table("would-be")[1:]] == ["eve", "gus", "fay"]
    assert "The cohort “Next one” is there, with a desk of its own." in made.said
    assert [row[1] for row in cards(made)] == ["eve", "gus"]
    assert 'href="/services/course/cohort/next">Open the desk of' in made.answer.text
    printed = fay.get(re.findall(r'href="([^"]*new-cohort/cards[^"]*)"', made.answer.text)[0])
    assert printed.headers["content-disposition"] == 'attachment; filename="cards-next.html"'
    assert cards(made)[0][2] in printed.text
    fay.cohort = "next"
    assert "People of Next one" in fay.open("people").text
    ((_, words),) = seen.press("add").problems
    assert "There is already a cohort “next”." in words


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": ""}, ["look-name"]),
        ({"name": "", "title": " "}, ["look-name", "look-title"]),
        ({"name": "North!"}, ["look-name"]),
        ({"name": "north"}, ["look-name"]),
        ({"title": "South\u202e"}, []),
        ({"title": "So\u202euth"}, ["look-title"]),
        ({"title": "\u200b"}, ["look-title"]),
        ({"pasted": ""}, ["look-file"]),
        ({"pasted": "username,name,role,pair\nAnn,Ann,boss,\n"}, [""]),
        ({"pasted": sheet()}, [""] * 4),
        ({"pasted": "hello", "name": "North!"}, ["", "look-name"]),
        ({"pasted": "username,name,role,pair\nfay,Fay Fern,sponsor,\n"}, [""]),
    ],
)
def test_each_problem_of_a_new_cohort_is_at_its_field(
    store: Store, fay: Visitor, change: dict[str, str], fields: list[str]
) -> None:
    """A mistake in the short name is seen while it can be mended, and nothing is made."""
    given = {"name": "south", "title": "South", "pasted": as_text(roster_of([GIL]).rows)}

    seen = fay.open("new-cohort").press("look", **given | change)

    assert [field for field, _ in seen.problems] == fields
    assert [cohort.name for cohort in store.people.cohorts()] == ["north"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "So\u202euth"},
        {"name": "North!"},
        {"name": "north"},
        {"text": "username,name,role,pair\n"},
        {"text": sheet()},
        {"text": "username,name,role,pair\nfay,Fay Fern,sponsor,\n"},
    ],
)
def test_a_cohort_that_cannot_be_is_not_made(
    store: Store, fay: Visitor, change: dict[str, str]
) -> None:
    """All of it or nothing, whatever a browser sends."""
    given = {"name": "south", "title": "South", "pasted": as_text(roster_of([GIL]).rows)}
    seen = fay.open("new-cohort").press("look", **given)

    refused = seen.press("add", **change)

    assert refused.problems
    assert [cohort.name for cohort in store.people.cohorts()] == ["north"]
