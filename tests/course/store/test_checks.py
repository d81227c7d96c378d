"""The service takes what the course's own rules allow, and only what somebody else may see."""

from __future__ import annotations

from pairs_course.store.checks import refusal

from ..strategies import PROGRAMME, event


def test_what_is_for_nobody_else_is_not_taken() -> None:
    """It stays in its author's journal, where it belongs."""
    assert "no audience" in str(refusal(event("answer", "D1", 4, audience=()), [], PROGRAMME))
    assert refusal(event("answer", "D1", 4), [], PROGRAMME) is None


def test_both_kinds_of_rules_are_asked() -> None:
    """Those of one event, and those of the order."""
    assert "expected 1 to 5" in str(refusal(event("answer", "D1", 6), [], PROGRAMME))
    seal = event("seal", value={"covers": []})
    assert "expected an answer to D1, D2, C1" in str(refusal(seal, [], PROGRAMME))
