"""The easy-read words of a module: short ones in the place of long ones, from YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pairs_course.content import Content, Module, QuestionSet


@dataclass(frozen=True)
class Easy:
    """Short words in the place of long ones."""

    #: A sentence of the notebook or of the talk, and what stands in its place.
    sentences: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, QuestionSet] = field(default_factory=dict)
    objectives: Mapping[str, str] = field(default_factory=dict)

    def prose(self, text: str) -> str:
        """Return prose with its long sentences replaced."""
        for long, short in self.sentences.items():
            text = text.replace(long, short)
        return text

    def texts(self, texts: Iterable[str]) -> list[str]:
        """Return each text with its long sentences replaced."""
        return [self.prose(text) for text in texts]

    def question_set(self, question_set: QuestionSet) -> QuestionSet:
        """Return a set in easy words, with the same ids."""
        return self.sets.get(question_set.id, question_set)

    def module(self, module: Module) -> Module:
        """Return a module in easy words."""
        return replace(module)


NONE: Final = Easy()


def load(module_id: str, content: Content) -> Easy:  # noqa: ARG001 - to come
    """Read a module's easy words."""
    return NONE
