"""Review of the cards and letters that a pair agreed to publish. Pure, no I/O.

A text is published only if both partners agreed to its exact words, one of them sent the module,
and a facilitator has checked it for other people's names and for safety. A facilitator publishes
a text or sends it back, and never changes it.

Either partner can withdraw a text at any time, since it needs the agreement of both. An agreement
from before that no longer counts: to offer a text again, one proposes it and the other confirms.
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
#: The stored verdict, which may also be that a newer text replaced this one, or a withdrawal.
Kept = Literal["published", "sent-back", "replaced", "withdrawn"]
State = Literal["waiting", "published", "sent-back"]
Value = dict[str, str]

#: The joint items that others may read after a facilitator's review.
REVIEWED: Final = ("network-card", "letter")

#: Reasons for sending a text back, as the pair reads them.
REASONS: Final[dict[str, str]] = {
    "recognised": "Another person could be recognised in it.",
    "not-safe": "It may not be safe for someone if others read it.",
    "unclear": "A part of it is not clear to somebody who does not know you.",
}
MAX_SENTENCE: Final = 300


@dataclass(frozen=True)
class Decision:
    """A decision on one text; ``reason`` is what the pair reads, ``by`` a name.

    ``after`` is the number of the pair's last event before it, which tells what came later without
    comparing clocks.
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
    """A facilitator's choice for the text ``digest``, which they read in the state ``was``.

    ``reason`` is what the pair reads, "" for a published text.
    """

    digest: str
    was: State
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """The state of a pair's card or letter.

    ``agreed`` is the text that both agreed to; ``waiting`` is the same text once sent, until it is
    reviewed. ``published`` stays until a newer text is published.
    """

    agreed: Value | None
    waiting: Value | None
    sent_back: Decision | None
    published: Decision | None
    withdrawn: bool

    def texts(self) -> dict[str, tuple[State, Value]]:
        """Return the texts to decide on, by digest: the state and value of each."""
        found: dict[str, tuple[State, Value]] = {}
        if self.sent_back:
            found[self.sent_back.digest] = ("sent-back", self.sent_back.value)
        if self.published:
            found[self.published.digest] = ("published", self.published.value)
        if self.waiting:
            found[digest(self.waiting)] = ("waiting", self.waiting)
        return found


def items(content: Content) -> dict[str, tuple[str, Item]]:
    """Return the reviewed items by id, each with its module's id."""
    return {
        item.id: (module.id, item)
        for module in content.modules
        for _, item in content.joint_items(module.id)
        if item.id in REVIEWED
    }


def digest(value: Mapping[str, str]) -> str:
    """Return a digest of the exact text."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def reason_words(reason: str, sentence: str = "") -> str:
    """Return the reason for sending a text back, as the pair reads it; raises KeyError."""
    return " ".join(filter(None, [REASONS[reason], sentence.strip()]))


def last_withdrawn(decisions: Iterable[Decision]) -> int:
    """Return the number of the last event before the latest withdrawal, 0 without one."""
    return max((d.after for d in decisions if d.verdict == "withdrawn"), default=0)


def agreed_text(events: Sequence[tuple[str, int, Event]], item: str, since: int) -> Value | None:
    """Return the text that both partners agreed to after ``since``, or None.

    Args:
        events: what the two proposed and confirmed, in the service's order: author, number in
            that order, and event.
        item: the id of the card or letter.
        since: the event number of the last withdrawal; 0 counts everything.
    """
    later = [(author, event) for author, n, event in events if n > since]
    return joint_state(said_by(later[0][0], later), item)["agreed"] if later else None


def standing(
    agreed: Value | None, sent: Iterable[Value], decisions: Sequence[Decision]
) -> Standing:
    """Return the state of a card or letter.

    Args:
        agreed: the text that both agreed to, from :func:`agreed_text`.
        sent: the texts in each partner's newest submission.
        decisions: the decisions on this pair's texts, oldest first.
    """
    by_digest = {decision.digest: decision for decision in decisions}
    published = next((d for d in reversed(decisions) if d.verdict == "published"), None)
    decided = by_digest.get(digest(agreed)) if agreed else None
    # A text that was replaced or withdrawn, and then agreed again, is reviewed again.
    fresh = decided is None or decided.verdict in ("replaced", "withdrawn")
    return Standing(
        agreed=agreed,
        waiting=agreed if agreed and fresh and agreed in list(sent) else None,
        sent_back=decided if decided and decided.verdict == "sent-back" else None,
        published=published,
        withdrawn=any(d.verdict == "withdrawn" for d in decisions),
    )
