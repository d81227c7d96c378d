"""Released modules. Some open later, which is decided at each request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pairs_course.course_time import moment
from pairs_course.programme.module_digest import digest_of
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import AlreadyReleased, BadArchive, NotOpen, NotReleased
from pairs_course.store.records import Release
from pairs_course.store.tables import CohortRow, PairRow, ReleaseRow
from pairs_course.zip_safety import UnsafeArchive, files_of


class _Keep(Enum):
    """The type of ``KEEP``, which leaves a date as it is."""

    KEEP = "keep"


KEEP: Final = _Keep.KEEP


def inspect(archive: bytes) -> tuple[str, list[str]]:
    """Check an archive; return the digest of its names and contents, and its notebooks.

    The digest (SHA-256, in hex) does not depend on times or on how the files were packed. The
    notebooks are those in the top folder, without ``.ipynb``, sorted. Raises BadArchive.
    """
    try:
        found = {name: hashlib.sha256(data).hexdigest() for name, data in files_of(archive)}
    except UnsafeArchive as error:
        raise BadArchive(str(error)) from None
    names = sorted(found)
    notebooks = [n.removesuffix(".ipynb") for n in names if n.endswith(".ipynb") and "/" not in n]
    if not notebooks:
        raise BadArchive("expected a notebook in its top folder, got none")
    return digest_of(found), notebooks


class Releases:
    """Released modules, one zip archive for each cohort and module.

    ``now`` returns the current time as stored in tables. A module with a future date is for
    facilitators only; ``unopened`` includes it.
    """

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database = database
        self._now = now

    def put(
        self,
        cohort: str,
        module: str,
        archive: bytes,
        *,
        force: bool = False,
        opens: datetime | _Keep | None = KEEP,
    ) -> Release:
        """Release a module; repeating it changes nothing, different content needs ``force``.

        ``opens`` is when participants get it, None for at once; left out, an earlier date stays.
        Raises BadArchive, UnknownCohort, AlreadyReleased.
        """
        digest, notebooks = inspect(archive)
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            row = _row(session, place, module)
            if row is None:
                row = ReleaseRow(cohort_id=place, module=module, digest="")
                session.add(row)
            elif row.digest != digest and not force:
                raise AlreadyReleased(cohort, module)
            if row.digest != digest:
                row.at, row.digest = self._now(), digest
                row.notebooks, row.archive = notebooks, archive
            if opens is not KEEP:
                row.opens = moment(opens) if opens else None
            session.flush()
            return _release(cohort, row)

    def open_at(self, cohort: str, module: str, opens: datetime | None) -> Release:
        """Set when a released module opens to participants, None for at once.

        Raises UnknownCohort, NotReleased.
        """
        with self._database.write() as session:
            row = _row(session, cohort_id(session, cohort), module)
            if row is None:
                raise NotReleased(cohort, module)
            row.opens = moment(opens) if opens else None
            session.flush()
            return _release(cohort, row)

    def get(self, cohort: str, module: str, *, unopened: bool = False) -> Release:
        """Return a released module with its archive; raises NotReleased, NotOpen."""
        with self._database.read() as session:
            row = session.scalar(
                select(ReleaseRow)
                .join(CohortRow, CohortRow.id == ReleaseRow.cohort_id)
                .where(CohortRow.name == cohort, ReleaseRow.module == module)
            )
            if row is None:
                raise NotReleased(cohort, module)
            if row.opens and row.opens > self._now() and not unopened:
                raise NotOpen(cohort, module, row.opens)
            return _release(cohort, row)

    def remove(self, cohort: str, module: str) -> None:
        """Withdraw a released module; raises UnknownCohort, NotReleased."""
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

    def list(self, cohort: str, *, unopened: bool = False) -> list[Release]:
        """Return a cohort's releases by module, without archives; raises UnknownCohort."""
        now = self._now()
        with self._database.read() as session:
            rows = session.execute(
                select(
                    ReleaseRow.module,
                    ReleaseRow.at,
                    ReleaseRow.digest,
                    ReleaseRow.notebooks,
                    ReleaseRow.opens,
                )
                .where(ReleaseRow.cohort_id == cohort_id(session, cohort))
                .order_by(ReleaseRow.module)
            )
            return [
                Release(cohort, module, at, digest, notebooks, b"", opens)
                for module, at, digest, notebooks, opens in rows
                if unopened or opens is None or opens <= now
            ]


def check_open(session: Session, pair: int, module: str, now: str) -> None:
    """Raise NotOpen if a module released to the pair's cohort opens later."""
    row = session.execute(
        select(CohortRow.name, ReleaseRow.opens)
        .join(PairRow, PairRow.cohort_id == CohortRow.id)
        .join(ReleaseRow, ReleaseRow.cohort_id == CohortRow.id)
        .where(PairRow.id == pair, ReleaseRow.module == module)
    ).first()
    if row is not None and row.opens and row.opens > now:
        raise NotOpen(row.name, module, row.opens)


def _row(session: Session, cohort: int, module: str) -> ReleaseRow | None:
    return session.scalar(
        select(ReleaseRow).where(ReleaseRow.cohort_id == cohort, ReleaseRow.module == module)
    )


def _release(cohort: str, row: ReleaseRow) -> Release:
    return Release(cohort, row.module, row.at, row.digest, row.notebooks, row.archive, row.opens)
