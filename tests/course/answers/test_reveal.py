"""Rule 3 of the programme, for every triple of answers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given

from pairs_course.answers.reveal import ANSWERS, ASK, GUESSES, reading

from ..strategies import ratings

STEPS = range(1, 6)


@pytest.mark.parametrize(
    ("own", "partner", "guess", "answers", "guessed"),
    [
        (4, 4, 4, "same", "met"),
        (4, 4, 5, "same", "near"),
        (4, 4, 1, "same", "missed"),
        (4, 3, 3, "close", "met"),
        (4, 5, 4, "close", "near"),
        (4, 5, 1, "close", "missed"),
        (5, 2, 2, "different", "met"),
        (5, 2, 3, "different", "near"),
        (5, 1, 3, "different", "missed"),
        ("unsure", 1, 3, "nothing", "nothing"),
        (1, "pass", 3, "nothing", "nothing"),
        (1, 1, "unsure", "nothing", "nothing"),
        (1, 1, None, "nothing", "nothing"),
        ("fear", "fear", "fear", "same", "met"),
        ("fear", "fear", "diary", "same", "missed"),
        ("fear", "diary", "diary", "different", "met"),
        ("fear", "diary", "energy", "different", "missed"),
        ("fear", "diary", "fear", "different", "missed"),
    ],
)
def test_each_reading(own, partner, guess, answers, guessed):
    """Equal is the same, one step is close, more is different; the guess is read by itself."""
    found = reading(own, partner, guess)

    assert (found.answers, found.guess) == (answers, guessed)


@given(ratings(), ratings(), ratings())
def test_every_triple_has_one_reading_in_words(own, partner, guess):
    """No combination is without a reading, and a pass or "not sure" is never compared."""
    found = reading(own, partner, guess)

    said = (ANSWERS[found.answers], GUESSES[found.guess], ASK[found.answers])
    assert found.text == " ".join(one for one in said if one)
    assert (found.answers == "nothing") == any(isinstance(v, str) for v in (own, partner, guess))
    assert (found.guess == "nothing") == (found.answers == "nothing")


def test_who_answers_by_chance_hears_the_same_as_often_as_chance_has_it():
    """Over all answers of five steps: one in five is equal, and nothing else is called the same."""
    every = [reading(own, partner, guess) for own, partner, guess in product(STEPS, repeat=3)]

    heard = Counter(one.answers for one in every)
    assert Fraction(heard["same"], len(every)) == Fraction(1, 5)
    assert Fraction(heard["close"], len(every)) == Fraction(8, 25)
    expected = Counter(one.guess for one in every)
    assert Fraction(expected["met"], len(every)) == Fraction(1, 5)
    agreeing = [one for one in every if one.text.startswith(ANSWERS["same"])]
    assert len(agreeing) == heard["same"]


def test_often_and_sometimes_are_nearly_the_same_and_ask_for_the_difference():
    """One step is not agreement, and the page says what to ask."""
    assert reading(4, 3, 5).text == (
        "You say nearly the same. You had not expected it. What makes the difference?"
    )


def test_how_near_two_are_does_not_depend_on_who_looks_nor_on_a_guess():
    """Agreement and understanding are two things."""
    for mine, theirs, one, other in product(STEPS, repeat=4):
        assert reading(mine, theirs, one).answers == reading(theirs, mine, other).answers
        assert reading(mine, theirs, one).guess == reading(other, theirs, one).guess


def test_a_question_without_a_guess_is_read_for_its_answers_alone():
    """Nothing is said of a guess that nobody was asked for."""
    assert reading(2, 2, None, guessed=False).text == "You both say the same."


def test_no_reading_judges_a_person_or_counts():
    """No word of winning, being right, or a number."""
    words = " ".join([*ANSWERS.values(), *GUESSES.values(), *ASK.values()]).lower()

    for bad in ("right", "wrong", "agree", "score", "good", "well", "%"):
        assert bad not in words
    assert not any(letter.isdigit() for letter in words)
