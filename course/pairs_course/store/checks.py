"""Which events the service takes: the course's own rules, and that somebody else may see them."""

from __future__ import annotations

from collections.abc import Sequence

from pairs_course.checking import event_error, order_error
from pairs_course.content import Content
from pairs_course.events import Event


def refusal(event: Event, before: Sequence[Event], content: Content) -> str | None:
    """Say why an event is not taken, or None. Never repeats what somebody wrote.

    Args:
        event: what somebody sends.
        before: what the service has of that person in that pair and module, in its order.
        content: the programme.
    """
    if not event.audience:
        return "it has no audience: an answer for nobody else stays in its journal"
    return event_error(event, content) or order_error(event, before, content)
