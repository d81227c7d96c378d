"""Dashboards: pooled figures, letters to sponsors, and more details for each figure."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# What figures were about when this was written. It stays as it is, whatever the programme becomes.
EIGHT = ("A1", "A3", "A5", "T1", "T4", "T6", "T9", "T10")
THEMES = {
    **dict.fromkeys(EIGHT, "eight"),
    **dict.fromkeys(("T2", "T3", "T4b", "T5a", "T5b"), "barriers"),
    "NT1": "time",
    **dict.fromkeys(("D1", "D2", "D3", "D4", "D5", "T7", "T8"), "dialogue"),
}
OPTIONS = {
    "Something else comes first": "priority",
    "I am afraid of what may come of it": "fear",
    "The hours are taken, and that is all": "diary",
    "I am not sure that I am allowed": "permission",
    "I have no strength left": "energy",
    "Something else": "something-else",
}
NAMED = re.compile("named “(.*)”")


def upgrade() -> None:
    """Create the tables of editions and letters, and add details to published figures.

    A wave that is closed already has no letter: nobody would have seen it seven days before.
    """
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(length=8), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=10), nullable=False),
        sa.Column("pooled", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("wave", "demo", "number", name="uq_editions_wave_demo_number"),
    )
    with op.batch_alter_table("waves") as waves:
        waves.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        waves.create_foreign_key(
            "fk_waves_edition_id", "editions", ["edition_id"], ["id"], ondelete="SET NULL"
        )
        waves.create_index("ix_waves_edition_id", ["edition_id"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=10), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name="fk_letters_wave_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("wave_id", name="uq_letters_wave_id"),
    )
    op.create_index("ix_reviews_verdict_at", "reviews", ["verdict", "at"], unique=False)
    _say_more()


def _say_more() -> None:
    """Add the details that new figures have to published ones; no published word changes."""
    waves = sa.table("waves", sa.column("id", sa.Integer()), sa.column("summary", sa.JSON()))
    connection = op.get_bind()
    for key, summary in connection.execute(sa.select(waves.c.id, waves.c.summary)).all():
        told = {
            **summary,
            "items": [_figure(figure) for figure in summary["items"]],
            "finished": summary.get("finished", []),
        }
        connection.execute(waves.update().where(waves.c.id == key).values(summary=told))


def _figure(figure: dict[str, str | None]) -> dict[str, str | None]:
    item, named = str(figure["item"]), NAMED.fullmatch(str(figure["counted"]))
    same_as, label = item.removesuffix("-then"), named[1] if named else ""
    return {
        "item": item,
        "same_as": same_as,
        "theme": THEMES.get(same_as, "work"),
        "ask": figure["ask"],
        "option": OPTIONS.get(label, label),
        "label": label,
        "counted": figure["counted"],
        "word": figure["word"],
        "why": figure["why"],
    }
