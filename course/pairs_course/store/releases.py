"""Modules as released to a cohort."""

from __future__ import annotations

from sqlalchemy import delete, select

from pairs_course.events import now
from pairs_course.store import archive as archives
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import AlreadyReleased, NotReleased
from pairs_course.store.records import Release
from pairs_course.store.tables import CohortRow, ReleaseRow


class Releases:
    """Released modules, one zip archive for each cohort and module."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, cohort: str, module: str, archive: bytes, *, force: bool = False) -> Release:
        """Release a module; the same content again changes nothing, other content needs ``force``.

        Raises BadArchive, UnknownCohort, AlreadyReleased.
        """
        digest, notebooks = archives.inspect(archive)
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            row = session.scalar(
                select(ReleaseRow).where(ReleaseRow.cohort_id == place, ReleaseRow.module == module)
            )
            if row is None:
                row = ReleaseRow(cohort_id=place, module=module)
                session.add(row)
            elif row.digest == digest:
                return _release(cohort, row)
            elif not force:
                raise AlreadyReleased(cohort, module)
            row.at, row.digest, row.notebooks, row.archive = now(), digest, notebooks, archive
            session.flush()
            return _release(cohort, row)

    def get(self, cohort: str, module: str) -> Release:
        """Return a released module with its archive; raises NotReleased."""
        with self._database.read() as session:
            row = session.scalar(
                select(ReleaseRow)
                .join(CohortRow, CohortRow.id == ReleaseRow.cohort_id)
                .where(CohortRow.name == cohort, ReleaseRow.module == module)
            )
            if row is None:
                raise NotReleased(cohort, module)
            return _release(cohort, row)

    def remove(self, cohort: str, module: str) -> None:
        """Take a released module back; raises UnknownCohort, NotReleased."""
        with self._database.write() as session:
            gone = session.execute(
                delete(ReleaseRow)
                .where(
                    ReleaseRow.cohort_id == cohort_id(session, cohort),
                    ReleaseRow.module == module,
                )
                .returning(ReleaseRow.id)
            ).first()
            if gone is None:
                raise NotReleased(cohort, module)

    def list(self, cohort: str) -> list[Release]:
        """Return what is released to a cohort, by module, without the archives.

        Raises UnknownCohort.
        """
        with self._database.read() as session:
            rows = session.execute(
                select(ReleaseRow.module, ReleaseRow.at, ReleaseRow.digest, ReleaseRow.notebooks)
                .where(ReleaseRow.cohort_id == cohort_id(session, cohort))
                .order_by(ReleaseRow.module)
            )
            return [Release(cohort, *row, archive=b"") for row in rows]


def _release(cohort: str, row: ReleaseRow) -> Release:
    return Release(cohort, row.module, row.at, row.digest, row.notebooks, row.archive)
