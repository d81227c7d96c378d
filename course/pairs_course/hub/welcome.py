"""What ``make start`` prints when the course is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairs_course.hub.settings import Settings

#: The largest of the demo cohorts that are published; both of the two below are in it.
PUBLISHED: Final = "demo-west"


def welcome(settings: Settings, passwords: Mapping[str, str]) -> str:
    """Return the address, and the sign-in names with their passwords as a table."""
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
            "To begin as people do, sign in as pair1-patient. Work waits for the facilitator.",
            "",
            "Figures to look at, for the facilitator and the sponsor:",
            f"  one cohort        {dashboards}/cohort/{PUBLISHED}",
            f"  several cohorts   {dashboards}/network",
            "",
            "This is for trying out, without real answers: people here are not kept apart.",
            f"Answers are kept in {settings.state}",
            "Stop with Ctrl-C.",
            "",
        ]
    )
