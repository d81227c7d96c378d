"""Static forms escape everything, and are well-formed."""

from __future__ import annotations

from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item
from pairs_course.render import answers_html, blank_forms

from ..strategies import CARDS, POINTS, PROGRAMME, SENTENCE, cards, points

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">&"\''


def parsed(html):
    """Parse strictly: any error in the HTML raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(f"<!DOCTYPE html><title>t</title>{html}")


@given(st.text(max_size=40))
def test_whatever_a_person_wrote_is_text(text):
    """No element comes from an answer, and the words are all there."""
    tree = parsed(
        answers_html.render_set(
            PROGRAMME.question_set("point-05"), {"point": text + HOSTILE[: 40 - len(text)]}
        )
    )

    assert not list(tree.iter("script")) + list(tree.iter("img"))


def test_hostile_text_everywhere_is_escaped():
    """Titles, questions, options and answers alike."""
    hostile = QuestionSet(
        id="x", module="01-x", title=HOSTILE, intro=HOSTILE,
        items=(
            Item("a", "text", HOSTILE, hint=HOSTILE),
            Item("b", "between", HOSTILE, left=HOSTILE, right=HOSTILE),
            Item("j", "joint", HOSTILE, fields=(Field("if", HOSTILE), Field("then", HOSTILE))),
        ),
    )  # fmt: skip
    shown = answers_html.render_set(
        hostile, {"a": HOSTILE, "b": 2}, {"j": {"if": HOSTILE, "then": HOSTILE}}
    )
    blank = answers_html.render_blank(hostile)

    for html in (shown, blank):
        tree = parsed(html)
        assert not list(tree.iter("script")) + list(tree.iter("img"))
        assert "alert(1)" in "".join(tree.itertext())


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"D1": 5}, "5 of 5, where 1 is “one” and 5 is “many”"),
        ({"D2": 2}, "2, rarely"),
        ({"C1": "fear"}, "Fear"),
        ({"C1": "pass"}, "Prefer not to say"),
        ({"D2": 99}, "No answer was shared."),
    ],
)
def test_answers_are_shown_in_words(answers, expected):
    """A value that is not allowed is not shown at all."""
    text = "".join(
        parsed(answers_html.render_set(PROGRAMME.question_set("dialogue"), answers)).itertext()
    )

    assert expected in text


def test_only_one_audience_can_be_shown():
    """For a facilitator, items that do not go to them are left out, and an empty set is nothing."""
    assert (
        answers_html.render_set(PROGRAMME.question_set("dialogue"), {"D2": 1}, only="facilitator")
        == ""
    )
    assert "We listen together" in answers_html.render_set(
        PROGRAMME.question_set(SENTENCE),
        {},
        {SENTENCE: {"text": "We listen together"}},
        only="facilitator",
    )


TESTS = QuestionSet(id="tests", module="07-x", title="Tests", items=(CARDS, POINTS))


@given(cards(), points())
def test_cards_and_points_are_shown_and_escaped(given_cards, given_points):
    """One entry a card, one row a point, whatever was written."""
    tree = parsed(answers_html.render_set(TESTS, {"tests": given_cards}, {"points": given_points}))

    assert not list(tree.iter("script")) + list(tree.iter("img"))
    assert len(list(tree.iter("li"))) == len(given_cards)
    assert len(list(tree.iter("tr"))) == 1 + len(given_points)


def test_a_card_is_shown_in_words():
    """Labels and the words of a choice; an empty number is left out."""
    card = {"id": "a", "try": "Ask\nearly", "hours": 1.5, "when": "", "next": "keep"}
    rows = [
        {"day": "2026-11-02", "value": 1234567, "by": "me"},
        {"day": "2026-11-03", "value": 12.5, "by": "partner"},
    ]
    html = answers_html.render_set(TESTS, {"tests": [card]}, {"points": rows})

    assert (
        "<ol><li><p><strong>What will you try?</strong> Ask<br>early</p>"
        "<p><strong>How many hours?</strong> 1.5</p>"
        "<p><strong>What next?</strong> Keep</p></li></ol>"
    ) in html
    assert (
        '<tr><th scope="row">2026-11-02</th><td>1234567</td><td>this person</td></tr>'
        '<tr><th scope="row">2026-11-03</th><td>12.5</td><td>the partner</td></tr>'
    ) in html
    assert "(empty)" in answers_html.render_set(TESTS, {"tests": []})


def test_on_paper_there_is_room_for_some_cards():
    """Choices are boxes to tick, points an empty table."""
    html = answers_html.render_blank(TESTS)
    tree = parsed(html)

    assert html.count('<p>What will you try?</p><p class="hint">One line.</p>') == blank_forms.CARDS
    assert html.count("</span> Keep</li>") == blank_forms.CARDS
    assert len(list(tree.iter("tr"))) == 1 + blank_forms.POINTS
    few = QuestionSet(id="x", module="07-x", title="x", items=(replace(CARDS, most=1),))
    assert answers_html.render_blank(few).count("</span> Keep</li>") == 1
