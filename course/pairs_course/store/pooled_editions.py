"""Editions: figures of several cohorts, pooled once and then fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from pairs_course.figures.published import Pooled, Summary
from pairs_course.store.database import Database
from pairs_course.store.tables import CohortRow, EditionRow, MemberRow, WaveRow


@dataclass(frozen=True)
class Unpooled:
    """A cohort whose closed wave is not yet in an edition; ``pairs`` is how many it has now."""

    cohort: str
    pairs: int
    summary: Summary


@dataclass(frozen=True)
class Waiting:
    """The cohorts for a wave's next edition, and that edition's number."""

    number: int
    cohorts: list[Unpooled]


class Editions:
    """Pooled figures by wave, with real and demo cohorts kept separate."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kinds(self) -> list[tuple[str, bool]]:
        """Return each wave with closed cohorts not yet in an edition, and whether they are demo."""
        with self._database.read() as session:
            rows = session.execute(
                select(WaveRow.wave, CohortRow.demo)
                .join(CohortRow, CohortRow.id == WaveRow.cohort_id)
                .where(WaveRow.edition_id.is_(None))
                .distinct()
                .order_by(WaveRow.wave, CohortRow.demo)
            )
            return [(wave, demo) for wave, demo in rows]

    def waiting(self, wave: str, demo: bool) -> Waiting:
        """Return the cohorts of this kind with a closed, unpooled wave, oldest first."""
        with self._database.read() as session:
            rows = session.execute(
                select(CohortRow.name, func.count(MemberRow.pair_id.distinct()), WaveRow.summary)
                .join(WaveRow, WaveRow.cohort_id == CohortRow.id)
                .outerjoin(
                    MemberRow, (MemberRow.cohort_id == CohortRow.id) & MemberRow.left.is_(None)
                )
                .where(*_unpooled(wave, demo))
                .group_by(WaveRow.id)
                .order_by(WaveRow.id)
            )
            return Waiting(_next_number(session, wave, demo), [Unpooled(*row) for row in rows])

    def keep(
        self, wave: str, demo: bool, number: int, cohorts: Sequence[str], pooled: Pooled
    ) -> bool:
        """Store an edition and mark its cohorts, unless another program was first.

        Args:
            wave: the closed wave.
            demo: whether the cohorts are demo data.
            number: from :meth:`waiting`, to detect an edition created in between.
            cohorts: the cohorts whose answers are in it.
            pooled: the figures, with at least ``made``, a day in ISO 8601.

        Returns:
            Whether it was stored: not if one of the cohorts is now in an edition, or gone.
        """
        with self._database.publish() as session:
            rows = _rows(session, wave, demo, cohorts)
            if number != _next_number(session, wave, demo) or len(rows) != len(cohorts):
                return False
            edition = EditionRow(
                wave=wave, demo=demo, number=number, made=pooled["made"], pooled=pooled
            )
            session.add(edition)
            session.flush()
            session.execute(
                update(WaveRow).where(WaveRow.id.in_(rows)).values(edition_id=edition.id)
            )
        return True

    def published(self, demo: bool) -> list[Pooled]:
        """Return every edition of this kind, oldest first."""
        made = select(EditionRow.pooled).where(EditionRow.demo.is_(demo)).order_by(EditionRow.id)
        with self._database.read() as session:
            return list(session.scalars(made))


def _unpooled(wave: str, demo: bool) -> list[ColumnElement[bool]]:
    return [WaveRow.wave == wave, CohortRow.demo.is_(demo), WaveRow.edition_id.is_(None)]


def _rows(session: Session, wave: str, demo: bool, cohorts: Sequence[str]) -> list[int]:
    """Return the keys of these cohorts' waves that are not yet in an edition."""
    found = select(WaveRow.id).join(CohortRow, CohortRow.id == WaveRow.cohort_id)
    return list(session.scalars(found.where(*_unpooled(wave, demo), CohortRow.name.in_(cohorts))))


def _next_number(session: Session, wave: str, demo: bool) -> int:
    made = select(func.count(EditionRow.id))
    found = session.scalars(made.where(EditionRow.wave == wave, EditionRow.demo.is_(demo))).one()
    return found + 1
