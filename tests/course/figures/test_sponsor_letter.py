"""The letter to the sponsor: made of published words alone, in plain English, on one sheet."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, given

from pairs_course.figures import aggregation, sponsor_letter
from pairs_course.figures.published import Asked, Letter, Summary, Word
from pairs_course.figures.sponsor_letter import opens_on
from pairs_course.programme import loader

from ...modules.words import HARDEST_GRADE, MOST_WORDS, WORD, grade_of, sentences
from ..published_data import CONTENT, summaries, summary

OPENS = date(2026, 11, 30)
WORDS = CONTENT.letter
assert WORDS is not None
ONE_SHEET = 365  # words


def compose(published: list[Summary], opens: date) -> Letter:
    """Return a letter that has something to say."""
    letter = sponsor_letter.compose(published, opens, WORDS)
    assert letter is not None
    return letter


def lines(letter: Letter) -> list[str]:
    return [text for part in letter["parts"] for text in (part["heading"], *part["sentences"])]


def said(letter: Letter, heading: str) -> list[str]:
    """Return the sentences of one part, none if it is not there."""
    return [s for p in letter["parts"] if p["heading"] == heading for s in p["sentences"]]


def words(**given: Word) -> Summary:
    """Return what the wave "once" published: these words, and nothing else."""
    return summary("once", lambda about: given.get(about["item"] + about["option"]))


def eight(wave: str, **given: Word) -> Summary:
    return summary(wave, lambda about: given.get(about["same_as"]))


@given(summaries())
def test_a_letter_is_plain_english_on_one_sheet(published: list[Summary]) -> None:
    """Short sentences, a reading grade of at most six, and few enough words, whatever they say."""
    letter = sponsor_letter.compose(published, OPENS, WORDS)
    assume(letter is not None)
    text = lines(letter) if letter else []

    assert grade_of(text) <= HARDEST_GRADE
    longest = max(len(WORD.findall(s)) for line in text for s in sentences(line))
    assert longest <= MOST_WORDS
    assert sum(len(WORD.findall(line)) for line in text) <= ONE_SHEET


@given(summaries())
def test_a_letter_is_made_of_published_words_alone(published: list[Summary]) -> None:
    """What is withheld, and all but the words of figures, could be anything and change nothing."""
    letter = sponsor_letter.compose(published, OPENS, WORDS)

    shown = [
        {**one, "finished": [{"module": "x", "title": "X"}],
         "items": [{**f, "ask": "?", "counted": "?", "why": "?"}
                   for f in one["items"] if f["word"] is not None]}
        for one in published
    ]  # fmt: skip
    assert sponsor_letter.compose(shown, OPENS, WORDS) == letter  # type: ignore[arg-type]


@given(summaries())
def test_each_word_in_a_letter_was_published(published: list[Summary]) -> None:
    """Nothing is "few", "about half" or "many" unless a figure says so."""
    letter = sponsor_letter.compose(published, OPENS, WORDS)

    parts = letter["parts"][1:-1] if letter else []
    told = " ".join(s for p in parts for s in p["sentences"]).lower()
    amounts = re.findall(r"\b(few|about half|many) (?:people|of the people|now|think)\b", told)
    assert set(amounts) <= {f["word"] for one in published for f in one["items"]}


def test_the_letter_names_its_days() -> None:
    """It is made when the wave closes, and opens seven days later."""
    letter = compose(
        [summary("start", lambda _: "few", "2026-12-28")], opens_on(date(2026, 12, 28))
    )

    found = (letter["wave"], letter["made"], letter["opens"], letter["held"])
    assert found == ("start", "2026-12-28", "2027-01-04", False)


def test_there_is_no_letter_with_nothing_to_say() -> None:
    """Where every figure is withheld, there is nothing to date, to hold back or to send."""
    nothing, start = summary("once", lambda _: None), summary("start", lambda _: "few")

    assert sponsor_letter.compose([summary("start", lambda _: None), nothing], OPENS, WORDS) is None
    assert sponsor_letter.compose([start, nothing], OPENS, WORDS) is None
    assert sponsor_letter.compose([nothing, start], OPENS, WORDS) is not None


@given(summaries())
def test_a_letter_tells_of_a_figure(published: list[Summary]) -> None:
    """It is there if and only if it says something beside the opening."""
    letter = sponsor_letter.compose(published, OPENS, WORDS)

    told = any(f["word"] for f in published[-1]["items"])
    assert letter is None or (told and len(letter["parts"]) > 1)


def test_what_is_withheld_is_left_out() -> None:
    """A part without a figure has no heading either."""
    letter = compose([words(T2="few")], OPENS)

    assert [part["heading"] for part in letter["parts"][1:]] == [
        "The places people work in",
        "What pairs ask of you",
    ]
    assert said(letter, "The places people work in") == [
        "Few people say that the places they work in often make it easy to work together."
    ]


def test_the_start_is_told_as_the_start() -> None:
    """Before the end of the course it is not what people say now."""
    letter = compose([eight("start", A3="many")], OPENS)

    assert said(letter, "Time") == [
        "We asked if they often set time aside to talk about how they work.",
        "Many people said so at the start.",
    ]


def test_what_changed_is_said_once_with_both_words() -> None:
    """Start and now side by side, with looking back apart, and not in the other parts again."""
    published = [
        eight("start", A3="few", T4="many"), words(T3="many"),
        eight("now", A3="many", T4="about half"), eight("then", A3="about half"),
    ]  # fmt: skip

    letter = compose(published, OPENS)

    assert said(letter, "What has changed") == [
        "We asked if they often set time aside to talk about how they work.",
        "Few people said so at the start, and many now.",
        "Looking back, about half think that it was so then.",
        "We asked if they often ask what is really going on when one says “no time”.",
        "Many people said so at the start, and about half now.",
        "A drop can be a good sign: people may see more than they did.",
    ]
    assert said(letter, "Time") == [
        "Many people say that they often look after the relationship when they are busy."
    ]


def test_no_time_says_what_stands_out_or_that_nothing_does() -> None:
    """An option that few people named is not told on its own."""
    options = [o.id for o in CONTENT.question_set("no-time").item("NT1").options]
    spread: dict[str, Word] = {f"NT1{option}": "few" for option in options}

    one = compose([words(**{**spread, "NT1fear": "about half"})], OPENS)
    none = compose([words(**spread)], OPENS)

    assert said(one, "Time") == [
        "By “no time”, about half of the people mostly mean that they are afraid of what may come "
        "of it."
    ]
    assert said(none, "Time") == [
        "People mean many things by “no time”. No one meaning stands out."
    ]


@pytest.mark.parametrize(
    ("word", "ask"),
    [
        ("few", "Please say clearly that this partnership comes first, and show it."),
        ("about half", "Please show more often that this partnership comes first."),
        ("many", "Please go on treating this partnership as a priority."),
    ],
)
def test_what_is_asked_follows_from_the_figure(word: Word, ask: str) -> None:
    """A sentence for that question and that word."""
    letter = compose([words(T5b=word)], OPENS)

    assert said(letter, "What pairs ask of you") == [ask, "Please tell the pairs what you will do."]


def test_at_most_three_things_are_asked_what_weighs_most_first() -> None:
    """And that the sponsor answers."""
    low = words(T2="few", T3="few", T4b="many", T5a="few", T5b="few", NT1permission="many")

    asks = said(compose([low], OPENS), "What pairs ask of you")

    assert asks == [
        "Please say clearly that this partnership comes first, and show it.",
        "Please look at the hours that patients and the community give, and pay for them.",
        "Please ask pairs which rule, door or habit gets in their way most, and change it.",
        "Please tell the pairs what you will do.",
    ]


def test_now_counts_for_what_is_asked_and_not_the_start() -> None:
    """What has got better since is not asked for again."""
    published = [eight("start", A3="few"), eight("now", A3="many")]

    assert said(compose(published, OPENS), "What pairs ask of you") == []


def test_the_letter_knows_only_questions_of_the_programme() -> None:
    """A question that is renamed or dropped fails here, with its options."""
    waves = aggregation.waves(loader.load())
    known: set[tuple[str, str]] = {
        (about["same_as"], about["option"]) for wave in waves for about in _asked(wave)
    }
    mentioned = {(ask["item"], ask.get("option", "")) for ask in WORDS["asks"]["figures"]}
    mentioned |= {(item, "") for item in WORDS["said"]}
    mentioned |= {("NT1", option) for option in WORDS["meanings"]["options"]}

    assert mentioned - known == set()


def _asked(wave: str) -> list[Asked]:
    return [a for one in aggregation.items_of(CONTENT, wave) for a, _ in aggregation.asked(one)]
