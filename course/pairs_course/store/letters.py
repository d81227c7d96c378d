"""Letters to sponsors: created when a wave closes, read, and held back anonymously."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select, update

from pairs_course.figures.published import Letter
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import LetterOpen, UnknownLetter
from pairs_course.store.tables import LetterRow, WaveRow


class Letters:
    """Letters by cohort and wave; ``Summaries`` creates them together with the wave's summary.

    Holding a letter back sets a flag that does not tell who did it or when.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_cohort(self, cohort: str) -> list[Letter]:
        """Return a cohort's letters, newest first; raises UnknownCohort."""
        with self._database.read() as session:
            rows = session.execute(_letters(cohort_id(session, cohort)))
            return [letter_of(row, wave, closed) for row, wave, closed in rows]

    def hold(self, cohort: str, wave: str, today: date) -> None:
        """Hold a letter back permanently, without recording who did it; safe to repeat.

        Raises:
            UnknownCohort, UnknownLetter: there is no such letter.
            LetterOpen: its day has come, so sponsors can already read it.
        """
        with self._database.publish() as session:
            found = session.execute(
                _letters(cohort_id(session, cohort)).where(WaveRow.wave == wave)
            ).first()
            if found is None:
                raise UnknownLetter(cohort)
            row, _, _ = found
            if row.held:
                return
            if today.isoformat() >= row.opens:
                raise LetterOpen(row.opens)
            session.execute(update(LetterRow).where(LetterRow.id == row.id).values(held=True))


def letter_of(row: LetterRow, wave: str, closed: str) -> Letter:
    """Return a letter in its published form."""
    return Letter(
        wave=wave,
        made=closed,
        opens=row.opens,
        held=row.held,
        parts=row.parts,
    )


def _letters(cohort: int) -> Select[LetterRow, str, str]:
    return (
        select(LetterRow, WaveRow.wave, WaveRow.closed)
        .join(WaveRow, WaveRow.id == LetterRow.wave_id)
        .where(WaveRow.cohort_id == cohort)
        .order_by(WaveRow.version.desc())
    )
