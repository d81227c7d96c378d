"""Accounts: passwords and personal choices."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pairs_course.people import passwords
from pairs_course.store.access import note_renewal
from pairs_course.store.database import Database
from pairs_course.store.errors import UnknownPerson, WrongPassword
from pairs_course.store.records import Door
from pairs_course.store.tables import AccountRow


class Accounts:
    """Accounts by username."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def usernames(self) -> set[str]:
        """Return the name of every account."""
        with self._database.read() as session:
            return set(session.scalars(select(AccountRow.username)))

    def check_password(self, username: str, password: str) -> None:
        """Return if the password is right; capitals, spaces and hyphens do not matter.

        An unknown name takes as long as a known one. The caller limits how often somebody may
        try: see ``hub/password_attempts.py``.

        Raises:
            WrongPassword: the name or the password is wrong.
        """
        with self._database.read() as session:
            found = session.scalar(
                select(AccountRow.password).where(AccountRow.username == username)
            )
        if not passwords.password_matches(found or passwords.NOBODYS, password):
            raise WrongPassword

    def renew_password(self, username: str, by: str = "") -> str:
        """Give somebody a new password and return it; raises UnknownPerson.

        ``by`` is the facilitator, or "" for the course's administrator; it is recorded for the
        person to see. The hub ends the sessions opened with the old password.
        """
        password = passwords.new_password()
        hashed = passwords.hash_password(password)
        with self._database.write() as session:
            account = _account(session, username)
            account.password = hashed
            note_renewal(session, account.id, by)
        return password

    def door(self, username: str) -> Door | None:
        """Return how somebody wants to work, None if they have not chosen; raises UnknownPerson."""
        with self._database.read() as session:
            return cast("Door | None", _account(session, username).door)

    def set_door(self, username: str, door: Door) -> None:
        """Remember how somebody wants to work; raises UnknownPerson."""
        with self._database.write() as session:
            _set(session, username, door=door)

    def kept_out(self, username: str) -> bool:
        """Return whether somebody's answers stay out of cohort figures; raises UnknownPerson."""
        with self._database.read() as session:
            return _account(session, username).kept_out

    def keep_out(self, username: str, yes: bool) -> None:
        """Keep somebody's answers out of cohort figures, or let them in; raises UnknownPerson."""
        with self._database.write() as session:
            _set(session, username, kept_out=yes)


def _account(session: Session, username: str) -> AccountRow:
    row = session.scalar(select(AccountRow).where(AccountRow.username == username))
    if row is None:
        raise UnknownPerson(username)
    return row


def _set(session: Session, username: str, **values: object) -> None:
    done = session.execute(
        update(AccountRow)
        .where(AccountRow.username == username)
        .values(**values)
        .returning(AccountRow.id)
    ).first()
    if done is None:
        raise UnknownPerson(username)
