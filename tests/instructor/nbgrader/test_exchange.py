"""nbgrader's exchange over the real service: who may do what, and what each failure says."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from pairs_instructor.desk import steps
from pairs_instructor.nbgrader.module_zip import PackingError, pack, unpack
from pairs_instructor.nbgrader_config import configure

from ..courses import MODULE
from ..serving import COHORT, Programme

Act = Callable[..., Any]

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


@pytest.fixture
def act(running_course: Programme, monkeypatch: pytest.MonkeyPatch) -> Act:
    """Do one thing of nbgrader's exchange as somebody, as the commands and formgrader do."""

    def do(name: str, action: str, module: str = MODULE, **options: Any) -> Any:
        monkeypatch.setenv("COURSE_URL", running_course.url)
        monkeypatch.setenv("JUPYTERHUB_API_TOKEN", f"token-of-{name}")
        config = settings(running_course, name)
        coursedir = CourseDirectory(config=config, assignment_id=module)
        made = getattr(ExchangeFactory(config=config), action)(coursedir=coursedir, config=config)
        for option, value in options.items():
            setattr(made, option, value)
        return made.start()

    return do


def settings(course: Programme, name: str) -> Any:
    """Return nbgrader's settings for somebody, whose own copies are in their home."""
    config = Config()
    configure(config, course.root, COHORT)
    config.Exchange.assignment_dir = str(course.home(name))
    return config


def test_a_released_module_is_fetched_as_it_is(running_course: Programme, act: Act) -> None:
    """A participant gets the same bytes; asked again, only missing files come."""
    course = running_course
    course.release()
    notebook = course.home("ann") / MODULE / f"{MODULE}.ipynb"

    act("ann", "FetchAssignment")
    first = notebook.read_bytes()
    with pytest.raises(ExchangeError, match="You already have this module"):
        act("ann", "FetchAssignment")
    notebook.write_bytes(b"changed")
    act("ann", "FetchAssignment", replace_missing_files=True)

    assert first == (course.root / "release" / MODULE / f"{MODULE}.ipynb").read_bytes()
    assert notebook.read_bytes() == b"changed"


def test_only_a_facilitator_releases(running_course: Programme, act: Act) -> None:
    """The service's sentence reaches whoever may not; other content needs force."""
    course = running_course
    course.release()
    course.store.releases.remove(COHORT, MODULE)

    with pytest.raises(ExchangeError, match="facilitator"):
        act("ann", "ReleaseAssignment")
    assert course.store.releases.list(COHORT) == []
    act("fay", "ReleaseAssignment")
    (course.root / "release" / MODULE / "picture.txt").write_text("new")
    with pytest.raises(ExchangeError, match="released"):
        act("fay", "ReleaseAssignment")
    act("fay", "ReleaseAssignment", force=True)

    archive = zipfile.ZipFile(io.BytesIO(course.store.releases.get(COHORT, MODULE).archive))
    assert archive.namelist() == [f"{MODULE}.ipynb", "picture.svg", "picture.txt"]


def test_a_module_is_released_for_a_date(
    running_course: Programme, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Participants fetch and list it from then on; a facilitator sees it; no date is an error."""
    monkeypatch.setenv("COURSE_TIMEZONE", "Europe/Berlin")
    course = running_course
    course.release()
    course.store.releases.remove(COHORT, MODULE)

    with pytest.raises(ExchangeError, match="Expected opens as a date"):
        act("fay", "ReleaseAssignment", opens="soon")
    act("fay", "ReleaseAssignment", opens="2999-12-01")

    (released,) = course.store.releases.list(COHORT, unopened=True)
    assert released.opens == "2999-11-30T23:00:00.000+00:00"
    assert [entry["assignment_id"] for entry in act("fay", "List", module="")] == [MODULE]
    assert act("ann", "List", module="") == []
    for action in ("FetchAssignment", "Submit"):
        with pytest.raises(ExchangeError, match="opens to cohort “demo” on 1 December 2999"):
            act("ann", action)


def test_lists_have_the_shape_that_nbgrader_expects(running_course: Programme, act: Act) -> None:
    """Released, fetched and submitted modules, and feedback here and there."""
    course = running_course
    course.release()
    folder = str(course.home("ann") / MODULE)
    notebook = {"notebook_id": MODULE, "path": f"{folder}/{MODULE}.ipynb"}
    about = {"course_id": COHORT, "assignment_id": MODULE, "path": folder}

    released = act("ann", "List", module="")
    act("ann", "FetchAssignment")
    fetched = act("ann", "List", module="")
    act("ann", "Submit")
    sent = course.store.submissions.list(COHORT)[0]
    course.store.submissions.put_feedback(sent.id, MODULE, "<p>Thank you</p>")
    there = act("ann", "List", cached=True)[0]["submissions"][0]
    act("ann", "FetchFeedback")
    here = act("fay", "List", inbound=True)

    assert released == [{**about, "status": "released", "notebooks": [notebook]}]
    assert fetched == [{**about, "status": "fetched", "notebooks": [notebook]}]
    assert there["notebooks"] == [
        {
            **notebook,
            "has_local_feedback": False,
            "has_exchange_feedback": True,
            "local_feedback_path": None,
            "feedback_updated": False,
        }
    ]
    assert (there["has_local_feedback"], there["has_exchange_feedback"]) == (False, True)
    page = Path(folder, "feedback", there["timestamp"], f"{MODULE}.html")
    assert page.read_text() == "<p>Thank you</p>"
    assert [(g["student_id"], g["assignment_id"], len(g["submissions"])) for g in here] == [
        ("ann", MODULE, 1)
    ]
    assert act("bob", "List", inbound=True) == []


def test_a_module_is_taken_back_and_what_was_sent_stays(
    running_course: Programme, act: Act
) -> None:
    """--remove takes a release back; submissions cannot be removed from a command line."""
    course = running_course
    course.release()
    act("ann", "Submit")

    with pytest.raises(ExchangeError, match="The course keeps submissions"):
        act("fay", "List", inbound=True, remove=True)
    with pytest.raises(ExchangeError, match="Expected a module, got none"):
        act("fay", "List", module="", remove=True)
    with pytest.raises(ExchangeError, match="facilitator"):
        act("ann", "List", remove=True)
    act("fay", "List", remove=True)

    assert course.store.releases.list(COHORT) == []
    assert [s.username for s in course.store.submissions.list(COHORT)] == ["ann"]


def test_a_participant_collects_nothing_of_others(running_course: Programme, act: Act) -> None:
    """The service gives a participant their own submission only, whatever command they run."""
    course = running_course
    course.release()
    act("ann", "Submit")
    act("bob", "Submit")

    act("bob", "Collect")

    folders = sorted(p.name for p in (course.root / "submitted").iterdir())
    assert folders == ["bob"]


def test_collect_says_what_it_cannot_do(running_course: Programme, act: Act) -> None:
    """No due dates; and what is not released has nothing to be collected into."""
    course = running_course
    course.release()
    act("ann", "Submit")
    course.store.releases.remove(COHORT, MODULE)
    (course.root / "release" / MODULE / f"{MODULE}.ipynb").unlink()

    with pytest.raises(ExchangeError, match="Leave it out"):
        act("fay", "Collect", before_duedate=True)
    with pytest.raises(ExchangeError, match="is not released to cohort"):
        act("fay", "Collect")
    assert not (course.root / "submitted" / "ann" / MODULE).exists()


# nbgrader misspells an argument there, which traitlets warns of.
@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")
def test_graded_cells_stay_as_they_are_once_something_is_marked(
    running_course: Programme, act: Act
) -> None:
    """New words are released anew; another graded cell is refused with the reason, the release
    stays, and collecting goes on."""
    course = running_course
    course.release()
    act("ann", "Submit")
    act("fay", "Collect")
    source, own = course.root / "modules", (course.root / "modules").resolve()
    source.unlink()
    shutil.copytree(own, source)
    config = settings(course, "fay")
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.autograde(MODULE, "ann")["success"]
    first = course.store.releases.get(COHORT, MODULE)
    path = source / MODULE / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\nNew words."
    nbformat.write(notebook, path)

    worded = api.generate_assignment(MODULE)
    act("fay", "ReleaseAssignment", force=True)
    second = course.store.releases.get(COHORT, MODULE)
    graded = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade"))
    graded.metadata.nbgrader.grade_id = "another-name"
    nbformat.write(notebook, path)
    refused = api.generate_assignment(MODULE)
    act("bob", "Submit")
    act("fay", "Collect")

    assert (worded["success"], second.digest != first.digest) == (True, True)
    assert refused["success"] is False
    assert steps.reason(refused) == (
        f"Cannot add or remove cells for notebook '{MODULE}' because there are submissions "
        "associated with it"
    )
    assert course.store.releases.get(COHORT, MODULE) == second
    collected = course.root / "submitted" / "bob" / MODULE / f"{MODULE}.ipynb"
    assert "New words." in collected.read_text()
    assert "another-name" not in collected.read_text()


def test_outside_the_hub_each_action_says_where_to_go(
    running_course: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No address or token: one sentence. A service that is away: another."""
    running_course.release()
    course = running_course
    config = settings(course, "ann")
    coursedir = CourseDirectory(config=config, assignment_id=MODULE)
    factory = ExchangeFactory(config=config)
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)

    with pytest.raises(ExchangeError, match="Run this command in a terminal of your server"):
        factory.Submit(coursedir=coursedir, config=config).start()
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-ann")
    monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:1/services/course")
    with pytest.raises(ExchangeError, match=r"does not answer .* Try again"):
        factory.Submit(coursedir=coursedir, config=config).start()
    monkeypatch.setenv("COURSE_URL", course.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "unknown")
    with pytest.raises(ExchangeError, match="token"):
        factory.Submit(coursedir=coursedir, config=config).start()


# nbgrader misspells an argument there, which traitlets warns of.
@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")
def test_nbgraders_own_api_works_on_it(
    running_course: Programme, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Formgrader sees the exchange, and does everything through it."""
    course = running_course
    course.release()
    act("ann", "Submit")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-fay")
    api = NbGraderAPI(
        CourseDirectory(config=settings(course, "fay")), config=settings(course, "fay")
    )

    assert (bool(api.exchange_is_functional), api.get_released_assignments()) == (True, {MODULE})
    for step in (
        lambda: api.collect(MODULE),
        lambda: api.autograde(MODULE, "ann"),
        lambda: api.generate_feedback(MODULE, "ann"),
        lambda: api.release_feedback(MODULE, "ann"),
    ):
        done = step()
        assert done["success"], done
    assert [a["status"] for a in api.get_assignments() if a["name"] == MODULE] == ["released"]
    assert [s.username for s in course.store.submissions.list(COHORT) if s.feedback] == ["ann"]


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "a\\..\\out"])
def test_an_archive_never_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    """A hostile name is refused before anything is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("fine.txt", "x")
        archive.writestr(name, "x")

    with pytest.raises(PackingError, match="a name that"):
        unpack(out.getvalue(), tmp_path / "in")
    assert list(tmp_path.iterdir()) == []


def test_packing_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    """Times and order of writing are no content; links and ignored files do not travel."""
    for folder, order in (("one", "ab"), ("two", "ba")):
        (tmp_path / folder / ".ipynb_checkpoints").mkdir(parents=True)
        for name in order:
            (tmp_path / folder / name).write_text(name)
    ignore = [".ipynb_checkpoints"]

    one, two = pack(tmp_path / "one", ignore), pack(tmp_path / "two", ignore)
    unpack(one, tmp_path / "three")
    (tmp_path / "two" / "link").symlink_to(tmp_path)

    assert one == two
    assert {p.name: p.read_text() for p in (tmp_path / "three").iterdir()} == {"a": "a", "b": "b"}
    with pytest.raises(PackingError, match="got a link"):
        pack(tmp_path / "two", ignore)
    with pytest.raises(PackingError, match="expected a zip archive"):
        unpack(b"not a zip", tmp_path / "four")
