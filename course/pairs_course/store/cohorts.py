"""Adding, listing and removing cohorts; looking people up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session, aliased

from pairs_course import events, people
from pairs_course.people import PAIR_ROLES, Roster, RosterRow
from pairs_course.store.accounts import Accounts
from pairs_course.store.errors import BadCohortName, CohortExists, RosterConflict, UnknownCohort
from pairs_course.store.records import Cohort, Person, Role
from pairs_course.store.tables import AccountRow, CohortRow, MemberRow, PairRow

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class People(Accounts):
    """Cohorts, their members, and their accounts."""

    def add_cohort(
        self, cohort: str, roster: Roster, *, title: str | None = None, demo: bool = False
    ) -> dict[str, str]:
        """Make a cohort from a roster: all of it, or nothing.

        Returns the new passwords by username. Somebody who has an account (a facilitator of two
        cohorts) keeps it, and is not in the result.

        Raises:
            BadCohortName: the name is no folder name of small letters, digits and hyphens.
            CohortExists: there is one of that name.
            RosterConflict: somebody cannot be in this cohort too; names file and line.
        """
        if not _NAME.fullmatch(cohort):
            raise BadCohortName(cohort)
        self._check_fits(cohort, roster)
        # Hashing takes longest, so it is done before anybody else has to wait.
        passwords = {row.username: people.new_password() for row in roster.rows}
        hashes = {name: people.hash_password(word) for name, word in passwords.items()}
        with self._database.write() as session:
            _check_fits(session, cohort, roster)
            place = CohortRow(name=cohort, title=title or cohort, demo=demo, made_at=events.now())
            session.add(place)
            session.flush()
            accounts = _accounts(session, (row.username for row in roster.rows))
            new = [row for row in roster.rows if row.username not in accounts]
            for row in new:
                accounts[row.username] = AccountRow(
                    username=row.username, name=row.name, password=hashes[row.username]
                )
            labels = dict.fromkeys(row.pair for row in roster.rows if row.pair)
            pairs = {label: PairRow(cohort_id=place.id, label=label) for label in labels}
            session.add_all([*accounts.values(), *pairs.values()])
            session.flush()
            for row in roster.rows:
                member = MemberRow(
                    cohort_id=place.id,
                    account_id=accounts[row.username].id,
                    role=row.role,
                    pair_id=pairs[row.pair].id if row.pair else None,
                )
                session.add(member)
                session.flush()  # one by one: their ids keep the order of the roster
        return {row.username: passwords[row.username] for row in new}

    def cohorts(self) -> list[Cohort]:
        """Return every cohort, by name."""
        with self._database.read() as session:
            return _cohorts(session)

    def cohort(self, name: str) -> Cohort:
        """Return a cohort; raises UnknownCohort."""
        with self._database.read() as session:
            for cohort in _cohorts(session, CohortRow.name == name):
                return cohort
        raise UnknownCohort(name)

    def remove_cohort(self, name: str) -> list[str]:
        """Remove a cohort and all that belongs to it; raises UnknownCohort.

        Returns the usernames whose accounts ended, because they were in no other cohort.
        """
        with self._database.write() as session:
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
        """Return somebody in a cohort (without one: in their first), or None."""
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
        """Return the people of a cohort in the order of its roster; raises UnknownCohort."""
        with self._database.read() as session:
            cohort_id(session, cohort)
            return _persons(session, CohortRow.name == cohort)

    def _check_fits(self, cohort: str, roster: Roster) -> None:
        with self._database.read() as session:
            _check_fits(session, cohort, roster)


def cohort_id(session: Session, name: str) -> int:
    """Return the key of a cohort; raises UnknownCohort."""
    found = session.scalar(select(CohortRow.id).where(CohortRow.name == name))
    if found is None:
        raise UnknownCohort(name)
    return found


def _check_fits(session: Session, cohort: str, roster: Roster) -> None:
    """Refuse a roster that does not fit who is here already."""
    if session.scalar(select(CohortRow.id).where(CohortRow.name == cohort)) is not None:
        raise CohortExists(cohort)
    usernames = [row.username for row in roster.rows]
    here: dict[str, Person] = {}
    for person in _persons(session, AccountRow.username.in_(usernames)):
        here.setdefault(person.username, person)
    problems = [
        roster.problem(row.line, what)
        for row in roster.rows
        if row.username in here and (what := _conflict(row, here[row.username]))
    ]
    if problems:
        raise RosterConflict("\n".join(problems))


def _conflict(row: RosterRow, person: Person) -> str | None:
    """Say why somebody who is here cannot be in a new cohort in this role, or None."""
    if person.role in PAIR_ROLES or row.role in PAIR_ROLES:
        return (
            f'username must be new for a member of a pair, got "{row.username}", '
            f"who is {person.role} in cohort “{person.cohort}”"
        )
    if row.name != person.name:
        return (
            f'username "{row.username}" belongs to {person.name} of cohort “{person.cohort}”, '
            f"got the name {row.name}"
        )
    return None


def _accounts(session: Session, usernames: Iterable[str]) -> dict[str, AccountRow]:
    query = select(AccountRow).where(AccountRow.username.in_(list(usernames)))
    return {row.username: row for row in session.scalars(query)}


def _cohorts(session: Session, *where: ColumnElement[bool]) -> list[Cohort]:
    rows = session.execute(
        select(
            CohortRow.name,
            CohortRow.title,
            CohortRow.demo,
            func.count(MemberRow.id),
            func.count(MemberRow.pair_id.distinct()),
        )
        .outerjoin(MemberRow, MemberRow.cohort_id == CohortRow.id)
        .where(*where)
        .group_by(CohortRow.id)
        .order_by(CohortRow.name)
    )
    return [Cohort(*row) for row in rows]


def _persons(session: Session, *where: ColumnElement[bool]) -> list[Person]:
    partner, partner_account = aliased(MemberRow), aliased(AccountRow)
    rows = session.execute(
        select(
            AccountRow.username,
            AccountRow.name,
            MemberRow.role,
            CohortRow.name,
            PairRow.label,
            CohortRow.demo,
            partner_account.username,
            partner_account.name,
        )
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .join(CohortRow, CohortRow.id == MemberRow.cohort_id)
        .outerjoin(PairRow, PairRow.id == MemberRow.pair_id)
        .outerjoin(partner, (partner.pair_id == MemberRow.pair_id) & (partner.id != MemberRow.id))
        .outerjoin(partner_account, partner_account.id == partner.account_id)
        .where(*where)
        .order_by(MemberRow.id)
    )
    return [_person(*row) for row in rows]


def _person(username: str, name: str, role: str, *rest: Any) -> Person:
    return Person(username, name, cast("Role", role), *rest)
