"""One thing a participant did, as it stands in the journal and travels to the service."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, get_args

from pairs_course.programme.items import AUDIENCES, Wave

KINDS: Final = frozenset(
    {
        "answer", "guess", "seal", "together", "apart", "pick",
        "propose", "confirm", "point", "talked", "alone", "send",
    }
)  # fmt: skip
#: What is said to the partner of the moment. Answers are one's own, and stay when partners change.
PAIR_KINDS: Final = KINDS - {"answer", "send"}
#: Of these only the last one of a question counts; of all other kinds each one does.
LAST_COUNTS: Final = frozenset({"answer", "guess"})
WAVES: Final = frozenset(get_args(Wave))
MAX_BYTES: Final = 20_000
#: Lists in objects in lists: the course needs three. What is much deeper no reader takes.
MAX_DEPTH: Final = 20

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
_PAGE = re.compile(r"[A-Za-z0-9-]{1,40}")
_KEYS = {"id", "at", "module", "item", "wave", "kind", "value", "audience", "wording"}
_OPTIONAL = {"pair", "typed_by", "order"}
_MAX_TYPED_BY: Final = 100
_MAX_PAIR: Final = 2**31 - 1  # as keys of the store's tables are
_MAX_AFTER: Final = 20


class EventError(ValueError):
    """This is not an event; the message says what was expected, never what somebody wrote."""


@dataclass(frozen=True)
class Order:
    """Where an event stands among all that its author does, on any page: see :mod:`ordering`.

    ``page`` names one page (a tab with one widget), whose ids grow. ``since`` is the first id of an
    unbroken run of changes there, ``after`` are the ids that the page showed when the run began.
    ``ago`` is how many milliseconds lay between giving the answer and sending it.
    """

    page: str
    since: str
    after: tuple[str, ...] = ()
    ago: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "page": self.page,
            "since": self.since,
            "after": list(self.after),
            "ago": self.ago,
        }

    @classmethod
    def from_json(cls, data: object) -> Order:
        """Read plain JSON data; raises EventError with what was expected."""
        if not isinstance(data, Mapping) or set(data) != {"page", "since", "after", "ago"}:
            raise EventError("expected order to have the keys page, since, after, ago")
        page, since, after, ago = (data[key] for key in ("page", "since", "after", "ago"))
        if not isinstance(page, str) or not _PAGE.fullmatch(page):
            raise EventError("expected the order's page to be at most 40 letters and digits")
        if not isinstance(after, list) or len(after) > _MAX_AFTER:
            raise EventError(f"expected the order's after to be at most {_MAX_AFTER} ids")
        if not all(map(is_event_id, [since, *after])):
            raise EventError("expected the order's since and after to be ids of events")
        if not isinstance(ago, int) or isinstance(ago, bool) or not 0 <= ago < 2**53:
            raise EventError("expected the order's ago to be a number of milliseconds")
        return cls(page, since, tuple(after), ago)


@dataclass(frozen=True)
class Event:
    """One line of the journal.

    ``id`` is a UUIDv7 made by the page, so that sending the same event again is recognised.
    ``at`` is ISO 8601 in UTC with milliseconds. ``audience`` holds any of partner, facilitator,
    cohort and other-pair; empty means that nobody else ever sees it. ``wording`` is the digest of
    the words that were on the page. ``pair`` is the number of the pair that its author was in,
    None while it is not known: what was said to a former partner is never said to a new one.
    ``typed_by`` names the facilitator who typed it in from a sheet of paper; it is empty for what
    its author did, and then it is in no line either. ``order`` is the journal's business alone.
    """

    id: str
    at: str
    module: str
    item: str
    wave: str
    kind: str
    value: Any
    audience: tuple[str, ...] = ()
    wording: str = ""
    pair: int | None = None
    typed_by: str = ""
    order: Order | None = None

    def to_line(self) -> dict[str, Any]:
        """Return the event as the journal keeps it: with its order, if it has one."""
        return self.to_json() | ({"order": self.order.to_json()} if self.order else {})

    def to_json(self) -> dict[str, Any]:
        """Return the event as it travels; ``pair`` is in it only when it is known."""
        known: dict[str, Any] = {} if self.pair is None else {"pair": self.pair}
        if self.typed_by:
            known["typed_by"] = self.typed_by
        return {
            "id": self.id,
            "at": self.at,
            "module": self.module,
            "item": self.item,
            "wave": self.wave,
            "kind": self.kind,
            "value": self.value,
            "audience": list(self.audience),
            "wording": self.wording,
            **known,
        }

    def said(self) -> tuple[str, ...]:
        """Return what it says: the same whenever it is sent, however the question was worded."""
        value = json.dumps(self.value, sort_keys=True)
        return (self.module, self.item, self.wave, self.kind, value)

    @classmethod
    def from_json(cls, data: object) -> Event:
        """Read plain JSON data; raises EventError with what was expected."""
        if not isinstance(data, Mapping) or set(data) - _OPTIONAL != _KEYS:
            raise EventError(f"expected an object with the keys {', '.join(sorted(_KEYS))}")
        texts = {k: data[k] for k in set(data) - {"value", "audience", "pair", "order"}}
        for name, text in texts.items():
            if not isinstance(text, str):
                raise EventError(f"expected {name} to be text, got a {type(text).__name__}")
            if "\0" in text:
                raise EventError(f"expected {name} to be without the character U+0000")
        audience = data["audience"]
        if not isinstance(audience, list) or any(a not in AUDIENCES for a in audience):
            raise EventError(f"expected audience to be a list of {', '.join(AUDIENCES)}")
        pair = data.get("pair")
        if pair is not None and (not isinstance(pair, int) or isinstance(pair, bool)):
            raise EventError(f"expected pair to be a number, got a {type(pair).__name__}")
        if pair is not None and not 0 <= pair <= _MAX_PAIR:
            raise EventError(f"expected pair to be a number of at most {_MAX_PAIR}")
        order = Order.from_json(data["order"]) if "order" in data else None
        event = cls(**texts, value=data["value"], audience=tuple(audience), pair=pair, order=order)
        event._check()
        return event

    def _check(self) -> None:
        if not is_event_id(self.id):
            raise EventError("expected id to be a UUID of version 7 in lower case")
        if self.kind not in KINDS:
            raise EventError(f"expected kind to be one of {', '.join(sorted(KINDS))}")
        if self.wave not in WAVES:
            raise EventError(f"expected wave to be one of {', '.join(sorted(WAVES))}")
        if not _NAME.fullmatch(self.module) or not _NAME.fullmatch(self.item):
            raise EventError("expected module and item to be names of letters, digits and dashes")
        if len(self.typed_by) > _MAX_TYPED_BY:
            raise EventError(f"expected typed_by to have at most {_MAX_TYPED_BY} characters")
        try:
            datetime.fromisoformat(self.at)
        except ValueError:
            raise EventError("expected at to be a time in ISO 8601") from None
        if not _flat(self.value):
            raise EventError(f"expected value to be at most {MAX_DEPTH} lists or objects deep")
        try:
            size = len(json.dumps(self.to_json(), ensure_ascii=False, allow_nan=False).encode())
        except (ValueError, TypeError):
            raise EventError("expected value to be plain JSON in UTF-8") from None
        if size > MAX_BYTES:
            raise EventError(f"expected at most {MAX_BYTES} bytes an event, got {size}")


def _flat(value: Any) -> bool:
    """Say whether a value is not too deep, without recursion, which is what depth breaks."""
    layer = [value]
    for _ in range(MAX_DEPTH + 1):
        if not layer:
            return True
        inner = [one.values() if isinstance(one, dict) else one for one in layer if _holds(one)]
        layer = [each for one in inner for each in one]
    return not layer


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list | tuple)


def milliseconds(event_id: str) -> int:
    """Return the moment that is in an id: milliseconds since 1970 by the clock of who made it."""
    return int(event_id[:8] + event_id[9:13], 16)


def is_event_id(text: object) -> bool:
    """Say whether ``text`` is a UUIDv7 in lower case (RFC 9562, section 5.7)."""
    return isinstance(text, str) and bool(_UUID7.fullmatch(text))


_one_at_a_time: Final = threading.Lock()
_newest = (0, 0)


def new_id() -> str:
    """Make a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits.

    Those of one program grow, also within a millisecond and when the clock is set back (section
    6.2, method 2): what it added later comes later.
    """
    global _newest
    with _one_at_a_time:
        at = time.time_ns() // 1_000_000
        # The highest of the 62 bits at the end is left free for what is added below.
        chance = int.from_bytes(os.urandom(10)) & ~(1 << 61)
        if at <= _newest[0]:
            at, chance = _newest[0], _newest[1] + 1 + int.from_bytes(os.urandom(4))
        _newest = (at, chance)
        return id_at(at, chance)


def id_at(milliseconds: int, chance: int) -> str:
    """Make the UUIDv7 of a moment since 1970 out of 80 bits of ``chance``, of which 74 stay."""
    number = chance | milliseconds << 80
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def now() -> str:
    """Return the time in UTC as events carry it, with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
