"""The letter to the sponsor: plain words made from published figures alone. Pure, no I/O.

It says what pairs say about the places they work in, about time, and about patients and the
community as leaders; how that has changed since the start; and what follows for a sponsor. What is
withheld is left out. A letter is made once, when a wave closes, and can be held back until it
opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pairs_course.figures.published import Letter, LetterPart, Summary
from pairs_course.programme.letter_words import FACTS, LetterWords, Word

#: The cohort sees a letter so long before a sponsor does.
DAYS: Final = 7
MOST_ASKS: Final = 3

Figures = Mapping[tuple[str, str, str], Word]

_LEVEL: Final[dict[Word, int]] = {"few": 0, "about half": 1, "many": 2}


def opens_on(closed: date) -> date:
    """Return the day from which a sponsor can read the letter of a wave closed on that day."""
    return closed + timedelta(days=DAYS)


def compose(summaries: Sequence[Summary], opens: date, words: LetterWords | None) -> Letter | None:
    """Write the letter of a wave from published summaries, or None where there is nothing to say.

    A wave that publishes no figure of its own has no letter, whatever earlier ones published.

    Args:
        summaries: at most one a wave, the oldest first; the last one is of the wave that closes.
        opens: the day from which a sponsor can read it.
        words: the programme's words for it; without them there is none.
    """
    if words is None or all(figure["word"] is None for figure in summaries[-1]["items"]):
        return None
    parts = _Writer(words, _figures(summaries)).parts()
    if not parts:
        return None
    return {
        "wave": summaries[-1]["wave"],
        "made": summaries[-1]["closed"],
        "opens": opens.isoformat(),
        "held": False,
        "parts": [_part(words["opening"]["heading"], words["opening"]["sentences"]), *parts],
    }


def _figures(summaries: Iterable[Summary]) -> Figures:
    """Return the word of each published figure, by wave, question and option."""
    return {
        (summary["wave"], figure["same_as"], figure["option"]): figure["word"]
        for summary in summaries
        for figure in summary["items"]
        if figure["word"] is not None
    }


@dataclass(frozen=True)
class _Writer:
    """Puts figures into the words of a letter."""

    words: LetterWords
    figures: Figures

    def parts(self) -> list[LetterPart]:
        """Return what there is to say, and what it asks of a sponsor; nothing if nothing is."""
        twice = [item for item in self.words["changes"]["items"] if self._changed(item)]
        said = [
            _part(
                topic["heading"],
                [s for i in topic["items"] if i not in twice for s in self._says(i)],
            )
            for topic in self.words["parts"]
        ]
        said.append(_part(self.words["changes"]["heading"], self._changes(twice)))
        found = [part for part in said if part["sentences"]]
        asks = _part(self.words["asks"]["heading"], self._asks())
        return [*found, asks] if found and asks["sentences"] else found

    def _now(self, item: str, option: str = "") -> Word | None:
        """Return the newest word of a question that is not about the past."""
        found = (self.figures.get((wave, item, option)) for wave in ("now", "once", "start"))
        return next((word for word in found if word), None)

    def _says(self, item: str) -> list[str]:
        if item == self.words["meanings"]["item"]:
            return self._meanings()
        sentences = self.words["sentences"]
        if ("start", item, "") in self.figures and ("now", item, "") not in self.figures:
            first = self.figures["start", item, ""]
            asked = self._sentence(sentences["asked"], item)
            return [asked, self._sentence(sentences["at_start"], item, first)]
        word = self._now(item)
        return [self._sentence(sentences["now"], item, word)] if word else []

    def _meanings(self) -> list[str]:
        of = self.words["meanings"]
        named = {o: word for o in of["options"] if (word := self._now(of["item"], o))}
        said = [
            _sentence(of["sentence"], people=self.words["people"][word], said=of["options"][option])
            for option, word in named.items()
            if word != "few"
        ]
        return said or ([of["none"]] if len(named) == len(of["options"]) else [])

    def _changed(self, item: str) -> bool:
        """Say whether there is a figure of now, and one of the start or of looking back at it."""
        past = any((wave, item, "") in self.figures for wave in ("start", "then"))
        return past and ("now", item, "") in self.figures

    def _changes(self, items: Iterable[str]) -> list[str]:
        of, said, drops = self.words["changes"], [], False
        for item in items:
            start, then, now = (self.figures.get((w, item, "")) for w in ("start", "then", "now"))
            said.append(self._sentence(self.words["sentences"]["asked"], item))
            if now and start:
                drops = drops or _LEVEL[now] < _LEVEL[start]
                said.append(_sentence(of["both"], people=self.words["people"][start], word=now))
            elif now:
                said.append(self._sentence(of["now"], item, now))
            if then:
                said.append(self._sentence(of["then"], item, then))
        return [*said, of["drop"]] if drops else said

    def _asks(self) -> list[str]:
        asks = [
            one["ask"]
            for one in self.words["asks"]["figures"]
            if self._now(one["item"], one.get("option", "")) == one["word"]
        ]
        return [*asks[:MOST_ASKS], self.words["asks"]["answer"]] if asks else []

    def _sentence(self, sentence: str, item: str, word: Word | None = None) -> str:
        people = self.words["people"][word] if word else ""
        return _sentence(sentence, said=self.words["said"][item], people=people, word=word or "")


def _part(heading: str, sentences: Iterable[str]) -> LetterPart:
    return {"heading": heading, "sentences": list(sentences)}


def _sentence(sentence: str, **facts: str) -> str:
    """Fill in a sentence; it begins with a capital letter, whatever it begins with."""
    text = sentence.format_map({**dict.fromkeys(FACTS, ""), **facts})
    return text[0].upper() + text[1:]
