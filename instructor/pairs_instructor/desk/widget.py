"""Shows one panel in a notebook, and takes what is pressed in it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from pairs_course import events
from pairs_instructor import desk
from pairs_instructor.calling import CallError
from pairs_instructor.desk import blocks
from pairs_instructor.desk.panel import Panel, Problem
from pairs_widgets import assemble

_log = logging.getLogger(__name__)
_HOME = Path(desk.__file__).parents[1]
_AGAIN = "Try again. Doing a thing twice does no harm."


class DeskWidget(anywidget.AnyWidget):
    """The page of one panel. Its ``state`` holds the blocks; answers go back as messages."""

    name = t.Unicode("").tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        super().__init__(name=f"desk/{panel.name}", state=self._state())
        self.on_msg(self._received)
        panel.desk.join(self)
        if panel.busy():
            panel.desk.watch()

    @property
    def _esm(self) -> str:
        return assemble.esm("desk", _HOME)

    @property
    def _css(self) -> str:
        return assemble.css("desk", _HOME)

    def refresh(self) -> None:
        """Bring what is shown up to date."""
        self.state = self._state()

    def _state(self) -> dict[str, Any]:
        try:
            return {"blocks": self.panel.blocks()}
        except CallError as error:
            again = blocks.form("again", "Try again")
            return {"blocks": [blocks.notice("problem", str(error)), again]}

    def _received(self, _widget: object, told: Any, _buffers: object) -> None:
        message_id = told.get("id") if isinstance(told, dict) else None
        if not events.is_event_id(message_id):
            return  # there is nobody to answer
        answer: dict[str, Any] = {"kind": "acted", "id": message_id, "blocks": [], "problems": []}
        action, values = told.get("action"), told.get("values")
        try:
            if action != "again" and isinstance(action, str) and isinstance(values, dict):
                answer["blocks"] = self.panel.act(action, values)
        except Problem as problem:
            answer["problems"] = [list(one) for one in problem.problems]
        except CallError as error:
            answer["problems"] = [["", str(error)]]
        except Exception as error:  # the page has to hear of it, or it would wait for ever
            # Only what kind of error: its words may hold what somebody wrote.
            _log.error("%s of %s failed: %s", action, self.name, type(error).__name__)
            answer["problems"] = [["", f"That did not work ({type(error).__name__}). {_AGAIN}"]]
        self.panel.desk.refresh()
        self.send(answer)
