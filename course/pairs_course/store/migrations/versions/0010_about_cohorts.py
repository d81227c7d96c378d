"""What a cohort's facilitators say on "Before you begin"."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing has been said of the cohorts that are there."""
    op.add_column("cohorts", sa.Column("about", sa.JSON(), server_default="{}", nullable=False))
