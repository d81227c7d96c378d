"""The facilitator's sheet as the fields of a form, and back: pure, no request.

The same numbers and words as on paper. A box that was left empty says nothing, and takes nothing
back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pairs_course.answers import written_values
from pairs_course.programme.items import CHOSEN, NO_VALUE, RATED, Field, Item, number_words
from pairs_course.render import blank_forms, workbook

#: How many empty cards stand below those that are filled in.
MORE_CARDS: Final = 2
#: How many points may be typed in at once: far more than a sheet has room for.
MOST_POINTS: Final = 100
EMPTY: Final = ("", "Nothing on the sheet")
TICKED: Final = tuple(zip(("talked", "not-talked", "alone"), workbook.TALKED, strict=True))


@dataclass(frozen=True)
class SheetField:
    """One control of the form; ``options`` are values with their words, ``rows`` lines of a box."""

    kind: Literal["text", "area", "select", "date", "check"]
    name: str
    label: str
    hint: str = ""
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    rows: int = 4


class Wrong(ValueError):  # noqa: N818 - it is said to a person
    """What is in the field called ``name`` cannot stand there; the text says why."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        self.name = name


def fields(item: Item, value: Any) -> list[SheetField]:
    """Return the fields of one question, holding ``value`` (None: nothing was sent)."""
    if item.kind in RATED | CHOSEN:
        shown = "" if value is None else str(value)
        options = [EMPTY, *zip(_values(item), blank_forms.choices(item), strict=True)]
        return [SheetField("select", item.id, item.numbered, _ends(item), shown, options)]
    if item.kind == "joint":
        filled = value or {}
        one = len(item.fields) == 1
        return [
            _box(f"{item.id}/{box.id}", _label(item, box, one), box, filled.get(box.id, ""))
            for box in item.fields
        ]
    if item.kind == "cards":
        cards = value or []
        count = min(len(cards) + MORE_CARDS, item.most)
        return [
            _box(
                f"{item.id}/{n}/{box.id}",
                f"{item.numbered}, card {n + 1}: {box.label}",
                box,
                cards[n].get(box.id, "") if n < len(cards) else "",
            )
            for n in range(count)
            for box in item.fields
        ]
    if item.kind == "points":
        hint = "One line for each point: the day and the number, such as 3/11/2026 12.5."
        return [
            SheetField("area", item.id, f"{item.numbered}: points to add", hint, rows=3),
            *(
                SheetField("check", _out(item, place, point), f"Take out: {_point(point)}")
                for place, point in enumerate(value or [])
            ),
        ]
    return [SheetField("area", item.id, item.numbered, hint=item.hint, value=value or "")]


def values(item: Item, given: Mapping[str, str], before: Any) -> list[Any]:
    """Return what the form says of one question: nothing, one value, or each thing about points.

    Nothing is also what was sent before. Raises Wrong when a number or a point cannot be read.
    """
    if item.kind == "points":
        return _points(item, given, before or [])
    found = _value(item, given, before)
    return [] if found is None or found == _plain(before) else [found]


def event_id(nonce: str, *what: Any, place: int = 0) -> str:
    """Return the id of one thing on a sheet: the same for the same words, on the same form.

    It is a UUIDv7 with the time of ``nonce``, which is one. So pressing a button again says the
    same thing again, and other words are another event. Things in one list, below 4,096, have ids
    in the order of their ``place``.
    """
    text = json.dumps([nonce, *what, place], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{nonce[:13]}-7{place:03x}-8{digest[:3]}-{digest[3:15]}"


def first_field(item: Item) -> str:
    """Return the name of the first field of a question, to name a problem with it."""
    if item.kind == "joint":
        return f"{item.id}/{item.fields[0].id}"
    return f"{item.id}/0/{item.fields[0].id}" if item.kind == "cards" else item.id


def _value(item: Item, given: Mapping[str, str], before: Any) -> Any:
    if item.kind == "joint":
        boxes = {box.id: _joint_box(item, box, given) for box in item.fields}
        return boxes if any(boxes.values()) else None
    if item.kind == "cards":
        return _cards(item, given, before or [])
    text = _text(given, item.id)
    if item.kind in RATED and text not in NO_VALUE and text:
        return int(text) if text.isdecimal() else text
    return text or (None if before is None or item.kind in RATED | CHOSEN else "")


def _joint_box(item: Item, box: Field, given: Mapping[str, str]) -> str:
    name = f"{item.id}/{box.id}"
    text = _text(given, name)
    return number_words(_number(name, box.label, text)) if text and box.kind == "number" else text


def _points(
    item: Item, given: Mapping[str, str], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return each point to add, and each that is to be taken out."""
    try:
        added = written_values.points(_text(given, item.id))
    except written_values.Unreadable as problem:
        raise Wrong(item.id, f"{item.numbered}: {problem}") from None
    if len(added) > MOST_POINTS:
        words = f"Type in at most {MOST_POINTS} points at once, got {len(added)}."
        raise Wrong(item.id, f"{item.numbered}: {words}")
    ticked = [p for n, p in enumerate(before) if given.get(_out(item, n, p)) == "yes"]
    return [
        *({"day": day, "value": number} for day, number in added),
        *({"day": one["day"], "value": one["value"], "out": True} for one in ticked),
    ]


def _out(item: Item, place: int, point: Mapping[str, Any]) -> str:
    """Name the box that takes a point out; the name holds the point, so that it means no other."""
    return f"{item.id}/out/{place}/{point['day']}/{number_words(point['value'])}"


def _point(point: Mapping[str, Any]) -> str:
    return f"{point['day']}: {number_words(point['value'])}"


def _cards(item: Item, given: Mapping[str, str], before: Sequence[Mapping[str, Any]]) -> Any:
    cards = []
    for n in range(item.most):
        names = {box.id: f"{item.id}/{n}/{box.id}" for box in item.fields}
        written = [box for box in item.fields if _text(given, names[box.id])]
        if not written:
            continue
        shown = before[n] if n < len(before) else {}
        filled = {box.id: _of_box(box, names[box.id], given, shown) for box in written}
        # A card keeps its id; a new one is named after its place on the sheet.
        cards.append({"id": before[n]["id"] if n < len(before) else f"paper{n + 1}", **filled})
    return cards or (None if not before else [])


def _of_box(box: Field, name: str, given: Mapping[str, str], shown: Mapping[str, Any]) -> Any:
    text = _text(given, name)
    if box.kind != "number":
        return text
    if text == str(shown.get(box.id)):
        return shown[box.id]  # nobody touched it
    number = _number(name, box.label, text)
    return int(number) if number.is_integer() else number


def _number(name: str, label: str, text: str) -> float:
    try:
        return written_values.number(text)
    except written_values.Unreadable as problem:
        raise Wrong(name, f"{label} {problem}") from None


def _box(name: str, label: str, box: Field, shown: Any) -> SheetField:
    if box.kind == "choice":
        options = [EMPTY, *((o.id, o.label) for o in box.options)]
        return SheetField("select", name, label, hint=box.hint, value=str(shown), options=options)
    if box.kind == "date":
        return SheetField("date", name, label, hint=box.hint, value=shown)
    if box.kind == "number":
        return SheetField("text", name, label, hint=box.hint, value=str(shown))
    return SheetField("area", name, label, hint=box.hint, value=shown, rows=3)


def _label(item: Item, box: Field, one: bool) -> str:
    return item.numbered if one else f"{item.numbered}: {box.label}"


def _values(item: Item) -> list[str]:
    own = [o.id for o in item.options] if item.kind in CHOSEN else [str(n) for n in range(1, 6)]
    return [*own, *(NO_VALUE if item.kind in RATED | {"choice"} else ())]


def _ends(item: Item) -> str:
    return f"1 is: {item.left} 5 is: {item.right}" if item.kind == "between" else item.hint


def _plain(before: Any) -> Any:
    """Return what was sent as the form would say it: no spaces at the ends, no empty boxes."""
    if isinstance(before, str):
        return before.strip()
    if isinstance(before, dict):
        return {name: _plain(one) for name, one in before.items()}
    if isinstance(before, list):
        cards = [{k: v for k, v in _plain(card).items() if v != ""} for card in before]
        return [card for card in cards if set(card) != {"id"}]
    return before


def _text(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "").replace("\r\n", "\n").strip()
