"""The ladder is answered and guessed; the difference map shows only what is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.programme.content import Content, Minutes, Module
from pairs_widgets.differences.differences import Differences
from pairs_widgets.differences.examples import DIFFERENCES, MINE, THEIRS, seen
from pairs_widgets.differences.regions import difference_map
from pairs_widgets.kernel import Course
from pairs_widgets.ladder.examples import LADDER
from pairs_widgets.ladder.ladder import Ladder

from .kernels import Line

CONTENT = Content(
    (
        Module(LADDER.module, "New", Minutes(20, 40), sets=("ladder",)),
        Module(DIFFERENCES.module, "Why", Minutes(20, 40), sets=("differences",)),
    ),
    (LADDER, DIFFERENCES),
)
CHOICES = [item.id for item in DIFFERENCES.items if item.kind == "choice"]
ANSWERS = st.dictionaries(
    st.sampled_from(CHOICES), st.sampled_from(["see", "not-see", "unsure", "pass", None])
)


def test_rungs_are_answered_and_guessed(tmp_path: Path) -> None:
    """A rung is a choice like any other."""
    line = Line(Ladder("ladder", Course(tmp_path / ".pairs", CONTENT)))
    line.event("answer", "L1", "asked")
    line.event("guess", "L1", "lead")
    line.event("guess", "L4", "x")

    assert [told["kind"] for told in line.heard] == ["saved", "saved", "refused"]


def test_the_map_of_a_pair(tmp_path: Path) -> None:
    """Each thing is in one region; a text stands with the one who wrote it."""
    found = difference_map(DIFFERENCES.items, seen(*THEIRS))

    def asks(*items: str) -> list[dict[str, str]]:
        return [{"ask": DIFFERENCES.item(i).ask, "text": ""} for i in items]

    seventh = DIFFERENCES.item("V7").ask
    assert found == {
        "mine": [*asks("V3"), {"ask": seventh, "text": MINE["V7"]}],
        "theirs": [*asks("V2"), {"ask": seventh, "text": THEIRS["V7"]}],
        "both": asks("V1"),
        "neither": asks("V4"),
        "ask": asks("V5", "V6"),
        "whole": True,
    }
    assert Differences("differences", Course(tmp_path / ".pairs", CONTENT)).state["map"] is None


@given(ANSWERS, st.sets(st.sampled_from(CHOICES)))
def test_nothing_that_is_closed_is_on_the_map(answers: dict[str, Any], opened: set[str]) -> None:
    """Only open items, each once; without any there is no map at all."""
    found = difference_map(DIFFERENCES.items, seen(*sorted(opened), mine=answers))

    if not opened:
        assert found is None
        return
    assert found is not None
    entries = [one["ask"] for name, place in found.items() if name != "whole" for one in place]
    assert sorted(entries) == sorted(DIFFERENCES.item(i).ask for i in opened)
    assert found["whole"] is False  # the text is still closed


@given(ANSWERS, ANSWERS)
def test_the_partners_map_is_the_same_from_the_other_side(
    mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    """What only I see is what only my partner sees, on theirs."""

    def drawn(own: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
        view = seen(*CHOICES, mine=own)
        for item in CHOICES:
            view["partner"][item]["answer"] = other.get(item)
        found = difference_map(DIFFERENCES.items, view)
        assert found is not None
        return found

    one, two = drawn(mine, theirs), drawn(theirs, mine)

    assert (one["mine"], one["theirs"]) == (two["theirs"], two["mine"])
    assert [one[k] for k in ("both", "neither", "ask")] == [
        two[k] for k in ("both", "neither", "ask")
    ]
