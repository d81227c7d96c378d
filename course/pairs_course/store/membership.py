"""Reads and changes the people and pairs of one cohort, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pairs_course.answers.events import now
from pairs_course.people.names import isolate
from pairs_course.people.roster import PAIR_ROLES, AtLine, RosterRow
from pairs_course.people.roster_diff import Change, Member
from pairs_course.store.access import note_renewal
from pairs_course.store.tables import AccountRow, CohortRow, MemberRow, PairRow

Elsewhere = dict[str, tuple[str, str, str]]


def members_of(session: Session, cohort: int) -> list[Member]:
    """Return everybody who is or was in a cohort, in the order they joined."""
    rows = session.execute(
        select(AccountRow.username, AccountRow.name, MemberRow.role, PairRow.label, MemberRow.left)
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .outerjoin(PairRow, PairRow.id == MemberRow.pair_id)
        .where(MemberRow.cohort_id == cohort)
        .order_by(MemberRow.id)
    )
    return [Member(*row) for row in rows]


def elsewhere(session: Session, cohort: int | None, usernames: Iterable[str]) -> Elsewhere:
    """Return those who are in another cohort now: name, role and cohort of the first."""
    rows = session.execute(
        select(AccountRow.username, AccountRow.name, MemberRow.role, CohortRow.name)
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .join(CohortRow, CohortRow.id == MemberRow.cohort_id)
        .where(AccountRow.username.in_(list(usernames)), MemberRow.left.is_(None))
        .where(MemberRow.cohort_id != (cohort if cohort is not None else -1))
        .order_by(MemberRow.id.desc())
    )
    return {username: (name, role, place) for username, name, role, place in rows}


def conflicts(rows: Iterable[RosterRow], here: Sequence[Member], others: Elsewhere) -> list[AtLine]:
    """Return who on a roster cannot have their role in this cohort, because of another cohort.

    Args:
        rows: the roster.
        here: this cohort's current and former people.
        others: people in other cohorts, from :func:`elsewhere`.
    """
    found = []
    present = {member.username for member in here if member.left is None}
    for row in rows:
        if row.username not in others:
            continue
        name, role, cohort = others[row.username]
        if role in PAIR_ROLES or row.role in PAIR_ROLES:
            what = (
                f'username must be new for a member of a pair, got "{row.username}", '
                f"who is {role} in cohort “{cohort}”"
            )
            found.append(AtLine(row.line, what))
        elif row.name != name and row.username not in present:
            what = (
                f'username "{row.username}" belongs to {isolate(name)} of cohort “{cohort}”, '
                f"got the name {isolate(row.name)}"
            )
            found.append(AtLine(row.line, what))
    return found


def keep(
    session: Session,
    cohort: int,
    found: Iterable[Change],
    hashes: Mapping[str, str],
    by: str = "",
) -> tuple[list[str], set[int]]:
    """Write changes that :func:`~.roster_diff.changes` found in this same transaction.

    Args:
        session: a session for writing.
        cohort: the cohort's key.
        found: the changes.
        hashes: the hash of a new password for everybody who joins or returns.
        by: the facilitator, or "" for the course's administrator.

    Returns:
        The people who got the new password, because they were in no cohort; and the keys of the
        pairs whose people are affected.
    """
    rows = _rows(session, cohort)
    names = [name for change in found for name in change.who]
    others = elsewhere(session, cohort, names)
    new: list[str] = []
    touched: set[int] = set()
    labels: dict[int, str] = {}
    placed: list[tuple[str, tuple[str, ...]]] = []
    pairs = {
        pair.label: pair for pair in session.scalars(select(PairRow).filter_by(cohort_id=cohort))
    }
    for change in found:
        if change.kind in ("label", "ends"):
            labels[pairs[change.was].id] = change.now
        if change.kind == "pair":
            placed.append((change.now, change.who))
        for username in change.who:
            if change.kind in ("joins", "returns") and username not in others:
                new.append(username)
            if change.kind == "joins":
                rows[username] = _joined(session, cohort, change.now, username, hashes[username])
            _, member = rows[username]
            if member.pair_id is not None:
                touched.add(member.pair_id)
            _person(session, rows[username], change, hashes if username in new else {}, by)
    _label(session, labels, pairs.values())
    for label, who in placed:
        pair = PairRow(cohort_id=cohort, label=label)
        session.add(pair)
        session.flush()
        for username in who:
            rows[username][1].pair_id = pair.id
        touched.add(pair.id)
    session.flush()
    _end_and_begin(session, cohort)
    return new, touched


def _rows(session: Session, cohort: int) -> dict[str, tuple[AccountRow, MemberRow]]:
    found = session.execute(
        select(AccountRow, MemberRow)
        .join(MemberRow, MemberRow.account_id == AccountRow.id)
        .where(MemberRow.cohort_id == cohort)
    )
    return {account.username: (account, member) for account, member in found}


def _joined(
    session: Session, cohort: int, role: str, username: str, hashed: str
) -> tuple[AccountRow, MemberRow]:
    account = session.scalar(select(AccountRow).where(AccountRow.username == username))
    if account is None:
        account = AccountRow(username=username, name=username, password=hashed)
        session.add(account)
        session.flush()
    member = MemberRow(cohort_id=cohort, account_id=account.id, role=role)
    session.add(member)
    session.flush()  # one by one, so that ids follow the roster's order
    return account, member


def _person(
    session: Session,
    row: tuple[AccountRow, MemberRow],
    change: Change,
    hashes: Mapping[str, str],
    by: str,
) -> None:
    account, member = row
    match change.kind:
        case "leaves":
            member.left = now()
        case "joins" | "returns":
            member.left, account.name = None, change.names[0]
            hashed = hashes.get(account.username, account.password)
            if hashed != account.password:  # a returning person with an old password
                account.password = hashed
                note_renewal(session, account.id, by)
        case "name":
            account.name = change.now
        case "role":
            member.role = change.now
            if change.now not in PAIR_ROLES:
                member.pair_id = None
        case _:
            pass


def _label(session: Session, labels: Mapping[int, str], pairs: Iterable[PairRow]) -> None:
    """Change pairs' labels, through temporary ones so that two can swap."""
    changed = [pair for pair in pairs if pair.id in labels]
    for pair in changed:
        pair.label = f"~{pair.id}"
    session.flush()
    for pair in changed:
        pair.label = labels[pair.id]
    session.flush()


def _end_and_begin(session: Session, cohort: int) -> None:
    """Mark pairs without people as ended, and those with people as not ended."""
    with_people = select(MemberRow.pair_id).where(
        MemberRow.cohort_id == cohort, MemberRow.left.is_(None), MemberRow.pair_id.is_not(None)
    )
    present = set(session.scalars(with_people))
    for pair in session.scalars(select(PairRow).where(PairRow.cohort_id == cohort)):
        if pair.id in present:
            pair.ended = None
        elif pair.ended is None:
            pair.ended = now()
