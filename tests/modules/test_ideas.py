"""Each idea of the source is taught, practised and asked about, where the programme says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pairs_course.programme import compiled, loader

from . import ideas
from .lesson import Lesson, read

IDEAS = loader.ideas()
MODULES = compiled.load().modules
FOUND = loader.Idea(
    taught="05-debate-and-dialogue#One answer, or a part each",
    practised="05-debate-and-dialogue#moves",
    asked="05-debate-and-dialogue#D1",
)


@pytest.fixture(scope="module")
def lessons() -> dict[str, Lesson]:
    """Return every module, as its notebook and its data have it."""
    return {module.id: read(module.id) for module in MODULES}


@pytest.mark.parametrize("key", IDEAS)
def test_idea_is_taught_practised_and_asked(key: str, lessons: dict[str, Lesson]) -> None:
    """The notebook has the heading and the items, the data has the activity."""
    assert ideas.lost(key, IDEAS[key], lessons) == []


def test_covered_ideas_are_those_that_are_met_somewhere() -> None:
    """No module claims an idea that the source has not, or that is met nowhere."""
    covered = {key for module in MODULES for key in module.covers}

    assert sorted(covered) == sorted(IDEAS)
    assert covered <= ideas.KNOWN


def test_there_are_twenty_six_ideas() -> None:
    """The list here is as long as that of the source."""
    assert len(ideas.KNOWN) == 26


@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("taught", "05-debate-and-dialogue#One answer"),
        ("practised", "05-debate-and-dialogue#walk"),
        ("asked", "05-debate-and-dialogue#N1"),
        ("asked", "09-nowhere#D1"),
    ],
)
def test_a_lost_place_is_named(way: str, place: str, lessons: dict[str, Lesson]) -> None:
    """A heading, activity or item that is not there is named with the idea."""
    idea = replace(FOUND, **{way: place})

    assert ideas.lost("dialogue.many-answers", idea, lessons) == [
        f"dialogue.many-answers: {way} at {place}, which is not there"
    ]


def test_an_idea_of_another_module_is_noticed(lessons: dict[str, Lesson]) -> None:
    """What a module teaches and practises is what it says that it covers."""
    assert ideas.lost("context.shift-in-thinking", FOUND, lessons) == [
        f"context.shift-in-thinking: {way} in 05-debate-and-dialogue, which does not cover it"
        for way in ("taught", "practised")
    ]


def test_an_idea_of_nowhere_is_noticed(lessons: dict[str, Lesson]) -> None:
    """Only the ideas of the source have entries."""
    [first, *_] = ideas.lost("dialogue.shouting", FOUND, lessons)

    assert first == "dialogue.shouting: this is not an idea of the source"
