"""Bulk-loads demo cohorts with their history, as the service would have stored it.

The usual rules apply: a roster has to fit, an event has to be one that the service accepts, and
submissions are made by :func:`~pairs_course.answers.partner_view.submission`. Only the times are
given, and nobody has a password.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from pairs_course.answers import partner_view
from pairs_course.answers.event_validation import refusal
from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import said_by
from pairs_course.people.passwords import NO_PASSWORD
from pairs_course.people.roster import Roster
from pairs_course.people.roster_diff import changes
from pairs_course.programme.content import Content
from pairs_course.store.cohorts import check_fits, check_name
from pairs_course.store.database import Database
from pairs_course.store.errors import NotDemo, UnknownCohort
from pairs_course.store.membership import keep, members_of
from pairs_course.store.tables import (
    AccountRow,
    CohortRow,
    EventRow,
    MemberRow,
    PairRow,
    SubmissionRow,
)


class Did(NamedTuple):
    """One thing that somebody did while ``partner`` was their partner."""

    username: str
    partner: str
    event: Event


class Demo:
    """Writes cohorts marked as demo data; never touches others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, cohort: str) -> None:
        """Raise UnknownCohort, or NotDemo for a cohort of real people."""
        with self._database.read() as session:
            _demo_id(session, cohort)

    def began(self, cohort: str) -> str | None:
        """Return the id of a cohort's first event, None if there is none."""
        pairs = (
            select(PairRow.id)
            .join(CohortRow, CohortRow.id == PairRow.cohort_id)
            .where(CohortRow.name == cohort)
        )
        first = select(func.min(EventRow.n)).where(EventRow.pair_id.in_(pairs))
        with self._database.read() as session:
            return session.scalar(select(EventRow.id).where(EventRow.n == first.scalar_subquery()))

    def add_cohort(self, cohort: str, roster: Roster, *, title: str, made_at: str) -> None:
        """Create a whole demo cohort, or nothing; its new people have no password.

        Raises BadCohortName, CohortExists and RosterConflict, as ``people.add_cohort`` does.
        """
        check_name(cohort)
        with self._database.write() as session:
            check_fits(session, cohort, roster)
            place = CohortRow(name=cohort, title=title, demo=True, made_at=made_at)
            session.add(place)
            session.flush()
            keep(session, place.id, changes([], roster.rows, ""), _no_passwords(roster))

    def change_people(self, cohort: str, roster: Roster, *, at: str, day: str) -> None:
        """Apply a roster to a demo cohort, as if at the time ``at``; ``day`` is the same in words.

        Applying the same roster again changes nothing. Raises UnknownCohort, NotDemo.
        """
        with self._database.write() as session:
            key = _demo_id(session, cohort)
            labels = session.scalars(select(PairRow.label).where(PairRow.cohort_id == key))
            found = changes(members_of(session, key), roster.rows, day, labels)
            if not found:
                return
            keep(session, key, found, _no_passwords(roster))
            for table, column in ((MemberRow, MemberRow.left), (PairRow, PairRow.ended)):
                session.execute(
                    update(table)
                    .where(table.cohort_id == key, column.is_not(None))
                    .values({column: at})
                )

    def add_events(
        self, cohort: str, done: Sequence[Did], content: Content, before: Iterable[Did] = ()
    ) -> bool:
        """Store what people of a demo cohort did, in the given order, with the given times.

        Args:
            cohort: a demo cohort; everybody in ``done`` is in it now, with that partner.
            done: what they did; stored all together or not at all.
            content: the programme.
            before: what they did earlier, which submissions may draw on.

        Returns:
            False if it is stored already; then nothing changes.

        Raises:
            UnknownCohort, NotDemo: there is no such demo cohort.
            ValueError: the service would refuse an event; names it and the reason.
        """
        with self._database.write() as session:
            key = _demo_id(session, cohort)
            first = done[0].event.id if done else None
            if session.scalar(select(EventRow.n).where(EventRow.id == first)) is not None:
                return False
            places = _places(session, key)
            past = _Past(before)
            rows, sent = [], []
            for one in done:
                event = one.event
                if reason := refusal(event, past.before(one), content):
                    raise ValueError(f"event {event.id}: {reason}")
                account, pair = places[one.username, one.partner]
                past.add(one)
                rows.append(_row(event, account, pair))
                if event.kind == "send":
                    payload = past.submission(one, content)
                    sent.append(_submission(event, key, (account, pair), payload))
            _insert(session, EventRow.__table__, rows)
            _insert(session, SubmissionRow.__table__, sent)
        return True


class _Past:
    """Everybody's events so far, by person and module, and by pair and module."""

    def __init__(self, done: Iterable[Did]) -> None:
        self._of: dict[tuple[str, str], list[Event]] = {}
        self._both: dict[tuple[frozenset[str], str], list[tuple[str, Event]]] = {}
        for one in done:
            self.add(one)

    def add(self, one: Did) -> None:
        person, event = one.username, one.event
        self._of.setdefault((person, event.module), []).append(event)
        pair = frozenset((person, one.partner)), event.module
        self._both.setdefault(pair, []).append((person, event))

    def before(self, one: Did) -> list[Event]:
        """Return the author's events in the same module with the same partner."""
        pair = frozenset((one.username, one.partner)), one.event.module
        return [event for author, event in self._both.get(pair, ()) if author == one.username]

    def submission(self, sent: Did, content: Content) -> dict[str, Any]:
        """Return a submission; of the partner's events it has only those shared in this pair."""
        modules = content.modules_sent_with(sent.event.module)
        mine = [e for m in modules for e in self._of.get((sent.username, m), ())]
        people = frozenset((sent.username, sent.partner))
        told = [
            (author, event)
            for m in modules
            for author, event in self._both.get((people, m), ())
            if author == sent.username or "partner" in event.audience
        ]
        made = partner_view.submission(
            mine, said_by(sent.username, told), sent.event.module, content
        )
        return {**made, "demo": True}


def _demo_id(session: Session, cohort: str) -> int:
    row = session.execute(
        select(CohortRow.id, CohortRow.demo).where(CohortRow.name == cohort)
    ).first()
    if row is None:
        raise UnknownCohort(cohort)
    if not row.demo:
        raise NotDemo(cohort)
    return int(row.id)


def _places(session: Session, cohort: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the keys of account and pair for everybody with a partner, by both usernames."""
    pairs: dict[int, list[tuple[str, int]]] = {}
    for username, account, pair in session.execute(
        select(AccountRow.username, AccountRow.id, MemberRow.pair_id)
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .where(MemberRow.cohort_id == cohort, MemberRow.left.is_(None))
    ):
        if pair is not None:
            pairs.setdefault(pair, []).append((username, account))
    return {
        (username, partner): (account, pair)
        for pair, both in pairs.items()
        for (username, account), (partner, _) in permutations(both, 2)
    }


def _no_passwords(roster: Roster) -> dict[str, str]:
    return {row.username: NO_PASSWORD for row in roster.rows}


def _row(event: Event, account: int, pair: int) -> dict[str, Any]:
    """Return an event as the service stores it when it arrives without delay."""
    return {
        "id": event.id,
        "account_id": account,
        "pair_id": pair,
        "module": event.module,
        "item": event.item,
        "wave": event.wave,
        "kind": event.kind,
        "value": event.value,
        "audience": " ".join(event.audience),
        "wording": event.wording,
        "at": event.at,
        "taken_at": event.at,
        "typed_by": "",
    }


def _submission(
    event: Event, cohort: int, place: tuple[int, int], payload: dict[str, Any]
) -> dict[str, Any]:
    account, pair = place
    return {
        "id": hashlib.sha256(event.id.encode()).hexdigest()[:32],
        "cohort_id": cohort,
        "account_id": account,
        "pair_id": pair,
        "module": event.module,
        "at": event.at,
        "notebooks": [event.module],
        "payload": payload,
    }


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
