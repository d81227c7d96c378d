"""What all cohorts of a kind show beside their figures: cards and letters of pairs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from pairs_course.store.database import Database
from pairs_course.store.moderation import PublishedText
from pairs_course.store.tables import CohortRow, EditionRow, PairRow, ReviewRow, WaveRow


@dataclass(frozen=True)
class NetworkStamp:
    """What stands for all that a network shows: another one when any of it has changed."""

    editions: int
    waves: int
    texts: tuple[tuple[str, int, int], ...]


class Network:
    """The network of real cohorts, and that of demo ones."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self, demo: bool) -> NetworkStamp:
        """Return what stands for this network; it costs little, whatever its size."""
        editions = select(func.count()).where(EditionRow.demo.is_(demo)).scalar_subquery()
        waves = select(func.count(WaveRow.id)).scalar_subquery()
        with self._database.read() as session:
            counts = session.execute(select(editions, waves)).one()
            texts = session.execute(
                select(ReviewRow.verdict, func.count(), func.max(ReviewRow.n))
                .group_by(ReviewRow.verdict)
                .order_by(ReviewRow.verdict)
            ).all()
        return NetworkStamp(counts[0], counts[1], tuple((v, count, n) for v, count, n in texts))

    def texts(self, demo: bool, most: int) -> list[PublishedText]:
        """Return texts that every cohort of this kind may read, at most ``most``, the newest.

        They come from cohorts with a closed wave, in an order that tells nobody whose they are.
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
