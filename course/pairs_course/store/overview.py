"""Pairs' progress through the modules, for facilitators: states and days, no answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from pairs_course.people.roster import PAIR_ROLES
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.records import State
from pairs_course.store.tables import (
    AccountRow,
    EventRow,
    FeedbackRow,
    MemberRow,
    PairRow,
    ReleaseRow,
    SubmissionRow,
)


@dataclass(frozen=True)
class Progress:
    """One person's progress in one module.

    ``at`` is when the module was sent or feedback arrived. Before that it is None, because when
    somebody works is nobody else's business.
    """

    state: State
    at: str | None


@dataclass(frozen=True)
class PersonAt:
    """One person of a pair, with their progress by module they have started."""

    username: str
    name: str
    role: str
    modules: dict[str, Progress]


@dataclass(frozen=True)
class PairAt:
    """One pair, or somebody who has no pair now (``pair`` is None).

    It is paused while either partner is, without telling which.
    """

    pair: str | None
    paused: bool
    people: list[PersonAt]


@dataclass(frozen=True)
class ReleasedAt:
    """When a module was released, and when it opens to participants (None: at once)."""

    at: str
    opens: str | None


@dataclass(frozen=True)
class CohortAt:
    """A cohort's pairs in roster order, and its released modules."""

    pairs: list[PairAt]
    released: dict[str, ReleasedAt]


NOT_STARTED: Final = Progress("not started", None)


class Overview:
    """The state of a whole cohort, in a fixed number of queries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_cohort(self, cohort: str, modules: Sequence[str]) -> CohortAt:
        """Return everybody's progress in these modules; raises UnknownCohort.

        A module is in progress once an event has arrived here. Events that stay in the person's
        journal are unknown here, and so is what was sealed.
        """
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            progress = _progress(session, place, modules)
            people = session.execute(
                select(
                    MemberRow.id,
                    MemberRow.pair_id,
                    PairRow.label,
                    MemberRow.paused,
                    AccountRow.id,
                    AccountRow.username,
                    AccountRow.name,
                    MemberRow.role,
                )
                .join(AccountRow, AccountRow.id == MemberRow.account_id)
                .outerjoin(PairRow, PairRow.id == MemberRow.pair_id)
                .where(MemberRow.cohort_id == place, MemberRow.left.is_(None))
                .where(MemberRow.role.in_(PAIR_ROLES))
                .order_by(MemberRow.id)
            ).all()
            released = session.execute(
                select(ReleaseRow.module, ReleaseRow.at, ReleaseRow.opens)
                .where(ReleaseRow.cohort_id == place)
                .order_by(ReleaseRow.module)
            ).all()
        groups: dict[tuple[str, int], tuple[str | None, list[bool], list[PersonAt]]] = {}
        for member, pair, label, paused, account, username, name, role in people:
            key = ("member", member) if pair is None else ("pair", pair)
            _, pauses, members = groups.setdefault(key, (label, [], []))
            pauses.append(paused)
            members.append(PersonAt(username, name, role, progress.get(account, {})))
        return CohortAt(
            [PairAt(label, any(pauses), members) for label, pauses, members in groups.values()],
            {module: ReleasedAt(at, opens) for module, at, opens in released},
        )

    def finished(self, cohort: str) -> dict[str, int]:
        """Return how many current pairs finished each module, that is, both partners sent it.

        Raises UnknownCohort.
        """
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            both = (
                select(MemberRow.pair_id, SubmissionRow.module)
                .join(
                    SubmissionRow,
                    (SubmissionRow.account_id == MemberRow.account_id)
                    & (SubmissionRow.cohort_id == MemberRow.cohort_id),
                )
                .where(MemberRow.cohort_id == place, MemberRow.pair_id.is_not(None))
                .where(MemberRow.left.is_(None))
                .group_by(MemberRow.pair_id, SubmissionRow.module)
                .having(func.count(MemberRow.id.distinct()) == 2)
                .subquery()
            )
            rows = session.execute(select(both.c.module, func.count()).group_by(both.c.module))
            return dict(rows.all())


def _progress(
    session: Session, cohort: int, modules: Sequence[str]
) -> dict[int, dict[str, Progress]]:
    """Return each account's progress by module it started or sent."""
    found: dict[int, dict[str, Progress]] = {}
    for account, module in [*_begun(session, cohort, modules), *_begun_before(session, cohort)]:
        found.setdefault(account, {})[module] = Progress("in progress", None)
    newest = (
        select(func.max(SubmissionRow.n))
        .where(SubmissionRow.cohort_id == cohort)
        .group_by(SubmissionRow.account_id, SubmissionRow.module)
    )
    sent = (
        select(
            SubmissionRow.account_id,
            SubmissionRow.module,
            SubmissionRow.at,
            func.max(FeedbackRow.at),
        )
        .outerjoin(FeedbackRow, FeedbackRow.submission_id == SubmissionRow.n)
        .where(SubmissionRow.n.in_(newest))
        .group_by(SubmissionRow.n)
    )
    for account, module, at, feedback in session.execute(sent):
        state = Progress("feedback ready", feedback) if feedback else Progress("sent", at)
        found.setdefault(account, {})[module] = state
    return found


def _begun(session: Session, cohort: int, modules: Sequence[str]) -> list[tuple[int, str]]:
    """Return who has started which module with their current partner.

    One index lookup for each person and module: reading every event would take a second.
    """
    rows = session.execute(
        select(
            MemberRow.account_id,
            *(
                exists().where(
                    EventRow.pair_id == MemberRow.pair_id,
                    EventRow.module == module,
                    # "+ 0" stops SQLite using the account index, which would read all their events.
                    EventRow.account_id + 0 == MemberRow.account_id,
                )
                for module in modules
            ),
        ).where(MemberRow.cohort_id == cohort, MemberRow.pair_id.is_not(None))
    )
    return [
        (account, module)
        for account, *begun in rows
        for module, yes in zip(modules, begun, strict=True)
        if yes
    ]


def _begun_before(session: Session, cohort: int) -> list[tuple[int, str]]:
    """Return who started which module in a pair that one partner has since left."""
    left = (
        select(PairRow.id)
        .outerjoin(MemberRow, MemberRow.pair_id == PairRow.id)
        .where(PairRow.cohort_id == cohort)
        .group_by(PairRow.id)
        .having(func.count(MemberRow.id) < 2)
    )
    rows = session.execute(
        select(EventRow.account_id, EventRow.module).where(EventRow.pair_id.in_(left)).distinct()
    )
    return [(row.account_id, row.module) for row in rows]
