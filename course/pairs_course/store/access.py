"""Each person's sign-ins and password renewals, for them to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from pairs_course.answers.events import now
from pairs_course.store.database import Database
from pairs_course.store.tables import AccountEventRow, AccountRow

RENEWED: Final = "renewed"
SIGNED_IN: Final = "signed in"
#: How many sign-ins of one person are kept.
SIGN_INS: Final = 10


@dataclass(frozen=True)
class SignInRecord:
    """One sign-in, at ``at`` (ISO 8601 in UTC); ``new`` if that browser had not done it before."""

    at: str
    new: bool


@dataclass(frozen=True)
class Renewal:
    """A new password. ``by`` is a facilitator's name, None for the course's administrator.

    ``seen`` tells whether the person has read this.
    """

    at: str
    by: str | None
    seen: bool


@dataclass(frozen=True)
class Access:
    """A person's sign-ins and renewals, newest first."""

    sign_ins: list[SignInRecord]
    renewals: list[Renewal]

    @property
    def news(self) -> Renewal | None:
        """Return the newest renewal, if the person has not acknowledged it."""
        return next((one for one in self.renewals[:1] if not one.seen), None)


class AccessLog:
    """The sign-ins and new passwords of every account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def signed_in(self, username: str, *, new: bool) -> None:
        """Record a sign-in; ``new`` if the person had not used that browser before."""
        with self._database.write() as session:
            account = _account_id(session, username)
            if account is None:
                return
            session.add(AccountEventRow(account_id=account, at=now(), kind=SIGNED_IN, new=new))
            session.flush()
            kept = (
                select(AccountEventRow.id)
                .where(AccountEventRow.account_id == account, AccountEventRow.kind == SIGNED_IN)
                .order_by(AccountEventRow.id.desc())
                .limit(SIGN_INS)
            )
            session.execute(
                delete(AccountEventRow).where(
                    AccountEventRow.account_id == account,
                    AccountEventRow.kind == SIGNED_IN,
                    AccountEventRow.id.not_in(kept),
                )
            )

    def of(self, username: str) -> Access:
        """Return a person's sign-ins and renewals; empty if there is no such account."""
        actor = aliased(AccountRow)
        with self._database.read() as session:
            rows = session.execute(
                select(AccountEventRow, actor.name)
                .join(AccountRow, AccountRow.id == AccountEventRow.account_id)
                .outerjoin(actor, actor.username == AccountEventRow.by)
                .where(AccountRow.username == username)
                .order_by(AccountEventRow.id.desc())
            ).all()
        return Access(
            [SignInRecord(row.at, row.new) for row, _ in rows if row.kind == SIGNED_IN],
            [
                Renewal(row.at, (name or row.by) if row.by else None, row.seen is not None)
                for row, name in rows
                if row.kind == RENEWED
            ],
        )

    def seen(self, username: str) -> None:
        """Record that the person has read who gave them a new password."""
        self._mark(AccountRow.username == username, "seen")

    def to_end(self) -> list[str]:
        """Return whose password was renewed without the hub having ended their old sessions yet."""
        with self._database.read() as session:
            found = session.scalars(
                select(AccountRow.username)
                .join(AccountEventRow, AccountEventRow.account_id == AccountRow.id)
                .where(AccountEventRow.kind == RENEWED, AccountEventRow.ended.is_(None))
                .distinct()
            )
            return sorted(found)

    def ended(self, username: str) -> None:
        """Record that the hub has ended the sessions opened with the old password."""
        self._mark(AccountRow.username == username, "ended")

    def _mark(self, who: object, column: str) -> None:
        with self._database.write() as session:
            accounts = select(AccountRow.id).where(who)  # type: ignore[arg-type]  # an expression
            session.execute(
                update(AccountEventRow)
                .where(
                    AccountEventRow.account_id.in_(accounts),
                    AccountEventRow.kind == RENEWED,
                    getattr(AccountEventRow, column).is_(None),
                )
                .values({column: now()})
            )


def note_renewal(session: Session, account: int, by: str) -> None:
    """Record a renewal, in the transaction that sets the new password."""
    session.add(AccountEventRow(account_id=account, at=now(), kind=RENEWED, by=by))


def _account_id(session: Session, username: str) -> int | None:
    return session.scalar(select(AccountRow.id).where(AccountRow.username == username))
