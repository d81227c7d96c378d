"""The base of all widgets of the course: answers come in as messages, state goes out as a trait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import anywidget
import traitlets as t

from pairs_course.answers import event_validation, events
from pairs_course.answers.events import Event, EventError
from pairs_course.answers.journal import IdInUseError
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item
from pairs_widgets import assemble, kernel
from pairs_widgets.kernel import Course
from pairs_widgets.progress import Progress, of_sets
from pairs_widgets.restored import only_newest
from pairs_widgets.state import page_state, page_words


class Refused(Exception):  # noqa: N818 - it is said to the page, not raised to a person
    """A message from the page cannot be saved; the text says why, in plain words."""


@dataclass(frozen=True)
class Draft:
    """What a widget makes of a message: an event but for its id and time."""

    module: str
    item: str
    value: Any
    wave: str = "once"
    audience: tuple[str, ...] = ()
    wording: str = ""


class CourseWidget(anywidget.AnyWidget):
    """A page for some question sets of one module.

    A subclass says in which ``folder`` its page is, which ``kinds`` of event that page may send,
    and whether it ``follows_pair``: then its state has ``view``, what this person may see of the
    pair. It may extend :meth:`page_state`, :meth:`draft` and :meth:`how_far`; ``made_here`` are the
    kinds whose value :meth:`draft` makes of more than the message, so that the same message is not
    asked again.
    """

    folder: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()
    made_here: ClassVar[frozenset[str]] = frozenset()
    follows_pair: bool = False

    name = t.Unicode("").tag(sync=True)
    state = t.Dict().tag(sync=True)
    #: How far this person is with it, and in which module: for the contents of a module's page.
    progress = t.Dict().tag(sync=True)

    def __init__(
        self,
        name: str,
        module: str,
        sets: tuple[QuestionSet, ...] = (),
        course: Course | None = None,
    ) -> None:
        self.course = course or kernel.course()
        self.module = module
        self.sets = sets
        super().__init__(name=f"{self.folder}/{name}", **self._news())
        self.on_msg(self.received)
        only_newest(self)
        self.course.join(self)
        if self.follows_pair:
            self.course.watch(module)

    @property
    def _esm(self) -> str:
        return assemble.esm(self.folder)

    @property
    def _css(self) -> str:
        return assemble.css(self.folder)

    def page_state(self) -> dict[str, Any]:
        """Return the state for the page; called again whenever something changed."""
        state = page_state(
            self.sets,
            self.course.events(),
            user=self.course.user,
            partner=self.course.partner,
            sharing=self.course.sharing,
            waiting=self.course.unshared(),
            count=self.course.count(),
            apart={i: e for s in self.sets for i, e in self.course.apart(s).items()},
        )
        if self.follows_pair:
            state["view"] = self.course.view(self.module)
        return state

    def how_far(self) -> Progress:
        """Return how far this person is with what the widget shows."""
        joint = self.course.view(self.module)["joint"] if self.follows_pair else {}
        return of_sets(self.sets, self.course.events(), joint)

    def draft(self, kind: str, item_id: str, value: Any) -> Draft:
        """Return what is to be saved of one message; raises Refused with the reason.

        Here are the kinds that speak of one item; a widget that speaks of its whole module
        (seal, together, talked, send) adds its own.
        """
        question_set, item = self.find(item_id)
        audience = item.audience
        if kind == "answer" and item.kind == "joint":
            audience = ()  # one's own draft of a text that is written together
        elif kind == "guess":
            audience = ("partner",)
        return Draft(self.module, item_id, value, question_set.wave, audience, item.wording)

    def find(self, item_id: str) -> tuple[QuestionSet, Item]:
        """Return the item of that id among those of this widget, with its set; raises Refused."""
        for question_set in self.sets:
            for item in question_set.items:
                if item.id == item_id:
                    return question_set, item
        raise Refused(f"{item_id}: there is no such question on this page")

    def refresh(self) -> None:
        """Bring the page up to date."""
        with self.hold_sync():
            for name, value in self._news().items():
                self.set_trait(name, value)

    def _news(self) -> dict[str, dict[str, Any]]:
        far = {"module": self.module, "stands": self.how_far()}
        return {"state": self.page_state(), "progress": far}

    def shared(self, ids: list[str]) -> None:
        """Tell the page which events have reached the service."""
        self.send({"kind": "shared", "ids": ids})

    def not_shared(self, event_id: str, why: str) -> None:
        """Tell the page that the service refused an event for good; it stays in the journal."""
        self.send({"kind": "refused", "id": event_id, "why": why})

    def received(self, _widget: object, content: Any, _buffers: object) -> None:
        """Save one message of the page and say so; what cannot be saved is refused with a reason.

        What its author has replaced meanwhile is ``older``, and not saved. A disk that cannot be
        written gets no answer at all: the page goes on trying, and says so.
        """
        event_id = content.get("id") if isinstance(content, dict) else None
        if not isinstance(event_id, str) or not events.is_event_id(event_id):
            return  # there is nobody to answer
        try:
            event = self._known(event_id, content) or self._event(event_id, content)
            saved = self.course.save(event)
        except (Refused, EventError) as problem:
            self.send({"kind": "refused", "id": event_id, "why": str(problem)})
        except OSError as error:
            self.log.error("an answer could not be saved: %s", error.strerror)
        else:
            self.send(self._told(event_id, saved))

    def _told(self, event_id: str, saved: Event | None) -> dict[str, Any]:
        """Return what the page hears; ``count`` tells it which state has the event in it."""
        if saved is None:
            return {"kind": "older", "id": event_id}
        shared, count = not saved.audience, self.course.count()
        return {"kind": "saved", "id": event_id, "at": saved.at, "shared": shared, "count": count}

    def _known(self, event_id: str, content: dict[str, Any]) -> Event | None:
        """Return the event that this very message has made already.

        Raises IdInUseError where another one has made it.
        """
        kept = self.course.find(event_id)
        if kept is None:
            return None
        told = content.get("event")
        told = told if isinstance(told, dict) else {}
        same = (told.get("kind"), told.get("item")) == (kept.kind, kept.item)
        if not same or not (kept.kind in self.made_here or told.get("value") == kept.value):
            raise IdInUseError
        return kept

    def _event(self, event_id: str, content: dict[str, Any]) -> Event:
        told, order = content.get("event"), content.get("order")
        if content.get("kind") != "event" or not isinstance(told, dict):
            raise Refused("expected a message of the kind “event”")
        kind, item_id = told.get("kind"), told.get("item")
        if not isinstance(kind, str) or not isinstance(item_id, str) or kind not in self.kinds:
            raise Refused(f"expected one of {', '.join(sorted(self.kinds))} and the id of an item")
        draft = self.draft(kind, item_id, told.get("value"))
        event = Event.from_json(
            {
                "id": event_id,
                "at": events.now(),
                "module": draft.module,
                "item": draft.item,
                "wave": draft.wave,
                "kind": kind,
                "value": draft.value,
                "audience": list(draft.audience),
                "wording": draft.wording,
                "pair": self.course.pair,
                **({} if order is None else {"order": order}),
            }
        )
        programme = self.course.content
        problem = event_validation.event_error(event, programme)
        if not problem and event.kind in event_validation.ORDERED:
            before = [e for e in self.course.events() if e.module == event.module]
            problem = event_validation.order_error(event, before, programme)
        if problem:
            raise Refused(problem)
        return event


class SetWidget(CourseWidget):
    """A page for one question set; raises KeyError with the known ids if there is no such set."""

    def __init__(self, set_id: str, course: Course | None = None) -> None:
        course = course or kernel.course()
        self.question_set = course.content.question_set(set_id)
        super().__init__(set_id, self.question_set.module, (self.question_set,), course)

    def page_state(self) -> dict[str, Any]:
        """Return the items with what is known of each, and the words about the set."""
        return {**super().page_state(), "set": page_words(self.question_set)}
