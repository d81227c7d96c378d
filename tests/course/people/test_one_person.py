"""Forms for one person, as whole rosters."""

from __future__ import annotations

from pairs_course.people.one_person import edited, free_label
from pairs_course.people.roster_diff import Member


def test_forms_for_one_person_make_whole_lists() -> None:
    """A role without a pair takes somebody out of theirs; a free label is the first number."""
    people = [
        Member("ann", "Ann", "patient-leader", "1"),
        Member("bob", "Bob", "professional", "1"),
    ]

    changed = edited(people, "change", {"who": "ann", "role": "facilitator", "pair": "5"})

    assert changed[0] == Member("ann", "Ann", "facilitator", None)
    assert (free_label(people), free_label([])) == ("2", "1")


def test_a_new_pair_is_called_as_the_others_are() -> None:
    """After pair1 and pair2 comes pair3, and no “1” beside them."""
    people = [
        Member(name, name, "patient-leader", label)
        for name, label in (("ann", "pair1"), ("cat", "pair2"), ("eve", "7"))
    ]

    assert free_label(people) == "pair3"
