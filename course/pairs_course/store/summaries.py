"""Closed waves, and the summary that was published when each of them closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import WaveClosed
from pairs_course.store.records import Published
from pairs_course.store.tables import CohortRow, WaveRow


class Summaries:
    """Published summaries: made once, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close_wave(self, cohort: str, wave: str, summary: dict[str, Any]) -> int:
        """Close a wave and publish its summary; returns the version, counted from 1.

        ``summary`` holds at least ``closed``, the day in ISO 8601. Raises UnknownCohort, and
        WaveClosed when it was closed before.
        """
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            before = session.scalar(
                select(WaveRow.closed).where(WaveRow.cohort_id == place, WaveRow.wave == wave)
            )
            if before is not None:
                raise WaveClosed(cohort, wave, before)
            count = select(func.count()).where(WaveRow.cohort_id == place)
            version = session.scalars(count).one() + 1
            session.add(
                WaveRow(
                    cohort_id=place,
                    wave=wave,
                    version=version,
                    closed=summary["closed"],
                    summary=summary,
                )
            )
        return version

    def closed(self, cohort: str) -> list[str]:
        """Return the closed waves of a cohort, oldest first; raises UnknownCohort."""
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            query = select(WaveRow.wave).where(WaveRow.cohort_id == place)
            return list(session.scalars(query.order_by(WaveRow.version)))

    def latest(self, cohort: str) -> Published | None:
        """Return the newest published summary of a cohort, or None."""
        with self._database.read() as session:
            row = session.scalar(
                select(WaveRow)
                .join(CohortRow, CohortRow.id == WaveRow.cohort_id)
                .where(CohortRow.name == cohort)
                .order_by(WaveRow.version.desc())
                .limit(1)
            )
            if row is None:
                return None
            return Published(cohort, row.version, row.wave, row.closed, row.summary)
