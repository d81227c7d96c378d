"""The desk's overview, waves, meetings and downloads, at the real service."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pairs_instructor.desk import blocks
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.downloads import Downloads
from pairs_instructor.desk.panels.meetings import Meetings
from pairs_instructor.desk.panels.overview import Overview
from pairs_instructor.desk.panels.waves import Waves
from pairs_instructor.nbgrader import grades_export

from ..courses import MODULE
from ..serving import COHORT, Programme
from .conftest import forms, words

# nbgrader's own warning when a submission is added.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

MEETING = "03-why-pairs"
LAST = "08-next-steps"
BOTH = ("partner", "facilitator")


def problems(refused: pytest.ExceptionInfo[Problem]) -> dict[str, str]:
    """Return what has to be mended, by field."""
    return dict(refused.value.problems)


def test_the_overview_shows_who_is_where(running_course: Programme, desk: Desk) -> None:
    """One row a person in the roster's order, one column a module; never an answer."""
    running_course.release()
    running_course.does("ann", MODULE, "answer", "D1", 2, "partner", "facilitator")
    running_course.does("bob", MODULE, "send", MODULE, None)
    running_course.store.care.pause("dan", yes=True)

    shown = Overview(desk).blocks()

    (table,) = [block for block in shown if block["block"] == "table"]
    assert table["columns"][:3] == ["Name", "Pair", blocks.brief("01", "01 Setting out together")]
    today = f"{date.today().day} {date.today():%B %Y}"
    fifth = table["columns"].index(blocks.brief("05", "05 Debate and dialogue"))
    assert [(row[0], row[1], row[fifth]["text"]) for row in table["rows"]] == [
        ("Ann", "pair1", "In progress"),
        ("Bob", "pair1", f"Sent on {today}"),
        ("Cat", "pair2, taking a pause", "Not started"),
        ("Dan", "pair2, taking a pause", "Not started"),
    ]
    assert {len(row) for row in table["rows"]} == {10}
    assert f"Released on {today}" in words(shown)
    assert "Please call" not in words(shown)


def test_the_overview_says_what_waits(running_course: Programme, desk: Desk) -> None:
    """How many sent what was not given back, and how many texts are to be read."""
    before = words(Overview(desk).blocks())
    letter = {"letter": "Take your time."}
    proposal = running_course.does("ann", LAST, "propose", "letter", letter, *BOTH)
    running_course.does("bob", LAST, "confirm", "letter", {"of": proposal}, *BOTH)
    running_course.does("ann", LAST, "send", LAST, None)
    running_course.does("ann", MODULE, "send", MODULE, None)
    running_course.does("bob", MODULE, "send", MODULE, None)

    shown = Overview(desk).blocks()

    assert "Nothing waits for you." in before
    (waits,) = [block for block in shown if block["block"] == "notice"]
    assert waits["entries"] == [
        "05 Debate and dialogue: 2 sent, without feedback yet",
        "08 Next steps: 1 sent, without feedback yet",
        "Cards and letters: 1 to be read",
    ]


def test_who_waits_for_a_call_comes_first(running_course: Programme, desk: Desk) -> None:
    """With the way to Home, where it is said that somebody has called."""
    running_course.store.care.ask("cat")

    first, *_ = Overview(desk).blocks()

    assert (first["block"], first["look"]) == ("notice", "problem")
    assert "Cat asked for a call on" in words([first])
    assert first["entries"][-1]["href"] == f"/services/course/?cohort={COHORT}"


def test_the_last_day_of_a_wave_is_set_changed_and_taken_away(
    running_course: Programme, desk: Desk
) -> None:
    """It says before what will happen, and after what did."""
    panel, store = Waves(desk), running_course.store
    start = forms(panel.blocks())["set"]
    assert "closes by itself at the end of that day" in start["says"]
    assert "After that it cannot be undone." in start["says"]
    assert f"of cohort {desk.named}" in start["says"]
    day = date.today() + timedelta(40)
    values = {"wave": "start", "closes": day.isoformat()}

    said = [words(panel.act("set", values)) for _ in range(2)]
    assert said[0] == said[1]
    assert f"closes by itself at the end of {day.day} {day:%B %Y}" in said[0]
    assert store.waves.dated() == [(COHORT, "start", day)]
    assert "take-away" in forms(panel.blocks())

    panel.act("take-away", values)
    assert store.waves.dated() == []
    assert "take-away" not in forms(panel.blocks())


@pytest.mark.parametrize(
    ("closes", "says"),
    [
        ("", "Choose the last day of this wave."),
        ("soon", "Choose the last day of this wave."),
        (None, "Choose the last day of this wave."),
        ("2020-01-01", "must be today or later, got 2020-01-01"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    running_course: Programme, desk: Desk, closes: object, says: str
) -> None:
    """Nothing is changed."""
    with pytest.raises(Problem) as refused:
        Waves(desk).act("set", {"wave": "start", "closes": closes})

    assert says in problems(refused)["closes"]
    assert running_course.store.waves.dated() == []


def test_a_wave_is_closed_only_with_the_tick_and_once(
    running_course: Programme, desk: Desk
) -> None:
    """Then it says what was published and what was withheld, now and whenever it is looked at."""
    panel = Waves(desk)
    with pytest.raises(Problem) as refused:
        panel.act("close", {"wave": "start", "sure": False})
    assert "cannot be undone" in problems(refused)["sure"]
    assert running_course.store.summaries.closed(COHORT) == []

    said = [panel.act("close", {"wave": "start", "sure": True}) for _ in range(2)]

    assert said[0] == said[1]
    assert "Published figures: 0. Withheld: 8." in words(said[0])
    assert running_course.store.summaries.closed(COHORT) == ["start"]
    shown = words(panel.blocks())
    assert "Published figures: 0. Withheld: 8." in shown
    assert "Too few pairs have both given an answer here." in shown


@pytest.mark.parametrize("panel", [Contents, Overview, Waves, Meetings, Downloads])
def test_an_old_page_does_nothing(
    running_course: Programme, desk: Desk, panel: type[Overview]
) -> None:
    """Whatever a browser sends."""
    with pytest.raises(Problem, match="Load it again"):
        panel(desk).act("other", {"wave": "start", "first": "pair1", "second": "pair2"})
    assert running_course.store.waves.dated() == []


def test_two_pairs_are_matched(running_course: Programme, desk: Desk) -> None:
    """Who waits is in the list and marked in the choice; matched pairs cannot be chosen again."""
    running_course.store.meetings.ask("cat", MEETING, ready=True)
    panel = Meetings(desk)
    before = panel.blocks()
    form = next(block for block in before if block["block"] == "form")
    assert "pair2 (Cat and Dan), since " in words(before)
    assert [option["text"] for option in form["fields"][1]["options"]] == [
        "Choose a pair",
        "pair2 (Cat and Dan), waiting",
        "pair1 (Ann and Bob)",
    ]

    values = {"module": MEETING, "first": "pair1", "second": "pair2"}
    asked = words(panel.act("match", values))
    nobody = running_course.store.meetings.of("ann", MEETING).people
    said = [panel.act("match", {**values, "sure": True}) for _ in range(2)]

    assert "pair1 (Ann and Bob) will meet pair2 (Cat and Dan) in “Why pairs?”" in asked
    assert f"In cohort {desk.named}" in asked
    assert "It cannot be undone." in asked
    assert nobody == []
    assert said[0] == said[1]
    assert running_course.store.meetings.of("ann", MEETING).people == ["Cat", "Dan"]
    after = words(panel.blocks())
    assert "pair1 (Ann and Bob) meets pair2 (Cat and Dan), matched on " in after
    assert len([block for block in panel.blocks() if block["block"] == "form"]) == 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", {"first": "Choose the first pair.", "second": "Choose the second pair."}),
        ("pair1", "", {"second": "Choose the second pair."}),
        ("pair1", "pair1", {"second": "A pair meets another pair. You chose “pair1” twice."}),
    ],
)
def test_what_cannot_be_matched_is_said_at_its_field(
    running_course: Programme, desk: Desk, first: str, second: str, expected: dict[str, str]
) -> None:
    """Nothing is changed."""
    with pytest.raises(Problem) as refused:
        Meetings(desk).act("match", {"module": MEETING, "first": first, "second": second})

    assert problems(refused) == expected
    assert running_course.store.meetings.of("ann", MEETING).place is None


def test_progress_is_a_link_and_grades_are_made_when_asked_for(desk: Desk) -> None:
    """The link leads to the service's own page; the grades are nbgrader's."""
    panel = Downloads(desk)
    (link,) = [block for block in panel.blocks() if block["block"] == "link"]
    assert link["href"] == f"/services/course/progress/{COHORT}"

    _, saved = panel.act("grades", {})

    assert (saved["block"], saved["name"]) == ("download", f"{COHORT}-grades.csv")
    assert saved["content"].startswith("\ufeffassignment,duedate,")


def test_without_a_gradebook_it_says_what_to_do_first(tmp_path: Path) -> None:
    """A cohort's folder that is not there yet."""
    with pytest.raises(Problem, match="Mark a module first"):
        Downloads(Desk(COHORT, tmp_path)).act("grades", {})


@pytest.fixture
def gradebook(running_course: Programme) -> Iterator[Gradebook]:
    """The cohort's gradebook, with one module that Ann has completed."""
    with Gradebook(f"sqlite:///{running_course.root}/gradebook.db", COHORT) as opened:
        opened.add_assignment(MODULE)
        opened.add_notebook(MODULE, MODULE)
        opened.add_grade_cell("finished", MODULE, MODULE, max_score=1, cell_type="code")
        sent = opened.add_submission(MODULE, "ann")
        sent.notebooks[0].grades[0].auto_score = 1.0
        opened.db.commit()
        yield opened


def test_grades_are_what_nbgrader_exports(gradebook: Gradebook, desk: Desk) -> None:
    """One row a module and person; a name with a comma or a formula stays one harmless cell."""
    gradebook.update_or_create_student("bob", first_name='=1, "Bob"', last_name="pair1")
    gradebook.db.commit()

    made = grades_export.export(desk.folder, COHORT)
    assert made is not None
    rows = list(csv.DictReader(io.StringIO(made.removeprefix("\ufeff"), newline="")))

    found = {r["student_id"]: (r["assignment"], r["last_name"], r["score"]) for r in rows}
    assert found["ann"] == (MODULE, "pair1", "1.0")
    assert found["cat"] == (MODULE, "pair2", "0.0")
    (bob,) = [row for row in rows if row["student_id"] == "bob"]
    assert (bob["first_name"], bob["email"]) == ('\'=1, "Bob"', "")
    assert (bob["max_score"], bob["score"]) == ("1.0", "0.0")
