"""Which of two answers to one question its author gave later, whatever the lines did on the way.

A page sends until it hears back, over lines that break: what was given first may come last, through
another kernel. So each answer says what its page showed when it was given (``Order`` in
:mod:`~pairs_course.answers.events`), and the order in which a person gave answers is told by, in
turn,

- the ids of one page, which grow;
- what a page had seen: an answer is later than all that it was given after;
- else, for two pages that did not know of each other, the moment: what the page's own clock said,
  put right by how far that clock is from ours. Of all messages of a page the quickest shows that.

Where neither of two pages had seen the other's words, both stand *apart* until the author chooses.
"""

from __future__ import annotations

from datetime import datetime

from pairs_course.answers.events import LAST_COUNTS, Event, milliseconds

#: One question of one wave, and whether it is the answer or the guess.
Place = tuple[str, str, str, str]


def place_of(event: Event) -> Place:
    """Return which question an event is about."""
    return (event.module, event.item, event.wave, event.kind)


def covers(later: Event, earlier: Event) -> bool:
    """Say whether the author had ``earlier`` before them, or behind them, when giving ``later``."""
    order = later.order
    if order is None:
        return True  # from before there was an order: the journal's own is all there is
    same_run = (
        earlier.order is not None
        and earlier.order.page == order.page
        and order.since <= earlier.id < later.id
    )
    return same_run or earlier.id in order.after


class Ordering:
    """The events of one journal, taken in with :meth:`add` in the order of its lines."""

    def __init__(self) -> None:
        self._last: dict[Place, Event] = {}
        self._of_page: dict[tuple[Place, str], Event] = {}
        self._apart: dict[Place, list[Event]] = {}
        self._clock: dict[str, int] = {}  # by page: what to add to its clock to have ours, in ms

    def add(self, event: Event) -> None:
        """Take in the next line."""
        if event.kind not in LAST_COUNTS:
            return
        place = place_of(event)
        heads = [*self._apart.get(place, []), *self._one(place)]
        self._apart[place] = [head for head in heads if not covers(event, head)]
        self._last[place] = event
        if event.order is not None:
            self._of_page[place, event.order.page] = event
            self._clock[event.order.page] = self._behind(event)

    def last(self, place: Place) -> Event | None:
        """Return the answer that counts."""
        return self._last.get(place)

    def newer(self, event: Event) -> Event | None:
        """Return what its author gave after ``event`` in its place; None if it is the newest.

        ``event.at`` says when it came here. Of a kind of which each one counts all are new.
        """
        if event.kind not in LAST_COUNTS or event.order is None:
            return None
        place = place_of(event)
        own = self._of_page.get((place, event.order.page))
        if own is not None and own.id > event.id:
            return own
        last = self._last.get(place)
        if last is None or last.order is None or covers(event, last):
            return None
        return last if covers(last, event) or self._given(last) > self._given(event) else None

    def apart(self, place: Place) -> list[Event]:
        """Return what was replaced by a page that had not shown it, oldest first."""
        return list(self._apart.get(place, []))

    def _one(self, place: Place) -> list[Event]:
        return [self._last[place]] if place in self._last else []

    def _given(self, event: Event) -> int:
        """Return when an event was given, in milliseconds of our clock."""
        return milliseconds(event.id) + self._behind(event)

    def _behind(self, event: Event) -> int:
        """Return how far the clock of the event's page is behind ours, at the most."""
        assert event.order is not None  # noqa: S101 - asked only where there is an order
        came = round(datetime.fromisoformat(event.at).timestamp() * 1000)
        shown = came - milliseconds(event.id) - event.order.ago
        return min(shown, self._clock.get(event.order.page, shown))
