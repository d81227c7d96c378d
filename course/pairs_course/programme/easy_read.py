"""Easy-read words for paper: short sentences in the place of long ones, from ``programme/easy``.

A module's file names only what is too long; all else is easy enough already. What stands in every
module is in ``every-module.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import Field, Item, Option
from pairs_course.programme.rules import Words
from pairs_course.programme.sources import FOLDER, ProgrammeError
from pairs_course.programme.yaml_models import line_of, read

SHARED: Final = "every-module"


@dataclass(frozen=True)
class _Sentence:
    long: Words
    short: Words


@dataclass(frozen=True)
class _Option:
    label: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class _Field:
    label: str = ""
    hint: str = ""
    options: dict[str, _Option] = field(default_factory=dict)


@dataclass(frozen=True)
class _Item:
    ask: str = ""
    hint: str = ""
    left: str = ""
    right: str = ""
    next: str = ""
    options: dict[str, _Option] = field(default_factory=dict)
    fields: dict[str, _Field] = field(default_factory=dict)


@dataclass(frozen=True)
class _Set:
    title: str = ""
    intro: str = ""
    items: dict[str, _Item] = field(default_factory=dict)


@dataclass(frozen=True)
class _Module:
    sentences: tuple[_Sentence, ...] = ()
    sets: dict[str, _Set] = field(default_factory=dict)


@dataclass(frozen=True)
class Easy:
    """Short words in the place of long ones, by the long sentence and by question set."""

    sentences: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, QuestionSet] = field(default_factory=dict)

    def prose(self, text: str) -> str:
        """Return a text with its long sentences replaced."""
        for long, short in self.sentences.items():
            text = text.replace(long, short)
        return text

    def texts(self, texts: Iterable[str]) -> list[str]:
        """Return each text with its long sentences replaced."""
        return [self.prose(text) for text in texts]

    def question_set(self, question_set: QuestionSet) -> QuestionSet:
        """Return a set in easy words, with the same questions and ids."""
        return self.sets.get(question_set.id, question_set)


NONE: Final = Easy()


def load(module_id: str, content: Content, folder: Path = FOLDER) -> Easy:
    """Return the easy words of a module; raises ProgrammeError, one ``file:line: what`` a line."""
    problems: list[str] = []
    files = [folder / "easy" / f"{name}.yaml" for name in (SHARED, module_id)]
    found = [_read(file, content, problems) for file in files if file.exists()]
    if problems:
        raise ProgrammeError("\n".join(problems))
    known = {one.id: one for one in content.sets}
    return Easy(
        {sentence.long: sentence.short for one in found for sentence in one.sentences},
        {name: _worded(known[name], words) for one in found for name, words in one.sets.items()},
    )


def check(content: Content, folder: Path, problems: list[str]) -> None:
    """Add to ``problems`` what is wrong with the easy words of any module, a line each."""
    names = {SHARED, *(module.id for module in content.modules)}
    for file in sorted((folder / "easy").glob("*.yaml")):
        if file.stem not in names:
            problems.append(f"easy/{file.name}:1: there is no module {file.stem}")
        _read(file, content, problems)


def _read(file: Path, content: Content, problems: list[str]) -> _Module:
    found = read(file, _Module, problems) or _Module()
    for loc in _unknown(found, content):
        where = f"easy/{file.name}:{line_of(file, loc)}"
        problems.append(f"{where}: {loc[-1]} is not in {_parent(loc)}; correct or remove it")
    return found


def _parent(loc: tuple[str, ...]) -> str:
    return loc[-3] if len(loc) > 2 else "questions/"


def _unknown(found: _Module, content: Content) -> list[tuple[str, ...]]:
    """Return where a name stands that the programme does not have."""
    lost: list[tuple[str, ...]] = []
    sets = {one.id: one for one in content.sets}
    for name, words in found.sets.items():
        here = ("sets", name)
        if name not in sets:
            lost.append(here)
            continue
        items = {item.id: item for item in sets[name].items}
        for item_id, item in words.items.items():
            at = (*here, "items", item_id)
            if item_id not in items:
                lost.append(at)
                continue
            lost += _lost(at, item.options, items[item_id].options)
            boxes = {box.id: box for box in items[item_id].fields}
            for box_id, box in item.fields.items():
                if box_id not in boxes:
                    lost.append((*at, "fields", box_id))
                else:
                    inside = (*at, "fields", box_id)
                    lost += _lost(inside, box.options, boxes[box_id].options)
    return lost


def _lost(
    at: tuple[str, ...], named: Mapping[str, _Option], options: Iterable[Option]
) -> list[tuple[str, ...]]:
    known = {option.id for option in options}
    return [(*at, "options", name) for name in named if name not in known]


def _given(words: object, *names: str) -> dict[str, Any]:
    """Return the words that are there; an empty one changes nothing."""
    return {name: getattr(words, name) for name in names if getattr(words, name)}


def _worded(one: QuestionSet, words: _Set) -> QuestionSet:
    items = tuple(_item(i, words.items.get(i.id, _Item())) for i in one.items)
    return replace(one, items=items, **_given(words, "title", "intro"))


def _item(item: Item, words: _Item) -> Item:
    return replace(
        item,
        options=_options(item.options, words.options),
        fields=tuple(_box(box, words.fields.get(box.id, _Field())) for box in item.fields),
        **_given(words, "ask", "hint", "left", "right", "next"),
    )


def _box(box: Field, words: _Field) -> Field:
    options = _options(box.options, words.options)
    return replace(box, options=options, **_given(words, "label", "hint"))


def _options(options: tuple[Option, ...], words: Mapping[str, _Option]) -> tuple[Option, ...]:
    return tuple(
        replace(one, **_given(words.get(one.id, _Option()), "label", "feedback")) for one in options
    )
