"""Adding, listing and removing cohorts; looking people up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from pairs_course.answers import events
from pairs_course.people import passwords
from pairs_course.people.names import MAX_TITLE, BadNameError, named
from pairs_course.people.roster import Roster
from pairs_course.people.roster_diff import changes
from pairs_course.store.accounts import Accounts
from pairs_course.store.errors import (
    BadCohortName,
    BadCohortTitle,
    CohortExists,
    InAnotherCohort,
    NotInCohort,
    RosterConflict,
    UnknownCohort,
)
from pairs_course.store.membership import conflicts, elsewhere, keep
from pairs_course.store.records import Cohort, Person, Role
from pairs_course.store.tables import AccountRow, CohortRow, MemberRow, PairRow

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class People(Accounts):
    """Cohorts, their members, and their accounts."""

    def add_cohort(
        self,
        cohort: str,
        roster: Roster,
        *,
        title: str | None = None,
        demo: bool = False,
        by: str = "",
    ) -> dict[str, str]:
        """Create a whole cohort from a roster, or nothing. ``by`` is the facilitator doing so.

        Returns the new passwords by username. Somebody who is already in another cohort (such as
        a facilitator of two) keeps their password, and is not in the result.

        Raises:
            BadCohortName: the name is not a folder name of lower-case letters, digits, hyphens.
            BadCohortTitle: the title is empty, too long or unreadable.
            CohortExists: there is a cohort of that name.
            RosterConflict: somebody cannot be in this cohort too; names file and line.
        """
        title = self.check_new(cohort, roster, title)
        # Hashing is slow, so it is done before the write lock is taken.
        words = {row.username: passwords.new_password() for row in roster.rows}
        hashes = {name: passwords.hash_password(word) for name, word in words.items()}
        with self._database.write() as session:
            check_fits(session, cohort, roster)
            place = CohortRow(name=cohort, title=title, demo=demo, made_at=events.now())
            session.add(place)
            session.flush()
            new, _ = keep(session, place.id, changes([], roster.rows, ""), hashes, by)
        return {username: words[username] for username in new}

    def cohorts(self) -> list[Cohort]:
        """Return every cohort, ordered by name."""
        with self._database.read() as session:
            return _cohorts(session)

    def cohort(self, name: str) -> Cohort:
        """Return a cohort; raises UnknownCohort."""
        with self._database.read() as session:
            for cohort in _cohorts(session, CohortRow.name == name):
                return cohort
        raise UnknownCohort(name)

    def about(self, name: str) -> dict[str, str]:
        """Return the facilitators' texts for "Before you begin"; raises UnknownCohort."""
        with self._database.read() as session:
            of = CohortRow.id == cohort_id(session, name)
            return dict(session.scalars(select(CohortRow.about).where(of)).one())

    def say_about(self, name: str, words: Mapping[str, str]) -> None:
        """Replace the texts for "Before you begin", by part of that page; raises UnknownCohort."""
        with self._database.write() as session:
            of = CohortRow.id == cohort_id(session, name)
            session.execute(update(CohortRow).where(of).values(about=dict(words)))

    def remove_cohort(self, name: str) -> list[str]:
        """Remove a cohort and all its data; raises UnknownCohort.

        Returns the usernames of deleted accounts: those of people in no other cohort.
        """
        with self._database.publish() as session:
            row = session.scalar(select(CohortRow).where(CohortRow.name == name))
            if row is None:
                raise UnknownCohort(name)
            session.execute(delete(CohortRow).where(CohortRow.id == row.id))
            elsewhere = select(MemberRow.account_id)
            ended = session.execute(
                select(AccountRow.id, AccountRow.username)
                .where(AccountRow.id.not_in(elsewhere))
                .order_by(AccountRow.username)
            ).all()
            session.execute(delete(AccountRow).where(AccountRow.id.in_([e.id for e in ended])))
        return [e.username for e in ended]

    def find(self, username: str, cohort: str | None = None) -> Person | None:
        """Return somebody in a cohort, by default in their first, or None.

        People who have left do not count, here and in the methods below.
        """
        where = [AccountRow.username == username]
        if cohort is not None:
            where.append(CohortRow.name == cohort)
        with self._database.read() as session:
            return next(iter(_persons(session, *where)), None)

    def memberships(self, username: str) -> list[Person]:
        """Return somebody in each of their cohorts, the oldest membership first."""
        with self._database.read() as session:
            return _persons(session, AccountRow.username == username)

    def members(self, cohort: str) -> list[Person]:
        """Return a cohort's people in roster order; raises UnknownCohort."""
        with self._database.read() as session:
            cohort_id(session, cohort)
            return _persons(session, CohortRow.name == cohort)

    def renew_for(self, cohort: str, username: str, by: str = "") -> str:
        """Give a member of a cohort a new password and return it; ``by`` is the facilitator.

        Raises:
            UnknownCohort, NotInCohort: there is no such cohort, or the person is not in it.
            InAnotherCohort: they are in another one too, which the password would open.
        """
        found = self.memberships(username)
        self.cohort(cohort)
        if cohort not in [person.cohort for person in found]:
            raise NotInCohort(username, cohort)
        if len(found) > 1:
            raise InAnotherCohort(username)
        return self.renew_password(username, by)

    def check_new(self, cohort: str, roster: Roster, title: str | None = None) -> str:
        """Check a new cohort and return its title; raises the same as :meth:`add_cohort`."""
        check_name(cohort)
        try:
            title = named(title or cohort, MAX_TITLE)
        except BadNameError as wrong:
            raise BadCohortTitle(wrong) from None
        with self._database.read() as session:
            check_fits(session, cohort, roster)
        return title


def cohort_id(session: Session, name: str) -> int:
    """Return the key of a cohort; raises UnknownCohort."""
    found = session.scalar(select(CohortRow.id).where(CohortRow.name == name))
    if found is None:
        raise UnknownCohort(name)
    return found


def check_name(cohort: str) -> None:
    """Raise BadCohortName for a name that cannot be a folder and part of an address."""
    if not _NAME.fullmatch(cohort):
        raise BadCohortName(cohort)


def check_fits(session: Session, cohort: str, roster: Roster) -> None:
    """Raise CohortExists or RosterConflict if a new cohort clashes with existing ones."""
    if session.scalar(select(CohortRow.id).where(CohortRow.name == cohort)) is not None:
        raise CohortExists(cohort)
    others = elsewhere(session, None, (row.username for row in roster.rows))
    if problems := conflicts(roster.rows, [], others):
        raise RosterConflict(roster, problems)


def _cohorts(session: Session, *where: ColumnElement[bool]) -> list[Cohort]:
    rows = session.execute(
        select(
            CohortRow.name,
            CohortRow.title,
            CohortRow.demo,
            func.count(MemberRow.id),
            func.count(MemberRow.pair_id.distinct()),
        )
        .outerjoin(MemberRow, (MemberRow.cohort_id == CohortRow.id) & MemberRow.left.is_(None))
        .where(*where)
        .group_by(CohortRow.id)
        .order_by(CohortRow.name)
    )
    return [Cohort(*row) for row in rows]


def _of_everybody() -> Select[*tuple[Any, ...]]:
    partner, partner_account = aliased(MemberRow), aliased(AccountRow)
    return (
        select(
            AccountRow.username,
            AccountRow.name,
            MemberRow.role,
            CohortRow.name,
            PairRow.label,
            CohortRow.demo,
            partner_account.username,
            partner_account.name,
            MemberRow.pair_id,
        )
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .join(CohortRow, CohortRow.id == MemberRow.cohort_id)
        .outerjoin(PairRow, PairRow.id == MemberRow.pair_id)
        .outerjoin(
            partner,
            (partner.pair_id == MemberRow.pair_id)
            & (partner.id != MemberRow.id)
            & partner.left.is_(None),
        )
        .outerjoin(partner_account, partner_account.id == partner.account_id)
        .where(MemberRow.left.is_(None))
        .order_by(MemberRow.id)
    )


#: Built once: every request looks up who asks, and building it took a third of the time.
_EVERYBODY: Final = _of_everybody()


def _persons(session: Session, *where: ColumnElement[bool]) -> list[Person]:
    return [_person(*row) for row in session.execute(_EVERYBODY.where(*where))]


def _person(username: str, name: str, role: str, *rest: Any) -> Person:
    return Person(username, name, cast("Role", role), *rest)
