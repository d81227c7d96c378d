"""A course and its widgets without a kernel: what a page sends in, and what it hears back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pairs_course.answers import events
from pairs_course.programme import compiled
from pairs_course.service_line import ServiceError
from pairs_widgets.base import CourseWidget
from pairs_widgets.kernel import Course
from pairs_widgets.service_client import Hub

CONTENT = compiled.load()


def make_course(folder: Path, hub: Hub | None = None) -> Course:
    """Return a course whose journal is in ``folder``."""
    return Course(folder / ".pairs", CONTENT, hub)


class Line:
    """Both ends of a widget: ``tell`` is the page, ``heard`` what the kernel said to it."""

    def __init__(self, widget: CourseWidget) -> None:
        self.widget = widget
        self.heard: list[dict[str, Any]] = []
        widget.send = self.heard.append

    def tell(self, message: Any) -> None:
        """Hand one message to the widget, as the comm does."""
        data = {"method": "custom", "content": message}
        self.widget._handle_msg({"content": {"data": data}, "buffers": []})

    def event(self, kind: str, item: str, value: Any, event_id: str | None = None) -> str:
        """Send one event as a page does; returns its id."""
        event_id = event_id or events.new_id()
        told = {"kind": kind, "item": item, "value": value}
        self.tell({"kind": "event", "id": event_id, "event": told})
        return event_id


class FakeHub(Hub):
    """A service that can be away, and takes or refuses what it is told to."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1/services/course", "a-token", "amira")
        self.away = False
        self.refuse: dict[str, str] = {}
        self.posted: list[dict[str, Any]] = []
        self.tries = 0

    async def post_events(self, posted: list[dict[str, Any]]) -> dict[str, Any]:
        """Take events, or be away."""
        self.tries += 1
        if self.away:
            raise ServiceError("the course service is away")
        self.posted += [e for e in posted if e["item"] not in self.refuse]
        return {
            "accepted": [e["id"] for e in posted if e["item"] not in self.refuse],
            "refused": [
                {"id": e["id"], "reason": self.refuse[e["item"]]}
                for e in posted
                if e["item"] in self.refuse
            ],
        }
