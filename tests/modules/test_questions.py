"""Each check of questions and words can fail, and counts as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pairs_course.programme import compiled
from pairs_course.programme.items import Field, Item, Option

from . import questions, words
from .broken import Break, Check, debate, feedback, item, promised, questioned, written

MOVES = [i for one in compiled.load().sets for i in one.items if i.kind == "move"]
#: What somebody may go by who has not read a line: each says how much an option stands out.
CUES: dict[str, Callable[[int, str], float]] = {
    "the longest": lambda _place, label: len(label),
    "the shortest": lambda _place, label: -len(label),
    "the one with a question mark": lambda _place, label: "?" in label,
    "the one without a question mark": lambda _place, label: "?" not in label,
    "the first": lambda place, _label: place == 0,
    "the second": lambda place, _label: place == 1,
    "the last": lambda place, _label: place == 2,
}
LONG = "You " + "and you " * 10 + "talk."
HARD = "Organisational collaboration necessitates considerable institutional accommodation. "

BROKEN: list[tuple[str, Check, Break, list[str]]] = [
    (
        "sets in another order than their numbers",
        questions.counted_in_order,
        promised(
            sets=("moves", "look-back-05", "dialogue", "airtime-05", "sentence-05", "plan-05")
        ),
        [
            "expected the sets in the order remember-05, look-back-05, moves, own-line, dialogue, "
            "airtime-05, sentence-05, plan-05 in programme.yaml"
        ],
    ),
    (
        "nothing to think about first",
        questions.thought_first,
        questioned("dialogue", lambda found: replace(found, items=found.items[1:])),
        ["dialogue: expected a question to think about first, for “only you”"],
    ),
    (
        "nine rated items",
        questions.thought_first,
        questioned("dialogue", lambda found: replace(found, items=found.items + found.items[1:5])),
        ["dialogue: expected at most 8 rated, got 9"],
    ),
    (
        "nothing to ask next",
        questions.asked_next,
        questioned("dialogue", item("D3", next="Talk about it.")),
        ["D3: expected a question to ask next"],
    ),
    (
        "sealed in one place only",
        questions.sealed,
        questioned("dialogue", lambda found: replace(found, sealed=False)),
        [
            "expected the sealed sets to be those of the conversation",
            *(f"D{n}: expected a guess where the set is sealed, only there" for n in range(1, 6)),
        ],
    ),
    (
        "nothing turns",
        questions.moves,
        questioned("moves", item("M1", options=())),
        ["M1: expected three options of which one turns"],
    ),
    (
        "feedback that ranks",
        questions.moves,
        questioned("moves", feedback("This is the best answer.")),
        ["M1 figures: “best” ranks the answer"],
    ),
    (
        "a claim of too much",
        questions.plain_claims,
        questioned("moves", item("M1", ask="A validated question.")),
        ["moves M1: “validated” claims too much"],
    ),
    (
        "a sentence of twenty-two words",
        words.too_long,
        questioned("moves", item("M1", ask=LONG)),
        [f"moves M1: 22 words: {LONG}"],
    ),
]


@pytest.mark.parametrize(
    ("check", "spoil", "problems"),
    [pytest.param(*rest, id=name.replace(" ", "-")) for name, *rest in BROKEN],
)
def test_check_notices(check: Check, spoil: Break, problems: list[str]) -> None:
    """A check names what is wrong in a lesson that is broken in one way."""
    lesson = debate()

    assert check(spoil(lesson)) == problems


def _found_by(cue: Callable[[int, str], float], move: Item) -> float:
    """Return how probable it is to find the option that turns, if one goes by a cue alone."""
    marks = [cue(place, option.label) for place, option in enumerate(move.options)]
    out = [option for option, mark in zip(move.options, marks, strict=True) if mark == max(marks)]
    return sum(option.turns for option in out) / len(out)


@pytest.mark.parametrize("name", CUES)
def test_no_cue_finds_the_line_that_turns(name: str) -> None:
    """Over all sets, who goes by a cue finds a third of them, give or take one: as by chance."""
    found = sum(_found_by(CUES[name], move) for move in MOVES)

    assert found <= len(MOVES) / 3 + 1


def test_a_cue_that_gives_the_answer_away_is_noticed() -> None:
    """The line that turns is always the longest here, and a part of the time the only question."""
    line = MOVES[0]
    long = replace(
        line, options=tuple(replace(o, label=o.label + "!" * 99 * o.turns) for o in line.options)
    )

    assert _found_by(CUES["the longest"], long) == 1
    assert _found_by(CUES["the shortest"], long) == 0


def test_hard_words_are_noticed() -> None:
    """A module that grows hard to read says how hard."""
    lesson = written("## Key points", "## Key points\n\n" + HARD * 100)(debate())

    [problem] = words.too_hard(lesson)

    assert re.fullmatch(r"expected a reading grade of at most 6, got \d+(\.\d)?", problem)


def test_every_string_is_counted() -> None:
    """Options, feedback and what to ask next are read by learners, so they count like prose."""
    counted = {text for _, text in words.strings(debate())}

    assert {
        "Debate and dialogue",
        "Think of one real conversation about your challenge in which you did not see things "
        "the same way. What happened?",
        "I listened for mistakes.",
        "Ask: “What did you most want me to hear?”",
        "“Shall we just do it your way, then?”",
        "then we…",
        "What did I miss?",
        "Put the screen down, or turn it over, and take ten minutes.",
        "Sitting 1: Look back (6 minutes, alone)",
    } <= counted


def test_the_words_of_a_field_are_counted() -> None:
    """What stands beside a box, and what can be chosen in it, is read like all else."""
    field = Field("paid", "Who pays?", "choice", "A guess is fine.", (Option("nobody", "Nobody"),))
    lesson = questioned("plan-05", item("plan-05", fields=(field,)))(debate())
    counted = {text for _, text in words.strings(lesson)}

    assert {"Who pays?", "A guess is fine.", "Nobody"} <= counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Ask: “How was it?” Then wait.", ["Ask: “How was it?", "Then wait."]),
        ("“Yes, but”, she says. “No.”", ["“Yes, but”, she says.", "“No.”"]),
        ("No point at the end", ["No point at the end"]),
        ("", []),
    ],
)
def test_sentences_are_cut_at_their_ends(text: str, expected: list[str]) -> None:
    """A quoted question ends a sentence; a comma or a colon does not."""
    assert words.sentences(text) == expected
