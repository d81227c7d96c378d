"""A cohort as pairs by modules: states and days, in few queries, and no answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event as listening
from sqlalchemy import insert, update

from pairs_course.answers.events import new_id
from pairs_course.people.roster import roster_of
from pairs_course.store import Store, UnknownCohort
from pairs_course.store.overview import CohortAt, PairAt, PersonAt, Progress
from pairs_course.store.tables import EventRow, MemberRow, SubmissionRow

from ..cohort import ANN, BEN, CAT, DAN, ROWS, archive
from ..strategies import MODULE, PROGRAMME, event, whole_seal

MODULES = [f"{n:02}-module" for n in range(1, 9)]


def person(username: str, name: str, role: str, at: Progress | None = None) -> PersonAt:
    return PersonAt(username, name, role, {MODULE: at} if at else {})


def test_everybody_is_where_the_service_knows_them_to_be(store: Store) -> None:
    """In the roster's order: nothing yet, begun, sent, and sent with feedback."""
    store.events.add(BEN, [event("answer", "D1", 3)], PROGRAMME)
    for who in (CAT, DAN):
        store.events.add(who, [event("send", audience=("facilitator",))], PROGRAMME)
    of_cat, of_dan = store.submissions.list("north")
    store.submissions.put_feedback(of_dan.id, MODULE, "<p>Thank you</p>")
    feedback = store.submissions.feedback(of_dan.id, MODULE)
    released = store.releases.put("north", MODULE, archive())

    found = store.overview.of_cohort("north", [MODULE])

    assert found.pairs == [
        PairAt("1", False, [
            person(ANN, "Ann Alder", "patient-leader"),
            person(BEN, "Ben Birch", "professional", at=Progress("in progress", None)),
        ]),
        PairAt("2", False, [
            person(CAT, "Cat Cedar", "patient-leader", at=Progress("sent", of_cat.at)),
            person(DAN, "Dan Dell", "professional", at=Progress("feedback ready", feedback.at)),
        ]),
    ]  # fmt: skip
    assert {module: at.at for module, at in found.released.items()} == {MODULE: released.at}
    with pytest.raises(UnknownCohort):
        store.overview.of_cohort("nowhere", [MODULE])


def test_what_somebody_seals_changes_nothing(store: Store) -> None:
    """The facilitator cannot tell who has sealed, met or agreed."""
    for who in (ANN, BEN):
        store.events.add(who, [event("answer", "D1", 3)], PROGRAMME)
    before = store.overview.of_cohort("north", [MODULE])

    for who in (ANN, BEN):
        steps = [*whole_seal(), event("together"), event("pick", value="D1")]
        assert store.events.add(who, steps, PROGRAMME).refused == []

    assert store.overview.of_cohort("north", [MODULE]) == before


def test_sending_again_after_feedback_is_sent(store: Store) -> None:
    """The newest submission counts, as on the person's own Home."""
    for point in ("first", "second"):
        sent = event("send", audience=("facilitator",))
        store.events.add(ANN, [event("answer", "point", point), sent], PROGRAMME)
    first, second = store.submissions.list("north")
    store.submissions.put_feedback(first.id, MODULE, "<p>Thank you</p>")

    (pair, _) = store.overview.of_cohort("north", [MODULE]).pairs

    assert pair.people[0].modules == {MODULE: Progress("sent", second.at)}


def test_a_pause_is_the_pair_s(store: Store) -> None:
    """Which of the two began it is not told."""
    store.care.pause(BEN, yes=True)
    of_ben = store.overview.of_cohort("north", [MODULE])
    store.care.pause(BEN, yes=False)
    store.care.pause(ANN, yes=True)

    assert [pair.paused for pair in of_ben.pairs] == [True, False]
    assert store.overview.of_cohort("north", [MODULE]) == of_ben


def test_what_was_begun_with_a_former_partner_is_begun(store: Store) -> None:
    """Whoever has no partner now stands for themselves, with what they did."""
    store.events.add(ANN, [event("answer", "D1", 3)], PROGRAMME)
    with store.database.write() as session:
        session.execute(update(MemberRow).where(MemberRow.pair_id == 1).values(pair_id=None))

    pairs = store.overview.of_cohort("north", [MODULE]).pairs

    begun = person(ANN, "Ann Alder", "patient-leader", at=Progress("in progress", None))
    assert pairs[:2] == [
        PairAt(None, False, [begun]),
        PairAt(None, False, [person(BEN, "Ben Birch", "professional")]),
    ]


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Store]:
    """200 pairs that are through eight modules, with 10 events each a module."""
    rows = [
        (f"p{n}-{role[:3]}", f"Person {n}", role, f"pair{n}")
        for n in range(200)
        for role in ("patient-leader", "professional")
    ]
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("large", roster_of(rows))
        at = "2026-11-20T10:00:00.000+00:00"
        with store.database.write() as session:
            session.execute(
                insert(EventRow),
                [
                    {
                        "id": new_id(), "account_id": n + 1, "pair_id": n // 2 + 1,
                        "module": module, "item": "D1", "wave": "once",
                        "kind": "answer", "value": 3, "audience": "facilitator",
                        "wording": "w", "at": at, "taken_at": at,
                    }
                    for module in MODULES for n in range(400) for _ in range(10)
                ],
            )  # fmt: skip
            session.execute(
                insert(SubmissionRow),
                [
                    {
                        "id": new_id().replace("-", ""), "cohort_id": 1, "account_id": n + 1,
                        "module": module, "at": at, "notebooks": [module],
                        "payload": {"answers": {"D1": "x" * 2000}, "joint": {}},
                    }
                    for module in MODULES for n in range(400)
                ],
            )  # fmt: skip
        yield store


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the queries of a block."""
    asked: list[str] = []
    engine = store.database.engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    listening.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        listening.remove(engine, "before_cursor_execute", note)


def test_a_large_cohort_asks_as_much_as_a_small_one(large: Store) -> None:
    """One query a kind of thing, however many take part."""
    with counted(large) as asked:
        found: CohortAt = large.overview.of_cohort("large", MODULES)

    assert len(found.pairs) == 200
    assert {at.state for p in found.pairs for one in p.people for at in one.modules.values()} == {
        "sent"
    }
    assert len([one for one in asked if one.startswith("SELECT")]) == 6


def test_a_module_is_finished_by_a_pair_when_both_have_sent_it(store: Store) -> None:
    """For the pairs of now: sending twice counts once, and who left counts no more."""
    sending = [event("send", audience=("facilitator",))]
    for who in (ANN, ANN, CAT):
        store.events.add(who, [event("send", audience=("facilitator",))], PROGRAMME)
    assert store.overview.finished("north") == {}

    store.events.add(BEN, sending, PROGRAMME)
    assert store.overview.finished("north") == {MODULE: 1}

    store.rosters.apply("north", roster_of(ROWS[1:], alone=True))
    assert store.overview.finished("north") == {}
    with pytest.raises(UnknownCohort):
        store.overview.finished("nowhere")
