"""Decisions on cards and letters are numbered, so that no clocks need comparing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

REVIEWS = sa.table("reviews", *(sa.column(name) for name in ("id", "n", "after", "pair_id", "at")))
EVENTS = sa.table("events", *(sa.column(name) for name in ("n", "pair_id", "taken_at")))


def upgrade() -> None:
    """Number what was decided by its time, and take the last event of the pair until then."""
    with op.batch_alter_table("reviews") as table:
        table.add_column(sa.Column("n", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("after", sa.Integer(), server_default="0", nullable=False))
        table.drop_index("ix_reviews_verdict_at")
        table.create_index(op.f("ix_reviews_verdict_n"), ["verdict", "n"])
    connection = op.get_bind()
    ids = connection.scalars(sa.select(REVIEWS.c.id).order_by(REVIEWS.c.at, REVIEWS.c.id)).all()
    for n, number in enumerate(ids, 1):
        connection.execute(sa.update(REVIEWS).where(REVIEWS.c.id == number).values(n=n))
    last = (
        sa.select(sa.func.max(EVENTS.c.n))
        .where(EVENTS.c.pair_id == REVIEWS.c.pair_id, EVENTS.c.taken_at <= REVIEWS.c.at)
        .scalar_subquery()
    )
    op.execute(sa.update(REVIEWS).values(after=sa.func.coalesce(last, 0)))
