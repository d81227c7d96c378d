"""Who may see what of each question, and when: one table, made from the programme. Pure, no I/O.

The boxes over questions, "Send to your facilitator", the sheets of paper, what a facilitator reads,
Home, the page "Who can see what" and the guide's page on privacy are made from it, with the words
that stand here. So they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import OTHER_PAIR, TOGETHER, Item

Kind = Literal["answer", "guess"]
Who = Literal["partner", "facilitator", "cohort", "other-pair"]
When = Literal[
    "opened", "last", "suggested", "sent", "sent by either", "agreed and sent", "agreed", "counted"
]  # fmt: skip


@dataclass(frozen=True)
class Words:
    """How it is said, to whoever answers, that somebody sees something at a certain time.

    ``cell`` stands in a table beside the question, ``box`` over the questions, ``home`` where the
    whole course is spoken of. ``kept`` is what stays with its author even so.
    """

    cell: str
    box: tuple[str, ...]
    home: str
    kept: tuple[str, ...] = ()


_SENT: Final = "Your facilitator sees what you send."
_PAST: Final = "When you wrote something, and what you wrote before you changed it"
WORDS: Final[dict[When, Words]] = {
    "opened": Words(
        "when both have sealed and it opens",
        (
            "Your partner sees your answers only when you have both sealed them and you both press "
            "“We are together now”.",
        ),
        "Your partner sees sealed answers only when you have both sealed them and you meet.",
    ),
    "last": Words(
        "at the end of the course",
        (
            "Your partner sees your answers only at the end of the course, when you have both "
            "opened all the rest.",
        ),
        "Some answers open to your partner only at the end of the course.",
    ),
    "suggested": Words(
        "as soon as you suggest it",
        ("Your partner sees this at once.",),
        "Your partner sees a text that you write together as soon as you suggest it.",
    ),
    "sent": Words(
        "when you send it",
        ("Your facilitator can read them after you send this module.",),
        _SENT,
        (_PAST,),
    ),
    "sent by either": Words(
        "when one of you sends it",
        ("Your facilitator can read this after one of you sends this module.",),
        _SENT,
        (_PAST,),
    ),
    "agreed and sent": Words(
        "when both agree and one of you sends it",
        ("Your facilitator can read this once you both agree and one of you sends this module.",),
        "A text that you write together goes to your facilitator once you both agree and one of "
        "you sends it.",
        (_PAST, "Drafts that you did not both agree on"),
    ),
    "agreed": Words(
        "when both agree",
        ("The pair that you meet can read it once you have both confirmed it.",),
        "A pair that you meet sees what you wrote to them once you have both confirmed it.",
    ),
    "counted": Words(
        "counted with many others",
        (
            "Your whole group only ever sees words such as “few” or “many”, for all pairs "
            "together.",
            "Figures of many groups together can be steps, such as “30 to 40 in 100”.",
        ),
        "Figures are about many people at once: of your cohort, of all cohorts, and in a letter "
        "to the sponsors.",
    ),
}
NOBODY: Final = "no"
UNSEEN: Final[dict[Who, str]] = {
    "partner": "Your partner does not see your answers.",
    "facilitator": "Your facilitator does not see them.",
}
ONLY_YOU: Final = "Only you can see this."
ONLY_YOUR_ANSWER: Final = "Only you can see this answer."
ONLY_YOURS: Final = "Some answers are for you alone."
GUESSES: Final = "Nobody but your partner sees your guesses."
KEPT_GUESSES: Final = "Your guesses"
_ORDER: Final[tuple[Who, ...]] = ("partner", "facilitator", "other-pair", "cohort")


@dataclass(frozen=True)
class Sight:
    """One who sees an answer or a guess besides its author, and when."""

    kind: Kind
    who: Who
    when: When


@dataclass(frozen=True)
class Row:
    """One question of a module, and who sees what of it."""

    question_set: QuestionSet
    item: Item
    sights: tuple[Sight, ...]

    def when(self, who: Who, kind: Kind = "answer") -> When | None:
        """Return when somebody sees it; None where they never do."""
        return next((one.when for one in self.sights if (one.who, one.kind) == (who, kind)), None)

    def words(self, who: Who) -> str:
        """Say when somebody sees the answer, or that they do not."""
        when = self.when(who)
        return WORDS[when].cell if when else NOBODY


@dataclass(frozen=True)
class SightSummary:
    """What is true of somebody over the whole course, and of how many of its questions.

    ``who`` is None for what nobody but its author sees.
    """

    who: Who | None
    words: str
    questions: int


def sights(question_set: QuestionSet, item: Item) -> tuple[Sight, ...]:
    """Return everybody who sees something of a question besides its author."""
    together = item.kind in TOGETHER
    found: list[Sight] = []
    if sees(item, "partner"):
        opens: When = "opened" if question_set.sealed else "last"
        found.append(Sight("answer", "partner", "suggested" if together else opens))
    if item.guess:
        found.append(Sight("guess", "partner", "opened"))
    if sees(item, "facilitator"):
        # A point of a measure needs nobody's yes.
        shared: When = "agreed and sent" if item.kind == "joint" else "sent by either"
        found.append(Sight("answer", "facilitator", shared if together else "sent"))
    if sees(item, OTHER_PAIR):
        found.append(Sight("answer", "other-pair", "agreed"))
    if sees(item, "cohort"):
        found.append(Sight("answer", "cohort", "counted"))
    return tuple(found)


def sees(item: Item, who: str) -> bool:
    """Say whether somebody ever sees an answer to a question, besides its author."""
    return who in item.audience


def said(question_set: QuestionSet) -> list[str]:
    """Return what the box over a set says: everybody who may see any answer below it, and when.

    It is never less than what is true of one question; one with another audience says so itself.
    """
    shown = [one for item in question_set.items for one in sights(question_set, item)]
    guesses = [GUESSES] if any(one.kind == "guess" for one in shown) else []
    return [*(_sentences(shown) or [ONLY_YOU]), *guesses]


def said_of(question_set: QuestionSet, item: Item) -> str:
    """Return what a question says about who sees it; "" where the box over its set says it all."""
    widest = {who for one in question_set.items for who in one.audience}
    if set(item.audience) == widest:
        return ""
    return " ".join(_sentences(sights(question_set, item))) or ONLY_YOUR_ANSWER


def _sentences(shown: Iterable[Sight]) -> list[str]:
    """Put who sees an answer in sentences, the nearest first; none where nobody does."""
    answers = [one for one in shown if one.kind == "answer"]
    if not answers:
        return []
    found: list[str] = []
    for who in _ORDER:
        times = dict.fromkeys(one.when for one in answers if one.who == who)
        found += [words for when in times for words in WORDS[when].box]
        if not times and who in UNSEEN:
            found.append(UNSEEN[who])
    return list(dict.fromkeys(found))


def table(module_id: str, content: Content) -> tuple[Row, ...]:
    """Return the questions of a module in their order, each with who sees what of it."""
    return tuple(
        Row(one, item, sights(one, item))
        for one in content.sets_of(module_id)
        for item in one.items
    )


def sent_with(module_id: str, content: Content) -> tuple[Row, ...]:
    """Return all that is spoken of where a module is sent, in the order of its pages."""
    return tuple(Row(one, item, sights(one, item)) for one, item in content.sent_items(module_id))


def kept(rows: Iterable[Row]) -> list[str]:
    """Return what stays with its author when answers are sent, besides whole questions."""
    rows = list(rows)
    guessed = any(r.when("partner", "guess") and not r.when("facilitator", "guess") for r in rows)
    sent = dict.fromkeys(when for row in rows if (when := row.when("facilitator")))
    found = [words for when in sent for words in WORDS[when].kept]
    return list(dict.fromkeys([KEPT_GUESSES, *found] if guessed else found))


@lru_cache(maxsize=1)
def summaries(content: Content) -> tuple[SightSummary, ...]:
    """Return who sees what over the whole course, the nearest first."""
    rows = [row for module in content.modules for row in table(module.id, content)]
    alone = sum(not row.sights for row in rows)
    found = [SightSummary(None, ONLY_YOURS, alone)] if alone else []
    for who in _ORDER:
        times = [when for row in rows if (when := row.when(who))]
        said = dict.fromkeys(words.home for when, words in WORDS.items() if when in times)
        words = list(said) or [UNSEEN.get(who, "")]
        if who == "partner" and any(row.when(who, "guess") for row in rows):
            words.append(GUESSES)
        if any(words):
            found.append(SightSummary(who, " ".join(words), len(times)))
    return tuple(found)
