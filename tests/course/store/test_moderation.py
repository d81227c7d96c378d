"""Cards and letters in the store: who may read which text, and what a decision is about."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.pairs.moderation import Choice, digest
from pairs_course.people.roster import Roster
from pairs_course.programme import loader
from pairs_course.store import DecidedAlready, Store, TextChanged, UnknownCohort, moderation
from pairs_course.store.moderation import PublishedText

from ..cohort import ANN, BEN, CAT, DAN, FAY

CONTENT = loader.load()
LAST = "08-next-steps"
CARD = CONTENT.find(LAST, "network-card", "once")
assert CARD is not None
FIELDS = [box.id for box in CARD[1].fields]
FIRST = dict.fromkeys(FIELDS, "A carer and a nurse.")
SECOND = dict.fromkeys(FIELDS, "A carer and a nurse, in a small town.")


def does(
    store: Store, who: str, kind: str, value: object = None, item: str = "network-card"
) -> str:
    """Let somebody do one thing in the last module; returns the id of the event."""
    audience: Iterable[str] = ("partner", "facilitator")
    if kind == "send":
        item, audience = LAST, ("facilitator",)
    at = "2026-11-20T10:00:00.000+00:00"
    event = Event(new_id(), at, LAST, item, "once", kind, value, tuple(audience), "w")
    assert store.events.add(who, [event], CONTENT).refused == []
    return event.id


def agree(
    store: Store, value: object, by: tuple[str, str] = (ANN, BEN), item: str = "network-card"
) -> None:
    """Let one suggest a text and the other confirm it."""
    proposal = does(store, by[0], "propose", value, item)
    does(store, by[1], "confirm", {"of": proposal}, item)


def read(store: Store) -> list[tuple[str, str, object]]:
    """What a facilitator finds: pair, state and text."""
    return [(r.pair, r.state, r.value) for r in store.reviews.of_cohort("north", CONTENT)]


def decide(
    store: Store, value: dict[str, str], verdict: str, was: str = "waiting", pair: str = "1"
) -> None:
    reason = "It is not clear." if verdict == "sent-back" else ""
    choice = Choice(digest(value), was, verdict, reason)  # type: ignore[arg-type]
    store.reviews.decide(FAY, "north", pair, "network-card", choice, CONTENT)


def own(store: Store, who: str) -> list[tuple[object, object, bool]]:
    """What somebody finds: what they agreed, what is published, whether it was taken back."""
    return [
        (s.agreed, s.published.value if s.published else None, s.withdrawn)
        for s in (text.standing for text in store.reviews.of_person(who, CONTENT))
    ]


def test_a_text_waits_only_when_both_agreed_and_one_sent(store: Store) -> None:
    """Not what one suggested, and nothing before it came with a submission."""
    proposal = does(store, ANN, "propose", FIRST)
    does(store, ANN, "send")
    assert read(store) == []

    does(store, BEN, "confirm", {"of": proposal})
    assert read(store) == []

    does(store, BEN, "send")
    assert read(store) == [("1", "waiting", FIRST)]


def test_the_names_of_the_two_are_with_it(store: Store) -> None:
    """So that the facilitator knows whose it is; others never learn it."""
    agree(store, FIRST)
    does(store, ANN, "send")

    (reading,) = store.reviews.of_cohort("north", CONTENT)
    decide(store, FIRST, "published")

    assert sorted(reading.people) == ["Ann Alder", "Ben Birch"]
    assert reading.decided is None
    (published,) = store.reviews.published("north")
    assert published == PublishedText("network-card", FIRST, published.at)


def test_a_changed_text_is_read_again_and_the_published_one_stays_until_then(store: Store) -> None:
    """The new one takes its place when it is published, and only then."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    agree(store, SECOND)
    assert read(store) == [("1", "published", FIRST)]

    does(store, BEN, "send")
    assert read(store) == [("1", "waiting", SECOND), ("1", "published", FIRST)]
    assert [text.value for text in store.reviews.published("north")] == [FIRST]

    decide(store, SECOND, "published")
    assert read(store) == [("1", "published", SECOND)]
    assert [text.value for text in store.reviews.published("north")] == [SECOND]


def test_a_text_that_changed_since_cannot_be_decided(store: Store) -> None:
    """A facilitator decides about what they read, and about nothing else."""
    agree(store, FIRST)
    does(store, ANN, "send")
    agree(store, SECOND)
    does(store, ANN, "send")

    with pytest.raises(TextChanged):
        decide(store, FIRST, "published")
    with pytest.raises(TextChanged):
        decide(store, FIRST, "published", pair="2")

    assert store.reviews.published("north") == []


def test_what_was_sent_back_waits_no_more_until_it_is_changed(store: Store) -> None:
    """Both find the reason; the same text sent again is not read twice."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "sent-back")
    does(store, BEN, "send")

    assert read(store) == [("1", "sent-back", FIRST)]
    for who in (ANN, BEN):
        (text,) = store.reviews.of_person(who, CONTENT)
        assert text.standing.sent_back is not None
        assert text.standing.sent_back.reason == "It is not clear."

    agree(store, SECOND)
    does(store, BEN, "send")
    assert read(store) == [("1", "waiting", SECOND)]


def test_deciding_the_same_again_changes_nothing(store: Store) -> None:
    """A page that was closed in the middle, or a second facilitator who agrees."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    before = store.reviews.published("north")

    decide(store, FIRST, "published")

    assert store.reviews.published("north") == before


def test_a_second_facilitator_who_decides_otherwise_is_told(store: Store) -> None:
    """The first decision stands, until somebody who knows of it changes it."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")

    with pytest.raises(DecidedAlready, match="published it"):
        decide(store, FIRST, "sent-back")
    assert [text.value for text in store.reviews.published("north")] == [FIRST]

    decide(store, FIRST, "sent-back", was="published")
    assert store.reviews.published("north") == []


def test_two_facilitators_at_once_leave_one_decision(store: Store) -> None:
    """Whoever comes second learns of the first."""
    agree(store, FIRST)
    does(store, ANN, "send")
    told: list[str] = []

    def go(verdict: str) -> None:
        try:
            decide(store, FIRST, verdict)
            told.append("done")
        except DecidedAlready:
            told.append("too late")

    threads = [threading.Thread(target=go, args=(v,)) for v in ("published", "sent-back")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["done", "too late"]
    assert len(read(store)) == 1


@pytest.mark.parametrize("who", [ANN, BEN])
def test_either_of_the_two_takes_a_text_back(store: Store, who: str) -> None:
    """It is gone from what others read at once; the other person finds it taken back."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    (text,) = store.reviews.of_person(who, CONTENT)

    store.reviews.withdraw(who, text.pair, text.item, CONTENT)

    assert store.reviews.published("north") == []
    assert read(store) == []
    assert own(store, ANN) == own(store, BEN) == [(None, None, True)]


def test_what_was_taken_back_needs_both_again(store: Store) -> None:
    """Confirming the old suggestion once more brings nothing back, and nor does sending."""
    proposal = does(store, BEN, "propose", FIRST)
    does(store, ANN, "confirm", {"of": proposal})
    does(store, ANN, "send")
    (text,) = store.reviews.of_person(ANN, CONTENT)
    store.reviews.withdraw(BEN, text.pair, text.item, CONTENT)

    does(store, ANN, "confirm", {"of": proposal})
    does(store, ANN, "send")
    assert read(store) == []
    with pytest.raises(TextChanged):
        decide(store, FIRST, "published")

    agree(store, FIRST)
    does(store, ANN, "send")
    assert read(store) == [("1", "waiting", FIRST)]
    decide(store, FIRST, "published")
    assert [one.value for one in store.reviews.published("north")] == [FIRST]


def test_a_text_can_be_taken_back_before_anybody_sends_it(store: Store) -> None:
    """Then it never comes to a facilitator as a card."""
    agree(store, FIRST)
    (text,) = store.reviews.of_person(BEN, CONTENT)
    store.reviews.withdraw(BEN, text.pair, text.item, CONTENT)
    does(store, ANN, "send")

    assert read(store) == []


def test_nobody_takes_back_what_is_not_theirs(store: Store) -> None:
    """Another pair's text, or one's own letter in the place of a card, stays as it is."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    (text,) = store.reviews.of_person(ANN, CONTENT)
    agree(store, SECOND, (CAT, DAN))

    store.reviews.withdraw(CAT, text.pair, text.item, CONTENT)
    store.reviews.withdraw(ANN, text.pair, "letter", CONTENT)

    assert [one.value for one in store.reviews.published("north")] == [FIRST]
    assert own(store, CAT) == [(SECOND, None, False)]


def test_pairs_and_items_are_apart(store: Store) -> None:
    """Each pair's card and letter has a decision of its own."""
    agree(store, FIRST)
    agree(store, {"letter": "Dear two"}, item="letter")
    agree(store, FIRST, (CAT, DAN))
    for who in (ANN, CAT):
        does(store, who, "send")

    decide(store, FIRST, "published")

    assert read(store) == [
        ("1", "waiting", {"letter": "Dear two"}),
        ("2", "waiting", FIRST),
        ("1", "published", FIRST),
    ]


def test_cohorts_are_apart(store: Store) -> None:
    """A facilitator of another cohort finds nothing here."""
    agree(store, FIRST)
    does(store, ANN, "send")
    store.people.add_cohort("south", Roster("empty.csv", ()))

    assert store.reviews.of_cohort("south", CONTENT) == []
    assert store.reviews.published("south") == []
    with pytest.raises(UnknownCohort):
        store.reviews.published("nowhere")


def test_no_clock_tells_what_came_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is set back after a text was taken back: what is agreed then is a new text."""
    agree(store, FIRST)
    does(store, ANN, "send")
    decide(store, FIRST, "published")
    (text,) = store.reviews.of_person(ANN, CONTENT)
    with monkeypatch.context() as patch:
        patch.setattr(moderation, "now", lambda: "2099-01-01T00:00:00.000+00:00")
        store.reviews.withdraw(ANN, text.pair, text.item, CONTENT)

    agree(store, SECOND)
    does(store, ANN, "send")
    assert ("1", "waiting", SECOND) in read(store)
    decide(store, SECOND, "published")

    assert [text.value for text in store.reviews.published("north")] == [SECOND]
