"""The text that ``make start`` prints when the course is running."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairs_course.hub.settings import Settings

#: The largest published demo cohort; both addresses below show it.
PUBLISHED: Final = "demo-west"


def welcome(settings: Settings, passwords: Mapping[str, str]) -> str:
    """Return the text, with a table of ``passwords`` by sign-in name."""
    width = max(map(len, ["Sign-in name", *passwords]))
    rows = [f"  {name:<{width}}   {password}" for name, password in passwords.items()]
    dashboards = f"{settings.address}/services/dashboards"
    return "\n".join(
        [
            "",
            f"The course is at  {settings.address}",
            "",
            f"  {'Sign-in name':<{width}}   Password",
            f"  {'-' * width}   {'-' * max(map(len, ['Password', *passwords.values()]))}",
            *rows,
            "",
            "To start as a participant, sign in as pair1-patient. Work waits for the facilitator.",
            "",
            "Dashboards, for the facilitator and the sponsor:",
            f"  one cohort        {dashboards}/cohort/{PUBLISHED}",
            f"  several cohorts   {dashboards}/network",
            "",
            "This is for trying out, without real answers: people here are not kept apart.",
            f"Answers are saved in {settings.state}",
            "Press Ctrl-C to stop.",
            "",
        ]
    )
