"""The points of a measure become separate entries, instead of lines in an agreed text."""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

LINE = re.compile(r"\s*(\d{4}-\d\d-\d\d) ([-+]?\d{1,9}(?:\.\d{1,9})?)\s*")

EVENTS = sa.table(
    "events",
    *(sa.column(name) for name in (
        "n", "id", "account_id", "pair_id", "module", "item", "wave", "kind", "audience",
        "wording", "at", "taken_at", "typed_by")),
    sa.column("value", sa.JSON()),
)  # fmt: skip
SUBMISSIONS = sa.table("submissions", sa.column("n"), sa.column("payload", sa.JSON()))


def upgrade() -> None:
    """Remove the points from the texts; those in a pair's newest text become entries."""
    connection = op.get_bind()
    newest: dict[tuple[int, str], sa.Row[tuple[object, ...]]] = {}
    proposed = sa.select(EVENTS).where(EVENTS.c.item == "measure", EVENTS.c.kind == "propose")
    for row in connection.execute(proposed.order_by(EVENTS.c.n)).all():
        if "points" not in row.value:
            continue
        newest[row.pair_id, row.module] = row
        value = {name: text for name, text in row.value.items() if name != "points"}
        connection.execute(sa.update(EVENTS).where(EVENTS.c.n == row.n).values(value=value))
    for row in newest.values():
        points = [_point(row, place, point) for place, point in enumerate(_points(row.value))]
        if points:
            connection.execute(sa.insert(EVENTS), points)
    for row in connection.execute(sa.select(SUBMISSIONS)).all():
        joint = row.payload.get("joint", {})
        if "points" not in joint.get("measure", {}):
            continue
        measure = joint["measure"]
        texts = {name: text for name, text in measure.items() if name != "points"}
        rows = [{**point, "by": "me"} for point in _points(measure)]
        joint = {**joint, "measure": texts, **({"points": rows} if rows else {})}
        connection.execute(
            sa.update(SUBMISSIONS)
            .where(SUBMISSIONS.c.n == row.n)
            .values(payload={**row.payload, "joint": joint})
        )


def _points(value: dict[str, str]) -> list[dict[str, object]]:
    found = (LINE.fullmatch(line) for line in value["points"].splitlines())
    return [{"day": match[1], "value": float(match[2])} for match in found if match]


def _point(row: sa.Row[tuple[object, ...]], place: int, point: object) -> dict[str, object]:
    digest = hashlib.sha256(f"{row.id} {place}".encode()).hexdigest()
    kept = {name: value for name, value in row._mapping.items() if name != "n"}
    return {
        **kept,
        "id": f"{row.id[:13]}-7{digest[:3]}-8{digest[3:6]}-{digest[6:18]}",
        "item": "points",
        "kind": "point",
        "value": point,
    }
