"""What a facilitator has follows the list of people: the cohort's folder, link and gradebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pairs_course.people.roster import roster_of
from pairs_course.people.roster_diff import Member
from pairs_instructor.desk import gradebook_sync, jobs
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.modules import Modules

from ..serving import COHORT, ROSTER, Programme
from .conftest import forms, words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

EVE = ("eve", "Eve", "professional", "pair2")
GUS = ("gus", "Gus", "patient-leader", "pair2")
FAY = ("fay", "Fay", "facilitator", "")


def students(desk: Desk) -> list[str]:
    with Gradebook(f"sqlite:///{desk.folder}/gradebook.db", COHORT) as gradebook:
        return [student.id for student in gradebook.students]


def test_the_gradebook_has_who_came_and_not_who_left(running_course: Programme, desk: Desk) -> None:
    """At the next look."""
    rows = [row for row in ROSTER if row[0] != "dan"]
    running_course.store.rosters.apply(COHORT, roster_of([*rows, EVE]))
    before = students(desk)

    desk.follow()

    assert before == ["ann", "bob", "cat", "dan"]
    assert students(desk) == ["ann", "bob", "cat", "eve"]


def test_a_new_cohort_has_a_folder_and_all_its_modules_on_their_days(
    running_course: Programme, desk: Desk, finished: Callable[[Desk, str], jobs.Job]
) -> None:
    """Its folder is there before any panel is drawn; one form releases every module."""
    running_course.store.people.add_cohort("next", roster_of([EVE, GUS, FAY]), title="Next")
    modules = [module.id for module in desk.content.modules]
    other = Desk("next", desk.home)

    other.follow()
    panel = Modules(other)
    shown = panel.blocks()
    filled = {field["name"]: field["value"] for field in forms(shown)["release-all"]["fields"]}
    said = panel.act("release-all", filled | {f"opens {modules[1]}": "2099-05-03"})
    done = finished(other, modules[-1])

    assert "Everybody in cohort “Next” can open each of them" in words(shown)
    assert "cohort “Next”" in words(Contents(other).blocks())
    assert "All modules are being released" in words(said)
    assert done.end == "done"
    assert other.folder.resolve() == running_course.state / "cohorts" / "next"
    assert (other.folder / "gradebook.db").is_file()
    released = running_course.store.releases.list("next", unopened=True)
    assert [(one.module, bool(one.opens)) for one in released] == [
        (module, module == modules[1]) for module in modules
    ]
    assert "release-all" not in forms(panel.blocks())


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
