"""How people came in, and who gave them a new password: kept for themselves to read."""

from __future__ import annotations

from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from ..cohort import ANN, BEN, FAY, roster


def test_a_new_password_says_who_gave_it(store: Store) -> None:
    """A facilitator by name; who looks after the computer without one. The newest is news."""
    store.people.renew_for("north", ANN, FAY)
    first = store.access.of(ANN).news
    store.people.renew_password(ANN)
    second = store.access.of(ANN).news

    assert first is not None
    assert second is not None
    assert (first.by, second.by) == ("Fay Fern", None)
    assert [one.by for one in store.access.of(ANN).renewals] == [None, "Fay Fern"]
    assert store.access.of(BEN).renewals == []


def test_news_are_news_until_the_person_knows(store: Store) -> None:
    """Then they stay to be read, and the next new password is news again."""
    store.people.renew_for("north", ANN, FAY)
    store.access.seen(ANN)

    assert store.access.of(ANN).news is None
    assert [one.seen for one in store.access.of(ANN).renewals] == [True]
    store.people.renew_for("north", ANN, FAY)
    assert store.access.of(ANN).news is not None


def test_whoever_comes_back_reads_who_gave_them_a_password(store: Store) -> None:
    """Taking somebody off the list and putting them back is no way around it."""
    whole = roster()
    without = roster_of([(r.username, r.name, r.role, r.pair or "") for r in whole.rows[2:]])
    store.rosters.apply("north", without, by=FAY)

    done = store.rosters.apply("north", whole, by=FAY)

    assert sorted(done.passwords) == [ANN, BEN]
    assert [one.by for one in store.access.of(ANN).renewals] == ["Fay Fern"]
    assert store.access.to_end() == [ANN, BEN]


def test_whoever_is_new_has_no_new_password(store: Store) -> None:
    """The first one is no news."""
    store.people.add_cohort("south", roster_of([("eve", "Eve", "facilitator", "")]), by=FAY)

    assert store.access.of("eve").renewals == []
    assert store.access.to_end() == []


def test_what_the_hub_has_to_end_waits_for_it(store: Store) -> None:
    """Also while no hub runs, as after a command; once it is done it is done."""
    store.people.renew_password(ANN)
    store.people.renew_password(ANN)
    waiting = store.access.to_end()
    store.access.ended(ANN)

    assert (waiting, store.access.to_end()) == ([ANN], [])
    store.people.renew_password(BEN)
    assert store.access.to_end() == [BEN]


def test_only_the_last_ten_sign_ins_are_kept(store: Store) -> None:
    """Of each person; who is not there leaves nothing."""
    store.access.signed_in(BEN, new=True)
    for n in range(25):
        store.access.signed_in(ANN, new=n == 24)
    store.access.signed_in("nobody", new=True)

    assert [one.new for one in store.access.of(ANN).sign_ins] == [True] + [False] * 9
    assert [one.new for one in store.access.of(BEN).sign_ins] == [True]
    assert store.access.of("nobody").sign_ins == []
