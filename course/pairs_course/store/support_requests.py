"""When somebody needs a person: asking for a call, and pausing."""

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
    """How it is safe to reach somebody, in their own words; each may be empty."""

    number: str = ""
    time: str = ""
    way: str = ""


@dataclass(frozen=True)
class CallRequest:
    """Somebody asked to be called, at ``at`` (ISO 8601 in UTC)."""

    id: int
    username: str
    name: str
    at: str
    reach: Reach


@dataclass(frozen=True)
class Pause:
    """Whether somebody pauses, and whether their pair does, because either of the two does."""

    mine: bool
    pair: bool


class Care:
    """What the facilitators of a cohort are told because somebody pressed a button for it.

    Partners learn that the pair pauses. Nobody but the facilitators learns of a call.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, username: str, reach: Reach | None = None) -> CallRequest:
        """Ask for a call, and say how it is safe to be reached; None leaves what was said.

        Somebody who has asked already stays where they are in the list. What is longer than
        ``MAX_REACH`` characters is cut. Raises NotInAPair, and UnknownPerson.
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
        """End somebody's own asking, and forget how to reach them."""
        with self._database.write() as session:
            account = select(AccountRow.id).where(AccountRow.username == username)
            session.execute(_end().where(CallRow.account_id.in_(account)))

    def asked(self, username: str) -> CallRequest | None:
        """Return somebody's own asking that nobody has answered yet, or None."""
        with self._database.read() as session:
            return _waiting(session, username)

    def calls(self, cohort: str) -> list[CallRequest]:
        """Return who of a cohort waits for a call, the longest first; raises UnknownCohort.

        Who left since is among them: they asked, and somebody should call.
        """
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            return _calls(session, CallRow.cohort_id == place)

    def called(self, cohort: str, call: int) -> None:
        """Say that a facilitator of the cohort has called; one of another cohort stays.

        How to reach the person was for this call alone, and is forgotten.
        """
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            session.execute(_end().where(CallRow.id == call, CallRow.cohort_id == place))

    def pause(self, username: str, yes: bool) -> None:
        """Pause, or go on; a pair pauses while either of the two does. Raises NotInAPair."""
        with self._database.write() as session:
            _member(session, username).paused = yes

    def paused(self, username: str) -> Pause:
        """Say whether somebody and their pair pause; raises NotInAPair."""
        with self._database.read() as session:
            member = _member(session, username)
            of_pair = select(MemberRow.paused).where(
                MemberRow.pair_id == member.pair_id, MemberRow.left.is_(None)
            )
            return Pause(member.paused, any(session.scalars(of_pair)))

    def pausing(self, cohort: str) -> set[str]:
        """Return the people of a cohort whose pair pauses; raises UnknownCohort."""
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
