"""How to reach somebody who asks for a call, and which feedback a person has read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns, empty for existing calls; no existing feedback counts as read."""
    for name in ("number", "safe_time", "safe_way"):
        op.add_column(
            "calls", sa.Column(name, sa.String(length=200), nullable=False, server_default="")
        )
    op.add_column("feedback", sa.Column("read", sa.String(length=32), nullable=True))
