"""How published figures are put in order for a page: none is lost, none is there twice."""

from __future__ import annotations

from collections import Counter
from typing import Final, get_args

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures.published import Summary
from pairs_course.programme.items import Theme
from pairs_instructor.dashboards import questions
from pairs_instructor.dashboards.choices import Choices

from . import published_data as made

WAVES: Final = ("start", "once", "now", "then")
words = st.lists(st.sampled_from([*made.WORDS, None]), min_size=1, max_size=9)
choices = st.builds(Choices, st.sampled_from(["", *get_args(Theme)]), st.sampled_from(["", *WAVES]))


@st.composite
def cohorts(draw: st.DrawFn) -> list[Summary]:
    """What a cohort has published after some of its waves closed, in any order."""
    waves = draw(st.lists(st.sampled_from(WAVES), unique=True))
    return [made.summary(wave, draw(words)) for wave in waves]


@given(cohorts(), choices)
def test_a_view_has_each_figure_once(published: list[Summary], chosen: Choices) -> None:
    """All figures of the chosen theme and wave, and no other."""
    got = Counter(
        (wave, question.theme, line.label, figure["item"])
        for question in questions.of(published, chosen)
        for wave in question.waves
        for line in question.lines
        if (figure := line.figures[wave]) is not None
    )

    expected = Counter(
        (one["wave"], figure["theme"], figure["label"], figure["item"])
        for one in published
        for figure in one["items"]
        if chosen.theme in ("", figure["theme"]) and chosen.wave in ("", one["wave"])
    )
    assert got == expected


@given(cohorts())
def test_the_order_is_start_then_now(published: list[Summary]) -> None:
    """Whenever waves close, a question's moments come in the order of the course's own page."""
    for question in questions.of(published, Choices()):
        assert list(question.waves) == [w for w in questions.WAVES if w in question.waves]


def test_a_moment_that_is_still_to_come_is_named() -> None:
    """After the start and looking back, now is "not made yet"; after the start alone none is."""
    start, now, then = (made.summary(wave, ["few"]) for wave in ("start", "now", "then"))

    def shown(*published: Summary) -> list[str]:
        one = questions.of(published, Choices("eight"))[0]
        return [one.lines[0].shown(wave).short for wave in one.waves]

    assert shown(start) == ["few"]
    assert shown(start, then) == ["few", "few", "not made yet"]
    assert shown(start, now, then) == ["few", "few", "few"]


def test_themes_come_in_the_order_of_the_pages() -> None:
    """What pairs do together, asked in the second module, is not shown first."""
    asked = questions.of(made.whole_cohort(), Choices())

    assert questions.themes(asked) == list(get_args(Theme))


def test_a_question_says_each_reason_once() -> None:
    """Six options that are withheld alike have one reason."""
    (question,) = questions.of([made.summary("once", [None])], Choices("time"))

    assert (question.withheld, question.reasons) == (True, [made.TOO_FEW])
    assert len(question.lines) == 6
