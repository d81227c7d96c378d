"""Meetings between pairs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of meetings."""
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name="fk_meetings_by_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_meetings_cohort_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["pairs.id"], name="fk_meetings_other_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name="fk_meetings_pair_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("other_id", "module", name="uq_meetings_other_id_module"),
        sa.UniqueConstraint("pair_id", "module", name="uq_meetings_pair_id_module"),
    )
    op.create_index("ix_meetings_cohort_id", "meetings", ["cohort_id"], unique=False)
    op.create_index("ix_meetings_other_id", "meetings", ["other_id"], unique=False)
    op.create_index("ix_meetings_pair_id", "meetings", ["pair_id"], unique=False)
