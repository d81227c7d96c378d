"""Cards and letters that a pair agreed to publish: what waits for a facilitator. Pure, no I/O.

A text goes further than the facilitator only when three things hold: both partners agreed to those
very words, one of them sent the module, and a facilitator has read them for other people's names
and for safety. A facilitator publishes a text or sends it back, and never changes a word of it.

Either of the two can take a text back at any time: what stands only "if both agree" stands no more
when one does not. Whatever they agreed before that does not count again; to offer a text anew, one
suggests it and the other confirms it, as the first time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import joint_state, said_by
from pairs_course.programme.content import Content
from pairs_course.programme.items import Item

Verdict = Literal["published", "sent-back"]
#: What is kept of a text: also that a newer one took its place, or that the pair took it back.
Kept = Literal["published", "sent-back", "replaced", "withdrawn"]
State = Literal["waiting", "published", "sent-back"]
Value = dict[str, str]

#: The joint items that others may read after a facilitator did.
REVIEWED: Final = ("network-card", "letter")

#: Why a text can be sent back, in the words that the pair reads.
REASONS: Final[dict[str, str]] = {
    "recognised": "Another person could be recognised in it.",
    "not-safe": "It may not be safe for someone if others read it.",
    "unclear": "A part of it is not clear to somebody who does not know you.",
}
MAX_SENTENCE: Final = 300


@dataclass(frozen=True)
class Decision:
    """What became of one text; ``reason`` is in the words that the pair reads, ``by`` a name.

    ``after`` is the number of the last event of the pair that the service had by then: it says what
    came later, whatever the clocks said.
    """

    digest: str
    value: Value
    verdict: Kept
    reason: str
    at: str
    by: str
    after: int


@dataclass(frozen=True)
class Choice:
    """What a facilitator decides about the text ``digest``, which they read in the state ``was``.

    ``reason`` is in the words that the pair reads, "" for a text that is published.
    """

    digest: str
    was: State
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a pair's card or letter stands.

    ``agreed`` is the text that stands between the two; ``waiting`` is the same once it was sent,
    while nobody has read it. ``published`` stays until a newer text is published.
    """

    agreed: Value | None
    waiting: Value | None
    sent_back: Decision | None
    published: Decision | None
    withdrawn: bool

    def texts(self) -> dict[str, tuple[State, Value]]:
        """Return what can be decided about, by digest: the state and the words of each text."""
        found: dict[str, tuple[State, Value]] = {}
        if self.sent_back:
            found[self.sent_back.digest] = ("sent-back", self.sent_back.value)
        if self.published:
            found[self.published.digest] = ("published", self.published.value)
        if self.waiting:
            found[digest(self.waiting)] = ("waiting", self.waiting)
        return found


def items(content: Content) -> dict[str, tuple[str, Item]]:
    """Return the items that are read before others see them, by id, with their module's id."""
    return {
        item.id: (module.id, item)
        for module in content.modules
        for _, item in content.joint_items(module.id)
        if item.id in REVIEWED
    }


def digest(value: Mapping[str, str]) -> str:
    """Return what names a text to the last letter."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def reason_words(reason: str, sentence: str = "") -> str:
    """Put why a text is sent back in the words that the pair reads; raises KeyError."""
    return " ".join(filter(None, [REASONS[reason], sentence.strip()]))


def last_withdrawn(decisions: Iterable[Decision]) -> int:
    """Return after which event the pair last took a text back, 0 if it never did."""
    return max((d.after for d in decisions if d.verdict == "withdrawn"), default=0)


def agreed_text(events: Sequence[tuple[str, int, Event]], item: str, since: int) -> Value | None:
    """Return the text that both partners agreed to after ``since``, or None.

    Args:
        events: what the two proposed and confirmed, in the order in which the service took it:
            the author, its number in that order, and the event.
        item: the id of the card or letter.
        since: the number after which either took a text back last; 0 counts everything.
    """
    later = [(author, event) for author, n, event in events if n > since]
    return joint_state(said_by(later[0][0], later), item)["agreed"] if later else None


def standing(
    agreed: Value | None, sent: Iterable[Value], decisions: Sequence[Decision]
) -> Standing:
    """Return where a card or letter stands.

    Args:
        agreed: the text that both agreed to, from :func:`agreed_text`.
        sent: the texts that came with the newest submission of each of the two.
        decisions: what was decided about texts of this pair, the oldest first.
    """
    by_digest = {decision.digest: decision for decision in decisions}
    published = next((d for d in reversed(decisions) if d.verdict == "published"), None)
    decided = by_digest.get(digest(agreed)) if agreed else None
    # A text that was replaced or taken back, and agreed again since, is read again.
    fresh = decided is None or decided.verdict in ("replaced", "withdrawn")
    return Standing(
        agreed=agreed,
        waiting=agreed if agreed and fresh and agreed in list(sent) else None,
        sent_back=decided if decided and decided.verdict == "sent-back" else None,
        published=published,
        withdrawn=any(d.verdict == "withdrawn" for d in decisions),
    )
