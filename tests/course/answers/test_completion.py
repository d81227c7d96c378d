"""What completes a module: every question with choices, and the talk; nothing of the partner's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.completion import Left, asked, complete, left
from pairs_course.answers.events import Event, new_id
from pairs_course.programme import loader

from ..strategies import MODULE, PROGRAMME, answered, event, ratings

ANSWERS = {"D1": ratings(), "D2": ratings(), "C1": st.sampled_from(["diary", "unsure", "pass"])}
TALKS = (
    ("alone", None),
    ("talked", {"talked": False, "why": ""}),
    ("talked", {"talked": True, "when": "2026-11-20", "how": "phone"}),
)
OTHER = (
    ("answer", "point", "my point"),
    ("answer", "dialogue-think", "a talk"),
    ("guess", "D1", 3),
    ("seal", MODULE, {"covers": []}),
    ("together", MODULE, None),
    ("send", MODULE, None),
)


@given(
    st.sets(st.sampled_from(sorted(ANSWERS))),
    st.sets(st.sampled_from(range(len(TALKS)))),
    st.lists(st.sampled_from(OTHER)),
    st.data(),
)
def test_a_module_counts_for_questions_and_talk_alone(given_to, talks, more, data):
    """No seal, no guess, no box of words and no sending makes up for a question or for the talk."""
    mine = [event("answer", item, data.draw(ANSWERS[item])) for item in sorted(given_to)]
    mine += [event(TALKS[n][0], value=TALKS[n][1]) for n in talks]
    mine += [event(kind, item, value) for kind, item, value in more]
    mine = data.draw(st.permutations(mine))

    found = left(mine, MODULE, PROGRAMME)

    assert len(found.questions) == len(ANSWERS) - len(given_to)
    assert found.talk == (not talks)
    assert complete(mine, MODULE, PROGRAMME) == (given_to == set(ANSWERS) and bool(talks))


def test_nothing_answered_and_no_reveal_is_no_module():
    """Pressing "Go on without the reveal" alone has no minutes."""
    assert left([event("alone")], MODULE, PROGRAMME) == Left(("5.2", "5.3", "5.4"), talk=False)


@pytest.mark.parametrize(("kind", "value"), TALKS)
def test_each_word_about_the_talk_is_as_good(kind, value):
    """They talked, they did not, or they went on without the reveal."""
    assert complete([*answered(), event(kind, value=value)], MODULE, PROGRAMME)
    assert not complete(answered(), MODULE, PROGRAMME)


def test_on_paper_a_tick_on_the_sheet_is_enough():
    """What is for oneself and for the partner never comes back from paper."""
    tick = event("talked", value={"talked": False, "why": ""}, typed_by="Faye")

    assert complete([tick], MODULE, PROGRAMME)


def test_another_module_and_another_time_do_not_count():
    """The Eight are asked in two waves: an answer to one is none to the other."""
    content, last = loader.load(), "08-next-steps"
    now = [
        Event(new_id(), "2026-11-20T10:00:00.000+00:00", last, item.id, "now", "answer", 3,
              item.audience, "w")
        for s, item in asked(last, content) if s.wave == "now"
    ]  # fmt: skip

    found = left(now, last, content)

    assert len(now) == 8
    assert len(found.questions) == 8
    first = "01-setting-out"
    assert len(left(now, first, content).questions) == len(asked(first, content))


def test_every_module_asks_something_that_counts():
    """So no module can be complete by a button alone."""
    content = loader.load()

    assert all(asked(module.id, content) for module in content.modules)
