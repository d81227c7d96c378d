"""Who may see a dashboard; asked for every viewer, so the cost does not grow with the cohort."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import UnknownCohort
from pairs_course.store.tables import (
    AccountRow,
    CohortRow,
    MemberRow,
    WaveRow,
)


@dataclass(frozen=True)
class ViewerPlace:
    """A cohort from one viewer's side; ``role`` is None for somebody not in it now.

    ``published`` is the number of its summaries.
    """

    title: str
    demo: bool
    role: str | None
    published: int


class Showing:
    """Indexed queries for one person and one cohort at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, cohort: str, viewer: str) -> ViewerPlace:
        """Return a cohort and the viewer's role in it; raises UnknownCohort."""
        role = (
            select(MemberRow.role)
            .join(AccountRow, AccountRow.id == MemberRow.account_id)
            .where(AccountRow.username == viewer, MemberRow.cohort_id == CohortRow.id)
            .where(MemberRow.left.is_(None))
            .scalar_subquery()
        )
        waves = select(func.count()).where(WaveRow.cohort_id == CohortRow.id).scalar_subquery()
        with self._database.read() as session:
            row = session.execute(
                select(CohortRow.title, CohortRow.demo, role, waves).where(CohortRow.name == cohort)
            ).first()
        if row is None:
            raise UnknownCohort(cohort)
        return ViewerPlace(*row)

    def pairs_up_to(self, cohort: str, most: int) -> int:
        """Return how many pairs a cohort has now, at most ``most``; raises UnknownCohort."""
        with self._database.read() as session:
            some = (
                select(MemberRow.pair_id)
                .where(MemberRow.cohort_id == cohort_id(session, cohort))
                .where(MemberRow.pair_id.is_not(None), MemberRow.left.is_(None))
                .distinct()
                .limit(most)
                .subquery()
            )
            return session.scalars(select(func.count()).select_from(some)).one()

    def kinds(self, viewer: str) -> list[bool]:
        """Return, for each cohort a person is in now, whether it is a demo."""
        with self._database.read() as session:
            return list(
                session.scalars(
                    select(CohortRow.demo)
                    .join(MemberRow, MemberRow.cohort_id == CohortRow.id)
                    .join(AccountRow, AccountRow.id == MemberRow.account_id)
                    .where(AccountRow.username == viewer, MemberRow.left.is_(None))
                )
            )
