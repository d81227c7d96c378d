"""Shows one panel in a notebook, and takes what is pressed in it."""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets as t

from pairs_course.answers import events
from pairs_course.service_line import ServiceError
from pairs_instructor.desk import blocks
from pairs_instructor.desk.panel import Panel, Problem
from pairs_widgets import assemble
from pairs_widgets.restored import only_newest

_log = logging.getLogger(__name__)
_HOME = Path(__file__).parents[1]
_AGAIN = "Try again. Doing a thing twice does no harm."
#: Answers that are kept in case the page did not get them and asks again.
_KEPT: Final = 50


class DeskWidget(anywidget.AnyWidget):
    """The page of one panel. Its ``state`` holds the blocks; answers go back as messages.

    A message carries an id. One that comes again, because the line was cut before the page had the
    answer, gets the same answer and does nothing. Whatever goes wrong, there is an answer: a page
    without one would wait for ever.
    """

    name = t.Unicode("").tag(sync=True)
    state = t.Dict().tag(sync=True)

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._answered: OrderedDict[str, dict[str, Any]] = OrderedDict()
        super().__init__(name=f"desk/{panel.name}", state=self._state())
        self.on_msg(self.received)
        only_newest(self)

    @property
    def _esm(self) -> str:
        return assemble.esm("desk", _HOME)

    @property
    def _css(self) -> str:
        return assemble.css("desk", _HOME)

    def refresh(self) -> None:
        """Bring what is shown up to date."""
        self.state = self._state()

    def busy(self) -> bool:
        """Say whether something goes on that should be looked at again in a moment."""
        try:
            return self.panel.busy()
        except Exception as error:  # a panel that cannot say so is shown as it is
            self._failed("looking whether it is busy", error)
            return False

    def _state(self) -> dict[str, Any]:
        of_desk = self.panel.desk
        return {
            "cohort": of_desk.cohort,
            "user": of_desk.user,
            "run": of_desk.run,
            "parts": of_desk.parts,
            "title": self.panel.title,
            "about": self.panel.about,
            "blocks": self._blocks(),
        }

    def _blocks(self) -> list[blocks.Block]:
        again = blocks.form("again", "Try again")
        try:
            return blocks.within(self.panel.blocks(), self.panel.desk.named)
        except ServiceError as error:
            return [blocks.notice("problem", error.sentence), again]
        except Exception as error:  # one panel that fails takes none of the others with it
            self._failed("showing", error)
            words = (
                f"This part of your desk could not be shown ({type(error).__name__}). "
                "All other parts work, and nothing is lost. If it stays like this, tell who runs "
                "the server."
            )
            return [blocks.notice("problem", words), again]

    def received(self, _widget: object, told: Any, _buffers: object) -> None:
        """Do what a page asks, once, and answer it."""
        message_id = told.get("id") if isinstance(told, dict) else None
        if not isinstance(message_id, str) or not events.is_event_id(message_id):
            return  # there is nobody to answer
        if message_id not in self._answered:
            self._answered[message_id] = self._answer(told)
            while len(self._answered) > _KEPT:
                self._answered.popitem(last=False)
            self._refresh_all()
        self.send({"kind": "acted", "id": message_id, **self._answered[message_id]})

    def _answer(self, told: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {"blocks": [], "problems": [], "values": {}}
        action, values = told.get("action"), told.get("values")
        try:
            if action != "again" and isinstance(action, str) and isinstance(values, dict):
                done = self.panel.act(action, values)
                answer["blocks"] = blocks.within(done, self.panel.desk.named)
        except Problem as problem:
            answer["problems"] = [list(one) for one in problem.problems]
            answer["blocks"] = blocks.within(problem.shown, self.panel.desk.named)
            answer["values"] = problem.values
        except ServiceError as error:
            answer["problems"] = [["", error.sentence]]
        except Exception as error:  # the page has to hear of it, or it would wait for ever
            self._failed(str(action), error)
            answer["problems"] = [["", f"That did not work ({type(error).__name__}). {_AGAIN}"]]
        return answer

    def _refresh_all(self) -> None:
        try:
            self.panel.desk.refresh()
        except Exception as error:  # what was done is done, and its answer has to go
            self._failed("looking again", error)

    def _failed(self, what: str, error: Exception) -> None:
        # Only what kind of error: its words may hold what somebody wrote.
        _log.error("%s of %s failed: %s", what, self.name, type(error).__name__)
