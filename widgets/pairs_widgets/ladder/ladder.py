"""A ladder: on which rung each of three decisions stands, with a guess of the partner's."""

from __future__ import annotations

from pairs_widgets.questions.questions import Questions


class Ladder(Questions):
    """The questions of one set; its choices are rungs, the lowest first."""

    folder = "ladder"
