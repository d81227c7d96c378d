"""The modules of a cohort from the desk: released, collected, marked, read and given back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import select

from pairs_course.people.roster import roster_of
from pairs_course.store.tables import SubmissionRow
from pairs_instructor.desk import jobs
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.jobs import Job
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.modules import Modules
from pairs_instructor.nbgrader.collected_ids import submission_in

from ..courses import MODULE
from ..serving import COHORT, ROSTER, Programme
from .conftest import forms, words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

Finished = Callable[[Desk, str], Job]
CHOSEN = {"module": MODULE}


def send(course: Programme, name: str, answer: int = 3) -> None:
    """Let somebody answer one question and pass the others, say that they talked, and send."""
    course.does(name, MODULE, "answer", "D1", answer, "partner", "facilitator")
    course.passes(name, "D2", "D3", "D4", "D5")
    talked = {"talked": True, "when": "2026-11-20", "how": "room"}
    course.does(name, MODULE, "talked", MODULE, talked, "partner")
    course.does(name, MODULE, "send", MODULE, None)


def test_a_module_goes_from_release_to_feedback(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """Three buttons do what nbgrader's six commands do, and each says what it did.

    Who has several cohorts is led to the gradebook of this one before they read.
    """
    panel = Modules(desk)
    panel.act("choose", CHOSEN)
    assert list(forms(panel.blocks())) == ["release-all", "choose", "release", "mark"]

    panel.act("release", CHOSEN)
    released = finished(desk, MODULE)
    send(running_course, "ann")
    send(running_course, "bob")
    waiting = words(panel.blocks())
    begun = panel.act("mark", CHOSEN)
    marked = finished(desk, MODULE)
    to_read = panel.blocks()
    panel.act("give-back", CHOSEN)
    given = finished(desk, MODULE)

    assert (released.end, marked.end, given.end) == ("done", "done", "done")
    assert "2 people sent this module. 2 people wait to be marked." in waiting
    assert words(begun).startswith("Collecting and marking “05 Debate and dialogue” in cohort")
    assert "begun by you on" in words(begun)
    assert words(begun).endswith("has begun. It goes on if you close this page.")
    assert (marked.done, marked.total, marked.words) == (2, 2, "2 submissions marked now.")
    assert [(e.who, e.good, e.words) for e in marked.entries] == [
        ("Ann", True, "Complete"),
        ("Bob", True, "Complete"),
    ]
    table = next(block for block in to_read if block["block"] == "table")
    assert [row[0] for row in table["rows"]] == ["Ann", "Bob"]
    with Gradebook(f"sqlite:///{running_course.root}/gradebook.db", COHORT) as gradebook:
        ids = [gradebook.find_submission_notebook(MODULE, MODULE, n).id for n in ("ann", "bob")]
    start = "/user/fay/formgrader/submissions/"
    assert [row[1] for row in table["rows"]] == ["pair1", "pair1"]
    assert [row[3]["href"] for row in table["rows"]] == [start + one for one in ids]
    states = running_course.store.submissions.states("ann", [MODULE])
    assert [state.state for state in states] == ["feedback ready"]

    assert "several cohorts" not in words(to_read)
    (desk.home / "other").mkdir()
    (desk.home / "other" / "nbgrader_config.py").touch()
    (way,) = [block for block in panel.blocks() if block["block"] == "link"]
    assert way["href"] == f"/user/fay/formgrader?path={COHORT}"


def test_marking_again_marks_what_is_new(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """Who sent nothing new stays marked; who sent again is collected and marked again."""
    panel = Modules(desk)
    running_course.release()
    send(running_course, "ann")
    send(running_course, "bob")
    panel.act("mark", CHOSEN)
    finished(desk, MODULE)

    panel.act("mark", CHOSEN)
    same = finished(desk, MODULE)
    send(running_course, "bob", answer=5)
    panel.act("mark", CHOSEN)
    again = finished(desk, MODULE)

    assert (same.entries, same.words) == (
        [],
        "0 submissions marked now. 2 submissions had been marked before.",
    )
    assert [entry.who for entry in again.entries] == ["Bob"]
    assert again.words == "1 submission marked now. 1 submission had been marked before."


def test_a_broken_submission_is_named_and_stops_nothing(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """What went wrong is said submission by submission; the others are marked."""
    panel = Modules(desk)
    running_course.release()
    send(running_course, "ann")
    send(running_course, "bob")
    broken = running_course.root / "submitted" / "cat" / MODULE
    broken.mkdir(parents=True)
    (broken / f"{MODULE}.ipynb").write_text(json.dumps({}))
    (broken / "submission.json").write_text("no JSON")

    panel.act("mark", CHOSEN)
    job = finished(desk, MODULE)

    assert [(entry.who, entry.good) for entry in job.entries] == [
        ("Ann", True),
        ("Bob", True),
        ("Cat", False),
    ]
    assert "Cat: submission.json: expected JSON in UTF-8" in words(panel.blocks())


def test_one_step_at_a_time(running_course: Programme, desk: Desk, finished: Finished) -> None:
    """While a step runs, another one is refused with the reason, and the first one goes on."""
    panel = Modules(desk)
    running_course.release()
    panel.act("mark", CHOSEN)

    assert panel.busy()
    with pytest.raises(Problem) as refused:
        panel.act("give-back", CHOSEN)
    job = finished(desk, MODULE)

    assert refused.value.problems[0][1].startswith(
        "Another step is still running: Collecting and marking “05 Debate and dialogue” in cohort"
    )
    assert ", begun by you on " in refused.value.problems[0][1]
    assert (job.step, job.end, job.words) == ("mark", "done", "Nobody has sent this module yet.")
    assert not panel.busy()


def test_a_step_is_shown_after_a_reload_whatever_is_chosen(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """Another desk of the cohort says which step it was, on which module, whose, and how it ended.

    "Has begun" and its result have one key: the page shows only the newer of the two.
    """
    running_course.release()
    (begun,) = Modules(desk).act("mark", CHOSEN)
    finished(desk, MODULE)
    other = Desk(COHORT, desk.home)
    other.module = "03-why-pairs"

    shown = Modules(other).blocks()

    (result,) = [block for block in shown if block["block"] == "notice"]
    assert result["text"].startswith("Collecting and marking “05 Debate and dialogue” in cohort")
    assert result["text"].endswith("Nobody has sent this module yet.")
    assert (result["look"], result["key"]) == ("done", begun["key"])


def test_the_result_of_another_day_is_no_news(desk: Desk) -> None:
    """It is said quietly, and a step on another module that failed before is folded away."""
    (desk.folder / ".desk").mkdir()
    at = "2026-05-03T10:00:00.000+00:00"
    jobs.write(desk.folder, Job("mark", MODULE, "fay", at=at, words="Done.", end="done"))
    (desk.folder / ".desk" / "newest").write_text(MODULE)
    failed = Job("release", "03-why-pairs", "fay", at=at, words="It stopped.", end="failed")
    jobs.write(desk.folder, failed)
    panel = Modules(desk)
    panel.act("choose", {"module": "03-why-pairs"})

    shown = panel.blocks()

    assert [block for block in shown if block["block"] == "notice"] == []
    assert "The last step was Collecting and marking" in words(shown)
    (folded,) = [b for b in shown if b.get("summary") == "The last step on this module"]
    assert "It stopped." in words([folded])


def test_two_people_of_the_same_name_are_both_listed(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """Marked on one day, each with their own page, told apart by their sign-in names."""
    panel = Modules(desk)
    running_course.release()
    twins = [
        (name, "Sam" if role == "patient-leader" else own, role, pair)
        for name, own, role, pair in ROSTER
    ]
    running_course.store.rosters.apply(COHORT, roster_of(twins))
    desk.follow()
    for name in ("ann", "cat"):
        send(running_course, name)

    panel.act("choose", CHOSEN)
    panel.act("mark", CHOSEN)
    job = finished(desk, MODULE)
    table = next(block for block in panel.blocks() if block["block"] == "table")

    assert [row[:2] for row in table["rows"]] == [["Sam (ann)", "pair1"], ["Sam (cat)", "pair2"]]
    assert len({row[3]["href"] for row in table["rows"]}) == 2
    assert [entry.who for entry in job.entries] == ["Sam (ann)", "Sam (cat)"]


def test_what_was_sent_again_is_marked_though_the_clock_was_set_back(
    running_course: Programme, desk: Desk, finished: Finished
) -> None:
    """The course's own order says which is newer; nobody waits for ever."""
    panel = Modules(desk)
    running_course.release()
    send(running_course, "ann")
    panel.act("choose", CHOSEN)
    panel.act("mark", CHOSEN)
    finished(desk, MODULE)
    send(running_course, "ann", answer=5)
    first, second = running_course.store.submissions.list(COHORT, module=MODULE)
    back = datetime.fromisoformat(first.at) - timedelta(minutes=8)
    # The store gives no way to change the time of a submission, and must not.
    with running_course.store.database.write() as session:
        row = session.scalars(select(SubmissionRow).where(SubmissionRow.id == second.id)).one()
        row.at = back.isoformat(timespec="milliseconds")

    waiting = words(panel.blocks())
    panel.act("mark", CHOSEN)
    job = finished(desk, MODULE)

    assert "1 person waits to be marked." in waiting
    assert [entry.who for entry in job.entries] == ["Ann"]
    assert submission_in(running_course.root / "submitted" / "ann" / MODULE) == second.id
    assert "Nobody waits to be marked." in words(panel.blocks())


def test_a_step_that_was_cut_off_is_seen_for_what_it_is(desk: Desk) -> None:
    """A server that was stopped in the middle leaves a job without an end and without a program."""
    (desk.folder / ".desk").mkdir()
    jobs.write(desk.folder, Job("mark", MODULE, "fay", done=3, total=9))
    panel = Modules(desk)
    panel.act("choose", CHOSEN)

    assert "was cut off. Press the button again" in words(panel.blocks())


def test_a_step_that_fails_gives_nbgraders_reason(
    running_course: Programme, desk: Desk, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is one sentence, without a traceback."""
    running_course.release()
    monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:9")
    Modules(desk).act("mark", CHOSEN)

    job = finished(desk, MODULE)

    assert job.end == "failed"
    assert job.words.startswith("The course service does not answer")


def test_a_missing_course_folder_is_said(desk: Desk) -> None:
    """Where the facilitator's server does not hold the cohort's folder, the panel says so."""
    elsewhere = Desk("elsewhere", desk.home)

    assert words(Modules(elsewhere).blocks()).startswith("The course folder of cohort “elsewhere”")


@pytest.mark.parametrize("chosen", ["", "../..", "01-nothing", None, 5])
def test_only_a_module_of_the_programme_can_be_chosen(desk: Desk, chosen: object) -> None:
    """What comes from the browser is looked up, and never part of a path."""
    with pytest.raises(Problem):
        Modules(desk).act("mark", {"module": chosen})


def test_a_module_opens_on_a_day(
    running_course: Programme, desk: Desk, finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day in the course's time zone; another day, or now, without releasing it again."""
    monkeypatch.setenv("COURSE_TIMEZONE", "Europe/Berlin")
    releases, panel = running_course.store.releases, Modules(desk)
    panel.act("choose", CHOSEN)

    panel.act("release", {**CHOSEN, "opens": "2999-12-01"})
    job = finished(desk, MODULE)
    (first,) = releases.list(COHORT, unopened=True)
    shown = panel.blocks()
    later = panel.act("opens", {**CHOSEN, "opens": "2999-12-24"})
    (moved,) = releases.list(COHORT, unopened=True)
    now = panel.act("opens", {**CHOSEN, "opens": ""})

    assert (job.end, first.opens) == ("done", "2999-11-30T23:00:00.000+00:00")
    assert "It opens on 1 December 2999. Until then only facilitators see it." in words(shown)
    assert forms(shown)["opens"]["fields"][-1]["value"] == "2999-12-01"
    assert "It opens on 24 December 2999." in words(later)
    assert (moved.opens, moved.digest) == ("2999-12-23T23:00:00.000+00:00", first.digest)
    assert "It is open to everybody." in words(now)
    assert [release.opens for release in releases.list(COHORT)] == [None]
    with pytest.raises(Problem, match="Choose a day"):
        panel.act("opens", {**CHOSEN, "opens": "soon"})
