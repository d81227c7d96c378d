"""What all cohorts of a kind show together: pooled figures, cards and letters. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, Protocol

from pairs_course.figures import aggregation, pooling
from pairs_course.figures.published import OpenText, Pooled
from pairs_course.pairs import moderation
from pairs_course.programme.content import Content

#: More than anybody reads, and few enough for one page.
MOST_TEXTS: Final = 100

_KINDS: Final[dict[str, Literal["card", "letter"]]] = {"network-card": "card", "letter": "letter"}


class Written(Protocol):
    """A text that a pair and a facilitator published: by field, what was written."""

    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> Mapping[str, str]: ...  # noqa: D102


def title(demo: bool) -> str:
    """Return what the network is called on its page."""
    return "All demo cohorts" if demo else "All cohorts"


def pools(editions: Iterable[Pooled], content: Content) -> list[Pooled]:
    """Put the editions of each wave together, in the order of the programme's waves.

    Args:
        editions: every edition of one kind of cohorts, the oldest first.
        content: the programme.
    """
    by_wave: dict[str, list[Pooled]] = {wave: [] for wave in aggregation.waves(content)}
    for edition in editions:
        by_wave.setdefault(edition["wave"], []).append(edition)
    return [pooling.combined(found) for found in by_wave.values() if found]


def texts(written: Sequence[Written], content: Content) -> list[OpenText]:
    """Return cards and letters as others read them: by heading, and never whose they are.

    What several pairs wrote in the same words is shown once.
    """
    of = moderation.items(content)
    found: list[OpenText] = []
    for one in written:
        if one.item in of:
            boxes = of[one.item][1].fields
            fields = {b.label: words for b in boxes if (words := one.value.get(b.id, "").strip())}
            text: OpenText = {"kind": _KINDS[one.item], "fields": fields}
            if text not in found:
                found.append(text)
    return found
