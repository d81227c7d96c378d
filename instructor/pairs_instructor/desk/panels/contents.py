"""What stands above the parts of the desk: whose it is, and the way to the other cohorts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pairs_instructor.desk.blocks import Block, details, link, listing, notice, text
from pairs_instructor.desk.panel import Panel, Problem


class Contents(Panel):
    """The cohort; its page adds a link to each part. Nothing is done here."""

    name = "contents"

    def blocks(self) -> list[Block]:
        """Return which cohort this is, what is wrong with its folder, and the other desks."""
        desk = self.desk
        shown = [text(f"This is the desk of cohort {desk.named}.")]
        if desk.problem:
            shown.append(notice("problem", desk.problem))
        start = f"{desk.base}services/course/desk/"
        others = [
            link(str(one["title"]), start + quote(str(one["name"]), safe=""))
            for one in desk.service("cohorts").get()["cohorts"]
            if one["role"] == "facilitator" and one["name"] != desk.cohort
        ]
        return [*shown, details("Your other cohorts", [listing(others)])] if others else shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:  # noqa: ARG002 - as all panels have it
        """Refuse: there is nothing to press here."""
        raise Problem(("", "This page is older than the course. Load it again."))
