"""The compiled programme as frozen data: what a kernel needs, with the standard library alone.

The YAML sources are checked and compiled by :mod:`pairs_course.programme`. Kernels read the
compiled JSON here, because pydantic and yaml would cost each of them memory and start time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

T = TypeVar("T")

SCALE: Final = ("never", "rarely", "sometimes", "often", "always")
UNSURE: Final = "unsure"
PASS: Final = "pass"  # noqa: S105 - the value of "prefer not to say", not a password
NO_VALUE: Final = {UNSURE: "Not sure", PASS: "Prefer not to say"}
RATED: Final = frozenset({"scale", "between"})
CHOSEN: Final = frozenset({"choice", "move"})
AUDIENCES: Final = ("partner", "facilitator", "cohort")

# An hour: nobody speaks longer in one practised conversation, and a clock left on is noticed.
MAX_AIRTIME_SECONDS: Final = 3600


@dataclass(frozen=True)
class Option:
    """One choice of an item; ``feedback`` and ``turns`` belong to moves only."""

    id: str
    label: str
    feedback: str = ""
    turns: bool = False


@dataclass(frozen=True)
class Field:
    """One text box of a joint item."""

    id: str
    label: str


@dataclass(frozen=True)
class Item:
    """One question. ``audience`` says how far an answer may go; empty means nobody else."""

    id: str
    kind: str
    ask: str
    hint: str = ""
    left: str = ""
    right: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    guess: bool = False
    max: int = 500
    audience: tuple[str, ...] = ()
    next: str = ""

    @cached_property
    def wording(self) -> str:
        """A digest of the words that were on the page, kept with each answer."""
        words = [self.ask, self.hint, self.left, self.right]
        words += [o.label for o in self.options] + [f.label for f in self.fields]
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

    def _airtime_error(self, value: object) -> str | None:
        expected = (
            f"{self.id}: expected a mode (buttons or guess), seconds for mine and theirs, "
            f"and a guess from 0 to 100, got {_short(value)}"
        )
        if not isinstance(value, dict) or set(value) != {"mode", "mine", "theirs", "guess"}:
            return expected
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
        return str(value)


@dataclass(frozen=True)
class QuestionSet:
    """Questions that stand together on a page; ``sealed`` ones open in the pair conversation."""

    id: str
    module: str
    title: str
    intro: str = ""
    wave: str = "once"
    sealed: bool = False
    items: tuple[Item, ...] = ()

    def item(self, item_id: str) -> Item:
        """Return the item with that id; raises KeyError."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


@dataclass(frozen=True)
class Objective:
    """What a pair will be able to do, and the activity in which they practise it."""

    id: str
    text: str
    activity: str


@dataclass(frozen=True)
class Activity:
    """Something a pair does in one sitting; ``minutes`` is at most 10."""

    id: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Conversation:
    """What the pair conversation of a module opens; ``sealed_sets`` are sealed together."""

    bring: str = ""
    prompts: tuple[str, ...] = ()
    sealed_sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """One of the eight modules; ``minutes_*`` are whole minutes."""

    id: str
    title: str
    minutes_alone: int
    minutes_together: int
    covers: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    activities: tuple[Activity, ...] = ()
    conversation: Conversation = field(default_factory=Conversation)
    sets: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The two digits that a module id begins with."""
        return self.id[:2]

    @property
    def sentence_item(self) -> str:
        """The joint item in which the pair writes its one sentence; it opens all other items."""
        return f"sentence-{self.number}"


class Content:
    """The whole programme: its modules in order, and every question set."""

    def __init__(self, modules: tuple[Module, ...], sets: tuple[QuestionSet, ...]) -> None:
        self.modules = modules
        self.sets = sets
        self._modules = {m.id: m for m in modules}
        self._sets = {s.id: s for s in sets}
        self._places = {(s.module, i.id, s.wave): (s, i) for s in sets for i in s.items}

    def module(self, module_id: str) -> Module:
        """Return a module; raises KeyError with the known ids."""
        return _known(self._modules, module_id, "module")

    def question_set(self, set_id: str) -> QuestionSet:
        """Return a question set; raises KeyError with the known ids."""
        return _known(self._sets, set_id, "question set")

    def sets_of(self, module_id: str) -> tuple[QuestionSet, ...]:
        """Return the question sets of a module in the order of the programme."""
        return tuple(self._sets[s] for s in self.module(module_id).sets)

    def find(self, module_id: str, item_id: str, wave: str) -> tuple[QuestionSet, Item] | None:
        """Return the set and item that an event speaks of, or None if there is no such item."""
        return self._places.get((module_id, item_id, wave))

    def sealed_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return what is sealed together: the items of sealed sets that the partner may see."""
        sealed = self.module(module_id).conversation.sealed_sets
        sets = [self._sets[s] for s in sealed]
        return tuple((s, i) for s in sets for i in s.items if "partner" in i.audience)

    def joint_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return the items of a module that the pair writes together."""
        sets = self.sets_of(module_id)
        return tuple((s, i) for s in sets for i in s.items if i.kind == "joint")

    def to_json(self) -> dict[str, Any]:
        """Return the compiled form, which :meth:`from_json` reads back to an equal programme."""
        return {
            "modules": [asdict(module) for module in self.modules],
            "sets": [asdict(question_set) for question_set in self.sets],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Content:
        """Read the compiled form."""
        return cls(
            tuple(_module(module) for module in data["modules"]),
            tuple(_question_set(question_set) for question_set in data["sets"]),
        )


def load() -> Content:
    """Read the compiled programme.

    ``$PAIRS_PROGRAMME`` names the compiled file (the hub sets it). Without it, an author at work
    has the YAML of this package compiled in memory.
    """
    if path := os.environ.get("PAIRS_PROGRAMME"):
        return Content.from_json(json.loads(Path(path).read_text(encoding="utf-8")))
    from pairs_course import programme  # an author's machine only: it brings pydantic and yaml

    return programme.load()


def _known(things: Mapping[str, T], key: str, what: str) -> T:
    try:
        return things[key]
    except KeyError:
        raise KeyError(f"no {what} {key!r}; there are {', '.join(things) or 'none'}") from None


def _short(value: object) -> str:
    """Name a value without repeating what somebody wrote: an error may reach a log."""
    if isinstance(value, bool | int | float) or value is None:
        return repr(value)
    return f"a {type(value).__name__}"


def _question_set(data: Mapping[str, Any]) -> QuestionSet:
    items = tuple(
        Item(
            **{
                **item,
                "options": tuple(Option(**o) for o in item["options"]),
                "fields": tuple(Field(**f) for f in item["fields"]),
                "audience": tuple(item["audience"]),
            }
        )
        for item in data["items"]
    )
    return QuestionSet(**{**data, "items": items})


def _module(data: Mapping[str, Any]) -> Module:
    talk = data["conversation"]
    return Module(
        **{
            **data,
            "covers": tuple(data["covers"]),
            "sets": tuple(data["sets"]),
            "objectives": tuple(Objective(**o) for o in data["objectives"]),
            "activities": tuple(Activity(**a) for a in data["activities"]),
            "conversation": Conversation(
                talk["bring"], tuple(talk["prompts"]), tuple(talk["sealed_sets"])
            ),
        }
    )
