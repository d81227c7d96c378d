"""What a new roster changes, for any cohort and any roster."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.people.roster import PAIR_ROLES, Roster, RosterRow, roster_in, roster_of
from pairs_course.people.roster_diff import (
    Member,
    after,
    as_text,
    changes,
    sentence,
    staying,
    staying_words,
)

DAY, LATER = "25 November 2026", "2026-11-25T10:00:00.000+00:00"
ANN = Member("ann", "Ann", "patient-leader", "1")
BEN = Member("ben", "Ben", "professional", "1")
CAT = Member("cat", "Cat", "patient-leader", "2")
DAN = Member("dan", "Dan", "professional", "2")
FAY = Member("fay", "Fay", "facilitator", None)
COHORT = [ANN, BEN, CAT, DAN, FAY]


def rows(*people: Member) -> tuple[RosterRow, ...]:
    return roster_of([(p.username, p.name, p.role, p.pair or "") for p in people], alone=True).rows


@st.composite
def rosters(draw: st.DrawFn) -> tuple[RosterRow, ...]:
    """Any checked roster of up to eight people out of ten, in pairs or alone, with other names."""
    usernames = draw(st.permutations([f"p{n}" for n in range(10)]))
    labels = draw(st.permutations(["1", "2", "3", "4"]))
    people: list[tuple[str, str, str, str]] = []
    names = st.sampled_from(["", "y"])
    for label in labels[: draw(st.integers(0, 4))]:
        both = draw(st.sampled_from([PAIR_ROLES, PAIR_ROLES[::-1], PAIR_ROLES[:1]]))
        for role in both:
            one = usernames.pop()
            people.append((one, one + draw(names), role, label))
    one = usernames.pop()
    people.append((one, one, draw(st.sampled_from(["facilitator", "sponsor"])), ""))
    return roster_of(draw(st.permutations(people)), alone=True).rows


def played(history: list[tuple[RosterRow, ...]]) -> list[Member]:
    """Give a cohort one roster after the other."""
    members: list[Member] = []
    for roster in history:
        members = after(members, changes(members, roster, DAY), LATER)
    return members


def present(members: list[Member]) -> set[tuple[str, str, str, str | None]]:
    return {(m.username, m.name, m.role, m.pair) for m in members if m.left is None}


@given(st.lists(rosters(), max_size=5), rosters())
def test_after_the_changes_the_cohort_is_the_roster(
    history: list[tuple[RosterRow, ...]], roster: tuple[RosterRow, ...]
) -> None:
    """Whoever was there before, and whatever happened to the pairs."""
    members = played(history)

    done = after(members, changes(members, roster, DAY), LATER)

    assert present(done) == {(r.username, r.name, r.role, r.pair) for r in roster}
    assert {m.username for m in members} <= {m.username for m in done}


@given(st.lists(rosters(), max_size=5), rosters())
def test_the_same_roster_again_changes_nothing(
    history: list[tuple[RosterRow, ...]], roster: tuple[RosterRow, ...]
) -> None:
    """So a facilitator may send it as often as they like."""
    assert changes(played([*history, roster]), roster, DAY) == []


@given(st.lists(rosters(), max_size=5), rosters())
def test_nobody_joins_a_pair_that_is_there(
    history: list[tuple[RosterRow, ...]], roster: tuple[RosterRow, ...]
) -> None:
    """A pair that goes on has nobody in it who was not in it before."""
    members = played(history)
    found = changes(members, roster, DAY)
    new = {username for change in found if change.kind == "pair" for username in change.who}
    renamed = {change.now: change.was for change in found if change.kind == "label"}
    before = {m.username: m.pair for m in members}

    for member in after(members, found, LATER):
        if member.pair and member.left is None and member.username not in new:
            assert before[member.username] == renamed.get(member.pair, member.pair)


@given(st.lists(rosters(), max_size=5), rosters())
def test_labels_stay_apart(
    history: list[tuple[RosterRow, ...]], roster: tuple[RosterRow, ...]
) -> None:
    """A pair that ended never has the label of one that goes on."""
    members = played([*history, roster])
    old = {m.pair for m in members if m.left and m.pair}

    goes_on = {m.pair for m in members if m.pair and m.left is None}
    gone = old - goes_on

    assert all("(until" in str(pair) for pair in gone)
    assert all(len(str(pair)) <= 40 for pair in gone)


def test_a_partner_is_replaced() -> None:
    """The old pair ends under a name of its own; the two who are left and new are a new pair."""
    eve = Member("eve", "Eve", "professional", "2")

    found = changes(COHORT, rows(ANN, BEN, CAT, eve, FAY), DAY)

    assert [sentence(change) for change in found] == [
        "Dan (dan) leaves. What they sent stays. They can no longer sign in to this cohort.",
        "Eve (eve) is added as professional.",
        "Pair 2 ends. What it wrote is kept as pair 2 (until 25 November 2026).",
        "Cat (cat) and Eve (eve) become pair 2. "
        "It starts fresh: nothing from a former partner opens in it.",
    ]


def test_who_stays_goes_on_alone_in_the_same_pair() -> None:
    """Nothing of what they have in it is lost."""
    found = changes(COHORT, rows(ANN, BEN, CAT, FAY), DAY)

    assert [(change.kind, change.who) for change in found] == [
        ("leaves", ("dan",)),
        ("alone", ("cat",)),
    ]


def test_who_comes_back_to_the_same_partner_finds_their_pair() -> None:
    """Also when both had left by mistake, and their pair had ended."""
    without = rows(ANN, BEN, FAY)
    members = after(COHORT, changes(COHORT, without, DAY), LATER)

    found = changes(members, rows(*COHORT), DAY)

    assert [(change.kind, change.was, change.now) for change in found] == [
        ("returns", "", "patient-leader"),
        ("returns", "", "professional"),
        ("label", "2 (until 25 November 2026)", "2"),
    ]


def test_partners_who_swap_are_two_new_pairs() -> None:
    """Both pairs end, and their labels can be given again."""
    swapped = rows(ANN, Member("dan", "Dan", "professional", "1"), CAT,
                   Member("ben", "Ben", "professional", "2"), FAY)  # fmt: skip

    found = changes(COHORT, swapped, DAY)

    assert [(change.kind, change.was or change.now) for change in found] == [
        ("ends", "1"),
        ("ends", "2"),
        ("pair", "1"),
        ("pair", "2"),
    ]


def test_labels_that_swap_keep_their_pairs() -> None:
    """A label is a name and nothing more."""
    swapped = [Member(m.username, m.name, m.role, {"1": "2", "2": "1"}.get(m.pair or ""))
               for m in COHORT]  # fmt: skip

    found = changes(COHORT, rows(*swapped), DAY)

    assert [(change.kind, change.was, change.now) for change in found] == [
        ("label", "1", "2"),
        ("label", "2", "1"),
    ]


def test_a_name_and_a_role_change_where_they_are() -> None:
    """Partners who swap their roles are the same pair."""
    ann = Member("ann", "Anna", "professional", "1")
    ben = Member("ben", "Ben", "patient-leader", "1")

    found = changes(COHORT, rows(ann, ben, CAT, DAN, FAY), DAY)

    assert [sentence(change) for change in found] == [
        "Ann (ann) is renamed to Anna.",
        "Anna (ann) changes from patient-leader to professional.",
        "Ben (ben) changes from professional to patient-leader.",
    ]


@given(rosters())
def test_a_roster_is_written_as_it_is_read(roster: tuple[RosterRow, ...]) -> None:
    """What the desk gives out can be sent in again."""
    again = roster_in(as_text(roster), "again.csv", alone=True)

    assert isinstance(again, Roster)
    assert [(r.username, r.name, r.role, r.pair) for r in again.rows] == [
        (r.username, r.name, r.role, r.pair) for r in roster
    ]


def test_facilitators_stay_whom_a_list_cannot_have_meant() -> None:
    """Who sends it; and all of them, where it names none. Who left before does not come back."""
    gil = Member("gil", "Gil", "facilitator", None)
    old = Member("old", "Old", "facilitator", None, "2026-01-01T00:00:00+00:00")
    here = [*COHORT, gil, old]

    assert staying(here, rows(ANN, BEN), "fay") == [FAY, gil]
    assert staying(here, rows(ANN, BEN), None) == [FAY, gil]
    assert staying(here, rows(ANN, BEN, gil), "fay") == [FAY]
    assert staying(here, rows(ANN, BEN, gil), None) == []
    assert staying(here, rows(*COHORT), "fay") == []
    assert staying_words([FAY, gil], None) == [
        "This list has no facilitator, so the current ones stay: Fay (fay), Gil (gil)."
    ]


def test_a_name_in_the_other_direction_stays_beside_its_sign_in_name() -> None:
    """Brackets and numbers next to it keep their places: each name is isolated."""
    dana = Member("dana-l", "דנה לוי", "patient-leader", "1")
    omar = Member("omar-h", "عمر", "professional", "1")

    said = [sentence(change) for change in changes([], rows(dana, omar), "")]

    assert said[0] == "\u2068דנה לוי\u2069 (dana-l) is added as patient-leader."
    assert said[2].startswith(
        "\u2068דנה לוי\u2069 (dana-l) and \u2068عمر\u2069 (omar-h) become pair 1"
    )
