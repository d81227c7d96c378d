"""Sending makes a submission of what is for the facilitator; feedback comes back to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairs_course.store import (
    FeedbackAt,
    ModuleState,
    NotInAPair,
    NotReleased,
    Store,
    Submission,
    UnknownPerson,
    UnknownSubmission,
)

from ..cohort import ANN, BEN, CAT, FAY, archive
from ..strategies import MODULE, PROGRAMME, SENTENCE, answered, event


def send(store: Store, username: str) -> Submission:
    sent = event("send", audience=("facilitator",))
    (made,) = store.events.add(username, [sent], PROGRAMME).submissions
    return store.submissions.get(made)


def test_sending_keeps_the_last_answers_for_the_facilitator(store: Store) -> None:
    """Nothing of another audience, no earlier value and no time is in it."""
    proposal = event("propose", SENTENCE, {"text": "We listen."})
    before = [event("answer", "point", "First."), *answered(), proposal]
    store.events.add(ANN, before, PROGRAMME)
    store.events.add(BEN, [event("confirm", SENTENCE, {"of": proposal.id})], PROGRAMME)
    talked = event("talked", value={"talked": True, "when": "2026-11-20", "how": "room"})
    batch = [event("answer", "point", "Second."), talked, event("send", audience=("facilitator",))]

    (made,) = store.events.add(ANN, batch, PROGRAMME).submissions

    found = store.submissions.get(made)
    assert found == Submission(
        id=made,
        cohort="north",
        module=MODULE,
        username=ANN,
        at=found.at,
        notebooks=[MODULE],
        payload={
            "version": 1,
            "module": MODULE,
            "complete": True,
            "demo": True,
            "answers": {"point": "Second."},
            "joint": {SENTENCE: {"text": "We listen."}},
        },
        feedback={},
    )


def test_the_same_send_again_makes_no_second_submission(store: Store) -> None:
    """An outbox may repeat itself."""
    sent = event("send", audience=("facilitator",))

    first = store.events.add(ANN, [sent], PROGRAMME).submissions
    second = store.events.add(ANN, [sent], PROGRAMME).submissions

    assert (len(first), second) == (1, [])
    assert [s.id for s in store.submissions.list("north")] == first


def test_sending_anew_makes_another_and_lists_are_oldest_first(store: Store) -> None:
    """The newest of a person wins at collecting."""
    first, other = send(store, ANN), send(store, CAT)
    store.events.add(ANN, [event("answer", "point", "Another.")], PROGRAMME)
    second = send(store, ANN)

    assert store.submissions.list("north") == [first, other, second]
    assert store.submissions.list("north", username=ANN) == [first, second]
    assert store.submissions.list("north", module="01-setting-out") == []


def test_the_same_sent_again_keeps_its_feedback(store: Store) -> None:
    """Nobody gets new work by a press that changes nothing, however often and quickly."""
    store.events.add(ANN, [event("answer", "point", "First.")], PROGRAMME)
    first = send(store, ANN)
    store.submissions.put_feedback_of("north", [(first.id, MODULE, "<p>Thank you</p>")])

    twice = [event("send", audience=("facilitator",)) for _ in range(2)]
    again = store.events.add(ANN, twice, PROGRAMME).submissions

    assert again == [first.id, first.id]
    assert [one.id for one in store.submissions.list("north")] == [first.id]
    (state,) = store.submissions.states(ANN, [MODULE])
    assert state.state == "feedback ready"
    store.events.add(ANN, [event("answer", "point", "Second.")], PROGRAMME)
    assert send(store, ANN).id != first.id


def test_feedback_comes_back_and_may_be_made_again(store: Store) -> None:
    """The last feedback on a notebook stands in the place of earlier ones."""
    sent = send(store, ANN)
    store.submissions.put_feedback(sent.id, MODULE, "<p>Old</p>")
    store.submissions.put_feedback(sent.id, MODULE, "<p>New</p>")

    feedback = store.submissions.feedback(sent.id, MODULE)

    assert (feedback.submission, feedback.notebook, feedback.html) == (
        sent.id,
        MODULE,
        "<p>New</p>",
    )
    assert store.submissions.get(sent.id).feedback == {MODULE: feedback.at}


def test_unknown_submissions_and_notebooks_are_errors(store: Store) -> None:
    """Each way to ask says what there is not."""
    sent = send(store, ANN)

    with pytest.raises(UnknownSubmission):
        store.submissions.get("none")
    with pytest.raises(UnknownSubmission):
        store.submissions.put_feedback("none", MODULE, "x")
    with pytest.raises(UnknownSubmission):
        store.submissions.put_feedback(sent.id, "other", "x")
    with pytest.raises(UnknownSubmission):
        store.submissions.feedback(sent.id, MODULE)


def test_home_knows_where_somebody_is(store: Store) -> None:
    """From not started to feedback, and sent again after it."""

    def state() -> ModuleState:
        return store.submissions.states(ANN, [MODULE])[0]

    assert state() == ModuleState(MODULE, "not started", None, None, False)
    store.releases.put("north", MODULE, archive())
    store.events.add(ANN, [event("answer", "D1", 4)], PROGRAMME)
    assert state() == ModuleState(MODULE, "in progress", None, None, True)
    first = send(store, ANN)
    assert state() == ModuleState(MODULE, "sent", first.at, None, True)
    store.submissions.put_feedback(first.id, MODULE, "<p>Well done</p>")
    told = FeedbackAt(first.id, first.at, store.submissions.feedback(first.id, MODULE).at, None)
    assert state() == ModuleState(MODULE, "feedback ready", first.at, told, True)
    store.submissions.read(first.id, MODULE, told.at)
    store.submissions.read(first.id, MODULE, "2026-01-01")
    store.events.add(ANN, [event("answer", "point", "Something new.")], PROGRAMME)
    second = send(store, ANN)
    told = replace(told, read=told.at)
    assert state() == ModuleState(MODULE, "sent", second.at, told, True)
    with pytest.raises(UnknownPerson):
        store.submissions.states("nobody", [MODULE])


def test_the_partners_work_does_not_show_in_home(store: Store) -> None:
    """Nobody learns there how far the other is."""
    before = store.submissions.states(BEN, [MODULE])

    store.events.add(ANN, [event("answer", "D1", 4)], PROGRAMME)
    send(store, ANN)

    assert store.submissions.states(BEN, [MODULE]) == before


def test_nbgraders_own_submit_needs_a_released_module(store: Store) -> None:
    """It has the same effect as the event ``send``."""
    with pytest.raises(NotReleased):
        store.submissions.make(ANN, MODULE, PROGRAMME)
    store.releases.put("north", MODULE, archive())

    made = store.submissions.make(ANN, MODULE, PROGRAMME)

    assert store.submissions.list("north") == [made]
    with pytest.raises(NotInAPair):
        store.submissions.make(FAY, MODULE, PROGRAMME)
