"""Being together can be taken back, and ends by itself; what has opened does not close."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import conversation_steps
from pairs_course.answers.events import Event

from ..strategies import MODULE, NOW, event

MINUTE = timedelta(minutes=1)


def did(*done: tuple[str, int]) -> list[Event]:
    """Return steps with the minutes at which they were taken; a seal and a pick are complete."""
    values = {"seal": {"covers": []}, "pick": "D1"}
    return [
        event(kind, MODULE, values.get(kind), at=(NOW + n * MINUTE).isoformat()) for kind, n in done
    ]


def test_after_two_hours_nobody_is_together_any_more() -> None:
    """By the service's clock alone, to the minute; both are asked again."""
    mine = did(("seal", 0), ("together", 10))
    theirs = did(("seal", 0), ("together", 20))

    assert conversation_steps.phase(mine, theirs, NOW + 129 * MINUTE) == "pick"
    assert conversation_steps.phase(mine, theirs, NOW + 130 * MINUTE) == "ready"
    assert conversation_steps.phase(theirs, mine, NOW + 130 * MINUTE) == "waiting"
    assert conversation_steps.phase(theirs, mine, NOW + 140 * MINUTE) == "ready"


def test_either_can_take_it_back_and_both_pages_follow() -> None:
    """One goes, the other waits; pressing again brings both on."""
    mine = did(("seal", 0), ("together", 1), ("apart", 3))
    theirs = did(("seal", 0), ("together", 2))
    now = NOW + 4 * MINUTE

    assert conversation_steps.phase(mine, theirs, now) == "ready"
    assert conversation_steps.phase(theirs, mine, now) == "waiting"
    assert conversation_steps.phase(mine + did(("together", 4)), theirs, now) == "pick"


def test_a_pick_waits_for_the_other_to_be_here_again() -> None:
    """One picked and went away. The other one's pick opens nothing until both are here."""
    mine = did(("seal", 0), ("together", 1), ("pick", 3), ("apart", 4))
    theirs = did(("seal", 0), ("together", 2), ("pick", 5))

    assert conversation_steps.opened_at(mine, theirs) is None
    assert conversation_steps.phase(theirs, mine, NOW + 6 * MINUTE) == "waiting"

    mine += did(("together", 7))
    assert conversation_steps.opened_at(mine, theirs) == NOW + 7 * MINUTE
    assert conversation_steps.phase(mine, theirs, NOW + 7 * MINUTE) == "two"


def test_both_at_the_same_moment() -> None:
    """Pressing in one instant is being together; going in the instant in which one comes is not."""
    ready = (("seal", 0), ("pick", 0))

    both = did(*ready, ("together", 1))
    assert conversation_steps.opened_at(both, did(*ready, ("together", 1))) == NOW + MINUTE
    gone = did(*ready, ("together", 0), ("apart", 1))
    assert conversation_steps.opened_at(both, gone) is None


_TIMES = st.lists(
    st.tuples(st.sampled_from(["seal", "together", "apart", "pick"]), st.integers(0, 40)),
    max_size=12,
).map(lambda done: did(*[(kind, minutes) for kind, minutes in sorted(done, key=lambda d: d[1])]))


@given(_TIMES, _TIMES, st.integers(0, 400))
def test_who_is_where_is_told_alike_on_both_sides(
    mine: list[Event], theirs: list[Event], minute: int
) -> None:
    """Both see the same thing open; otherwise no phase of one contradicts the other's."""
    now = NOW + minute * MINUTE
    one, other = (
        conversation_steps.phase(mine, theirs, now),
        conversation_steps.phase(theirs, mine, now),
    )

    assert (one == "two") == (other == "two") == bool(conversation_steps.opened_at(mine, theirs))
    assert (one in ("pick", "picked")) == (other in ("pick", "picked"))
    if one == "waiting":
        assert other == "ready"


@given(_TIMES, _TIMES, st.integers(41, 400))
def test_what_has_opened_does_not_close(
    mine: list[Event], theirs: list[Event], minute: int
) -> None:
    """Not by going away, and not by the two hours."""
    opened = conversation_steps.opened_at(mine, theirs)
    later = did(("apart", minute), ("together", minute))

    for more in (mine + later, mine):
        for also in (theirs + later, theirs):
            if opened:
                assert conversation_steps.opened_at(more, also) == opened
                assert conversation_steps.phase(more, also, NOW + 999 * MINUTE) == "two"
