"""The pair conversation: one step at a time, and nothing of the partner's before its time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import conversation_steps, partner_view
from pairs_course.answers.completion import complete
from pairs_course.answers.events import Event
from pairs_course.answers.journal import Journal
from pairs_widgets.conversation import phases
from pairs_widgets.conversation.conversation import Conversation
from pairs_widgets.conversation.examples import AMIRA, BEN, MODULE, SENTENCE, Diary
from pairs_widgets.kernel import Course
from pairs_widgets.questions.questions import Questions

from ..course.strategies import said
from .kernels import CONTENT, Line

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class PairCourse(Course):
    """A course whose service knows at once what both did, unless it is told to lag behind."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / ".pairs", CONTENT)
        self.sharing = "ok"
        self.pair = 1
        self.theirs: list[Event] = []
        self.lags_at: int | None = None

    def view(self, module_id: str) -> partner_view.View:
        """Return what the service would say."""
        mine = [_in_time(e) for e in self.events() if e.module == module_id]
        theirs = [_in_time(e) for e in self.theirs]
        return partner_view.view(said(mine[: self.lags_at], theirs), module_id, CONTENT, now=NOW)


def _in_time(event: Event) -> Event:
    """Return an event as a service would that took all of them at one moment."""
    return replace(event, at=NOW.isoformat())


@pytest.fixture
def course(tmp_path: Path) -> PairCourse:
    return PairCourse(tmp_path)


@pytest.fixture
def line(course: PairCourse) -> Line:
    return Line(Conversation(MODULE, course))


def _answer(course: Course, said: dict[str, tuple[Any, Any]] = AMIRA) -> dict[str, str]:
    """Answer and guess on the questions' page; returns the event ids by kind and item."""
    page = Line(Questions("dialogue", course))
    ids = {}
    for item, (answer, guess) in said.items():
        ids[f"answer/{item}"] = page.event("answer", item, answer)
        ids[f"guess/{item}"] = page.event("guess", item, guess)
    return ids


def _state(line: Line) -> dict[str, Any]:
    line.widget.refresh()
    return dict(line.widget.state)


def _ben() -> Diary:
    ben = Diary(2)
    ben.answer(BEN)
    ben.seal()
    return ben


def test_sealing_needs_an_answer_to_each_question(course: PairCourse, line: Line) -> None:
    """What is missing is named, a pass counts, and nothing is sealed before all are there."""
    _answer(course, {"D1": (2, 2), "D3": ("pass", 3)})

    line.event("seal", MODULE, None)

    assert [(m["kind"], m["why"]) for m in line.heard] == [
        ("refused", "answer D2, D4, D5 first; “Prefer not to say” is an answer")
    ]
    assert (_state(line)["phase"], _state(line)["missing"]) == ("alone", ["D2", "D4", "D5"])
    assert course.journal.last("seal", MODULE, "once") is None


def test_a_text_may_be_left_empty(course: PairCourse) -> None:
    """Nobody has to write: only ratings and choices are needed for sealing."""
    line = Line(Conversation("01-setting-out", course))

    assert _state(line)["sealed"] == ["N1", "N2", "N3", "N4", "N5"]
    assert _state(line)["missing"] == ["N1", "N2", "N3", "N4"]


def test_a_seal_covers_the_last_answers_and_guesses(course: PairCourse, line: Line) -> None:
    """Earlier values and private thoughts are not in it, whatever the page says."""
    Line(Questions("dialogue", course)).event("answer", "dialogue-think", "Last Tuesday")
    _answer(course)
    last = _answer(course)

    line.event("seal", MODULE, {"covers": ["nonsense"]})

    seal = course.journal.last("seal", MODULE, "once")
    assert seal is not None
    assert sorted(seal.value["covers"]) == sorted(last.values())
    assert seal.audience == ("partner",)


def test_the_whole_conversation(course: PairCourse, line: Line) -> None:
    """Each step follows the one before, and what is open grows from nothing to two to all."""
    ben = _ben()
    _answer(course)
    seen = []

    def look() -> None:
        state = _state(line)
        seen.append((state["phase"], [card["item"] for card in state["opened"]]))

    look()
    line.event("seal", MODULE, None)
    look()
    course.theirs = ben.events
    look()
    line.event("together", MODULE, None)
    look()
    ben.write("together")
    look()
    line.event("pick", MODULE, "D4")
    look()
    ben.write("pick", value="D2")
    look()
    suggestion = ben.write("propose", SENTENCE, {"sentence": "We take turns."})
    line.event("confirm", SENTENCE, {"of": suggestion})
    look()
    line.event("talked", MODULE, {"talked": True, "when": "2026-11-20", "how": "video"})

    assert seen == [
        ("alone", []),
        ("sealed", []),
        ("ready", []),
        ("waiting", []),
        ("pick", []),
        ("picked", []),
        ("two", ["D4", "D2"]),
        ("open", ["D4", "D2", "D1", "D3", "D5"]),
    ]
    assert {m["kind"] for m in line.heard} == {"saved"}
    assert _state(line)["done"]["talked"] == {"talked": True, "when": "2026-11-20", "how": "video"}
    assert complete(course.journal.events(), MODULE, course.content)


def test_nothing_of_the_partner_is_on_the_page_before_it_opens(course: PairCourse) -> None:
    """A word that the partner wrote is nowhere in the state until that very item is open."""
    module, secret = "01-setting-out", "lighthouse"
    line = Line(Conversation(module, course))
    page = Line(Questions("needs", course))
    said = {"N1": "breaks", "N2": 2, "N3": 3, "N4": "we", "N5": secret}
    ben = Diary(2, module)
    for item, value in said.items():
        ben.write("answer", item, value)
        if item != "N5":
            page.event("answer", item, value)
    ben.seal()
    course.theirs = ben.events
    found = []

    def look() -> None:
        found.append((_state(line)["phase"], secret in json.dumps(line.widget.get_state())))

    look()
    line.event("seal", module, None)
    look()
    line.event("together", module, None)
    ben.write("together")
    line.event("pick", module, "N1")
    look()
    ben.write("pick", value="N2")
    look()
    agreed = ben.write("propose", "sentence-01", {"sentence": "We see more."})
    line.event("confirm", "sentence-01", {"of": agreed})
    look()

    assert found == [
        ("alone", False),
        ("ready", False),
        ("picked", False),
        ("two", False),
        ("open", True),
    ]


def test_nothing_of_the_partner_is_written_to_the_disk(
    course: PairCourse, line: Line, tmp_path: Path
) -> None:
    """The journal holds this person's own events only, also when all is open."""
    ben = _ben()
    course.theirs = ben.events
    _answer(course)
    for kind, value in (("seal", None), ("together", None), ("pick", "D4")):
        line.event(kind, MODULE, value)
    ben.write("together")
    ben.write("pick", value="D2")
    agreed = ben.write("propose", SENTENCE, {"sentence": "A lighthouse."})
    line.event("confirm", SENTENCE, {"of": agreed})

    assert _state(line)["phase"] == "open"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written == [tmp_path / ".pairs" / "answers.jsonl"]
    assert b"lighthouse" not in written[0].read_bytes()


@pytest.mark.parametrize(
    ("kind", "value", "before", "after"),
    [
        ("seal", None, "alone", "sealed"),
        ("together", None, "ready", "waiting"),
        ("pick", "D1", "pick", "picked"),
    ],
)
def test_an_own_step_counts_while_the_service_is_behind(
    course: PairCourse, line: Line, kind: str, value: Any, before: str, after: str
) -> None:
    """A step that is on the disk shows at once; the partner's never before the service says so."""
    ben = _ben()
    if kind == "pick":
        ben.write("together")
    course.theirs = [] if kind == "seal" else ben.events
    _answer(course)
    steps = ["seal", "together", "pick"]
    for step in steps[: steps.index(kind)]:
        line.event(step, MODULE, None)
    seen = _state(line)["phase"]
    course.lags_at = len(course.journal.events())

    line.event(kind, MODULE, value)

    assert (seen, _state(line)["phase"]) == (before, after)


def test_going_on_without_the_reveal_completes_and_closes_no_door(
    course: PairCourse, line: Line
) -> None:
    """It works at once, opens nothing, and both can still seal and meet afterwards."""
    _answer(course)
    line.event("alone", MODULE, None)

    assert complete(course.journal.events(), MODULE, course.content)
    assert (_state(line)["phase"], _state(line)["done"]) == ("alone", {"alone": None})

    line.event("seal", MODULE, None)
    course.theirs = _ben().events

    assert (_state(line)["phase"], _state(line)["opened"]) == ("ready", [])


def test_the_reason_for_not_talking_is_for_nobody_else(course: PairCourse, line: Line) -> None:
    """That there was no talk goes to the service, and the words of why stay in the journal."""
    line.event("talked", MODULE, {"talked": False, "why": ""})
    line.event("talked", MODULE, {"talked": False, "why": "I was ill."})

    said = [(e.value["why"], e.audience) for e in course.journal.events()]
    assert said == [("", ("partner",)), ("I was ill.", ())]
    assert _state(line)["done"]["talked"] == {"talked": False, "why": "I was ill."}


@pytest.mark.parametrize(
    ("kind", "item", "value", "why"),
    [
        ("pick", MODULE, "A1", "pick: expected one of D1, D2, D3, D4, D5"),
        ("pick", MODULE, ["D1"], "pick: expected one of D1, D2, D3, D4, D5"),
        ("talked", MODULE, {"talked": True}, "talked: expected when and how, or why not"),
        (
            "talked",
            MODULE,
            {"talked": True, "when": "soon", "how": "room"},
            "talked: expected when and how, or why not",
        ),
        ("together", MODULE, "yes", "together: expected no value"),
        ("together", "01-setting-out", None, f"expected the module {MODULE}"),
        ("answer", "D1", 3, "D1: this is answered above, not in the conversation"),
        ("propose", "plan-05", {}, "plan-05: there is no such question on this page"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, line: Line, kind: str, item: str, value: Any, why: str
) -> None:
    """The page hears the reason and nothing is written."""
    line.event(kind, item, value)

    assert [(m["kind"], m["why"]) for m in line.heard] == [("refused", why)]
    assert Journal(tmp_path / ".pairs").events() == []


def test_what_is_not_shared_yet_is_told(course: PairCourse, line: Line) -> None:
    """The page learns when each step was saved, and which of them the service lacks."""
    _answer(course)
    event_id = line.event("seal", MODULE, None)
    course.unshared = lambda: [event_id]  # type: ignore[method-assign]  # the service is away

    state = _state(line)

    assert state["saved"][f"seal/{MODULE}"] == line.heard[0]["at"]
    assert state["unshared"] == [f"seal/{MODULE}"]


@given(
    sealed=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(days=-30), timedelta(days=60)),
    done=st.sets(st.sampled_from(["alone", "talked", "together", "pick"])),
    seen=st.sampled_from(get_args(conversation_steps.Phase)),
)
def test_nobody_waits_for_ever(sealed, later, done, seen):
    """From two weeks after one's own seal on the page says it, until one is done with waiting."""
    events = {
        kind: Event(
            "", sealed.isoformat(timespec="milliseconds"), MODULE, MODULE, "once", kind, None
        )
        for kind in {*done, "seal"}
    }
    now = (datetime.fromisoformat(events["seal"].at) + later).isoformat(timespec="milliseconds")
    past = datetime.fromisoformat(now) - datetime.fromisoformat(events["seal"].at)

    says = phases.waited_long(seen, events, now)

    waits = seen == "sealed" and not done & {"alone", "talked"}
    assert says == (waits and past >= timedelta(days=14))
    assert not phases.waited_long(seen, {}, now)


def test_the_partner_is_not_in_the_clock(course: PairCourse, line: Line) -> None:
    """The page is the same, byte for byte, whatever the other one did before sealing."""
    _answer(course)
    line.event("seal", MODULE, None)
    before = json.dumps(_state(line), sort_keys=True)
    ben = Diary(2)
    ben.answer(BEN)

    course.theirs = ben.events

    assert json.dumps(_state(line), sort_keys=True) == before
    assert _state(line)["waited_long"] is False


def test_the_guidance_is_in_short_sentences() -> None:
    """No sentence of the guidance has more than twenty words."""
    guide = CONTENT.words["talk"]
    told = [*guide["sealing"], *guide["together"], *guide["without"], guide["long_wait"]]
    told += [*guide["steps"], *(s for version in guide["versions"] for s in version["steps"])]
    sentences = [s for line in told for s in re.split(r"(?<=[.?!])\s+", line)]

    assert [s for s in sentences if len(s.split()) > 20] == []


def test_a_guess_cannot_change_after_the_seal(course: PairCourse, line: Line) -> None:
    """The page hears why, and shows what was sealed; an answer can still change, and says so."""
    _answer(course)
    line.event("seal", MODULE, None)
    page = Line(Questions("dialogue", course))

    page.event("guess", "D1", 5)
    page.event("answer", "D1", 5)
    page.event("answer", "D2", 1)
    page.event("answer", "D2", AMIRA["D2"][0])

    assert [(m["kind"], m.get("why")) for m in page.heard] == [
        ("refused", "D1: a guess cannot change after the seal"),
        *[("saved", None)] * 3,
    ]
    seals = _state(page)["seals"]
    seal = course.journal.last("seal", MODULE, "once")
    assert seal is not None
    assert seals["D1"] == {
        "at": seal.at, "answer": "2 of 5", "guess": "2 of 5", "changed": True,
    }  # fmt: skip
    assert seals["D2"]["changed"] is False  # there and back is no change
    assert "dialogue-think" not in seals


def test_before_the_seal_nothing_is_marked(course: PairCourse) -> None:
    """A page of questions says that something is sealed only when it is."""
    _answer(course)

    assert _state(Line(Questions("dialogue", course)))["seals"] == {}


def test_the_reveal_shows_what_was_sealed(course: PairCourse, line: Line) -> None:
    """An answer that follows the partner's stands beside one's own, and changes no reading."""
    ben = _ben()
    course.theirs = ben.events
    _answer(course)
    for kind, value in (("seal", None), ("together", None), ("pick", "D1")):
        line.event(kind, MODULE, value)
    ben.write("together")
    ben.write("pick", value="D1")
    (before,) = _state(line)["opened"]

    Line(Questions("dialogue", course)).event("answer", "D1", BEN["D1"][0])

    (after,) = _state(line)["opened"]
    assert (
        after["reading"]
        == before["reading"]
        == ("You see this differently. You had not expected it.")
    )
    assert after["mine"]["answer"] == before["mine"]["answer"] == AMIRA["D1"][0]
    assert after["mine"]["later"] == {"words": "5 of 5", "day": "2026-11-20"}


def test_a_step_that_is_sent_again_is_saved_once(course: PairCourse, line: Line) -> None:
    """A page that heard no answer tries again, and hears that it is saved, not that it is late."""
    _answer(course)
    event_id = line.event("seal", MODULE, None)

    line.event("seal", MODULE, None, event_id)

    assert [m["kind"] for m in line.heard] == ["saved", "saved"]
    assert [e.kind for e in course.journal.events()].count("seal") == 1


def test_a_second_seal_and_a_second_pick_are_refused(course: PairCourse, line: Line) -> None:
    """Two tabs may both show the button; the first press counts."""
    _answer(course)
    for kind, value in (("seal", None), ("seal", None), ("pick", "D1"), ("pick", "D2")):
        line.event(kind, MODULE, value)

    assert [m.get("why") for m in line.heard] == [
        None, "seal: you have sealed already", None, "pick: you have picked already",
    ]  # fmt: skip


@pytest.mark.parametrize("before", ["waiting", "pick", "picked"])
def test_being_together_can_be_taken_back(course: PairCourse, line: Line, before: str) -> None:
    """At once on one's own page, also while the service is behind; and it can be pressed again."""
    ben = _ben()
    course.theirs = ben.events
    _answer(course)
    line.event("seal", MODULE, None)
    line.event("together", MODULE, None)
    if before != "waiting":
        ben.write("together")
    if before == "picked":
        line.event("pick", MODULE, "D1")
    assert _state(line)["phase"] == before
    course.lags_at = len(course.journal.events())

    line.event("apart", MODULE, None)

    assert (_state(line)["phase"], "together" in _state(line)["done"]) == ("ready", False)
    course.lags_at = None
    assert _state(line)["phase"] == "ready"
    line.event("together", MODULE, None)
    assert _state(line)["phase"] == before


def test_when_the_time_is_over_the_button_is_back(course: PairCourse, line: Line) -> None:
    """The journal still has the press, and the service's word counts."""
    course.theirs = _ben().events
    _answer(course)
    line.event("seal", MODULE, None)
    line.event("together", MODULE, None)
    over = partner_view.view(
        said([_in_time(e) for e in course.journal.events()], course.theirs),
        MODULE,
        CONTENT,
        now=NOW + timedelta(hours=2),
    )
    course.view = lambda _module: over  # type: ignore[method-assign]  # two hours later

    assert (_state(line)["phase"], _state(line)["view"]["phase"]) == ("ready", "ready")


def test_a_seal_that_was_not_taken_can_be_pressed_again(course: PairCourse, line: Line) -> None:
    """The page says so, and the next seal gives the partner the same answers anew."""
    first = _answer(course)
    lost = line.event("seal", MODULE, None)
    course.refused = lambda: {lost: "the course does not have them"}  # type: ignore[method-assign]  # as the outbox says it

    assert (_state(line)["phase"], _state(line)["not_sealed"]) == ("alone", True)
    assert _state(Line(Questions("dialogue", course)))["seals"] == {}

    line.event("seal", MODULE, None)

    assert (_state(line)["phase"], _state(line)["not_sealed"]) == ("sealed", False)
    again = course.journal.last("seal", MODULE, "once")
    assert again is not None
    assert not {one for kind, one in first.items() if kind.startswith("answer")} & set(
        again.value["covers"]
    )
    named = [e for e in course.journal.events() if e.id in again.value["covers"]]
    answers = {e.item: e.value for e in named if e.kind == "answer"}
    assert answers == {item: answer for item, (answer, _) in AMIRA.items()}
