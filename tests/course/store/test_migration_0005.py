"""A store of the version before dashboards: what was published says more, and the same."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Engine, create_engine, event

from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.figures.published import Figure, Summary
from pairs_course.people.roster import Roster
from pairs_course.store import Store
from pairs_course.store.database import alembic_config

from ..published_data import summary

OLD = ("item", "ask", "counted", "word", "why")


def old_store(folder: Path, published: list[Summary]) -> None:
    """Make a store of version 0004 with a cohort that has closed these waves, as it kept them."""
    engine = create_engine(f"sqlite:///{folder / 'course.sqlite'}")
    _with_references(engine)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0004")
        connection.exec_driver_sql(
            "INSERT INTO cohorts (id, name, title, demo, made_at) "
            "VALUES (1, 'north', 'North', 0, '2026-11-01')"
        )
        for version, one in enumerate(published, start=1):
            figures = [{key: figure[key] for key in OLD} for figure in one["items"]]  # type: ignore[literal-required]
            kept = {"wave": one["wave"], "closed": one["closed"], "items": figures}
            connection.exec_driver_sql(
                "INSERT INTO waves (cohort_id, wave, version, closed, summary) "
                "VALUES (1, ?, ?, ?, ?)",
                (one["wave"], version, one["closed"], json.dumps(kept)),
            )
    engine.dispose()


#: The options of the one choice with figures, as they read then.
LABELS = {
    "priority": "Something else comes first",
    "fear": "I am afraid of what may come of it",
    "diary": "The hours are taken, and that is all",
    "permission": "I am not sure that I am allowed",
    "energy": "I have no strength left",
    "something-else": "Something else",
}


def _with_references(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def references(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=ON")


def shown(about: Any) -> Any:
    """Give some figures a word and withhold others."""
    return "many" if len(about["item"] + about["option"]) % 2 else None


def as_then(published: Summary) -> Summary:
    """Give the options of a choice the words that they had when this was published."""
    figures = [
        {**one, "label": LABELS[one["option"]], "counted": f"named “{LABELS[one['option']]}”"}
        if one["option"]
        else one
        for one in published["items"]
    ]
    return {**published, "items": figures}  # type: ignore[typeddict-item] - a dict of the same keys


def test_published_figures_say_their_theme_and_what_they_repeat(tmp_path: Path) -> None:
    """As if they were published today, in every wave, and no word is another one."""
    waves = [as_then(summary(wave, shown)) for wave in ("start", "once", "now", "then")]
    old_store(tmp_path, waves)

    with Store.in_folder(tmp_path) as store:
        published = [one.summary for one in store.waves.published("north").values()]

    assert published == waves


def test_a_question_that_is_not_known_is_about_the_work(tmp_path: Path) -> None:
    """An author's own question keeps its words; an option is told by its label."""
    own: list[Figure] = [
        {"item": item, "same_as": item, "theme": "work", "ask": "Own?", "option": label,
         "label": label, "counted": counted, "word": None, "why": TOO_FEW}
        for item, label, counted in [
            ("X1", "", "answered “often” or “always”"),
            ("X2", "A “good” one", "named “A “good” one”"),
        ]
    ]  # fmt: skip
    wave: Summary = {"wave": "start", "closed": "2026-11-23", "items": own, "finished": []}
    old_store(tmp_path, [wave])

    with Store.in_folder(tmp_path) as store:
        assert [one.summary for one in store.waves.published("north").values()] == [wave]


def test_an_old_wave_is_in_no_edition_and_has_no_letter(tmp_path: Path) -> None:
    """It waits to be pooled, can be closed with others, and goes with its cohort."""
    old_store(tmp_path, [summary("start", shown)])

    with Store.in_folder(tmp_path) as store:
        assert [one.cohort for one in store.editions.waiting("start", demo=False).cohorts] == [
            "north"
        ]
        assert store.letters.of_cohort("north") == []
        store.people.add_cohort("south", Roster("empty.csv", ()))
        assert store.people.remove_cohort("north") == []
        assert store.summaries.newest() == []
    with sqlite3.connect(tmp_path / "course.sqlite") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
