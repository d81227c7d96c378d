"""A submission names its author's pair, so that no clocks need comparing."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

EVENTS = sa.table(
    "events", *(sa.column(name) for name in ("n", "account_id", "pair_id", "module", "taken_at"))
)
MEMBERS = sa.table("members", *(sa.column(name) for name in ("account_id", "cohort_id", "pair_id")))
SUBMISSIONS = sa.table(
    "submissions",
    *(sa.column(name) for name in ("n", "account_id", "cohort_id", "pair_id", "module", "at")),
)


def upgrade() -> None:
    """Take the pair of the last thing somebody did until then, or else the one they are in now.

    Of somebody who did nothing in the module and has left, it is not known any more.
    """
    op.add_column("submissions", sa.Column("pair_id", sa.Integer(), nullable=True))
    then = (
        sa.select(EVENTS.c.pair_id)
        .where(EVENTS.c.account_id == SUBMISSIONS.c.account_id)
        .where(EVENTS.c.module == SUBMISSIONS.c.module, EVENTS.c.taken_at <= SUBMISSIONS.c.at)
        .order_by(EVENTS.c.n.desc())
        .limit(1)
        .scalar_subquery()
    )
    now = (
        sa.select(MEMBERS.c.pair_id)
        .where(MEMBERS.c.account_id == SUBMISSIONS.c.account_id)
        .where(MEMBERS.c.cohort_id == SUBMISSIONS.c.cohort_id)
        .scalar_subquery()
    )
    op.execute(sa.update(SUBMISSIONS).values(pair_id=sa.func.coalesce(then, now)))
    with op.batch_alter_table("submissions") as table:
        table.create_foreign_key(
            op.f("fk_submissions_pair_id"), "pairs", ["pair_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_submissions_pair_id"), ["pair_id"])
