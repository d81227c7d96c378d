"""Facilitators' notes to pairs: one per module, for both partners.

A note belongs to the pair it was written to. Somebody with a new partner still sees it in the
feedback on what they sent in the former pair.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pairs_course.answers.events import now
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import NoteChanged, UnknownPair
from pairs_course.store.pair_queries import place
from pairs_course.store.records import NoteFor, PairNote
from pairs_course.store.tables import (
    AccountRow,
    EventRow,
    MemberRow,
    NoteRow,
    PairRow,
    SubmissionRow,
)


class Notes:
    """Notes by cohort, module and pair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, cohort: str, module: str) -> list[PairNote]:
        """Return every pair with its note on a module, in roster order; raises UnknownCohort.

        Ended pairs are included if they wrote something in the module.
        """
        with self._database.read() as session:
            return _notes(session, cohort_id(session, cohort), module)

    def put(
        self, by: str, cohort: str, module: str, pair: str, text: str, read: str | None
    ) -> PairNote:
        """Write the note to a pair; an empty text removes it.

        ``read`` is the ``at`` of the note that ``by`` was editing, None for none. Writing the same
        text again changes nothing. Raises UnknownPerson, UnknownCohort, UnknownPair, and
        NoteChanged if somebody else has changed the note since.
        """
        words = text.replace("\r\n", "\n").strip()
        with self._database.write() as session:
            account, _ = place(session, by)
            key = cohort_id(session, cohort)
            number = session.scalar(
                select(PairRow.id).where(PairRow.cohort_id == key, PairRow.label == pair)
            )
            if number is None:
                raise UnknownPair(cohort)
            row = session.scalar(
                select(NoteRow).where(NoteRow.pair_id == number, NoteRow.module == module)
            )
            if words != (row.text if row else ""):
                if (row.at if row else None) != read:
                    raise _changed(session, row)
                _write(session, row, number, module, words, account)
            return next(n for n in _notes(session, key, module, number) if n.pair == pair)

    def of_submissions(self, cohort: str, module: str) -> Sequence[NoteFor]:
        """Return the notes on a module's submissions; raises UnknownCohort.

        Each is the note to the pair that the author was in when sending.
        """
        with self._database.read() as session:
            rows = session.execute(
                select(SubmissionRow.id, AccountRow.username, NoteRow.text)
                .join(AccountRow, AccountRow.id == SubmissionRow.account_id)
                .join(
                    NoteRow,
                    (NoteRow.pair_id == SubmissionRow.pair_id)
                    & (NoteRow.module == SubmissionRow.module),
                )
                .where(SubmissionRow.cohort_id == cohort_id(session, cohort))
                .where(SubmissionRow.module == module)
                .order_by(SubmissionRow.n)
            )
            return [NoteFor(*row) for row in rows]


def _write(
    session: Session, row: NoteRow | None, pair: int, module: str, words: str, by: int
) -> None:
    if row is not None and not words:
        session.delete(row)
    elif row is not None:
        row.text, row.at, row.by_id = words, now(), by
    else:
        session.add(NoteRow(pair_id=pair, module=module, text=words, at=now(), by_id=by))
    session.flush()


def _changed(session: Session, row: NoteRow | None) -> NoteChanged:
    if row is None:
        return NoteChanged(None, None)
    return NoteChanged(
        session.scalar(select(AccountRow.name).where(AccountRow.id == row.by_id)), row.at
    )


def _notes(session: Session, cohort: int, module: str, *always: int) -> list[PairNote]:
    pairs = session.execute(
        select(PairRow.id, PairRow.label, NoteRow.text, NoteRow.at, AccountRow.name)
        .outerjoin(NoteRow, (NoteRow.pair_id == PairRow.id) & (NoteRow.module == module))
        .outerjoin(AccountRow, AccountRow.id == NoteRow.by_id)
        .where(PairRow.cohort_id == cohort)
        .order_by(PairRow.id)
    ).all()
    present = _people(session, cohort)
    before = _wrote(session, [pair.id for pair in pairs if pair.id not in present], module)
    return [
        PairNote(
            pair=row.label,
            people=present.get(row.id) or before.get(row.id, []),
            ended=row.id not in present,
            text=row.text or "",
            at=row.at,
            by=row.name,
        )
        for row in pairs
        if row.id in present or row.id in before or row.text or row.id in always
    ]


def _people(session: Session, cohort: int) -> dict[int, list[str]]:
    """Return the names of the people now in each pair, by its key."""
    rows = session.execute(
        select(PairRow.id, AccountRow.name)
        .join(MemberRow, MemberRow.pair_id == PairRow.id)
        .join(AccountRow, AccountRow.id == MemberRow.account_id)
        .where(PairRow.cohort_id == cohort, MemberRow.left.is_(None), PairRow.ended.is_(None))
        .order_by(MemberRow.id)
    )
    found: dict[int, list[str]] = {}
    for pair, name in rows:
        found.setdefault(pair, []).append(name)
    return found


def _wrote(session: Session, pairs: Sequence[int], module: str) -> dict[int, list[str]]:
    """Return the names of those who wrote something in a module in these pairs, by pair."""
    rows = session.execute(
        select(EventRow.pair_id, AccountRow.id, AccountRow.name)
        .join(AccountRow, AccountRow.id == EventRow.account_id)
        .where(EventRow.pair_id.in_(pairs), EventRow.module == module)
        .distinct()
        .order_by(EventRow.pair_id, AccountRow.id)
    )
    found: dict[int, list[str]] = {}
    for pair, _, name in rows:
        found.setdefault(pair, []).append(name)
    return found
