"""Typing in a sheet: the words of the paper, what it will do, and what it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pairs_course.answers.events import new_id
from pairs_course.people.roster import roster_of
from pairs_course.render.workbook import sheets
from pairs_course.store import Store

from .conftest import CONTENT
from .visitor import Page, Visitor

MODULE, FOUR = "05-debate-and-dialogue", "04-what-gets-in-the-way"
TALKED = {"talked": "talked", "when": "2026-11-20", "how": "room"}
PLAN = {"plan-05/if": "it rains,", "plan-05/then": "we call."}


@pytest.fixture(autouse=True)
def _door(store: Store) -> None:
    """Ann works on paper, Ben on the screen."""
    store.people.set_door("ann", "paper")


def sheet(fay: Visitor, person: str, module: str = MODULE) -> Page:
    return fay.open(f"paper?person={person}&module={module}")


def labels(page: Page) -> list[str]:
    return ["".join(one.itertext()) for one in page.form("sheet").iter("label")]


def problems(page: Page) -> list[str]:
    return [field for field, _ in page.problems]


def test_somebody_who_chose_paper_comes_first(fay: Visitor) -> None:
    """The choice says who did; the workbook can be printed in three formats."""
    page = fay.open("paper")

    person = page.find("person")
    assert person is not None
    assert [option.text for option in person] == [
        "Ann Alder, 1 (chose paper)",
        "Ben Birch, 1",
        "Cat Cedar, 2",
        "Dan Dell, 2",
    ]
    first = CONTENT.modules[0].id
    links = {a.text: a.get("href") for a in page.tree.iter("a")}
    for words, name in (
        ("Normal print", "normal"),
        ("Large print", "large"),
        ("Easy-read style", "easy-read"),
    ):
        assert links[words] == f"/services/course/paper/{first}?format={name}&cohort=north"
    assert "They asked me to type this in" not in labels(page)
    assert "Ann Alder's own answers. They go as far as each question says." in page.text


@pytest.mark.parametrize("module", [module.id for module in CONTENT.modules])
def test_the_form_has_the_numbers_and_words_of_the_sheet(fay: Visitor, module: str) -> None:
    """Each question of the facilitator's sheet, in its order, and nothing of other sheets."""
    found = labels(sheet(fay, "ann", module))
    asked = [item for _, item in sheets.handed_in(CONTENT, module)]

    numbers = dict.fromkeys(label.split()[0] for label in found[:-4])
    assert list(numbers) == [item.number for item in asked]
    assert all(any(label.startswith(item.numbered) for label in found) for item in asked)


def test_a_sheet_becomes_the_persons_answers_and_is_sent(store: Store, fay: Visitor) -> None:
    """It says what it did; the sheet then shows what was sent, and pressing again adds nothing."""
    page = sheet(fay, "ann")
    filled = {"P5-plan": "12 of 20", "D1": "4", **PLAN, **TALKED}

    said = [page.press("sheet", **filled) for _ in range(2)]

    place = CONTENT.find(MODULE, "plan-05", "once")
    assert place is not None
    for done in said:
        assert done.said == (
            "The sheet of Ann Alder is typed in. It was sent. "
            f"{place[1].numbered}: It waits until Ben Birch says the same, on paper or on the "
            "screen."
        )
    mine = store.events.of_pair("ann", MODULE).mine
    assert sorted(e.kind for e in mine) == ["answer", "answer", "propose", "send", "talked"]
    assert {e.typed_by for e in mine} == {"Fay Fern"}
    assert len(store.submissions.list("north")) == 1
    now = sheet(fay, "ann")
    assert "Ann Alder sent this module on" in now.text
    assert "It is complete." in now.text
    fields = now.fields("sheet")
    assert (fields["P5-plan"], fields["D1"], fields["plan-05/if"]) == ("12 of 20", "4", "")


def test_what_was_not_sent_is_the_persons(
    store: Store, fay: Visitor, does: Callable[..., str]
) -> None:
    """What is in the store already is not on the sheet before it is sent."""
    does("ann", MODULE, "answer", "P5-plan", "my own words", "facilitator")
    before = sheet(fay, "ann")
    does("ann", MODULE, "send", MODULE)

    assert "my own words" not in before.answer.text
    assert sheet(fay, "ann").fields("sheet")["P5-plan"] == "my own words"
    assert store.paper.said("ann") == []


def test_only_what_is_new_is_typed_in(store: Store, fay: Visitor) -> None:
    """What Ann sent from a screen stays hers; the other sheet with the same plan makes it stand."""
    sheet(fay, "ann").press("sheet", **{"P5-plan": "12"}, **PLAN)
    sheet(fay, "ann").press("sheet", points="3/11/2026 4")
    said = sheet(fay, "ben").press("sheet", asked="yes", send=None, **PLAN).said

    mine = store.events.of_pair("ann", MODULE).mine
    assert [e.item for e in mine if e.kind == "answer"] == ["P5-plan"]
    assert said.startswith("The sheet of Ben Birch is typed in. It was not sent.")
    assert "Both sheets have these words, so it stands now." in said


def test_what_is_wrong_is_named_at_its_field(store: Store, fay: Visitor) -> None:
    """Nothing is typed in then; what was filled in stays on the page, in its open form."""
    ann = sheet(fay, "ann")
    long = ann.press("sheet", **{"P5-plan": "x" * 5000})
    talk = ann.press("sheet", D1="4", talked="talked")
    empty = ann.press("sheet", send=None)
    asked = sheet(fay, "ben").press("sheet", D1="4")
    number = sheet(fay, "ann", FOUR).press("sheet", **{"hours/0/hours": "a lot"})

    assert problems(long) == ["sheet-P5-plan"]
    assert problems(talk) == ["sheet-when", "sheet-how"]
    assert talk.fields("sheet")["D1"] == "4"
    assert empty.problems == [("", "Nothing is filled in, so there is nothing to type in.")]
    words = "Ben Birch did not choose paper. Tick this if they asked you."
    assert asked.problems == [("sheet-asked", words)]
    assert problems(number) == ["sheet-hours/0/hours"]
    assert store.events.of_pair("ann", MODULE, FOUR).mine == []
    assert store.events.of_pair("ben", MODULE).mine == []
    # The same form goes on, and what is mended is typed in once.
    assert talk.fields("sheet")["sheet"] == ann.fields("sheet")["sheet"]
    assert "It was sent." in talk.press("sheet", when="2026-11-20", how="room").said


@pytest.mark.parametrize("talk", [{"when": "soon", "how": "room"}, {"when": "", "how": "room"}])
def test_a_talk_has_a_day_and_a_way(store: Store, fay: Visitor, talk: dict[str, str]) -> None:
    """As on the screen."""
    refused = sheet(fay, "ann").press("sheet", talked="talked", **talk)

    assert len(refused.problems) == 1
    assert store.events.of_pair("ann", MODULE).mine == []


@pytest.mark.parametrize("ticked", ["talked", "not-talked", "alone"])
def test_one_tick_completes_the_module(store: Store, fay: Visitor, ticked: str) -> None:
    """Whatever the other of the pair did."""
    filled = TALKED if ticked == "talked" else {"talked": ticked}

    assert "It was sent." in sheet(fay, "ann").press("sheet", **filled).said
    assert not store.events.left("ann", CONTENT)[MODULE].talk
    assert store.events.left("ben", CONTENT)[MODULE].talk


def test_points_of_both_sheets_are_there_once(store: Store, fay: Visitor) -> None:
    """Three points in three hands, typed in for both partners, are three points for the reader."""
    rows = "2026-11-03 12,5\r\n3/11/2026 4\r\n4.11.2026 3"
    third = "03-why-pairs"
    said = [
        sheet(fay, person, third).press("sheet", points=rows, asked="yes").said
        for person in ("ann", "ben")
    ]

    (first, second) = store.submissions.list("north", module=third)
    assert [p["value"] for p in first.payload["joint"]["points"]] == [12.5, 4, 3]
    assert [p["by"] for p in second.payload["joint"]["points"]] == ["partner"] * 3
    assert all("All the points of this sheet are there now." in one for one in said)
    bad = sheet(fay, "ann", third).press("sheet", points="3/11/2026 4\nten on Friday")
    assert problems(bad) == ["sheet-points"]
    assert len(store.submissions.list("north", module=third)) == 2


@pytest.mark.parametrize(
    ("filled", "status"),
    [
        ({"person": "fay"}, 404),
        ({"person": "sam"}, 404),
        ({"person": "nobody"}, 404),
        ({"person": None}, 404),
        ({"module": "09-x"}, 404),
        ({"sheet": "x"}, 422),
        ({"sheet": None}, 422),
    ],
)
def test_what_no_form_says_is_refused(
    store: Store, fay: Visitor, filled: dict[str, str | None], status: int
) -> None:
    """A page of an older version, or something made by hand."""
    answer = fay.send(sheet(fay, "ann"), "sheet", D1="4", **filled)

    assert answer.status_code == status
    assert store.events.of_pair("ann", MODULE).mine == []


@pytest.mark.parametrize("who", ["fay", "sam", "nobody"])
def test_only_people_in_pairs_have_sheets(fay: Visitor, who: str) -> None:
    """Anybody else is unknown, whoever they are."""
    answer = fay.get(f"/services/course/cohort/north/paper?person={who}")

    assert answer.status_code == 404
    assert "Choose somebody from the list." in answer.text


def test_an_id_in_use_is_refused(store: Store, fay: Visitor) -> None:
    """A form cannot put its words into another person's event."""
    page, nonce = sheet(fay, "ann"), new_id()
    page.press("sheet", sheet=nonce, D1="4", send=None)
    again = sheet(fay, "ben").press("sheet", sheet=nonce, D1="4", send=None, asked="yes")

    assert again.problems == [("sheet-D1", "its id is already in use.")]
    assert store.events.of_pair("ben", MODULE).mine == []


def test_two_of_the_same_name_are_told_apart(store: Store, fay: Visitor) -> None:
    """And a cohort without pairs says so."""
    twins = [("sam1", "Sam", "patient-leader", "1"), ("sam2", "Sam", "professional", "1")]
    store.people.add_cohort("twins", roster_of([*twins, ("fay", "Fay Fern", "facilitator", "")]))
    store.people.add_cohort("new", roster_of([("fay", "Fay Fern", "facilitator", "")]))
    fay.cohort = "twins"
    assert "sheet of Sam (sam2)" in sheet(fay, "sam2").text

    fay.cohort = "new"
    assert "Nobody in this cohort is in a pair yet." in fay.open("paper").text
