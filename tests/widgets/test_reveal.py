"""The reveal shows opened items only, in words and values, with the viewer's own reading."""

from __future__ import annotations

import pytest

from pairs_widgets.reveal.examples import Said, seen
from pairs_widgets.reveal.reveal import opened

from .kernels import CONTENT

DIALOGUE = CONTENT.question_set("dialogue").items
NEEDS = CONTENT.question_set("needs").items


def test_a_card_has_both_sides_and_a_reading() -> None:
    """Values for the picture, words for the table; `guessed` is what the other thought."""
    view = seen({"D1": (1, 5)}, {"D1": (3, "unsure")}, changed=("D1",))

    cards = opened(DIALOGUE, view)

    assert cards == [
        {
            "item": "D1",
            "mine": {
                "answer": 1,
                "guess": 5,
                "later": {"words": "5 of 5", "day": "2026-05-04"},
                "words": {"answer": "1 of 5", "guessed": "Not sure"},
            },
            "partner": {
                "answer": 3,
                "guess": "unsure",
                "later": {"words": "5 of 5", "day": "2026-05-04"},
                "words": {"answer": "3 of 5", "guessed": "5 of 5"},
            },
            "reading": "You see this differently. You had not expected it.",
        }
    ]


@pytest.mark.parametrize(
    ("answer", "partner", "guess"), [("unsure", 3, 3), (3, "pass", 3), (3, 3, None)]
)
def test_without_three_values_there_is_nothing_to_compare(
    answer: object, partner: object, guess: object
) -> None:
    """A pass, a "not sure" or a missing guess is no value; the card says to ask."""
    (card,) = opened(DIALOGUE, seen({"D1": (answer, guess)}, {"D1": (partner, 3)}))

    assert card["reading"] == "There is nothing to compare here. Ask each other."


def test_choices_and_texts_are_in_words() -> None:
    """A choice shows its label and a reading; a text shows itself, and none."""
    mine: Said = {"N1": ("breaks", "plain-words"), "N3": (4, 1), "N5": ("Speak slowly.", None)}
    theirs: Said = {"N1": ("plain-words", None), "N3": (1, "pass"), "N5": ("", None)}

    cards = opened(NEEDS, seen(mine, theirs))

    assert [(c["mine"]["words"], c["partner"]["words"], c["reading"]) for c in cards] == [
        (
            {"answer": "Breaks, or short meetings", "guessed": "No guess"},
            {
                "answer": "Plain words, with nothing left unexplained",
                "guessed": "Plain words, with nothing left unexplained",
            },
            "You see this differently. You expected it.",
        ),
        (
            {"answer": "4, often", "guessed": "Prefer not to say"},
            {"answer": "1, never", "guessed": "1, never"},
            "You see this differently. You expected it.",
        ),
        (
            {"answer": "Speak slowly.", "guessed": "No guess"},
            {"answer": "No answer", "guessed": "No guess"},
            "",
        ),
    ]


def test_the_picked_items_come_first() -> None:
    """One's own pick, the partner's pick, then the order of the programme."""
    said: Said = dict.fromkeys(("D1", "D2", "D3", "D4", "D5"), (3, 3))
    view = seen(said, said)
    view["picks"] = {"mine": "D4", "theirs": "D2"}

    cards = opened(DIALOGUE, view)

    assert [card["item"] for card in cards] == ["D4", "D2", "D1", "D3", "D5"]
