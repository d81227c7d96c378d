"""What the pair that one meets may read: one sentence, once both of its authors confirmed it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import partner_view
from pairs_course.answers.events import Event

from ..strategies import MEETING, NOW, PROGRAMME, TO_OTHERS, WITH_MEETINGS, event, for_others, said

SECRET = "SECRET-WORDS"  # noqa: S105 - a marker that must not be seen
NARROW = ("partner", "facilitator")


def sentence(events, module=MEETING, content=WITH_MEETINGS):
    return partner_view.sentence_for_others(events, module, content)


steps = st.lists(
    st.tuples(
        st.sampled_from(["cat", "dan"]),
        st.sampled_from(["propose", "confirm", "confirm-own"]),
        st.booleans(),
    ),
    max_size=20,
)


def play(history) -> list[tuple[str, Event]]:
    """Turn a history of suggestions and confirmations into events with their authors, in order."""
    events: list[tuple[str, Event]] = []
    for n, (who, kind, narrow) in enumerate(history):
        more = {"at": f"2026-11-20T10:00:00.{n:03d}+00:00"}
        if narrow:
            more["audience"] = NARROW
        if kind == "propose":
            events.append((who, for_others("propose", {"text": f"{n}"}, **more)))
            continue
        author = who if kind == "confirm-own" else {"cat": "dan", "dan": "cat"}[who]
        proposed = [e for by, e in events if by == author and e.kind == "propose"]
        if proposed:
            events.append((who, for_others("confirm", {"of": proposed[-1].id}, **more)))
    return events


@given(steps)
def test_only_what_both_confirmed_for_the_other_pair_goes_there(history):
    """The text was proposed by one and confirmed by the other, and both events said so."""
    events = play(history)
    found = sentence(events)
    allowed = [
        proposal.value
        for who, proposal in events
        for other, confirm in events
        if who != other
        and proposal.kind == "propose"
        and confirm.kind == "confirm"
        and confirm.value["of"] == proposal.id
        and "other-pair" in proposal.audience
        and "other-pair" in confirm.audience
    ]

    assert found in allowed if allowed else found is None


def test_nothing_else_of_the_pair_goes_there():
    """Answers, drafts, another text that both agreed on, the sentence of another module."""
    proposal = for_others("propose", {"text": SECRET}, "ask-03")
    events = [
        ("cat", event("answer", "D1", SECRET)),
        ("cat", for_others("answer", {"text": SECRET})),
        ("cat", for_others("propose", {"text": SECRET})),
        ("cat", proposal),
        ("dan", for_others("confirm", {"of": proposal.id}, "ask-03")),
    ]

    assert sentence(events) is None
    assert sentence(events, "07-our-local-challenge") is None


def test_a_module_without_a_meeting_has_nothing_for_others():
    """Whatever was agreed there; nor has a pair of which nobody wrote anything."""
    proposal = for_others("propose", {"text": SECRET})
    events = [("cat", proposal), ("dan", for_others("confirm", {"of": proposal.id}))]

    assert sentence(events, PROGRAMME.modules[0].id, PROGRAMME) is None
    assert sentence([]) is None
    assert sentence([("cat", proposal)]) is None


def test_partner_and_facilitator_get_it_as_any_joint_text():
    """The sentence is a joint item of the pair; the word for the other pair takes nothing away."""
    proposal = for_others("propose", {"text": "We listen."})
    mine, theirs = [proposal], [for_others("confirm", {"of": proposal.id})]

    both = said(mine, theirs)
    view = partner_view.view(both, MEETING, WITH_MEETINGS, now=NOW)
    sent = partner_view.submission(mine, both, MEETING, WITH_MEETINGS)

    assert view["joint"][TO_OTHERS]["agreed"] == {"text": "We listen."}
    assert sent["joint"] == {TO_OTHERS: {"text": "We listen."}}
    assert "other-pair" not in json.dumps(view)
