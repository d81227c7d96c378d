"""The published cards and letters of all real, or all demo, cohorts."""

from __future__ import annotations

from sqlalchemy import select

from pairs_course.store.database import Database
from pairs_course.store.moderation import PublishedText
from pairs_course.store.tables import CohortRow, PairRow, ReviewRow, WaveRow


class Network:
    """The networks of real and of demo cohorts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def texts(self, demo: bool, most: int) -> list[PublishedText]:
        """Return the newest texts, at most ``most``, that every cohort of this kind may read.

        They come from cohorts with a closed wave, in an order that does not hint at authors.
        """
        newest = (
            select(ReviewRow.id)
            .join(PairRow, PairRow.id == ReviewRow.pair_id)
            .join(CohortRow, CohortRow.id == PairRow.cohort_id)
            .where(CohortRow.demo.is_(demo), CohortRow.id.in_(select(WaveRow.cohort_id)))
            .where(ReviewRow.verdict == "published")
            .order_by(ReviewRow.n.desc())
            .limit(most)
        )
        with self._database.read() as session:
            rows = session.execute(
                select(ReviewRow.item, ReviewRow.value, ReviewRow.at)
                .where(ReviewRow.id.in_(newest))
                .order_by(ReviewRow.digest, ReviewRow.id)
            )
            return [PublishedText(*row) for row in rows]
