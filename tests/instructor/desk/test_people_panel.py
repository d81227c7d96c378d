"""Who takes part, from the desk: seen first, then done; and what a facilitator has follows."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from pairs_course.people.roster import roster_of
from pairs_course.people.roster_diff import Member, as_text
from pairs_instructor.desk import gradebook_sync, jobs
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.one_person import edited, free_label
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.modules import Modules
from pairs_instructor.desk.panels.people import People
from pairs_instructor.service_client import CallError

from ..serving import COHORT, ROSTER, Programme
from .conftest import forms, words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

EVE = ("eve", "Eve", "professional", "pair2")


@pytest.fixture
def panel(desk: Desk) -> People:
    return People(desk)


def sheet(*without: str, more: tuple[tuple[str, str, str, str], ...] = ()) -> str:
    rows = [row for row in ROSTER if row[0] not in without]
    return as_text(roster_of([*rows, *more], alone=True).rows)


def file(text: str | bytes, name: str = "r.csv") -> dict[str, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    return {"file": {"name": name, "base64": base64.b64encode(data).decode()}, "pasted": ""}


def pressed(shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the one form in blocks sends when its button is pressed."""
    (form,) = forms(shown).values()
    return {field["name"]: field["value"] for field in form["fields"]}


def students(desk: Desk) -> list[str]:
    with Gradebook(f"sqlite:///{desk.folder}/gradebook.db", COHORT) as gradebook:
        return [student.id for student in gradebook.students]


def test_a_new_list_is_seen_first_and_done_with_one_button(
    running_course: Programme, panel: People
) -> None:
    """A second press says what came in between; the gradebook follows at the next look."""
    new = file(sheet("dan", more=(EVE,)))
    before = running_course.store.rosters.people(COHORT)

    seen = panel.act("look", new)
    unchanged = running_course.store.rosters.people(COHORT)
    done = panel.act("apply", pressed(seen))
    again = panel.act("apply", pressed(seen))
    panel.desk.follow()

    assert unchanged == before
    assert "Eve (eve) is added as professional." in words(seen)
    assert list(forms(seen)) == ["apply"]
    passwords = next(block for block in done if block["block"] == "table")["rows"]
    assert [row[:2] for row in passwords] == [["Eve", "eve"]]
    running_course.store.people.check_password("eve", passwords[0][2])
    cards = next(block for block in done if block["block"] == "download")
    assert (passwords[0][2] in cards["content"], cards["name"]) == (True, "cards-demo.html")
    assert "have changed since you looked" in words(again)
    assert "Nothing would change" in words(again)
    assert students(panel.desk) == ["ann", "bob", "cat", "eve"]
    assert "Who left (1)" in words(panel.blocks())
    assert passwords[0][2] not in words(panel.blocks())


def test_cells_are_pasted_without_a_heading(panel: People) -> None:
    """As they are copied from a spreadsheet."""
    copied = sheet("bob").partition("\n")[2].replace(",", "\t")

    seen = panel.act("look", {"file": None, "pasted": copied})

    assert "Bob (bob) leaves." in words(seen)
    assert "Ann (ann) goes on alone in pair pair1" in words(seen)


def test_every_problem_is_at_its_line_and_nothing_is_changed(panel: People) -> None:
    """The form keeps what was put in; a file that is no text is said by the same form."""
    wrong = "username,name,role,pair\nAnn,Ann,boss,\nfay,Fay,facilitator,x\n"

    with pytest.raises(Problem) as refused:
        panel.act("look", file(wrong))
    with pytest.raises(Problem) as nothing:
        panel.act("look", {"file": None, "pasted": " "})
    with pytest.raises(Problem) as workbook:
        panel.act("look", file(b"PK\x03\x04"))

    assert [words.split(":")[0] for _, words in refused.value.problems] == ["Line 2", "Line 3"]
    assert nothing.value.problems == (("file", "Choose a file, or paste the cells below."),)
    assert "got a broken file, which was a spreadsheet" in workbook.value.problems[0][1]


@pytest.mark.parametrize(
    ("action", "values", "says"),
    [
        ("add", {"username": "eve", "name": "Eve", "role": "professional", "pair": "9"},
         "Eve (eve) goes on alone in pair 9"),
        ("change", {"who": "ann", "name": "Anna", "role": "", "pair": ""},
         "Ann (ann) is called Anna"),
        ("pair", {"first": "ann", "second": "dan", "pair": "7"},
         "Ann (ann) and Dan (dan) are pair 7 from now on."),
        ("take-off", {"who": "dan"}, "Dan (dan) leaves."),
    ],
)  # fmt: skip
def test_one_person_is_changed_in_the_same_two_steps(
    panel: People, action: str, values: dict[str, str], says: str
) -> None:
    """What a form would change is seen, and done as it was seen."""
    seen = panel.act(action, values)

    assert says in words(seen)
    assert says in words(panel.act("apply", pressed(seen)))


@pytest.mark.parametrize(
    ("action", "values", "problem"),
    [
        ("add", {"username": ""}, ("username", "Give a sign-in name.")),
        ("add", {"username": "ann"}, ("username", "“ann” is in this cohort already.")),
        ("add", {"username": "gil", "name": "", "role": "sponsor"}, ("", "name must be 1 to")),
        ("pair", {"first": "ann", "second": ""}, ("second", "Choose a person.")),
        ("take-off", {"who": ""}, ("who", "Choose a person.")),
        ("take-off", {"who": "fay"}, ("who", "You cannot take yourself off.")),
        ("change", {"who": "fay", "role": "sponsor"}, ("", "expected fay to stay facilitator")),
        ("renew", {"who": ""}, ("who", "Choose a person.")),
        ("look-cohort", {"name": "", "title": "", "pasted": "x"}, ("name", "Fill this in.")),
        (
            "look-cohort",
            {"name": "Le eds", "title": "L", "pasted": "x"},
            ("", "Line 1: expected a heading"),
        ),
        (
            "look-cohort",
            {"name": "demo", "title": "L", "pasted": "gil,Gil,sponsor"},
            ("name", "There is a cohort “demo” already."),
        ),
        ("fly", {}, ("", "This page is older than the course.")),
    ],
)
def test_what_is_missing_is_said(
    panel: People, action: str, values: dict[str, str], problem: tuple[str, str]
) -> None:
    """At its field, and nothing is changed."""
    with pytest.raises(Problem) as refused:
        panel.act(action, values)

    field, says = refused.value.problems[0]
    assert (field, says.startswith(problem[1])) == (problem[0], True)


def test_an_office_list_is_read_and_the_desk_says_how(panel: People) -> None:
    """A spreadsheet's own file; who sends it is not in it, and stays."""
    place = Path(__file__).parents[2] / "course" / "rosters" / "office.xlsx"

    seen = panel.act("look", file(place.read_bytes(), "office.xlsx"))

    read = next(b for b in seen if b["block"] == "notice" and b["text"].startswith("This is how"))
    assert read["entries"] == [
        "There are 2 sheets. “Liste” was read.",
        "“Patient leader” is read as patient-leader.",
        "“Ben” is read as ben.",
        "“Nurse” is read as professional.",
    ]
    assert "Birch, Ben (ben) is added as professional." in words(seen)


def test_the_list_of_today_changes_nothing_and_needs_no_facilitator(panel: People) -> None:
    """Saved, and sent back as it was; also without the line of the one who sends it."""
    whole = next(b for b in panel.blocks() if b.get("summary") == "Send a whole new list")
    saved = next(b for b in whole["blocks"] if b["block"] == "download")["content"]

    again = panel.act("look", file(saved))
    without = panel.act("look", file(saved.replace("fay,Fay,facilitator,\r\n", "")))

    assert saved.encode().startswith(b"\xef\xbb\xbf")
    assert "fay,Fay,facilitator" in saved
    assert "Nothing would change" in words(again)
    assert "You (Fay) are not in this list, and stay facilitator." in words(without)
    assert "Nothing would change" in words(without)


def test_a_password_is_renewed(running_course: Programme, panel: People) -> None:
    """It is in the answer and nowhere else."""
    done = panel.act("renew", {"who": "ann"})

    (row,) = next(block for block in done if block["block"] == "table")["rows"]
    running_course.store.people.check_password("ann", row[2])
    assert row[2] not in words(panel.blocks())


def test_a_second_cohort_is_seen_then_added_with_its_modules(
    running_course: Programme, panel: People, finished: Callable[[Desk, str], jobs.Job]
) -> None:
    """Nothing is made by looking; then its folder is there, and every module, on its day."""
    new = as_text(roster_of([EVE, ("gus", "Gus", "patient-leader", "pair2")]).rows)
    modules = [module.id for module in panel.desk.content.modules]

    seen = panel.act("look-cohort", {"name": "next", "title": "Next", **file(new)})
    before = [cohort.name for cohort in running_course.store.people.cohorts()]
    wanted = pressed(seen) | {f"opens {modules[1]}": "2099-05-03"}
    made = panel.act("add-cohort", wanted)
    new_desk = Desk("next", panel.desk.home)
    jobs_done = finished(new_desk, modules[-1])

    assert before == [COHORT]
    assert "Its short name is next." in words(seen)
    assert "You (Fay) are not in this list, and become its facilitator." in words(seen)
    people = next(block for block in seen if block["block"] == "table")["rows"]
    assert [row[1] for row in people] == ["eve", "gus", "fay"]
    assert "The cohort “Next” is there, with a desk of its own." in words(made)
    assert jobs_done.end == "done"
    assert new_desk.folder.resolve() == running_course.state / "cohorts" / "next"
    assert (new_desk.folder / "gradebook.db").is_file()
    released = running_course.store.releases.list("next", unopened=True)
    assert [(one.module, bool(one.opens)) for one in released] == [
        (module, module == modules[1]) for module in modules
    ]


def test_a_second_cohort_has_a_desk_of_its_own(running_course: Programme, panel: People) -> None:
    """Its folder is there before any panel is drawn; where no module is, each can be released."""
    new = as_text(roster_of([EVE, ("gus", "Gus", "patient-leader", "pair2")]).rows)
    before = Contents(panel.desk).blocks()

    seen = panel.act("look-cohort", {"name": "next", "title": "Next", **file(new)})
    made = panel.act("add-cohort", pressed(seen) | {"release": "none"})
    other = Desk("next", panel.desk.home)
    other.follow()
    shown = Modules(other).blocks()

    assert running_course.store.releases.list("next", unopened=True) == []
    assert made[0]["entries"][0]["href"] == "/services/course/desk/next"
    assert (other.folder / "gradebook.db").is_file()
    assert "release" in forms(shown)
    assert "in cohort “Next” can open it" in words(shown)
    assert "Your other cohorts" not in words(before)
    assert "Your other cohorts" in words(Contents(panel.desk).blocks())
    assert "cohort “Next”" in words(Contents(other).blocks())


def test_the_service_says_no_and_the_desk_says_it_too(
    running_course: Programme, panel: People
) -> None:
    """A refusal that is no change in between is not turned into something else."""
    seen = panel.act("look", file(sheet("dan")))
    other = ("gil", "Gil", "facilitator", "")
    running_course.store.rosters.apply(COHORT, roster_of([*ROSTER[:4], other]))

    with pytest.raises(CallError, match="not on the roster"):
        panel.act("apply", pressed(seen))


@pytest.mark.parametrize("shared", [True, False])
def test_a_folder_is_made_where_it_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    """In the folder that all facilitators share, or where there is only a home, in that."""
    monkeypatch.delenv(gradebook_sync.COHORTS, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    if shared:
        monkeypatch.setenv(gradebook_sync.COHORTS, str(tmp_path / "cohorts"))
    people = [Member("ann", "Ann", "patient-leader", "1")]

    said = [gradebook_sync.follow(home, "spring", people) for _ in range(2)]

    place = tmp_path / "cohorts" / "spring" if shared else home / "spring"
    assert (said, (home / "spring").resolve()) == (["", ""], place)
    with Gradebook(f"sqlite:///{place}/gradebook.db", "spring") as gradebook:
        assert [student.id for student in gradebook.students] == ["ann"]
    assert (home / "nbgrader_config.py").is_file()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """The list of people itself is not touched by that."""
    (tmp_path / "spring").write_text("in the way")

    said = gradebook_sync.follow(tmp_path, "spring", [])

    assert said.startswith("The gradebook could not follow the list of people (")


def test_forms_for_one_person_make_whole_lists() -> None:
    """A role without a pair takes somebody out of theirs; a free label is the first number."""
    people = [
        Member("ann", "Ann", "patient-leader", "1"),
        Member("bob", "Bob", "professional", "1"),
    ]

    changed = edited(people, "change", {"who": "ann", "role": "facilitator", "pair": "5"})

    assert changed[0] == Member("ann", "Ann", "facilitator", None)
    assert (free_label(people), free_label([])) == ("2", "1")


def test_a_new_pair_is_called_as_the_others_are() -> None:
    """After pair1 and pair2 comes pair3, and no “1” beside them."""
    people = [
        Member(name, name, "patient-leader", label)
        for name, label in (("ann", "pair1"), ("cat", "pair2"), ("eve", "7"))
    ]

    assert free_label(people) == "pair3"
