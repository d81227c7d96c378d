"""A cohort's nbgrader course folder, with the roster's participants and the releases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from pairs_course.people.roster import PAIR_ROLES
from pairs_course.people.roster_diff import Member
from pairs_course.programme.notebooks import modules_folder
from pairs_course.store import Release, Store
from pairs_instructor.nbgrader import gradebook_engines
from pairs_instructor.nbgrader.module_zip import pack
from pairs_instructor.nbgrader_config import SOURCE, configure

#: Replaces the pair of somebody who left in the gradebook. No pair can have this name.
LEFT: Final = "(left)"
CONFIG: Final = "nbgrader_config.py"
_CONFIG_TEXT: Final = '''\
"""nbgrader's settings for the cohort "{cohort}". Written by the course; nbgrader reads it."""

from pathlib import Path

from pairs_instructor.nbgrader_config import configure

configure(get_config(), Path(__file__).parent{inside}, "{cohort}")  # noqa: F821
'''


def folder_of(state: Path, cohort: str) -> Path:
    """Return a cohort's course folder, which may not exist yet."""
    return state.absolute() / "cohorts" / cohort


def create(store: Store, state: Path, cohort: str) -> Path:
    """Create or update a cohort's course folder and gradebook; return the folder.

    Raises UnknownCohort.
    """
    people = store.rosters.people(cohort)
    folder = folder_of(state, cohort)
    make(folder, cohort, people)
    return folder


def make(folder: Path, cohort: str, people: Iterable[Member]) -> list[str]:
    """Create or update a course folder and its gradebook for these people.

    Needs no store, so a facilitator's server can do it. Returns the same as :func:`sync_students`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A link, because formgrader opens sources inside the course folder.
    _link(folder / SOURCE, modules_folder())
    _write(folder / CONFIG, _CONFIG_TEXT.format(cohort=cohort, inside=""))
    return sync_students(folder, cohort, people)


def sync_students(folder: Path, cohort: str, people: Iterable[Member]) -> list[str]:
    """Make the gradebook's students match the roster.

    People who left but have submissions stay, since removing them would remove their grades, but
    are in no pair any more. Returns their sign-in names.
    """
    people = [p for p in people if p.role in PAIR_ROLES and p.left is None]
    with _gradebook(folder, cohort) as gradebook:
        for person in people:
            # nbgrader sorts by "last name, first name", so this puts partners together.
            gradebook.update_or_create_student(
                person.username, first_name=person.name, last_name=person.pair
            )
        names = {person.username for person in people}
        gone = [s for s in gradebook.students if s.id not in names]
        kept = [s.id for s in gone if s.submissions]
        for student in gone:
            if student.id not in kept:
                gradebook.remove_student(student.id)
            else:
                gradebook.update_or_create_student(student.id, last_name=LEFT)
    return sorted(kept)


def release(store: Store, state: Path, cohort: str, module: str, *, force: bool = False) -> Release:
    """Generate a module with nbgrader and release it to the cohort, without a hub.

    Repeating this changes nothing. Raises nbgrader's NbGraderException if the module cannot be
    generated, and AlreadyReleased for different content unless ``force`` is true.
    """
    config = _config(state, cohort)
    coursedir = CourseDirectory(config=config, assignment_id=module)
    GenerateAssignment(coursedir=coursedir, config=config, force=True).start()
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", module))
    return store.releases.put(cohort, module, pack(folder, coursedir.ignore), force=force)


def open_to(home: Path, state: Path, cohort: str) -> Path:
    """Link a cohort's course folder into a facilitator's home, and return the link.

    Formgrader only works on a course folder inside the Jupyter server's root. It opens the first
    cohort there by default; others with ``formgrader?path=COHORT``.
    """
    return link_to(home, folder_of(state, cohort))


def link_to(home: Path, folder: Path) -> Path:
    """Link any course folder into ``home``; one that is already in it stays."""
    cohort = folder.name
    link = home.absolute() / cohort
    if link != folder.absolute():
        _link(link, folder)
    shown = (entry.name for entry in home.iterdir() if (entry / CONFIG).is_file())
    config = home / CONFIG
    if not config.is_file() or config.read_text(encoding="utf-8") not in map(_home_text, shown):
        _write(config, _home_text(cohort))
    return link


def _home_text(cohort: str) -> str:
    return _CONFIG_TEXT.format(cohort=cohort, inside=f' / "{cohort}"')


def _gradebook(folder: Path, cohort: str) -> Gradebook:
    """Open the gradebook; a new one is renamed into place when complete."""
    path = folder / "gradebook.db"
    if not path.exists():
        fresh = folder / ".gradebook.db.new"
        fresh.unlink(missing_ok=True)
        gradebook_engines.know_version()
        Gradebook(f"sqlite:///{fresh}", cohort).close()
        fresh.rename(path)
    return Gradebook(f"sqlite:///{path}", cohort)


def _config(state: Path, cohort: str) -> Any:
    config = Config()
    configure(config, folder_of(state, cohort), cohort)
    return config


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target, target_is_directory=True)


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
