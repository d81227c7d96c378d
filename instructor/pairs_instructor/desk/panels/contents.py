"""The parts of the desk, as links: the page is long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairs_instructor.desk.blocks import Block, link, listing, text
from pairs_instructor.desk.panel import Panel, Problem

#: The headings of the notebook, by the panel below each, in its order.
PARTS: Final[Mapping[str, str]] = {
    "overview": "Your cohort",
    "modules": "Modules",
    "notes": "Notes",
    "paper": "Paper",
    "meetings": "Pairs that meet",
    "reviews": "Cards and letters",
    "waves": "Figures",
    "people": "People and pairs",
    "downloads": "Downloads",
}


class Contents(Panel):
    """A way to each part. Nothing is done here."""

    name = "contents"

    def blocks(self) -> list[Block]:
        """Return a link to every other panel; its page moves the focus there."""
        ways = [link(title, f"#desk-{panel}") for panel, title in PARTS.items()]
        return [text("On this page:"), listing(ways)]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:  # noqa: ARG002 - as all panels have it
        """Refuse: there is nothing to press here."""
        raise Problem(("", "This page is older than the course. Load it again."))
