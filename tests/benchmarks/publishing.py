"""``publishing-growth``: closing a wave, as the answers in it grow from a thousand to a million.

Ten times the answers may take ten times the time: linear is 1. Of the three steps the one that is
worst in the median is the figure, and the others stand beside it. Every closing is a real one, on
a copy of the store, with what it writes.
"""

from __future__ import annotations

import gc
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pairs_course.answers.events import id_at
from pairs_course.people.passwords import NO_PASSWORD
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme import loader
from pairs_course.programme.content import Content
from pairs_course.store import Store, wave_closing
from pairs_course.store.tables import AccountRow, CohortRow, EventRow, MemberRow, PairRow

from .bench import Bench
from .figures import Figure, Pair, paired, rounds, spread
from .growth import MEMORY

COHORT: Final = "large"
SET: Final = "eight-start"
ANSWERS: Final = (1_000, 10_000, 100_000, 1_000_000)
TIMES: Final = 10
WHAT: Final = "closing a wave, against ten times that of a tenth of the answers"
DAY: Final = date(2026, 1, 31)

_AT: Final = "2026-01-05T10:00:00.000+00:00"
_BEGAN: Final = 1_767_600_000_000  # in milliseconds since 1970
_ROWS: Final = 20_000


def run(bench: Bench) -> list[Figure]:
    """Make the cohorts once; close the wave of each in every round."""
    content = loader.load()
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else bench.folder))
    try:
        sizes = bench.size(ANSWERS, ANSWERS[:2])
        for answers in sizes:
            fill(place / str(answers), content, answers)
        close(place / str(sizes[0]), content)  # what is done once in a program's life
        found = rounds(bench.pairs, {str(n): _timed(place / str(n), content) for n in sizes})
    finally:
        shutil.rmtree(place)
    return [figure(found)]


def figure(found: dict[str, list[float]]) -> Figure:
    """Return the worst step as the figure, from the seconds of each size."""
    steps: dict[str, tuple[Pair, ...]] = {
        f"{int(few):,} to {int(many):,}": paired(found[many], [TIMES * s for s in found[few]])
        for few, many in pairwise(found)
    }
    ratios = {step: spread([pair.ratio for pair in pairs]) for step, pairs in steps.items()}
    worst = max(ratios, key=lambda step: ratios[step]["median"])
    return Figure("publishing-growth", WHAT, "s", steps[worst], {"worst": worst, "steps": ratios})


def _timed(folder: Path, content: Content) -> Callable[[], float]:
    return lambda: close(folder, content)


def close(folder: Path, content: Content) -> float:
    """Close the wave in a copy of a course; return the seconds that it took."""
    copy = folder.with_suffix(".copy")
    shutil.copytree(folder, copy)
    try:
        with Store.in_folder(copy) as store:
            gc.collect()
            began = time.perf_counter()
            closed = wave_closing.close_wave(store, content, COHORT, "start", DAY)
            seconds = time.perf_counter() - began
    finally:
        shutil.rmtree(copy)
    if not all(one["word"] for one in closed.summary["items"]):
        raise RuntimeError("a figure is withheld, so this measured something else")
    return seconds


def fill(folder: Path, content: Content, answers: int) -> None:
    """Make a course with one cohort that has given so many answers to eight questions.

    People answer one after the other in an order of chance, as they do, so that what two people of
    a pair wrote does not stand together. One answer in twenty is a second one to its question.
    """
    choose = random.Random(answers)  # noqa: S311 - invented answers, not a secret
    items = [item for item in content.question_set(SET).items if "cohort" in item.audience]
    pairs = -(-answers // (2 * len(items)))
    people = range(1, 2 * pairs + 1)

    def given() -> Iterator[dict[str, Any]]:
        order = list(people)
        choose.shuffle(order)
        for number, (who, item) in enumerate((who, item) for who in order for item in items):
            if number == answers:
                return
            again = number % 20 == 19
            asked = items[0] if again else item
            yield {
                "id": id_at(_BEGAN + 1000 * number, choose.getrandbits(80)),
                "account_id": who,
                "pair_id": (who + 1) // 2,
                "module": content.question_set(SET).module,
                "item": asked.id,
                "wave": "start",
                "kind": "answer",
                "value": choose.choice([1, 2, 3, 4, 5]),
                "audience": " ".join(asked.audience),
                "wording": asked.wording,
                "at": _AT,
                "taken_at": _AT,
                "typed_by": "",
            }

    with Store.in_folder(folder) as store, store.database.write() as session:
        session.add(CohortRow(id=1, name=COHORT, title="Large", demo=True, made_at=_AT))
        session.flush()
        numbers = range(1, pairs + 1)
        _insert(session, PairRow, ({"id": n, "cohort_id": 1, "label": str(n)} for n in numbers))
        _insert(session, AccountRow, (_account(who) for who in people))
        _insert(session, MemberRow, (_member(who) for who in people))
        _insert(session, EventRow, given())


def _account(who: int) -> dict[str, Any]:
    return {
        "id": who,
        "username": f"person-{who}",
        "name": f"Person {who}",
        "password": NO_PASSWORD,
        "kept_out": False,
    }


def _member(who: int) -> dict[str, Any]:
    role = PAIR_ROLES[who % 2]
    return {"id": who, "cohort_id": 1, "account_id": who, "role": role, "pair_id": (who + 1) // 2}


def _insert(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, _ROWS)):
        session.execute(insert(table.__table__), some)
