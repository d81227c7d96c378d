"""Pooled figures: what several cohorts say together. Pure, no I/O.

A pooled figure is made once, from cohorts that have each published that figure themselves, and
each cohort is pooled once. So there are never two pooled figures to subtract from each other. But a
pooled figure says something about its cohorts beside what they said themselves: where their own
words mean that at least 20 people are counted, "fewer than 21" would give away nearly everybody.
How fine a figure may be is decided in :mod:`pairs_course.figures.disclosure_control`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pairs_course.figures import aggregation
from pairs_course.figures.aggregation import Given, Publishable
from pairs_course.figures.disclosure_control import (
    MIN_COHORTS,
    STEP_PAIRS,
    Counts,
    Disclosed,
    possible,
    shown,
    within,
)
from pairs_course.figures.published import Asked, Pooled, PooledFigure, Roles, Step, Summary, Word
from pairs_course.people.roster import PAIR_ROLES


@dataclass(frozen=True)
class ClosedWave:
    """A closed wave of one cohort: what it published, and its people's answers as they are now."""

    summary: Summary
    given: Iterable[Given]


def due(pairs: Sequence[int], *, first: bool) -> bool:
    """Say whether cohorts with so many pairs each may be pooled now.

    The first pool of a wave needs five cohorts. Later ones need 50 pairs, too: steps of several
    pools can be put together (:func:`combined`), and words cannot.
    """
    return len(pairs) >= MIN_COHORTS and (first or sum(pairs) >= STEP_PAIRS)


def pool(
    wave: str, items: Sequence[Publishable], cohorts: Sequence[ClosedWave], made: date
) -> Pooled | None:
    """Make the pooled figures of a wave; None for fewer than five cohorts.

    Args:
        wave: start, now, then or once.
        items: what was asked, from :func:`pairs_course.figures.aggregation.items_of`.
        cohorts: cohorts that were not pooled for this wave before.
        made: the day on which they are pooled.
    """
    if len(cohorts) < MIN_COHORTS:
        return None
    counts: dict[tuple[str, str], list[Counts]] = {}
    for cohort in cohorts:
        pairs: dict[str, list[tuple[Given, Given]]] = {}
        for pair in aggregation.full_pairs(items, cohort.given):
            pairs.setdefault(pair[0].item, []).append(pair)
        words = {(f["item"], f["option"]): f["word"] for f in cohort.summary["items"]}
        for one in items:
            about = [(a["item"], a["option"]) for a, _ in aggregation.asked(one)]
            said = [word for key in about if (word := words.get(key)) is not None]
            if len(said) == len(about):
                found = counts_of(one, said, pairs.get(one.item.id, []))
                for key, each in zip(about, found, strict=False):  # none where nobody is left
                    counts.setdefault(key, []).append(each)
    figures = [
        _figure(about, shown(counts.get((about["item"], about["option"]), [])))
        for one in items
        for about, _ in aggregation.asked(one)
    ]
    return {"wave": wave, "made": made.isoformat(), "cohorts": len(cohorts), "items": figures}


def counts_of(
    one: Publishable, words: Sequence[Word], pairs: Sequence[tuple[Given, Given]]
) -> list[Counts]:
    """Count the full pairs of one cohort at each figure of an item, which it published in words.

    Empty where nobody is left of them.
    """
    if not pairs:
        return []
    ranges = [possible(word, 2 * len(pairs)) for word in words]
    if len(ranges) > 1:
        ranges = within(ranges, 2 * len(pairs))
    leaders, professionals = (
        [each.value for pair in pairs for each in pair if each.role == role] for role in PAIR_ROLES
    )

    def count(values: Sequence[Any], wanted: Sequence[Any]) -> int:
        return sum(value in wanted for value in values)

    return [
        Counts(len(pairs), count(leaders, wanted), count(professionals, wanted), least, most)
        for (_, wanted), (least, most) in zip(aggregation.asked(one), ranges, strict=True)
    ]


def combined(pools: Sequence[Pooled]) -> Pooled:
    """Put the pools of one wave, the oldest first, together: by arithmetic, without any answer.

    Steps are averaged by how many people they are about, and widened to whole tens. Where no pool
    has a step, the newest that shows anything stands for all.
    """
    found: dict[tuple[str, str], list[PooledFigure]] = {}
    for pooled in pools:
        for figure in pooled["items"]:
            found.setdefault((figure["item"], figure["option"]), []).append(figure)
    return {
        **pools[-1],
        "cohorts": sum(pooled["cohorts"] for pooled in pools),
        "items": [_together(figures) for figures in found.values()],
    }


def _together(figures: Sequence[PooledFigure]) -> PooledFigure:
    newest = next((f for f in reversed(figures) if f["why"] is None), figures[-1])
    stepped = [(f["step"], f["people"]) for f in figures if f["step"] and f["people"]]
    if not stepped:
        return newest
    by_role = [(f["roles"], f["people"]) for f in figures if f["roles"] and f["people"]]
    roles: Roles | None = None
    if len(by_role) == len(stepped):
        roles = {
            "patient_leader": _average([(r["patient_leader"], n) for r, n in by_role]),
            "professional": _average([(r["professional"], n) for r, n in by_role]),
        }
    people = sum(n for _, n in stepped)
    said = Disclosed(step=_average(stepped), roles=roles, people=people)
    return _figure(newest, said)


def _average(steps: Sequence[tuple[Step, int]]) -> Step:
    people = sum(n for _, n in steps)
    low = sum(step["low"] * n for step, n in steps)
    high = sum(step["high"] * n for step, n in steps)
    return {"low": low // (10 * people) * 10, "high": -(-high // (10 * people)) * 10}


def _figure(about: Asked, said: Disclosed) -> PooledFigure:
    return {
        "item": about["item"],
        "same_as": about["same_as"],
        "theme": about["theme"],
        "ask": about["ask"],
        "option": about["option"],
        "label": about["label"],
        "counted": about["counted"],
        "word": said.word,
        "step": said.step,
        "roles": said.roles,
        "people": said.people,
        "why": said.why,
    }
