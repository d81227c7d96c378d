"""Events are taken once, in order, for the pair they were made in."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.people.roster import roster_of
from pairs_course.store import Receipt, Refusal, Store, UnknownCohort, UnknownPerson, Value
from pairs_course.store.events import NOT_IN_A_PAIR

from ..cohort import ANN, BEN, CAT, DAN, FAY
from ..strategies import AT, MODULE, PROGRAMME, SENTENCE, event, whole_seal


def as_sent(taken: Sequence[Event]) -> list[Event]:
    """Return what the store gives back with the time that all events of these tests name."""
    return [replace(event, at=AT) for event in taken]


def test_a_batch_is_taken_and_comes_back_in_order(store: Store) -> None:
    """What one partner's kernel sent is read back exactly."""
    sent = whole_seal()

    receipt = store.events.add(ANN, sent, PROGRAMME)

    both = store.events.of_pair(ANN, MODULE)
    assert receipt == Receipt([e.id for e in sent], [], [], both.pair)
    assert (as_sent(both.mine), both.theirs) == (sent, [])
    assert as_sent(store.events.of_pair(BEN, MODULE).theirs) == sent
    assert store.events.of_pair(CAT, MODULE).mine == []
    assert store.events.of_pair(CAT, MODULE).theirs == []


def test_json_and_events_are_taken_alike(store: Store) -> None:
    """The service hands on what came in a request."""
    sent = event("answer", "D1", 4)

    receipt = store.events.add(ANN, [sent.to_json()], PROGRAMME)

    assert receipt.accepted == [sent.id]
    assert as_sent(store.events.of_pair(ANN, MODULE).mine) == [sent]


def test_sending_again_changes_nothing(store: Store) -> None:
    """An outbox that heard no answer sends the batch again, even twice in one."""
    first, second = event("answer", "D1", 4), event("answer", "D1", 5)
    store.events.add(ANN, [first], PROGRAMME)

    receipt = store.events.add(ANN, [first, second, second], PROGRAMME)

    assert receipt.accepted == [first.id, second.id, second.id]
    assert as_sent(store.events.of_pair(ANN, MODULE).mine) == [first, second]


def test_an_id_used_again_for_something_else_is_refused(store: Store) -> None:
    """Never acknowledged as kept, in one batch or in two; the first one stays."""
    one = event("answer", "D1", 4)
    other, elsewhere = replace(one, value=5), replace(one, item="D2")
    again = replace(one, at="2027-01-01T10:00:00.000+00:00")

    first = store.events.add(ANN, [one, other], PROGRAMME)
    second = store.events.add(ANN, [again, elsewhere], PROGRAMME)

    refused = [Refusal(one.id, "its id is already in use")]
    assert (first.accepted, first.refused) == ([one.id], refused)
    assert (second.accepted, second.refused) == ([one.id], refused)
    assert as_sent(store.events.of_pair(ANN, MODULE).mine) == [one]


def test_an_id_belongs_to_its_first_author(store: Store) -> None:
    """Nobody can take another person's event over, nor learn of it."""
    mine = event("answer", "D1", 4)
    store.events.add(ANN, [mine], PROGRAMME)

    receipt = store.events.add(BEN, [mine], PROGRAMME)

    assert receipt.refused == [Refusal(mine.id, "its id is already in use")]
    assert store.events.of_pair(BEN, MODULE).mine == []


def test_what_is_wrong_is_refused_and_the_rest_is_taken(store: Store) -> None:
    """One broken event does not hold the others up."""
    good, wide = event("answer", "D1", 4), event("answer", "D2", 4, audience=("cohort",))
    broken = {**good.to_json(), "id": "not-a-uuid"}

    receipt = store.events.add(ANN, [broken, wide, {"id": 7}, good], PROGRAMME)

    assert receipt.accepted == [good.id]
    assert [(r.id, r.reason[:24]) for r in receipt.refused] == [
        ("not-a-uuid", "expected id to be a UUID"),
        (wide.id, "D2: expected an audience"),
        ("", "expected an object with "),
    ]


def test_only_people_in_a_pair_share(store: Store) -> None:
    """A facilitator who looks at a module gives no answers."""
    tried = event("answer", "D1", 4)

    assert store.events.add(FAY, [tried], PROGRAMME).refused == [Refusal(tried.id, NOT_IN_A_PAIR)]
    assert store.events.of_pair(FAY, MODULE).pair is None
    with pytest.raises(UnknownPerson):
        store.events.add("nobody", [tried], PROGRAMME)
    with pytest.raises(UnknownPerson):
        store.events.of_pair("nobody", MODULE)


def test_the_partner_gets_only_what_is_for_the_partner(store: Store) -> None:
    """What goes to the facilitator alone is not even read for the partner's view."""
    private, shared = event("answer", "point", "For Fay."), event("answer", "D1", 3)
    store.events.add(ANN, [private, shared], PROGRAMME)

    assert as_sent(store.events.of_pair(BEN, MODULE).theirs) == [shared]
    assert as_sent(store.events.of_pair(ANN, MODULE).mine) == [private, shared]


def test_events_survive_closing(tmp_path: Path, store: Store) -> None:
    """What was acknowledged is in the file."""
    sent = event("answer", "D1", 4)
    store.events.add(ANN, [sent], PROGRAMME)

    with Store.in_folder(tmp_path) as again:
        assert as_sent(again.events.of_pair(ANN, MODULE).mine) == [sent]


def test_many_at_once_are_all_taken_once(store: Store) -> None:
    """Twelve people at once, each batch sent twice: nothing is lost, nothing doubled."""
    people = [ANN, BEN, CAT, DAN]
    batches = [(who, [event("answer", "D1", n % 5 + 1) for n in range(5)]) for who in people * 6]

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda b: store.events.add(b[0], b[1], PROGRAMME), batches * 2))

    for who in people:
        taken = [e.id for e in store.events.of_pair(who, MODULE).mine]
        assert sorted(taken) == sorted(e.id for name, b in batches if name == who for e in b)


def test_what_a_pair_agreed_on(store: Store) -> None:
    """A proposal counts once the other has confirmed it."""
    proposal = event("propose", SENTENCE, {"text": "We listen first."})
    store.events.add(ANN, [proposal], PROGRAMME)
    assert store.events.agreed(ANN, MODULE) == {}

    store.events.add(BEN, [event("confirm", SENTENCE, {"of": proposal.id})], PROGRAMME)

    assert store.events.agreed(ANN, MODULE) == {SENTENCE: {"text": "We listen first."}}
    assert store.events.agreed(BEN, MODULE) == {SENTENCE: {"text": "We listen first."}}


def in_figures(store: Store) -> list[tuple[str, str, object]]:
    return [(v.username, v.item, v.value) for v in store.events.values("north", "once")]


def test_figures_get_the_last_answers_that_are_for_the_cohort(store: Store) -> None:
    """Guesses, other audiences and other waves are not in them."""
    store.events.add(ANN, [event("answer", "D1", 1), event("answer", "D2", 1)], PROGRAMME)
    store.events.add(BEN, [event("guess", "D1", 5), event("answer", "D1", "pass")], PROGRAMME)
    store.events.add(ANN, [event("answer", "D1", 5)], PROGRAMME)

    pair = str(store.events.of_pair(ANN, MODULE).pair)
    assert list(store.events.values("north", "once")) == [
        Value(pair, ANN, "patient-leader", "D1", 5),
        Value(pair, BEN, "professional", "D1", "pass"),
    ]
    assert list(store.events.values("north", "start")) == []
    with pytest.raises(UnknownCohort):
        store.events.values("south", "once")


def test_an_answer_that_was_taken_back_is_not_in_figures(store: Store) -> None:
    """The last event of an item counts, also when it goes less far."""
    last = event("answer", "D1", 2, audience=("partner",))
    store.events.add(ANN, [event("answer", "D1", 1), last], PROGRAMME)

    assert in_figures(store) == []


def test_whoever_keeps_out_is_not_in_figures(store: Store) -> None:
    """It holds for what they gave before, and can be changed back."""
    store.events.add(ANN, [event("answer", "D1", 1)], PROGRAMME)
    store.people.keep_out(ANN, True)
    assert in_figures(store) == []

    store.people.keep_out(ANN, False)

    assert in_figures(store) == [(ANN, "D1", 1)]


def test_a_removed_cohort_leaves_no_answers(store: Store) -> None:
    """The same people on a later roster begin anew."""
    answer: Event = event("answer", "D1", 1)
    store.events.add(ANN, [answer], PROGRAMME)
    store.people.remove_cohort("north")
    rows = [(ANN, "Ann", "patient-leader", "1"), (BEN, "Ben", "professional", "1")]
    store.people.add_cohort("north", roster_of(rows))

    assert store.events.of_pair(ANN, MODULE).mine == []
    again = event("answer", "D1", 1, id=new_id())
    assert store.events.add(ANN, [again, answer], PROGRAMME).refused == []
