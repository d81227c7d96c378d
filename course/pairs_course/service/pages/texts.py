"""What Home says of somebody's card and letter, as plain data: no request, no template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairs_course.pairs import moderation
from pairs_course.pairs.moderation import Standing, Value
from pairs_course.programme.content import Content
from pairs_course.programme.items import Item
from pairs_course.store.moderation import OwnText


@dataclass(frozen=True)
class SharedText:
    """One card or letter. ``lines`` are labels with what was written; ``held`` can be taken back.

    Whether the partner has sent the module is not in it: only what both of the two know.
    """

    pair: int
    item: str
    title: str
    words: list[str]
    lines: list[tuple[str, str]]
    held: bool


def shown(texts: Sequence[OwnText], content: Content) -> list[SharedText]:
    """Return what Home shows of the cards and letters that somebody agreed to."""
    of = moderation.items(content)
    found = []
    for text in texts:
        module, item = of[text.item]
        standing = text.standing
        value = standing.published.value if standing.published else standing.agreed
        found.append(
            SharedText(
                text.pair,
                text.item,
                item.ask,
                _words(standing, content.module(module).title),
                _lines(item, value),
                standing.agreed is not None or standing.published is not None,
            )
        )
    return found


def _words(standing: Standing, module: str) -> list[str]:
    if standing.published:
        words = ["This is published. Others can read it, without your names."]
        if standing.sent_back:
            return [*words, *_sent_back(standing.sent_back.reason, module, "your newer text")]
        if standing.agreed and standing.agreed != standing.published.value:
            newer = "You both agreed a newer text. This one stays until a facilitator has read it."
            return [*words, newer]
        return words
    if standing.sent_back:
        return _sent_back(standing.sent_back.reason, module, "this")
    if standing.agreed:
        return [
            f"You both agreed this. When one of you sends “{module}”, your facilitator reads it. "
            "Nobody else can read it before that."
        ]
    return [
        "One of you took this back. Nobody else can read it. To offer a text again, suggest it "
        f"and confirm it in “{module}”, and send the module."
    ]


def _sent_back(reason: str, module: str, what: str) -> list[str]:
    return [
        f"Your facilitator has sent {what} back to you. {reason}",
        f"You can change it in “{module}”. Agree on it again, then send the module again.",
    ]


def _lines(item: Item, value: Value | None) -> list[tuple[str, str]]:
    return [(box.label, value.get(box.id, "")) for box in item.fields] if value else []
