"""Facilitators' work at the desk: dates, notes, reviews, typing in, changing the roster."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables of dates, notes and reviews; existing data is unchanged."""
    op.add_column("pairs", sa.Column("ended", sa.String(length=32), nullable=True))
    op.add_column("members", sa.Column("left", sa.String(length=32), nullable=True))
    op.add_column("releases", sa.Column("opens", sa.String(length=32), nullable=True))
    op.add_column(
        "events",
        sa.Column("typed_by", sa.String(length=100), nullable=False, server_default=""),
    )
    op.create_table(
        "wave_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(length=8), nullable=False),
        sa.Column("closes", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name="fk_wave_dates_cohort_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wave_dates"),
        sa.UniqueConstraint("cohort_id", "wave", name="uq_wave_dates_cohort_id_wave"),
    )
    op.create_index("ix_wave_dates_cohort_id", "wave_dates", ["cohort_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name="fk_notes_pair_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name="fk_notes_by_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint("pair_id", "module", name="uq_notes_pair_id_module"),
    )
    op.create_index("ix_notes_pair_id", "notes", ["pair_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name="fk_reviews_pair_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["accounts.id"], name="fk_reviews_by_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("pair_id", "item", "digest", name="uq_reviews_pair_id_item_digest"),
    )
    op.create_index("ix_reviews_pair_id", "reviews", ["pair_id"], unique=False)
