"""Requests for support: asking for a call, and pausing."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from pairs_course.answers.events import now
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import NotInAPair, UnknownPerson
from pairs_course.store.tables import AccountRow, CallRow, CohortRow, MemberRow

MAX_REACH: Final = 200


@dataclass(frozen=True)
class Reach:
    """How to reach somebody safely, in their own words; each may be empty."""

    number: str = ""
    time: str = ""
    way: str = ""


@dataclass(frozen=True)
class CallRequest:
    """A request for a call, made at ``at`` (ISO 8601 in UTC)."""

    id: int
    username: str
    name: str
    at: str
    reach: Reach


@dataclass(frozen=True)
class Pause:
    """Whether a person is paused, and whether their pair is, because either partner is."""

    mine: bool
    pair: bool


class Care:
    """Requests that people make to their cohort's facilitators.

    Partners see that the pair is paused. Only facilitators see a request for a call.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, username: str, reach: Reach | None = None) -> CallRequest:
        """Ask for a call, and say how to be reached safely; None keeps what was said before.

        Asking again keeps the place in the list. Texts are cut after ``MAX_REACH`` characters.
        Raises NotInAPair and UnknownPerson.
        """
        with self._database.write() as session:
            member = _member(session, username)
            waiting = _waiting(session, username)
            call = session.get(CallRow, waiting.id) if waiting else None
            if call is None:
                call = CallRow(account_id=member.account_id, cohort_id=member.cohort_id, at=now())
                session.add(call)
            if reach is not None:
                words = [text.strip()[:MAX_REACH] for text in astuple(reach)]
                call.number, call.safe_time, call.safe_way = words
            session.flush()
            found = _waiting(session, username)
        assert found is not None  # noqa: S101 - it was just added
        return found

    def take_back(self, username: str) -> None:
        """Withdraw a person's own request, and erase how to reach them."""
        with self._database.write() as session:
            account = select(AccountRow.id).where(AccountRow.username == username)
            session.execute(_end().where(CallRow.account_id.in_(account)))

    def asked(self, username: str) -> CallRequest | None:
        """Return a person's own open request, or None."""
        with self._database.read() as session:
            return _waiting(session, username)

    def calls(self, cohort: str) -> list[CallRequest]:
        """Return a cohort's open requests, longest-waiting first; raises UnknownCohort.

        People who have since left are included: they asked, so somebody should call.
        """
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            return _calls(session, CallRow.cohort_id == place)

    def called(self, cohort: str, call: int) -> None:
        """Record that a facilitator has called; requests in other cohorts are not touched.

        How to reach the person was for this call only, and is erased.
        """
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            session.execute(_end().where(CallRow.id == call, CallRow.cohort_id == place))

    def pause(self, username: str, yes: bool) -> None:
        """Pause or resume; a pair is paused while either partner is. Raises NotInAPair."""
        with self._database.write() as session:
            _member(session, username).paused = yes

    def paused(self, username: str) -> Pause:
        """Return whether a person and their pair are paused; raises NotInAPair."""
        with self._database.read() as session:
            member = _member(session, username)
            of_pair = select(MemberRow.paused).where(
                MemberRow.pair_id == member.pair_id, MemberRow.left.is_(None)
            )
            return Pause(member.paused, any(session.scalars(of_pair)))

    def pausing(self, cohort: str) -> set[str]:
        """Return the people in a cohort whose pair is paused; raises UnknownCohort."""
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            pairs = select(MemberRow.pair_id).where(
                MemberRow.cohort_id == place,
                MemberRow.paused.is_(True),
                MemberRow.left.is_(None),
            )
            names = (
                select(AccountRow.username)
                .join(MemberRow, MemberRow.account_id == AccountRow.id)
                .where(MemberRow.pair_id.in_(pairs), MemberRow.left.is_(None))
            )
            return set(session.scalars(names))


def _member(session: Session, username: str) -> MemberRow:
    account = session.scalar(select(AccountRow.id).where(AccountRow.username == username))
    if account is None:
        raise UnknownPerson(username)
    row = session.scalar(
        select(MemberRow).where(
            MemberRow.account_id == account,
            MemberRow.pair_id.is_not(None),
            MemberRow.left.is_(None),
        )
    )
    if row is None:
        raise NotInAPair(username)
    return row


def _end() -> Update:
    forgotten = {"number": "", "safe_time": "", "safe_way": ""}
    return update(CallRow).where(CallRow.done.is_(None)).values(done=now(), **forgotten)


def _waiting(session: Session, username: str) -> CallRequest | None:
    return next(iter(_calls(session, AccountRow.username == username)), None)


def _calls(session: Session, *where: object) -> list[CallRequest]:
    rows = session.execute(
        select(
            CallRow.id,
            AccountRow.username,
            AccountRow.name,
            CallRow.at,
            CallRow.number,
            CallRow.safe_time,
            CallRow.safe_way,
        )
        .join(AccountRow, AccountRow.id == CallRow.account_id)
        .join(CohortRow, CohortRow.id == CallRow.cohort_id)
        .where(CallRow.done.is_(None), *where)  # type: ignore[arg-type]  # column expressions
        .order_by(CallRow.id)
    )
    return [CallRequest(*row[:4], Reach(*row[4:])) for row in rows]
