"""The days on which a cohort's waves are due to close."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, delete, select

from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import WaveClosed
from pairs_course.store.records import PublishedSummary
from pairs_course.store.tables import CohortRow, WaveDateRow, WaveRow


class Waves:
    """Last days, set by facilitators; a closed wave keeps its day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_date(self, cohort: str, wave: str, closes: date | None) -> None:
        """Set a wave's last day, replacing any earlier one; None removes it.

        Raises UnknownCohort, and WaveClosed for a closed wave.
        """
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            closed = session.scalar(
                select(WaveRow.closed).where(WaveRow.cohort_id == place, WaveRow.wave == wave)
            )
            if closed is not None:
                raise WaveClosed(cohort, wave, closed)
            session.execute(
                delete(WaveDateRow).where(WaveDateRow.cohort_id == place, WaveDateRow.wave == wave)
            )
            if closes is not None:
                row = WaveDateRow(cohort_id=place, wave=wave, closes=closes.isoformat())
                session.add(row)

    def open_dates(self, cohort: str) -> dict[str, date]:
        """Return the last day of each open wave that has one; raises UnknownCohort."""
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            return {
                wave: date.fromisoformat(closes)
                for _, wave, closes in session.execute(
                    _open().where(WaveDateRow.cohort_id == place)
                )
            }

    def dated(self) -> list[tuple[str, str, date]]:
        """Return the cohort, name and last day of every open wave that has one."""
        with self._database.read() as session:
            rows = session.execute(_open().order_by(WaveDateRow.closes, WaveDateRow.id))
            return [(cohort, wave, date.fromisoformat(closes)) for cohort, wave, closes in rows]

    def published(self, cohort: str) -> dict[str, PublishedSummary]:
        """Return what each closed wave published, oldest first; raises UnknownCohort."""
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            rows = session.scalars(
                select(WaveRow).where(WaveRow.cohort_id == place).order_by(WaveRow.version)
            )
            return {
                row.wave: PublishedSummary(cohort, row.version, row.wave, row.closed, row.summary)
                for row in rows
            }


def _open() -> Select[str, str, str]:
    """Select open waves that have a last day."""
    closed = (WaveRow.cohort_id == WaveDateRow.cohort_id) & (WaveRow.wave == WaveDateRow.wave)
    return (
        select(CohortRow.name, WaveDateRow.wave, WaveDateRow.closes)
        .join(CohortRow, CohortRow.id == WaveDateRow.cohort_id)
        .outerjoin(WaveRow, closed)
        .where(WaveRow.id.is_(None))
    )
