"""What nobody can find out from all that is published and all that they know themselves."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairs_course.figures import aggregation, disclosure_control, pooling
from pairs_course.figures.aggregation import needed_of, word_for

from ...depth import sampled
from ..histories import ITEMS, History, history, plain
from ..pages import Kind, Pages
from ..solver import given_away, has_another_world

HISTORIES, AT_ONCE = 10_000, 500
RATED, CHOICE = ITEMS


def published(past: History, pages: Pages) -> list[Any]:
    """Return what the rules published about the item, in the order of its figures."""
    words = [
        [f["word"] for f in cohort.summary["items"] if f["item"] == pages.item]
        for cohort in past.cohorts
        if cohort.summary
    ]
    fields = ("word", "step", "roles", "people", "why")
    pooled = past.pooled["items"] if past.pooled else []
    return [words, [tuple(f[x] for x in fields) for f in pooled if f["item"] == pages.item]]  # type: ignore[literal-required]  # fields of a figure


def counted(past: History, pages: Pages) -> list[Any]:
    """Return the same from the counts that the solver works with."""
    words = [
        [pages.word(n, f) if n in pages.cohorts else None for f in pages.figures]
        for n in range(len(past.cohorts))
    ]
    pooled = [tuple(vars(pages.pooled_now(f)).values()) for f in pages.figures]
    return [words, pooled if past.pooled else []]


@pytest.mark.parametrize(
    "first", sampled(range(0, HISTORIES, AT_ONCE), lambda first: first < 2 * AT_ONCE)
)
def test_no_page_gives_anybody_away_to_a_pair(first: int) -> None:
    """In ten thousand histories no pair can tell what any other person answered."""
    for seed in range(first, first + AT_ONCE):
        past = history(seed)
        for one in ITEMS:
            pages = Pages(one, past)

            assert published(past, pages) == counted(past, pages)
            assert given_away(pages) == [], seed


@pytest.mark.parametrize("histories", sampled([60, 200], lambda histories: histories == 60))
def test_two_pairs_can_tell_in_the_smallest_cohorts_alone(histories: int) -> None:
    """Two pairs who tell each other everything: at five and six pairs, and from seven on never."""
    found: Counter[int] = Counter()
    for seed in range(histories):
        past = history(seed)
        for one in ITEMS:
            for _, about in given_away(Pages(one, past), knowing=2):
                found[past.cohorts[about.cohort].size_at_close] += 1

    assert set(found) == {5, 6}


def certain(full: int, knowing: int) -> set[str]:
    """Return the words that give away everybody else, for what some of so many pairs may know.

    Every count of people and every own answer is tried.
    """
    people, own = 2 * full, 2 * knowing
    found = set()
    for word in ("few", "about half", "many"):
        counts = [n for n in range(people + 1) if word_for(n, people) == word]
        for known in range(own + 1):
            others = {n - known for n in counts if 0 <= n - known <= people - own}
            if others in ({0}, {people - own}):
                found.add(word)
    return found


def test_the_sizes_at_which_a_word_is_safe() -> None:
    """For one pair from five full pairs on; for two that pool what they know, from seven on."""
    assert {full for full in range(2, 61) if certain(full, 1)} == {2, 3}
    assert {full for full in range(3, 61) if certain(full, 2)} == {3, 4, 5, 6}
    assert [needed_of(pairs) for pairs in (5, 6, 7, 60)] == [5, 5, 7, 7]


@pytest.mark.parametrize("counts", [(7, 4, 4, 4, 0), (3, 6, 6, 6, 10), (7, 7, 4, 0, 1)])
def test_without_room_the_solver_finds_somebody(
    counts: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooled word at the limit of its cohorts' words is not shown; else it would tell."""
    safe = plain(counts, pairs=5)
    monkeypatch.setattr(disclosure_control, "ROOM", 0)
    unsafe = plain(counts, pairs=5)

    assert safe.pooled is not None
    assert safe.pooled["items"][0]["why"] == disclosure_control.TOO_CLOSE
    assert unsafe.pooled is not None
    assert unsafe.pooled["items"][0]["word"] is not None
    assert given_away(Pages(RATED, unsafe)) != []


def test_with_fewer_pairs_the_solver_finds_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three full pairs are too few: the rule of five is needed."""
    monkeypatch.setattr(aggregation, "FULL_PAIRS", 3)

    past = plain([4], pairs=3)

    assert given_away(Pages(RATED, past)) != []


@settings(max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=3), st.integers(0, 4))
def test_the_solver_looks_through_all_worlds(counts: list[int], room: int) -> None:
    """It finds for two or three tiny cohorts what trying every answer of everybody finds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(aggregation, "FULL_PAIRS", 2)
        for module in (pooling, disclosure_control):
            patched.setattr(module, "MIN_COHORTS", 2)
        patched.setattr(disclosure_control, "ROOM", room)
        pages = Pages(RATED, plain(counts, pairs=2))
        names = list(pages.people)
        worlds = [
            world
            for world in product((0, 1), repeat=len(names))
            if _says(pages, dict(zip(names, world, strict=True))) == _says(pages)
        ]
        pair = {name for name in names if pages.people[name][0] == pages.people[names[0]][0]}
        insiders = Counter(pages.people[name][1] for name in pair)
        for n, name in enumerate(names):
            if name not in pair:
                kind = pages.people[name][1]
                otherwise = any(
                    world[n] != kind.own
                    and all(world[names.index(p)] == pages.people[p][1].own for p in pair)
                    for world in worlds
                )

                assert has_another_world(pages, insiders, kind) == otherwise


def _says(pages: Pages, answers: dict[str, int] | None = None) -> list[Any]:
    """Return all words and the pooled figure, with other answers if some are given."""
    kinds = {
        name: kind if answers is None else Kind(kind.cohort, kind.role, answers[name], 0, False)
        for name, (_, kind) in pages.people.items()
    }
    totals: Counter[tuple[int, str]] = Counter()
    for kind in kinds.values():
        totals[kind.cohort, kind.role] += kind.own or 0
    words = [word_for(sum(totals[n, role] for role in pages.roles), 4) for n in pages.cohorts]
    by_role = [sum(totals[n, role] for n in pages.cohorts) for role in pages.roles]
    return [*words, pages.pooled(1, by_role[0], by_role[1])]
