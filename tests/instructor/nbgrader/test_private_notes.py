"""Notes on feedback: one to the pair in both partners' pages, private ones on the task cell."""

from __future__ import annotations

import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from sqlalchemy import text
from traitlets.config import Config

from pairs_instructor.nbgrader import private_notes
from pairs_instructor.nbgrader.private_notes import (
    NoteError,
    NotGraded,
    Private,
    PrivateNoteChanged,
)
from pairs_instructor.nbgrader_config import configure

from ..courses import MODULE
from ..serving import COHORT, Programme

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

HOSTILE = "<script>alert(1)</script> [a link](https://example.org) " + "w" * 300


@pytest.fixture
def course(running_course: Programme, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """Ann, Bob and Cat sent a module, which is collected and graded; this is Fay's server."""
    course = running_course
    monkeypatch.setenv("COURSE_URL", course.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-fay")
    course.release()
    for name in ("ann", "bob", "cat"):
        course.does(name, MODULE, "send", MODULE, None)
    run(course, "Collect")
    grade(course)
    return course


def settings(course: Programme) -> tuple[Config, CourseDirectory]:
    config = Config()
    configure(config, course.root, COHORT)
    return config, CourseDirectory(config=config, assignment_id=MODULE)


def run(course: Programme, action: str, **options: object) -> None:
    """Do one thing of nbgrader's exchange."""
    config, coursedir = settings(course)
    made = getattr(ExchangeFactory(config=config), action)(coursedir=coursedir, config=config)
    for name, value in options.items():
        setattr(made, name, value)
    made.start()


def grade(course: Programme) -> None:
    config, coursedir = settings(course)
    Autograde(coursedir=coursedir, config=config, force=True).start()


def pages(course: Programme) -> dict[str, str]:
    """Generate feedback, and return the page of each by name."""
    config, coursedir = settings(course)
    GenerateFeedback(coursedir=coursedir, config=config, force=True).start()
    found = (course.root / "feedback").glob(f"*/{MODULE}/{MODULE}.html")
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in sorted(found)}


def to_pair(course: Programme, words: str, pair: str = "pair1") -> None:
    course.store.notes.put("fay", COHORT, MODULE, pair, words, None)


def test_both_partners_read_the_note_to_the_pair(course: Programme) -> None:
    """Above the private one, which the partner does not see; other pairs see neither."""
    to_pair(course, "To you both.")
    private_notes.write(course.root, MODULE, "ann", "To Ann alone.", "")

    made = pages(course)

    assert [name for name in made if "To you both." in made[name]] == ["ann", "bob"]
    assert [name for name in made if "To Ann alone." in made[name]] == ["ann"]
    assert made["ann"].index("To you both.") < made["ann"].index("To Ann alone.")
    assert "has not written a note here" in made["cat"]


def test_what_a_note_says_is_text(course: Programme) -> None:
    """Markup of either note is shown as it was written."""
    to_pair(course, HOSTILE)
    private_notes.write(course.root, MODULE, "ann", HOSTILE, "")

    made = pages(course)["ann"]

    assert made.count("&lt;script&gt;alert(1)&lt;/script&gt; [a link](https://example.org)") == 2
    assert "<script" not in made


def test_a_note_of_an_earlier_pair_stays_with_what_was_sent_then(course: Programme) -> None:
    """Ann has another partner now; her page, and Bob's, have the note to the two of them."""
    to_pair(course, "To Ann and Bob.")
    to_pair(course, "To Cat's pair.", "pair2")
    with course.store.database.write() as session:
        session.execute(
            text(
                "UPDATE members SET pair_id = (SELECT id FROM pairs WHERE label = 'pair2') "
                "WHERE account_id = (SELECT id FROM accounts WHERE username = 'ann')"
            )
        )

    made = pages(course)

    assert [name for name in made if "To Ann and Bob." in made[name]] == ["ann", "bob"]
    assert [name for name in made if "To Cat&#39;s pair." in made[name]] == ["cat"]


def test_no_page_is_made_when_the_notes_do_not_come(
    course: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather no feedback than feedback that lost a note; the reason reaches the facilitator."""
    to_pair(course, "To you both.")
    before = pages(course)
    monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:1/services/course")
    config, coursedir = settings(course)

    made = NbGraderAPI(coursedir=coursedir, config=config).generate_feedback(MODULE, "ann")

    assert made["success"] is False
    assert "No feedback was made, because the notes to pairs are missing" in made["log"]
    with pytest.raises(NbGraderException, match="does not answer"):
        pages(course)
    path = course.root / "feedback" / "ann" / MODULE / f"{MODULE}.html"
    assert path.read_text(encoding="utf-8") == before["ann"]


def test_outside_of_a_hub_there_are_no_notes_to_pairs(
    course: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An author at work still makes feedback; private notes are in the gradebook."""
    to_pair(course, "To you both.")
    private_notes.write(course.root, MODULE, "ann", "To Ann alone.", "")
    monkeypatch.delenv("COURSE_URL")

    made = pages(course)

    assert "To you both." not in made["ann"]
    assert "To Ann alone." in made["ann"]


def test_a_private_note_is_nbgraders_own_comment(course: Programme) -> None:
    """Written, read, changed and removed; formgrader reads the same one."""
    private_notes.write(course.root, MODULE, "ann", "  First.\r\nSecond.  ", "")
    read = private_notes.read(course.root, MODULE)
    config, coursedir = settings(course)
    with NbGraderAPI(coursedir=coursedir, config=config).gradebook as gradebook:
        shown = gradebook.find_comment("private-note", MODULE, MODULE, "ann").comment

    assert read == [
        Private("ann", "Ann", "pair1", "First.\nSecond."),
        Private("bob", "Bob", "pair1", ""),
        Private("cat", "Cat", "pair2", ""),
    ]
    assert shown == "First.\nSecond."
    assert private_notes.write(course.root, MODULE, "ann", " ", "First.\nSecond.") == ""
    assert [note.text for note in private_notes.read(course.root, MODULE)] == ["", "", ""]


def test_a_private_note_is_not_overwritten_silently(course: Programme) -> None:
    """Who read an older one gets the newer one back; the same words again change nothing."""
    private_notes.write(course.root, MODULE, "ann", "Hers.", "")

    with pytest.raises(PrivateNoteChanged) as told:
        private_notes.write(course.root, MODULE, "ann", "His.", "")

    assert told.value.text == "Hers."
    assert private_notes.write(course.root, MODULE, "ann", "Hers.", "") == "Hers."


def test_a_private_note_needs_a_graded_submission(course: Programme) -> None:
    """It says so, and what to do; so does a note that is too long."""
    with pytest.raises(NotGraded, match="dan sent is not marked yet"):
        private_notes.write(course.root, MODULE, "dan", "x", "")
    with pytest.raises(NoteError, match="at most 5000 characters, got 5001"):
        private_notes.write(course.root, MODULE, "ann", "x" * 5001, "")
    assert private_notes.read(course.root, "01-setting-out") == []
    assert private_notes.read(course.state, MODULE) == []
