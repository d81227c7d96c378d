"""Accounts: passwords with slowing after wrong tries, and what a person chose."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pairs_course import passwords
from pairs_course.store.database import Database
from pairs_course.store.errors import SlowedDown, UnknownPerson, WrongPassword
from pairs_course.store.records import Door
from pairs_course.store.tables import AccountRow


class Accounts:
    """Accounts by username; ``clock`` gives seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def usernames(self) -> set[str]:
        """Return the name of every account."""
        with self._database.read() as session:
            return set(session.scalars(select(AccountRow.username)))

    def check_password(self, username: str, password: str) -> None:
        """Return if the password is right; capitals, spaces and hyphens do not matter.

        Raises:
            WrongPassword: the name or the password is wrong.
            SlowedDown: too many wrong tries; the password was not even looked at.
        """
        hashed = self._begin_try(username)
        right = passwords.password_matches(hashed or passwords.nobodys_hash(), password)
        if hashed is None or not right:
            raise WrongPassword
        with self._database.write() as session:
            _set(session, username, wrong_tries=0, wait_until=0.0)

    def renew_password(self, username: str) -> str:
        """Give somebody a new password and return it; raises UnknownPerson. Ends any slowing."""
        password = passwords.new_password()
        hashed = passwords.hash_password(password)
        with self._database.write() as session:
            _set(session, username, password=hashed, wrong_tries=0, wait_until=0.0)
        return password

    def door(self, username: str) -> Door | None:
        """Return how somebody wants to work, None if they have not said; raises UnknownPerson."""
        with self._database.read() as session:
            return cast("Door | None", _account(session, username).door)

    def set_door(self, username: str, door: Door) -> None:
        """Remember how somebody wants to work; raises UnknownPerson."""
        with self._database.write() as session:
            _set(session, username, door=door)

    def kept_out(self, username: str) -> bool:
        """Say whether somebody keeps their answers out of cohort figures; raises UnknownPerson."""
        with self._database.read() as session:
            return _account(session, username).kept_out

    def keep_out(self, username: str, yes: bool) -> None:
        """Keep somebody's answers out of cohort figures, or let them in; raises UnknownPerson."""
        with self._database.write() as session:
            _set(session, username, kept_out=yes)

    def _begin_try(self, username: str) -> str | None:
        """Count a try as wrong before it is judged, so that many at once are slowed too."""
        with self._database.write() as session:
            account = session.scalar(select(AccountRow).where(AccountRow.username == username))
            if account is None:
                return None
            now = self._clock()
            if account.wait_until > now:
                raise SlowedDown(math.ceil(account.wait_until - now))
            account.wrong_tries += 1
            account.wait_until = now + passwords.wait_after(account.wrong_tries)
            return account.password


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
