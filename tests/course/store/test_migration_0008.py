"""A store in which the points of a measure were lines of a text: no point is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import create_engine

from pairs_course.programme import loader
from pairs_course.store import Store
from pairs_course.store.database import alembic_config

MODULE = "03-why-pairs"
WHEN = "2026-11-20T10:00:00.000+00:00"
OLD = {"what": "Visits", "how-often": "Weekly", "points": "2026-11-03 12.5"}
NEW = {**OLD, "points": "2026-11-03 12.5\n2026-11-10 4\nnot a point"}


def old_store(folder: Path) -> None:
    """Make a store of the version before, with a pair whose measure has points in it."""
    engine = create_engine(f"sqlite:///{folder / 'course.sqlite'}")
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0007")

        def put(table: str, **values: Any) -> None:
            names, marks = ", ".join(f'"{n}"' for n in values), ", ".join("?" * len(values))
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of this test
                tuple(values.values()),
            )

        put("cohorts", id=1, name="north", title="North", demo=0, made_at=WHEN)
        put("pairs", id=1, cohort_id=1, label="1")
        for number, name in enumerate(("ann", "ben"), start=1):
            put("accounts", id=number, username=name, name=name, kept_out=0, password="")
            put("members", account_id=number, cohort_id=1, pair_id=1, role="professional")
        for number, (account, value) in enumerate(((1, OLD), (2, NEW)), start=1):
            put("events", id=f"01922e5c-8400-7000-8000-00000000000{number}", account_id=account,
                pair_id=1, module=MODULE, item="measure", wave="once", kind="propose",
                value=json.dumps(value), audience="partner facilitator", wording="w", at=WHEN,
                taken_at=WHEN)  # fmt: skip
        payload = {"version": 1, "module": MODULE, "complete": True, "answers": {}, "demo": False,
                   "joint": {"measure": OLD}}  # fmt: skip
        put("submissions", id="s", cohort_id=1, account_id=1, module=MODULE, at=WHEN,
            notebooks=json.dumps([MODULE]), payload=json.dumps(payload))  # fmt: skip
    engine.dispose()


def test_points_of_the_newest_text_stand_with_its_author(tmp_path: Path) -> None:
    """The texts lose their lines, submissions show them as points, and the programme reads both."""
    old_store(tmp_path)

    with Store.in_folder(tmp_path) as store:
        points = store.events.points("ann", MODULE, "points")
        texts = [e.value for e in store.events.of_pair("ann", MODULE).theirs if e.kind == "propose"]
        (sent,) = store.submissions.list("north")

    assert [(p["day"], p["value"], p["by"]) for p in points] == [
        ("2026-11-03", 12.5, "partner"),
        ("2026-11-10", 4, "partner"),
    ]
    assert texts == [{"what": "Visits", "how-often": "Weekly"}]
    assert sent.payload["joint"] == {
        "measure": {"what": "Visits", "how-often": "Weekly"},
        "points": [{"day": "2026-11-03", "value": 12.5, "by": "me"}],
    }
    for item, value in sent.payload["joint"].items():
        found = loader.load().find(MODULE, item, "once")
        assert found is not None
        assert found[1].value_error(value) is None
