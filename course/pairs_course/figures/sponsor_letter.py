"""The letter to the sponsor: plain words made from published figures alone. Pure, no I/O.

It says what pairs say about the places they work in, about time, and about patients and the
community as leaders; how that has changed since the start; and what follows for a sponsor. What is
withheld is left out. A letter is made once, when a wave closes, and can be held back until it
opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from pairs_course.figures.published import Letter, LetterPart, Summary, Word

#: The cohort sees a letter so long before a sponsor does.
DAYS: Final = 7
MOST_ASKS: Final = 3

Words = Mapping[tuple[str, str, str], Word]

_PEOPLE: Final[dict[Word, str]] = {
    "few": "few people",
    "about half": "about half of the people",
    "many": "many people",
}
_SHORT: Final[dict[Word, str]] = {"few": "few", "about half": "about half", "many": "many"}
_LEVEL: Final[dict[Word, int]] = {"few": 0, "about half": 1, "many": 2}

#: What was asked, to be read after "Few people say that". "Often" stands for "often" or "always".
_SAID: Final = {
    "A3": "they often set time aside to talk about how they work",
    "T2": "the places they work in often make it easy to work together",
    "T3": "they often look after the relationship when they are busy",
    "T4": "they often ask what is really going on when one says “no time”",
    "T4b": "one voice often decides when time is short",
    "T5a": "patients and the community often have the time, support and payment they need",
    "T5b": "their leaders often treat this partnership as a priority",
    "T10": "they often choose together how much each of them decides",
}
#: What "no time" means, to be read after "many people mostly mean".
_NO_TIME: Final = {
    "priority": "that something else comes first",
    "fear": "that they are afraid of what may come of it",
    "diary": "that the hours are taken, and that is all",
    "permission": "that they are not sure that they are allowed",
    "energy": "that they have no energy left",
    "something-else": "something that we did not ask about",
}
_PARTS: Final = {
    "The places people work in": ("T2",),
    "Time": ("A3", "T3", "T4", "T4b", "NT1"),
    "Patients and the community as leaders": ("T5a", "T5b", "T10"),
}
#: What is asked at the start and again at the end.
_TWICE: Final = ("A3", "T4", "T10")

_OPENING: Final = (
    "Patients, carers and community leaders work here in pairs with health professionals.",
    "This letter is made from what they said as a group. It never shows what one person said.",
    "“Few” means under 4 in 10 people, and “many” means over 6 in 10.",
    "Where too few pairs answered, the letter says nothing.",
)
_DROP: Final = "A drop can be a good sign: people may see more than they did."
_NO_MEANING: Final = "People mean many things by “no time”. No one meaning stands out."
_ANSWER: Final = "Please tell the pairs what you will do."

#: What a figure asks of a sponsor: item, option, word. What weighs most comes first.
_ASKS: Final[dict[tuple[str, str, Word], str]] = {
    ("T5b", "", "few"): "Please say clearly that this partnership comes first, and show it.",
    ("T5a", "", "few"): (
        "Please look at the hours that patients and the community give, and pay for them."
    ),
    ("T2", "", "few"): (
        "Please ask pairs which rule, door or habit gets in their way most, and change it."
    ),
    ("T4b", "", "many"): "When time is short, please ask for both voices before you decide.",
    ("NT1", "permission", "many"): "Please say out loud that people may use their time for this.",
    ("NT1", "energy", "many"): "Please ask people what they can put down for a while.",
    ("NT1", "priority", "many"): "Please say what can wait, so that this can come first.",
    ("NT1", "fear", "many"): "Please make it safe to say what could go wrong.",
    ("NT1", "diary", "many"): "Please free some hours for this work.",
    ("NT1", "something-else", "many"): "Please ask people what their “no time” stands for.",
    ("A3", "", "few"): "Please give pairs time to talk about how they work.",
    ("T3", "", "few"): "Please leave pairs some room for each other in busy weeks.",
    ("T10", "", "few"): "Please let pairs settle together who decides what.",
    ("T4", "", "few"): "When you hear “no time”, please ask what is really going on.",
    ("T5b", "", "about half"): "Please show more often that this partnership comes first.",
    ("T5a", "", "about half"): (
        "Please ask patients and the community what they miss most: time, support or payment."
    ),
    ("T2", "", "about half"): "Please ask pairs where their place of work gets in the way.",
    ("T4b", "", "about half"): "When you need a fast answer, please ask both people of a pair.",
    ("NT1", "permission", "about half"): "Please make it plain that time may be used for this.",
    ("NT1", "energy", "about half"): "Please ask people what would give them strength.",
    ("NT1", "priority", "about half"): "Please ask people what comes first for them now.",
    ("NT1", "fear", "about half"): "Please ask people what would make this feel safe.",
    ("NT1", "diary", "about half"): "Please ask people which hours would suit them.",
    ("T5b", "", "many"): "Please go on treating this partnership as a priority.",
    ("T5a", "", "many"): "Please keep up the time, support and payment that you give.",
    ("T2", "", "many"): "Please keep what makes it easy to work together.",
}


def opens_on(closed: date) -> date:
    """Return the day from which a sponsor can read the letter of a wave closed on that day."""
    return closed + timedelta(days=DAYS)


def compose(summaries: Sequence[Summary], opens: date) -> Letter | None:
    """Write the letter of a wave from published summaries, or None where there is nothing to say.

    A wave that publishes no figure of its own has no letter, whatever earlier ones published.

    Args:
        summaries: at most one a wave, the oldest first; the last one is of the wave that closes.
        opens: the day from which a sponsor can read it.
    """
    if all(figure["word"] is None for figure in summaries[-1]["items"]):
        return None
    words: dict[tuple[str, str, str], Word] = {
        (summary["wave"], figure["same_as"], figure["option"]): figure["word"]
        for summary in summaries
        for figure in summary["items"]
        if figure["word"] is not None
    }
    twice = [item for item in _TWICE if _changed(words, item)]
    said = [
        _part(heading, [s for item in items if item not in twice for s in _says(words, item)])
        for heading, items in _PARTS.items()
    ]
    changes = _part("What has changed", _changes(words, twice))
    found = [part for part in (*said, changes) if part["sentences"]]
    if not found:
        return None
    asks = _part("What pairs ask of you", _asks(words))
    return {
        "wave": summaries[-1]["wave"],
        "made": summaries[-1]["closed"],
        "opens": opens.isoformat(),
        "held": False,
        "parts": [
            _part("To the sponsors of this cohort", _OPENING),
            *found,
            *([asks] if asks["sentences"] else []),
        ],
    }


def _part(heading: str, sentences: Iterable[str]) -> LetterPart:
    return {"heading": heading, "sentences": list(sentences)}


def _now(words: Words, item: str, option: str = "") -> Word | None:
    """Return the newest word of a question that is not about the past."""
    waves = ("now", "once", "start")
    return next((word for w in waves if (word := words.get((w, item, option)))), None)


def _says(words: Words, item: str) -> list[str]:
    if item == "NT1":
        return _no_time(words)
    if ("start", item, "") in words and ("now", item, "") not in words:
        first = words["start", item, ""]
        return [_we_asked(item), f"{_begin(_PEOPLE[first])} said so at the start."]
    word = _now(words, item)
    return [f"{_begin(_PEOPLE[word])} say that {_SAID[item]}."] if word else []


def _no_time(words: Words) -> list[str]:
    named = {option: word for option in _NO_TIME if (word := _now(words, "NT1", option))}
    said = [
        f"By “no time”, {_PEOPLE[word]} mostly mean {_NO_TIME[option]}."
        for option, word in named.items()
        if word != "few"
    ]
    return said or ([_NO_MEANING] if len(named) == len(_NO_TIME) else [])


def _changed(words: Words, item: str) -> bool:
    """Say whether there is a figure of now, and one of the start or of looking back at it."""
    past = any((wave, item, "") in words for wave in ("start", "then"))
    return past and ("now", item, "") in words


def _changes(words: Words, items: Iterable[str]) -> list[str]:
    said, drops = [], False
    for item in items:
        start, then, now = (words.get((wave, item, "")) for wave in ("start", "then", "now"))
        said.append(_we_asked(item))
        if now and start:
            drops = drops or _LEVEL[now] < _LEVEL[start]
            first = _begin(_PEOPLE[start])
            said.append(f"{first} said so at the start, and {_SHORT[now]} now.")
        elif now:
            said.append(f"{_begin(_PEOPLE[now])} say so now.")
        if then:
            said.append(f"Looking back, {_SHORT[then]} think that it was so then.")
    return [*said, _DROP] if drops else said


def _asks(words: Words) -> list[str]:
    asks = [ask for (item, option, word), ask in _ASKS.items() if _now(words, item, option) == word]
    return [*asks[:MOST_ASKS], _ANSWER] if asks else []


def _we_asked(item: str) -> str:
    return f"We asked if {_SAID[item]}."


def _begin(words: str) -> str:
    return words[0].upper() + words[1:]
