"""What stands above the parts of the desk in a notebook: whose it is, and the way to the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pairs_instructor.desk.blocks import Block, link, notice, text
from pairs_instructor.desk.panel import Panel, Problem


class Contents(Panel):
    """The cohort; its page adds a link to each part. Nothing is done here."""

    name = "contents"

    def blocks(self) -> list[Block]:
        """Return which cohort this is, the rest of its desk, and what is wrong with its folder."""
        desk = self.desk
        rest = f"{desk.base}services/course/cohort/{quote(desk.cohort, safe='')}"
        shown = [
            text(f"This is the desk of cohort {desk.named}, where nbgrader is needed."),
            link(
                "All other parts: who is where, notes, paper, people, letters, figures",
                rest,
            ),
        ]
        if desk.problem:
            shown.append(notice("problem", desk.problem))
        return shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:  # noqa: ARG002 - as all panels have it
        """Refuse: there is nothing to press here."""
        raise Problem(("", "This page is older than the course. Load it again."))
