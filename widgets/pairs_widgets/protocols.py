"""What the course of a kernel tells its pages."""

from __future__ import annotations

from typing import Protocol


class Page(Protocol):
    """What the course tells news to: a widget."""

    name: str

    def refresh(self) -> None:
        """Bring the page's state up to date."""

    def shared(self, ids: list[str]) -> None:
        """Tell the page which events have reached the service."""

    def not_shared(self, event_id: str, why: str) -> None:
        """Tell the page that the service refused an event for good."""
