"""Questions as frozen data: their kinds, what may be answered, and answers in words.

=========  =========================================================================
kind       an answer is
=========  =========================================================================
scale      1 to 5 (never to always), or ``unsure`` or ``pass``
between    1 to 5 between two statements, or ``unsure`` or ``pass``
choice     the id of an option, or ``unsure`` or ``pass``
move       the id of an option; each option has feedback
text       text of at most ``max`` characters
airtime    ``{"mode", "mine", "theirs", "guess"}``, in seconds and percent; while the
           clock runs also ``"running": {"voice", "at"}``: who was speaking then
cards      a list of at most ``most`` cards, each ``{"id": str, field id: value, ...}``
joint      ``{field id: text}``, written by both partners together
points     the points of a measure, which either partner adds to, each
           ``{"day": ISO 8601, "value": number, "by": "me" or "partner"}``
=========  =========================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Any, Final, Literal, get_args

from pairs_course.programme.rules import Derived, Id, Limits, Ruled, Words

SCALE: Final = ("never", "rarely", "sometimes", "often", "always")
UNSURE: Final = "unsure"
PASS: Final = "pass"  # noqa: S105 - the value of "prefer not to say", not a password
NO_VALUE: Final = {UNSURE: "Not sure", PASS: "Prefer not to say"}
RATED: Final = frozenset({"scale", "between"})
CHOSEN: Final = frozenset({"choice", "move"})
#: What both partners write: each sees it at once, and it is one and the same for both.
TOGETHER: Final = frozenset({"joint", "points"})
#: The pair that one meets: an audience of sentences that a pair writes together, and of no others.
OTHER_PAIR: Final = "other-pair"
Wave = Literal["start", "then", "now", "once"]
Theme = Literal["eight", "barriers", "time", "dialogue", "work"]
#: How two people can talk.
Way = Literal["room", "phone", "video", "other"]
Audience = Literal["partner", "facilitator", "cohort", "other-pair"]
AUDIENCES: Final = get_args(Audience)

# An hour: nobody speaks longer in one practised conversation, and a clock left on is noticed.
MAX_AIRTIME_SECONDS: Final = 3600
#: A number on a card stays below this: what is counted in a pair's own place is smaller.
LARGEST: Final = 1e9
#: Cards are named by their page: letters and digits only.
CARD_ID: Final = re.compile(r"[A-Za-z0-9]{1,40}")


@dataclass(frozen=True)
class Option:
    """One choice of an item; ``feedback`` and ``turns`` belong to moves only."""

    id: Id
    label: Words
    feedback: str = ""
    turns: bool = False


@dataclass(frozen=True)
class Field(Ruled):
    """One box of a joint item or of a card.

    ``kind`` is ``text``; on a card also ``number``, ``date`` (ISO 8601) or ``choice`` (one of
    ``options``); in a joint item also ``number`` or ``date``: text all the same.
    """

    id: Id
    label: Words
    kind: Literal["text", "number", "date", "choice"] = "text"
    hint: str = ""
    options: tuple[Option, ...] = ()

    def problem(self) -> str | None:
        """Say why its options do not fit its kind, or None."""
        if (self.kind == "choice") != (len(self.options) >= 2):
            return "a choice field, and no other, needs at least two options"
        return None

    def card_error(self, value: object, most: int) -> str | None:
        """Say in plain words why ``value`` cannot stand in this box of a card, or None."""
        if value == "" or (self.kind == "text" and isinstance(value, str) and len(value) <= most):
            return None
        if self.kind == "number":
            if isinstance(value, int | float) and not isinstance(value, bool):
                return None if abs(value) < LARGEST else "expected a smaller number"
            return "expected a number"
        if self.kind == "date":
            return None if is_date(value) else "expected a date"
        if self.kind == "choice":
            known = [option.id for option in self.options]
            return None if value in known else f"expected one of {', '.join(known)}"
        return f"expected text of at most {most} characters"

    def words(self, value: object) -> str:
        """Put an allowed value of a card in words."""
        if self.kind == "choice":
            return next((o.label for o in self.options if o.id == value), str(value))
        return str(value)


@dataclass(frozen=True)
class Item(Ruled):
    """One question. ``audience`` says how far an answer may go; empty means nobody else."""

    id: Id
    kind: Literal[
        "scale", "between", "choice", "text", "joint", "points", "move", "airtime", "cards"
    ]
    ask: Words
    hint: str = ""
    left: str = ""
    right: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    guess: bool = False
    max: Annotated[int, Limits(ge=1, le=5000)] = 500
    most: Annotated[int, Limits(ge=1, le=30)] = 12
    audience: tuple[Audience, ...] = ()
    next: str = ""
    #: The id of the question that this one asks again, in the same words, about another time.
    same_as: str = ""
    #: The id of a text of the pair from an earlier module that stands beside this question.
    recalls: str = ""
    #: Whether it is hard where many answer "often"; of all other questions that is good.
    hard_if_many: bool = False
    #: A choice and its option that this question goes with, as ``N1#something-else``: the box for
    #: one's own words. It is part of that question, and nobody who chose another one sees it.
    if_chosen: str = ""
    #: Its place in the course, as :class:`~.content.Content` counts: ``3.14``.
    number: Annotated[str, Derived()] = ""

    def problem(self) -> str | None:
        """Say what it lacks, or has too much, for its kind and audience, or None."""
        return next((words for broken, words in self._rules() if broken), None)

    def _rules(self) -> Iterator[tuple[object, str]]:
        """Yield whether each rule is broken, and what it says."""
        kind, guess = self.kind, self.guess
        yield (
            kind == "between" and not (self.left and self.right),
            "a between item needs both statements, left and right",
        )
        few = len(self.options) < 2
        yield kind in CHOSEN and few, f"a {kind} item needs at least two options"
        silent = not all(option.feedback for option in self.options)
        yield kind == "move" and silent, "every option of a move needs feedback"
        yield kind == "cards" and not self.fields, "a cards item needs the fields of a card"
        chosen = any(field.kind == "choice" for field in self.fields)
        yield kind == "joint" and chosen, "a joint item has no choice fields"
        hidden = "partner" not in self.audience
        yield (
            kind == "points" and hidden,
            "points are of both partners, so they need partner in their audience",
        )
        yield self.hard_if_many and kind not in RATED, "only a rated item has hard_if_many"
        yield self.if_chosen and kind != "text", "only a text goes with an option"
        yield (
            guess and kind not in RATED | {"choice"},
            f"a {kind} item cannot be guessed; remove guess",
        )
        yield guess and hidden, "an item that is guessed needs partner in its audience"
        yield (
            OTHER_PAIR in self.audience and kind != "joint",
            "only what a pair writes together goes to the other pair",
        )

    @property
    def needs_answer(self) -> bool:
        """Whether it has to be answered before sealing; "not sure" and a pass are answers too."""
        return self.kind in RATED | {"choice"}

    @property
    def chosen_in(self) -> str:
        """The id of the choice that this box for one's own words belongs to; "" for all others."""
        return self.if_chosen.partition("#")[0]

    @property
    def question(self) -> str:
        """The id under which answers from several times are laid side by side."""
        return self.same_as or self.id

    @property
    def numbered(self) -> str:
        """The question with its number, the same on the screen and on every sheet of paper."""
        return f"{self.number} {self.ask}" if self.number else self.ask

    @cached_property
    def wording(self) -> str:
        """A digest of the words that were on the page, kept with each answer."""
        words = [self.ask, self.hint, self.left, self.right]
        words += [o.label for o in self.options]
        for box in self.fields:
            words += [box.label, *([box.hint] if box.hint else []), *(o.label for o in box.options)]
        return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]

    def value_error(self, value: object) -> str | None:
        """Say in plain words why ``value`` cannot be an answer here, or None if it can."""
        if self.kind in RATED:
            whole = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5
            if whole or value in (UNSURE, PASS):
                return None
            return f"{self.id}: expected 1 to 5, “unsure” or “pass”, got {_short(value)}"
        if self.kind in CHOSEN:
            known = [o.id for o in self.options]
            if isinstance(value, str) and (value in known or value in (UNSURE, PASS)):
                return None
            return f"{self.id}: expected one of {', '.join(known)}, got {_short(value)}"
        if self.kind == "joint":
            return self._joint_error(value)
        if self.kind == "airtime":
            return self._airtime_error(value)
        if self.kind == "points":
            return self._points_error(value)
        if self.kind == "cards":
            return self._cards_error(value)
        return self._text_error(value)

    def _text_error(self, value: object, where: str = "") -> str | None:
        if not isinstance(value, str):
            return f"{self.id}{where}: expected text, got {_short(value)}"
        if len(value) > self.max:
            return f"{self.id}{where}: expected at most {self.max} characters, got {len(value)}"
        return None

    def _joint_error(self, value: object) -> str | None:
        known = [f.id for f in self.fields]
        if not isinstance(value, dict) or sorted(map(str, value)) != sorted(known):
            return f"{self.id}: expected the fields {', '.join(known)}, got {_short(value)}"
        for name, text in value.items():
            if problem := self._text_error(text, f" ({name})"):
                return problem
        return None

    def _cards_error(self, value: object) -> str | None:
        if not isinstance(value, list) or len(value) > self.most:
            return f"{self.id}: expected a list of at most {self.most} cards, got {_short(value)}"
        boxes = {box.id: box for box in self.fields}
        seen: set[str] = set()
        for place, card in enumerate(value, start=1):
            if not isinstance(card, dict) or not isinstance(card.get("id"), str):
                return f"{self.id}: expected card {place} to have an id and the fields of a card"
            if not CARD_ID.fullmatch(card["id"]) or card["id"] in seen:
                return f"{self.id}: expected card {place} to have an id of its own"
            seen.add(card["id"])
            for name, given in card.items():
                if name != "id" and name not in boxes:
                    return f"{self.id}: expected the fields {', '.join(boxes)} on card {place}"
                if name != "id" and (problem := boxes[name].card_error(given, self.max)):
                    return f"{self.id}, card {place} ({name}): {problem}, got {_short(given)}"
        return None

    def point_error(self, value: object) -> str | None:
        """Say in plain words why ``value`` is nothing that one does to a point, or None.

        A new point is ``{"day", "value"}``; with ``of``, the id of the event that added it, it
        changes that point, and ``{"of"}`` alone takes it out.
        """
        if isinstance(value, dict):
            if set(value) == {"of"}:
                return None
            day_and_number = {name: given for name, given in value.items() if name != "of"}
            if _is_point(day_and_number):
                return None
        return f"{self.id}: expected a day and a number below a thousand million"

    def _points_error(self, value: object) -> str | None:
        if not isinstance(value, list):
            return f"{self.id}: expected a list of points, got {_short(value)}"
        for place, point in enumerate(value, start=1):
            by = point.get("by") if isinstance(point, dict) else None
            if by not in ("me", "partner") or not _is_point(
                {name: given for name, given in point.items() if name != "by"}
            ):
                return f"{self.id}: expected point {place} to have a day, a number and an author"
        return None

    def _airtime_error(self, value: object) -> str | None:
        expected = (
            f"{self.id}: expected a mode (buttons or guess), seconds for mine and theirs, "
            f"and a guess from 0 to 100, got {_short(value)}"
        )
        known = {"mode", "mine", "theirs", "guess"}
        if not isinstance(value, dict) or set(value) - {"running"} != known:
            return expected
        if not _is_running(value.get("running")):
            return f"{self.id}: expected who was speaking, and when"
        limits = {"mine": MAX_AIRTIME_SECONDS, "theirs": MAX_AIRTIME_SECONDS, "guess": 100}
        for name, most in limits.items():
            number = value[name]
            fits = isinstance(number, int | float) and not isinstance(number, bool)
            if number is not None and not (fits and 0 <= number <= most):
                return expected
        return None if value["mode"] in ("buttons", "guess") else expected

    def words(self, value: object) -> str:
        """Put an allowed answer in words, as it is shown to a person."""
        if isinstance(value, str) and value in NO_VALUE and self.kind in RATED | CHOSEN:
            return NO_VALUE[value]
        if self.kind == "scale" and isinstance(value, int):
            return f"{value}, {SCALE[value - 1]}"
        if self.kind == "between" and isinstance(value, int):
            return f"{value} of 5, where 1 is “{self.left}” and 5 is “{self.right}”"
        if self.kind in CHOSEN:
            return next((o.label for o in self.options if o.id == value), str(value))
        if self.kind == "joint" and isinstance(value, Mapping):
            return " ".join(str(value.get(f.id, "")) for f in self.fields).strip()
        if self.kind == "points" and isinstance(value, list):
            return "\n".join(f"{p['day']}: {number_words(p['value'])}" for p in value)
        if self.kind == "cards" and isinstance(value, list):
            return "\n".join(self._card_words(card) for card in value)
        return str(value)

    def _card_words(self, card: Mapping[str, Any]) -> str:
        given = [(box, card.get(box.id, "")) for box in self.fields]
        said = [f"{box.label} {box.words(value)}" for box, value in given if value != ""]
        return "; ".join(said)


def _is_running(value: object) -> bool:
    """Say whether ``value`` is None or names a voice and a time in ISO 8601."""
    if value is None:
        return True
    if not isinstance(value, dict) or set(value) != {"voice", "at"}:
        return False
    try:
        datetime.fromisoformat(value["at"])
    except (TypeError, ValueError):
        return False
    return value["voice"] in ("mine", "theirs")


def _is_point(value: Mapping[str, object]) -> bool:
    number = value.get("value")
    return (
        set(value) == {"day", "value"}
        and is_date(value["day"])
        and isinstance(number, int | float)
        and not isinstance(number, bool)
        and abs(number) < LARGEST
    )


def number_words(value: float) -> str:
    """Write a number with a point, and no more digits than it needs."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def is_date(value: object) -> bool:
    """Say whether ``value`` is a day as ISO 8601 writes it: 2026-11-03."""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def _short(value: object) -> str:
    """Name a value without repeating what somebody wrote: an error may reach a log."""
    if isinstance(value, bool | int | float) or value is None:
        return repr(value)
    return f"a {type(value).__name__}"
