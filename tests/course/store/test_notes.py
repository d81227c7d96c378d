"""One note to a pair a module: written once, changed by nobody silently, kept with its pair."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pairs_course.store import NoteChanged, PairNote, Store, UnknownCohort, UnknownPair

from ..cohort import ANN, BEN, CAT, FAY, SAM, archive
from ..strategies import MODULE, PROGRAMME, event


def written(store: Store, words: str, read: str | None = None, pair: str = "1") -> PairNote:
    return store.notes.put(FAY, "north", MODULE, pair, words, read)


def send(store: Store, who: str) -> str:
    (made,) = store.events.add(
        who, [event("send", audience=("facilitator",))], PROGRAMME
    ).submissions
    return made


def split(store: Store) -> None:
    """Let Ann and Ben be a pair no more: Ann is with Cat now, in a new pair."""
    with store.database.write() as session:
        session.execute(text("UPDATE pairs SET ended = '2026-11-25' WHERE label = '1'"))
        session.execute(text("INSERT INTO pairs (cohort_id, label) SELECT id, '3' FROM cohorts"))
        session.execute(
            text(
                "UPDATE members SET pair_id = (SELECT id FROM pairs WHERE label = '3') WHERE "
                "account_id IN (SELECT id FROM accounts WHERE username IN ('ann', 'cat'))"
            )
        )
        session.execute(
            text(
                "UPDATE members SET pair_id = NULL, \"left\" = '2026-11-25' WHERE "
                "account_id = (SELECT id FROM accounts WHERE username = 'ben')"
            )
        )


def test_a_note_is_written_changed_and_removed(store: Store) -> None:
    """Lists have every pair, with who wrote when; an empty text is no note."""
    first = written(store, "  Thank you,\r\nboth.  ")
    changed = written(store, "Thank you.", first.at)
    listed = store.notes.list("north", MODULE)
    removed = written(store, " ", changed.at)

    assert (first.text, changed.text) == ("Thank you,\nboth.", "Thank you.")
    assert listed == [
        PairNote("1", ["Ann Alder", "Ben Birch"], False, "Thank you.", changed.at, "Fay Fern"),
        PairNote("2", ["Cat Cedar", "Dan Dell"], False, "", None, None),
    ]
    assert removed == PairNote("1", ["Ann Alder", "Ben Birch"], False, "", None, None)
    assert [note.text for note in store.notes.list("north", "01-setting-out")] == ["", ""]


def test_nobody_overwrites_what_they_have_not_read(store: Store) -> None:
    """Who read no note, an older one, or one that is gone is told; the newer one stays."""
    first = written(store, "First.")
    second = written(store, "Second.", first.at)

    for read in (None, "2026-01-01T00:00:00.000+00:00"):
        with pytest.raises(NoteChanged, match="Fay Fern changed this note") as told:
            written(store, "Third.", read)
        assert told.value.at == second.at
    assert store.notes.list("north", MODULE)[0].text == "Second."
    written(store, "", second.at)
    with pytest.raises(NoteChanged, match="removed this note"):
        written(store, "Third.", second.at)


def test_writing_the_same_again_is_harmless(store: Store) -> None:
    """Also when the answer to the first time was lost."""
    first = written(store, "Once.")

    assert written(store, "Once.", None) == first
    assert written(store, "", None, pair="2").text == ""


def test_unknown_pairs_and_cohorts_are_errors(store: Store) -> None:
    """A pair of another cohort is unknown too."""
    with pytest.raises(UnknownPair):
        written(store, "x", pair="9")
    with pytest.raises(UnknownCohort):
        store.notes.put(FAY, "south", MODULE, "1", "x", None)


def test_each_submission_gets_the_note_to_its_pair(store: Store) -> None:
    """Both partners have it; who is in another pair has that one's, or none."""
    sent = {who: send(store, who) for who in (ANN, BEN, CAT)}
    written(store, "To both.")

    found = store.notes.of_submissions("north", MODULE)

    assert [(n.submission, n.username, n.text) for n in found] == [
        (sent[ANN], ANN, "To both."),
        (sent[BEN], BEN, "To both."),
    ]
    assert store.notes.of_submissions("north", "01-setting-out") == []


def test_a_note_stays_with_the_pair_it_was_written_to(store: Store) -> None:
    """A new partner reads nothing of it; what was sent as the old pair keeps it."""
    written(store, "To Ann and Ben.")
    before = {who: send(store, who) for who in (ANN, BEN)}
    split(store)
    written(store, "To Ann and Cat.", pair="3")
    after = {who: send(store, who) for who in (ANN, CAT)}

    found = {n.submission: n.text for n in store.notes.of_submissions("north", MODULE)}
    listed = {n.pair: (n.people, n.ended) for n in store.notes.list("north", MODULE)}

    assert found == {
        before[ANN]: "To Ann and Ben.",
        before[BEN]: "To Ann and Ben.",
        after[ANN]: "To Ann and Cat.",
        after[CAT]: "To Ann and Cat.",
    }
    assert listed == {
        "1": (["Ann Alder", "Ben Birch"], True),
        "2": (["Dan Dell"], False),
        "3": (["Ann Alder", "Cat Cedar"], False),
    }


def test_who_sent_with_nbgraders_command_alone_has_the_note_of_their_pair_now(
    store: Store,
) -> None:
    """Where nothing tells in which pair somebody was, it is the one they are in."""
    store.releases.put("north", MODULE, archive())
    made = store.submissions.make(ANN, MODULE, PROGRAMME)
    written(store, "To both.")

    assert [(n.submission, n.text) for n in store.notes.of_submissions("north", MODULE)] == [
        (made.id, "To both.")
    ]


def test_a_note_goes_on_when_its_author_has_left(store: Store) -> None:
    """It says nobody's name then."""
    store.notes.put(SAM, "north", MODULE, "1", "Thank you.", None)
    with store.database.write() as session:
        session.execute(text("DELETE FROM accounts WHERE username = 'sam'"))

    note = store.notes.list("north", MODULE)[0]

    assert (note.text, note.by) == ("Thank you.", None)
