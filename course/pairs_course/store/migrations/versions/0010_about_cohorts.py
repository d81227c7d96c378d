"""Facilitators' texts for "Before you begin"."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; existing cohorts have no texts."""
    op.add_column("cohorts", sa.Column("about", sa.JSON(), server_default="{}", nullable=False))
