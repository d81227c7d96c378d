"""Changes a cohort's roster while the course runs: first a preview, then exactly that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pairs_course import course_time
from pairs_course.people import passwords
from pairs_course.people.roster import NO_FACILITATOR, AtLine, Roster, RosterRow
from pairs_course.people.roster_diff import Change, Member, changes, staying
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import RosterChanged, RosterConflict
from pairs_course.store.membership import conflicts, elsewhere, keep, members_of
from pairs_course.store.tables import AccountRow, MemberRow, PairRow


@dataclass(frozen=True)
class Preview:
    """What a roster would change; ``digest`` covers the roster and all it was checked against.

    ``stay`` are facilitators who are missing from the roster but stay.
    """

    changes: list[Change]
    digest: str
    stay: list[Member]


@dataclass(frozen=True)
class Applied:
    """What a roster changed.

    ``passwords`` are for people who can sign in again or for the first time; those in ``gone`` no
    longer can, anywhere. ``pairs`` are the keys of the pairs whose people are affected.
    """

    changes: list[Change]
    passwords: dict[str, str]
    gone: list[str]
    pairs: set[int]


class Rosters:
    """Changes who is in a cohort. Answers stay, whatever happens to the roster."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def people(self, cohort: str) -> list[Member]:
        """Return everybody who is or was in a cohort; raises UnknownCohort."""
        with self._database.read() as session:
            return members_of(session, cohort_id(session, cohort))

    def preview(self, cohort: str, roster: Roster, by: str | None = None) -> Preview:
        """Return what a roster would change, without changing it.

        Args:
            cohort: the cohort.
            roster: the new roster.
            by: the facilitator who asks, None on the command line. A list without them keeps them
                as facilitator, and one without any facilitator keeps them all.

        Raises:
            UnknownCohort: there is no such cohort.
            RosterConflict: somebody cannot have that role in this cohort, or no facilitator would
                be left; names the lines.
        """
        with self._database.read() as session:
            return _preview(session, cohort, roster, by)

    def apply(
        self, cohort: str, roster: Roster, *, digest: str | None = None, by: str | None = None
    ) -> Applied:
        """Apply a whole roster to the cohort, or nothing.

        Args:
            cohort: the cohort.
            roster: the new roster.
            digest: the preview's; None applies the roster without one.
            by: as for :meth:`preview`.

        Raises:
            UnknownCohort, RosterConflict: as :meth:`preview`.
            RosterChanged: the preview is out of date.
        """
        seen = self.preview(cohort, roster, by)
        if digest is not None and digest != seen.digest:
            raise RosterChanged(cohort)
        # Hashing is slow, so it is done before the write lock is taken.
        come = [c.who[0] for c in seen.changes if c.kind in ("joins", "returns")]
        words = {username: passwords.new_password() for username in come}
        hashes = {username: passwords.hash_password(word) for username, word in words.items()}
        with self._database.write() as session:
            now = _preview(session, cohort, roster, by)
            if now.digest != seen.digest:
                raise RosterChanged(cohort)
            key = cohort_id(session, cohort)
            new, pairs = keep(session, key, now.changes, hashes, by or "")
            left = [change.who[0] for change in now.changes if change.kind == "leaves"]
            gone = [username for username in left if not _is_somewhere(session, username)]
        return Applied(now.changes, {name: words[name] for name in new}, gone, pairs)


def _preview(session: Session, cohort: str, roster: Roster, by: str | None) -> Preview:
    key = cohort_id(session, cohort)
    here = members_of(session, key)
    others = elsewhere(session, key, (row.username for row in roster.rows))
    problems = conflicts(roster.rows, here, others)
    stay = staying(here, roster.rows, by)
    problems += _without_facilitator(here, roster, stay, by)
    if problems:
        raise RosterConflict(roster, problems)
    labels = session.scalars(select(PairRow.label).where(PairRow.cohort_id == key))
    kept = [RosterRow(0, one.username, one.name, one.role, None) for one in stay]
    found = changes(here, [*roster.rows, *kept], _today(), labels)
    return Preview(found, _digest(cohort, here, others, roster), stay)


def _without_facilitator(
    here: Sequence[Member], roster: Roster, stay: Sequence[Member], by: str | None
) -> list[AtLine]:
    for row in roster.rows:
        if row.username == by and row.role != "facilitator":
            what = f"expected {by} to stay facilitator, got the role {row.role}"
            return [AtLine(row.line, f"{what}. Ask another facilitator to change yours")]
    before = any(one.role == "facilitator" and one.left is None for one in here)
    if before and not stay and not any(row.role == "facilitator" for row in roster.rows):
        return [AtLine(0, NO_FACILITATOR)]
    return []


def _digest(cohort: str, here: Sequence[Member], others: object, roster: Roster) -> str:
    rows = [(row.username, row.name, row.role, row.pair) for row in roster.rows]
    held = [cohort, [asdict(member) for member in here], others, rows]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _today() -> str:
    today = course_time.today()
    return f"{today.day} {today:%B %Y}"


def _is_somewhere(session: Session, username: str) -> bool:
    found = session.scalar(
        select(MemberRow.id)
        .join(AccountRow, AccountRow.id == MemberRow.account_id)
        .where(AccountRow.username == username, MemberRow.left.is_(None))
        .limit(1)
    )
    return found is not None
