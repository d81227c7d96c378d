"""Answers on paper, which a facilitator types in for the person who wrote them.

They become that person's events, checked like any others and for the same audience, with the
facilitator's name on each. A text by the pair is agreed when both sheets have the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pairs_course.answers import paper_sync
from pairs_course.answers.event_validation import refusal
from pairs_course.answers.events import Event, EventError, now
from pairs_course.answers.joint_text import joint_state
from pairs_course.answers.points import points, standing
from pairs_course.programme.content import Content
from pairs_course.programme.items import Item
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import NotInAPair
from pairs_course.store.events import ID_IN_USE, authors, row_of
from pairs_course.store.pair_queries import event_of, of_pair, place
from pairs_course.store.records import Door, Refusal
from pairs_course.store.submissions import send
from pairs_course.store.tables import AccountRow, EventRow, MemberRow

#: Whether both partners wrote a joint text, or only this one so far. Points need no agreement.
Standing = Literal["agreed", "waits", "points"]


@dataclass(frozen=True)
class SheetEntry:
    """One entry on a sheet, with the id of the event it becomes.

    ``module`` and ``wave`` are those of its question set. ``kind`` is ``answer`` for a question or
    a joint text; ``talked``, ``alone`` and ``send`` are for a whole module, which is then also
    ``item``. The value of one point is ``{"day", "value"}``, with ``"out": true`` to remove it.
    """

    id: str
    module: str
    item: str
    wave: str
    kind: Literal["answer", "talked", "alone", "send"]
    value: Any = None


@dataclass(frozen=True)
class TypedIn:
    """The result for a sheet: all of it was accepted or, with refusals, nothing.

    ``together`` has the standing of each joint text by item; ``submission`` is the id of what was
    sent, if anything. ``pair`` is the pair's number.
    """

    pair: int
    refused: list[Refusal]
    together: dict[str, Standing]
    submission: str | None


@dataclass(frozen=True)
class TypedOn:
    """Who last typed in a person's answers to a module, and when (ISO 8601)."""

    module: str
    by: str
    at: str


class Paper:
    """Typed-in answers, and who works on paper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def doors(self, cohort: str) -> dict[str, Door | None]:
        """Return how each person in a cohort wants to work; raises UnknownCohort."""
        with self._database.read() as session:
            rows = session.execute(
                select(AccountRow.username, AccountRow.door)
                .join(MemberRow, MemberRow.account_id == AccountRow.id)
                .where(MemberRow.cohort_id == cohort_id(session, cohort))
            )
            return {row.username: cast("Door | None", row.door) for row in rows}

    def type_in(
        self, by: str, username: str, sheet: Sequence[SheetEntry], content: Content
    ) -> TypedIn:
        """Accept a whole sheet, or nothing; repeating it changes nothing.

        Args:
            by: the facilitator's name.
            username: whose sheet it is.
            sheet: its entries in order.
            content: the programme.

        Raises UnknownPerson, NotInAPair.
        """
        refused: list[Refusal] = []
        together: dict[str, Standing] = {}
        submission = None
        with self._database.write() as session:
            account, pair = place(session, username)
            if pair is None:
                raise NotInAPair(username)
            known = authors(session, [one.id for one in sheet])
            points = _Points(session, account, pair)
            for one in sheet:
                if known.get(one.id, account) != account or not _may_be_again(session, one):
                    refused.append(Refusal(one.id, ID_IN_USE))
                    continue
                event = _event(session, account, pair, one, by, content, points)
                if event is not None and one.id not in known:
                    if reason := _refusal(event, content):
                        refused.append(Refusal(one.id, reason))
                        continue
                    session.add(row_of(event, account, pair, event.at))
                    session.flush()
                    known[one.id] = account
                    if event.kind == "send":
                        submission = send(session, account, pair, event.module, content)
                if (kind := _kind(one, content)) == "joint":
                    together[one.item] = _standing(session, account, pair, one)
                elif kind == "points":
                    together[one.item] = "points"
            if refused:
                session.rollback()
        return TypedIn(pair, refused, {} if refused else together, None if refused else submission)

    def events(self, username: str) -> list[Event]:
        """Return a person's typed-in events that still count, in the service's order.

        Raises UnknownPerson.
        """
        with self._database.read() as session:
            account, _ = place(session, username)
            rows = session.scalars(
                select(EventRow).where(EventRow.account_id == account).order_by(EventRow.n)
            ).all()
            return paper_sync.counting([replace(event_of(row), pair=row.pair_id) for row in rows])

    def said(self, username: str) -> list[TypedOn]:
        """Return who typed in a person's sheets and when last, by module; raises UnknownPerson."""
        with self._database.read() as session:
            account, _ = place(session, username)
            rows = session.execute(
                select(EventRow.module, EventRow.typed_by, func.max(EventRow.taken_at))
                .where(EventRow.account_id == account, EventRow.typed_by != "")
                .group_by(EventRow.module, EventRow.typed_by)
                .order_by(EventRow.module, func.max(EventRow.taken_at))
            )
            return [TypedOn(*row) for row in rows]


def same_words(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> bool:
    """Return whether two sheets have the same text, ignoring whitespace."""
    return one is not None and other is not None and _words(one) == _words(other)


def _words(value: Mapping[str, str]) -> dict[str, list[str]]:
    return {box: str(text).split() for box, text in value.items()}


def _refusal(event: Event, content: Content) -> str | None:
    """Return why the person's kernel or the service would refuse this event, or None."""
    try:
        Event.from_json(event.to_json())
    except EventError as error:
        return str(error)
    return refusal(event, [], content)  # nothing on paper seals, picks or guesses


def _may_be_again(session: Session, one: SheetEntry) -> bool:
    """Return whether the id is new, or the stored event is this same entry."""
    row = session.scalars(select(EventRow).where(EventRow.id == one.id)).one_or_none()
    if row is None:
        return True
    same = (row.module, row.item, row.wave) == (one.module, one.item, one.wave)
    # Confirming a text or removing a point stores a reference instead of the words.
    names_another = isinstance(row.value, dict) and "of" in row.value
    return same and (names_another or row.value == one.value)


def _kind(one: SheetEntry, content: Content) -> str:
    found = content.find(one.module, one.item, one.wave)
    return found[1].kind if found else ""


class _Points:
    """Compares a sheet's points with the existing ones, since both partners may list the same.

    A point that already exists, from the other sheet or the screen, is not added again; the same
    line twice on one sheet is two points.
    """

    def __init__(self, session: Session, account: int, pair: int) -> None:
        self._session, self._account, self._pair = session, account, pair
        self._written: Counter[tuple[object, object]] = Counter()

    def step(self, one: SheetEntry, item: Item) -> Any:
        """Return the event value for one point, None if nothing needs changing."""
        value = dict(one.value) if isinstance(one.value, dict) else {}
        out = value.pop("out", False)
        if item.point_error(value) or "of" in value:
            return one.value  # refused later, with its reason
        point = value["day"], value["value"]
        both = of_pair(self._session, self._account, self._pair, one.module)
        there = [p for p in standing(points(both, one.item)) if (p["day"], p["value"]) == point]
        if out is True:
            return {"of": there[-1]["id"]} if there else None
        self._written[point] += 1
        return one.value if len(there) < self._written[point] else None


def _event(
    session: Session,
    account: int,
    pair: int,
    one: SheetEntry,
    by: str,
    content: Content,
    sheet: _Points,
) -> Event | None:
    """Return the event for an entry, None if nothing needs changing."""
    found = content.find(one.module, one.item, one.wave)
    item = found[1] if found else None
    kind: str = one.kind
    value, wording = one.value, item.wording if item else ""
    audience: tuple[str, ...] = ("facilitator",) if kind == "send" else ("partner",)
    if item is not None:
        # A facilitator could type in invented pairs, and derive the one real pair's answers from
        # the figures. So only answers that people gave themselves count in figures.
        audience = tuple(one for one in item.audience if one != "cohort")
        if item.kind == "joint":
            step = _joint_step(session, account, pair, one, item)
            if step is None:
                return None
            kind, value = step
        elif item.kind == "points":
            kind, value = "point", sheet.step(one, item)
            if value is None:
                return None
    return Event(
        one.id, now(), one.module, one.item, one.wave, kind, value, audience, wording, typed_by=by
    )


def _joint_step(
    session: Session, account: int, pair: int, one: SheetEntry, item: Item
) -> tuple[str, Any] | None:
    """Return the step one partner's sheet stands for: proposing a text, or confirming the other's.

    Each partner writes the text on their own sheet, so a sheet only agrees for its author.
    """
    if item.value_error(one.value):
        return "propose", one.value  # refused later, with its reason
    state = joint_state(of_pair(session, account, pair, one.module), item.id)
    for waiting in state["open"]:
        if same_words(waiting["value"], one.value):
            return ("confirm", {"of": waiting["id"]}) if waiting["by"] == "partner" else None
    if same_words(state["agreed"], one.value):
        return None
    return "propose", one.value


def _standing(session: Session, account: int, pair: int, one: SheetEntry) -> Standing:
    agreed = joint_state(of_pair(session, account, pair, one.module), one.item)["agreed"]
    return "agreed" if isinstance(one.value, dict) and same_words(agreed, one.value) else "waits"
