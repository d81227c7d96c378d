"""Accepts events, and reads them for the pair's view and for a cohort's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pairs_course.answers.completion import Left, left
from pairs_course.answers.event_validation import ORDERED, refusal
from pairs_course.answers.events import Event, EventError, is_event_id
from pairs_course.answers.joint_text import joint_state
from pairs_course.answers.points import Point, points
from pairs_course.programme.content import Content
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import NotOpen
from pairs_course.store.pair_queries import as_seen, event_of, of_one, of_pair, of_person, place
from pairs_course.store.recent_events import Recent
from pairs_course.store.records import PairEvents, Receipt, Refusal, Value
from pairs_course.store.releases import check_open
from pairs_course.store.submissions import send
from pairs_course.store.tables import AccountRow, EventRow, MemberRow

NOT_TYPED_HERE = "only a facilitator's desk can type in answers, not a person's own journal"
ID_IN_USE = "its id is already in use"
OTHER_PAIR = "it was for another pair, not yours"
#: Kinds that respond to questions, unlike the steps of a pair.
GIVEN: Final = ("answer", "guess")
ROWS_AT_ONCE: Final = 1000
NOT_IN_A_PAIR = "only people in a pair share answers, and you are not in one"


class Events:
    """The events that somebody other than their author may ever see."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._database = database
        self._clock = clock
        self._recent = Recent()

    def add(
        self, author: str, events: Sequence[Event | Mapping[str, Any]], content: Content
    ) -> Receipt:
        """Accept a batch in order; it is on disk when this returns. Raises UnknownPerson.

        A repeated event from the same author counts as accepted and changes nothing; a different
        one with the same id is refused. A ``send`` makes a submission of the events before it.
        A late event meant for a former partner goes to the former pair, where a new partner
        cannot see it.
        """
        accepted: list[str] = []
        refused: list[Refusal] = []
        submissions: list[str] = []
        with self._database.write() as session:
            account, pair = place(session, author)
            known = authors(session, [_id_of(event) for event in events])
            for raw in events:
                try:
                    event = raw if isinstance(raw, Event) else Event.from_json(raw)
                except EventError as error:
                    refused.append(Refusal(_id_of(raw), str(error)))
                    continue
                if event.id in known:
                    if known[event.id] == account and is_kept(session, event):
                        accepted.append(event.id)
                    else:
                        refused.append(Refusal(event.id, ID_IN_USE))
                elif event.typed_by:
                    refused.append(Refusal(event.id, NOT_TYPED_HERE))
                elif pair is None:
                    refused.append(Refusal(event.id, NOT_IN_A_PAIR))
                elif (meant := _meant(session, event, account, pair)) is None:
                    refused.append(Refusal(event.id, OTHER_PAIR))
                elif (
                    reason := refusal(event, before(session, event, account, meant), content)
                ) or (reason := self._not_open(session, event, pair)):
                    refused.append(Refusal(event.id, reason))
                else:
                    session.add(row_of(event, account, meant, self._clock()))
                    known[event.id] = account
                    accepted.append(event.id)
                    if event.kind == "send":
                        submissions.append(send(session, account, pair, event.module, content))
        return Receipt(accepted, refused, submissions, pair)

    def _not_open(self, session: Session, event: Event, pair: int) -> str | None:
        """Return why a module cannot be sent before it opens; answers are always accepted."""
        if event.kind != "send":
            return None
        try:
            check_open(session, pair, event.module, self._clock())
        except NotOpen as problem:
            return str(problem)
        return None

    def of_pair(self, username: str, *modules: str) -> PairEvents:
        """Return both partners' events in some modules, in the order the service accepted them.

        Raises UnknownPerson. Somebody without a pair has no events.
        """
        with self._database.read() as session:
            account, pair = place(session, username)
            if pair is None:
                return PairEvents(None, [])
            found = self._recent.of(session, pair, modules)
        return PairEvents(pair, as_seen(account, ((one.account, one.event) for one in found)))

    def steps(self, username: str, modules: Sequence[str]) -> PairEvents:
        """Return both partners' events in these modules, except answers and guesses.

        That is few rows, however much the two wrote. Raises UnknownPerson.
        """
        with self._database.read() as session:
            account, pair = place(session, username)
            if pair is None:
                return PairEvents(None, [])
            return PairEvents(pair, of_pair(session, account, pair, *modules, but=GIVEN))

    def left(self, username: str, content: Content) -> dict[str, Left]:
        """Return what somebody still has to do in each module; raises UnknownPerson.

        What they did with a former partner counts.
        """
        modules = [module.id for module in content.modules]
        with self._database.read() as session:
            account, _ = place(session, username)
            mine = of_person(session, account, *modules)
        return {module: left(mine, module, content) for module in modules}

    def agreed(self, username: str, module: str) -> dict[str, dict[str, str]]:
        """Return a pair's agreed texts in one module, by joint item; raises UnknownPerson."""
        both = self.of_pair(username, module).both
        items = dict.fromkeys(said.event.item for said in both if said.event.kind == "propose")
        states = {item: joint_state(both, item)["agreed"] for item in items}
        return {item: text for item, text in states.items() if text is not None}

    def points(self, username: str, module: str, item: str) -> list[Point]:
        """Return the points of a pair's measure, including removed ones; raises UnknownPerson."""
        return points(self.of_pair(username, module).both, item)

    def values(self, cohort: str, wave: str) -> Iterator[Value]:
        """Yield everybody's last answers in a wave that may count in figures, pair by pair.

        People who left or opted out of figures are excluded, as are answers for a former pair.
        Rows are streamed, so memory stays small. Raises UnknownCohort.
        """
        with self._database.read() as session:
            place = cohort_id(session, cohort)
        return self._values(_answers(place, wave))

    def _values(self, answers: Select[Any]) -> Iterator[Value]:
        with self._database.read() as session:
            for pair, given in groupby(session.execute(answers), key=itemgetter(0)):
                last = {(who, item): (role, value, to) for _, who, role, item, value, to in given}
                for (who, item), (role, value, to) in last.items():
                    if "cohort" in to.split():
                        yield Value(str(pair), who, role, item, value)


def _answers(cohort: int, wave: str) -> Select[Any]:
    """Select all answers in a wave of people who count in figures: by pair, oldest first.

    Sorting them once takes half the time of a window function that selects the last answers.
    """
    return (
        select(
            MemberRow.pair_id,
            AccountRow.username,
            MemberRow.role,
            EventRow.item,
            EventRow.value,
            EventRow.audience,
        )
        .join(AccountRow, AccountRow.id == MemberRow.account_id)
        .join(
            EventRow,
            (EventRow.account_id == AccountRow.id) & (EventRow.pair_id == MemberRow.pair_id),
        )
        .where(
            MemberRow.cohort_id == cohort,
            EventRow.kind == "answer",
            EventRow.wave == wave,
            AccountRow.kept_out.is_(False),
            MemberRow.left.is_(None),
        )
        .order_by(MemberRow.pair_id, EventRow.n)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )


def _meant(session: Session, event: Event, account: int, pair: int) -> int | None:
    """Return the pair an event was for: the current one, or a former one of its author."""
    if event.pair in (None, pair) or event.kind == "send":
        return pair  # a send is for the facilitator, whoever the partner is
    before = select(EventRow.n).where(
        EventRow.account_id == account, EventRow.pair_id == event.pair
    )
    return event.pair if session.scalar(before.limit(1)) is not None else None


def before(session: Session, event: Event, account: int, pair: int) -> list[Event]:
    """Return the author's earlier events, if they decide whether this one is accepted."""
    return of_one(session, account, pair, event.module) if event.kind in ORDERED else []


def authors(session: Session, claimed: Sequence[str]) -> dict[str, int]:
    """Return those event ids that are in use, each with its author's account."""
    ids = [one for one in claimed if is_event_id(one)]
    rows = session.execute(select(EventRow.id, EventRow.account_id).where(EventRow.id.in_(ids)))
    return {row.id: row.account_id for row in rows}


def is_kept(session: Session, event: Event) -> bool:
    """Return whether the stored event with this id has the same content."""
    kept = event_of(session.scalars(select(EventRow).where(EventRow.id == event.id)).one())
    return kept.said() == event.said()


def _id_of(raw: Event | Mapping[str, Any]) -> str:
    """Return a raw event's claimed id, so that its sender can identify it."""
    claimed: Any = raw.id if isinstance(raw, Event) else raw.get("id")
    plain = isinstance(claimed, str) and claimed.isascii() and claimed.isprintable()
    return claimed[:100] if plain else ""


def row_of(event: Event, account: int, pair: int, taken_at: str) -> EventRow:
    """Return an event as a table row."""
    return EventRow(
        id=event.id,
        account_id=account,
        pair_id=pair,
        module=event.module,
        item=event.item,
        wave=event.wave,
        kind=event.kind,
        value=event.value,
        audience=" ".join(event.audience),
        wording=event.wording,
        at=event.at,
        taken_at=taken_at,
        typed_by=event.typed_by,
    )
