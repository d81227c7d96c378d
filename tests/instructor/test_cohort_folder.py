"""A cohort's course folder follows the roster and the sources, however often it is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pairs_course.people.roster import roster_of
from pairs_course.programme.notebooks import modules_folder
from pairs_course.service.release_guard import Code
from pairs_course.store import AlreadyReleased
from pairs_instructor import cohort_folder

from .courses import MODULE
from .serving import COHORT, Programme

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


def students(course: Programme) -> list[tuple[str, str, str]]:
    """Return the gradebook's students as formgrader lists them."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        return [(s.last_name, s.first_name, s.id) for s in gradebook.students]


def test_making_it_again_changes_nothing(running_course: Programme) -> None:
    """Participants are the students, partners side by side; nobody else is one."""
    course = running_course
    before = sorted((p.name, p.lstat().st_mtime_ns) for p in course.root.iterdir())

    cohort_folder.create(course.store, course.state, COHORT)

    assert sorted((p.name, p.lstat().st_mtime_ns) for p in course.root.iterdir()) == before
    assert students(course) == [
        ("pair1", "Ann", "ann"),
        ("pair1", "Bob", "bob"),
        ("pair2", "Cat", "cat"),
        ("pair2", "Dan", "dan"),
    ]
    assert (course.root / "modules").resolve() == modules_folder().resolve()


def test_students_follow_the_roster_and_grades_stay(running_course: Programme) -> None:
    """Who left goes, unless they have submissions; who came is there."""
    course = running_course
    course.release()
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        gradebook.add_submission(MODULE, "ann")
    course.store.people.remove_cohort(COHORT)
    rows = [("cat", "Cat", "patient-leader", "pair2"), ("eve", "Eve", "professional", "pair2")]
    course.store.people.add_cohort(COHORT, roster_of(rows))

    kept = cohort_folder.sync_students(course.root, COHORT, course.store.rosters.people(COHORT))

    assert kept == ["ann"]
    assert [student for *_, student in students(course)] == ["ann", "cat", "eve"]


def test_a_release_is_made_once(running_course: Programme) -> None:
    """The same content again changes nothing; other content needs force."""
    course = running_course
    store, state = course.store, course.state

    first = cohort_folder.release(store, state, COHORT, MODULE)
    again = cohort_folder.release(store, state, COHORT, MODULE)
    (course.root / "modules").unlink()
    changed = course.root / "modules" / MODULE / f"{MODULE}.ipynb"
    changed.parent.mkdir(parents=True)
    source = modules_folder() / MODULE / f"{MODULE}.ipynb"
    changed.write_text(source.read_text().replace("Why it matters", "Why this matters"))

    assert again == first
    with pytest.raises(AlreadyReleased):
        cohort_folder.release(store, state, COHORT, MODULE)
    forced = cohort_folder.release(store, state, COHORT, MODULE, force=True)
    assert forced.digest != first.digest
    for one in (first, forced):  # the way through the service would take both: only words changed
        Code.installed().check(MODULE, one.archive)


def test_an_interrupted_gradebook_is_made_again(running_course: Programme) -> None:
    """A gradebook gets its name when it is complete; what is left of another try goes."""
    course = running_course
    (course.root / "gradebook.db").rename(course.root / ".gradebook.db.new")
    (course.root / ".gradebook.db.new").write_bytes(b"half a file")

    cohort_folder.create(course.store, course.state, COHORT)

    assert len(students(course)) == 4
    assert not (course.root / ".gradebook.db.new").exists()


def test_a_facilitator_with_two_cohorts_keeps_the_first(
    running_course: Programme, tmp_path: Path
) -> None:
    """A new cohort does not take formgrader away from the one in use; an ended one does."""
    course = running_course
    (cohort_folder.folder_of(course.state, "next")).mkdir()
    (cohort_folder.folder_of(course.state, "next") / cohort_folder.CONFIG).write_text("")
    home = tmp_path / "home"
    home.mkdir()

    link = cohort_folder.open_to(home, course.state, COHORT)
    cohort_folder.open_to(home, course.state, "next")
    with_both = (home / cohort_folder.CONFIG).read_text()
    link.unlink()
    cohort_folder.open_to(home, course.state, "next")

    assert link.parent == home
    assert f'parent / "{COHORT}", "{COHORT}"' in with_both
    assert 'parent / "next", "next"' in (home / cohort_folder.CONFIG).read_text()
