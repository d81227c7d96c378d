"""Closed waves, and the summary and letter published when each closed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pairs_course.figures.published import Letter, Summary
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import WaveClosed
from pairs_course.store.tables import CohortRow, LetterRow, WaveRow

#: Writes a letter from summaries, oldest first; the last is the closing wave's.
Compose = Callable[[list[Summary]], Letter | None]


class Summaries:
    """Published summaries, which never change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close_wave(
        self, cohort: str, wave: str, summary: Summary, compose: Compose | None = None
    ) -> tuple[int, Letter | None]:
        """Close a wave and publish its summary; return its version, from 1, and the letter.

        Args:
            cohort: the cohort's name.
            wave: the wave.
            summary: what to publish, with at least ``closed``, the day in ISO 8601.
            compose: writes the sponsor's letter from every summary they may be told of, this one
                last; those whose letter was held back are left out. Without it, or if it returns
                None, there is no letter.

        Raises:
            UnknownCohort: there is no such cohort.
            WaveClosed: the wave is already closed; nothing changes.
        """
        with self._database.publish() as session:
            place = _still_open(session, cohort, wave)
            told = _told(session, place)
            count = select(func.count()).where(WaveRow.cohort_id == place)
            version = session.scalars(count).one() + 1
            row = WaveRow(
                cohort_id=place,
                wave=wave,
                version=version,
                closed=summary["closed"],
                summary=summary,
            )
            session.add(row)
            session.flush()
            letter = compose([*told, summary]) if compose else None
            if letter is not None:
                session.add(LetterRow(wave_id=row.id, opens=letter["opens"], parts=letter["parts"]))
        return version, letter

    def told(self, cohort: str, wave: str) -> list[Summary]:
        """Return the earlier summaries that the letter of a wave would mention.

        Raises:
            UnknownCohort: there is no such cohort.
            WaveClosed: the wave is already closed.
        """
        with self._database.read() as session:
            return _told(session, _still_open(session, cohort, wave))

    def closed(self, cohort: str) -> list[str]:
        """Return a cohort's closed waves, oldest first; raises UnknownCohort."""
        with self._database.read() as session:
            place = cohort_id(session, cohort)
            query = select(WaveRow.wave).where(WaveRow.cohort_id == place)
            return list(session.scalars(query.order_by(WaveRow.version)))

    def newest(self) -> list[str]:
        """Return the cohorts that have published something, most recent first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(CohortRow.name)
                .join(WaveRow, WaveRow.cohort_id == CohortRow.id)
                .group_by(CohortRow.id)
                .order_by(func.max(WaveRow.id).desc())
            )
            return list(rows)


def _still_open(session: Session, cohort: str, wave: str) -> int:
    """Return a cohort's key; raises UnknownCohort, or WaveClosed for a closed wave."""
    place = cohort_id(session, cohort)
    before = session.scalar(
        select(WaveRow.closed).where(WaveRow.cohort_id == place, WaveRow.wave == wave)
    )
    if before is not None:
        raise WaveClosed(cohort, wave, before)
    return place


def _told(session: Session, cohort: int) -> list[Summary]:
    """Return the summaries that a sponsor may be told of, oldest first."""
    rows = session.scalars(
        select(WaveRow.summary)
        .outerjoin(LetterRow, LetterRow.wave_id == WaveRow.id)
        .where(WaveRow.cohort_id == cohort, or_(LetterRow.id.is_(None), LetterRow.held.is_(False)))
        .order_by(WaveRow.version)
    )
    return list(rows)
