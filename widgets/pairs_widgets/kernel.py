"""One :class:`Course` for each kernel: the journal, what waits to be shared, and the pair's state.

Answers are on the disk before anything else happens; everything that needs the service runs in
asyncio tasks of the kernel's own loop and may fail and come back without anybody noticing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pairs_course import course_time, service_line
from pairs_course.answers import paper_sync
from pairs_course.answers import partner_view as pair_sharing
from pairs_course.answers.events import PAIR_KINDS, Event
from pairs_course.answers.joint_text import Said
from pairs_course.answers.journal import Journal
from pairs_course.answers.outbox import Outbox
from pairs_course.people.names import isolate
from pairs_course.programme.compiled import load as load_content
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.service_line import ServiceError, until_answered
from pairs_widgets.protocols import Page
from pairs_widgets.service_client import Hub
from pairs_widgets.state import with_unshared

if TYPE_CHECKING:
    from pairs_course.pairs.matching import MeetingView  # the service's rules; a kernel needs none

# Two people who are together wait for each other: what they see comes back soon after a break.
LONGEST_POLL_PAUSE: Final = 5.0
# After this many seconds the page says that an answer is not shared yet.
UNNOTICED: Final = 2.0
# Several saves in one moment make one new state for the pages.
GATHER: Final = 0.15
# How often to look whether another kernel of the same person has written: its answers are shown
# within two seconds. One look asks for the file's size and no more.
LOOK: Final = 1.0
# Pages of one widget that are kept up to date: reloading leaves old ones behind.
PAGES: Final = 3

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Course:
    """What all widgets of one kernel share.

    ``sharing`` is "ok", "waiting" (the service is away: answers are kept and go later) or "off"
    (there is no hub). ``partner`` is the partner's name as it stands in a sentence, "" while it is
    not known. ``pair`` is the number of the pair, None while it is not known; partners may change
    while a page is open.
    """

    def __init__(self, folder: Path, content: Content, hub: Hub | None = None) -> None:
        self.content = content
        self.journal = Journal(folder)
        self.user = hub.user if hub else ""
        self.partner = ""
        self.pair = self.journal.last_pair()
        self.sharing = "ok" if hub else "off"
        self._hub = hub
        self._outbox = Outbox(self.journal, hub.post_events) if hub else None
        self._views: dict[str, tuple[str, pair_sharing.View]] = {}
        self._meetings: dict[str, tuple[str, MeetingView]] = {}
        self._asking: dict[str, bool] = {}
        self._pages: dict[str, deque[Page]] = defaultdict(lambda: deque(maxlen=PAGES))
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        # JupyterLab may have messages of widgets handled in threads of their own (subshells);
        # tasks, events and timers live on this loop alone.
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refreshing: asyncio.TimerHandle | None = None
        self._reported = 0

    def join(self, page: Page) -> None:
        """Keep a page up to date from now on, and share what an earlier kernel could not."""
        self._pages[page.name].append(page)
        self._start("journal", self._follow_journal)
        if self._outbox:
            self._start("outbox", self._share)
            self._start("typed", self._take_in)

    def save(self, event: Event) -> Event | None:
        """Put an event on the disk and return it as it is there, with its time (ISO 8601).

        Saving the same event again does nothing and returns the first one. None: its author has
        given a newer answer meanwhile, which stays; this one was not written.

        Raises:
            IdInUseError: another event has that id; this one was not written.
            OSError: the disk is full or cannot be written; nothing was saved.
        """
        if not self.journal.append(event):
            self._soon(self._gather)
            return self.journal.find(event.id)
        self._soon(self._gather)
        if event.audience:
            self._soon(self._news.set)
        return event

    def find(self, event_id: str) -> Event | None:
        """Return the event of that id, whichever kernel wrote it; None if there is none."""
        self.journal.events()
        return self.journal.find(event_id)

    def count(self) -> int:
        """Return how many events there are: a page tells by it which news is older."""
        return len(self.journal.events())

    def apart(self, set_: QuestionSet) -> dict[str, list[Event]]:
        """Return, by item, words that another page replaced before their author had seen them."""
        written = [item.id for item in set_.items if item.kind in ("text", "joint")]
        places = {item: (set_.module, item, set_.wave, "answer") for item in written}
        found = {item: self.journal.apart(place) for item, place in places.items()}
        return {item: events for item, events in found.items() if events}

    def events(self) -> list[Event]:
        """Return this person's events that count: all but what a former partner was told.

        Nor what the service refused of what is for the partner: it is known to nobody else.
        """
        said = pair_sharing.said_now(self.journal.events(), self.pair)
        refused = self.refused()
        return [e for e in said if e.kind not in PAIR_KINDS or e.id not in refused]

    def last_answer(self, set_: QuestionSet) -> Event | None:
        """Return the newest answer to a set; None if there is none."""
        places = {(set_.module, item.id, set_.wave) for item in set_.items}
        answers = (e for e in reversed(self.events()) if e.kind == "answer")
        return next((e for e in answers if (e.module, e.item, e.wave) in places), None)

    def refused(self) -> dict[str, str]:
        """Return why the service did not take events of this person, by their ids."""
        return self._outbox.reasons() if self._outbox else {}

    def had_another_partner(self, module_id: str) -> bool:
        """Say whether something of a module was for a former partner."""
        pairs = {e.pair for e in self.journal.events() if e.module == module_id}
        return bool(pairs - {self.pair, None})

    def unshared(self) -> list[str]:
        """Return the ids of the events that others may see and the service does not have yet."""
        return [event.id for event in self._outbox.waiting] if self._outbox else []

    def watch(self, module_id: str) -> None:
        """Follow what the partner does in a module, from the first page that needs it."""
        if hub := self._hub:
            self._start("me", self._learn_partner)
            self._start(f"pair {module_id}", lambda: self._follow(self._views, module_id, hub.pair))

    def watch_meeting(self, module_id: str) -> None:
        """Follow which pair this one meets in a module, from the first page that needs it."""
        if hub := self._hub:
            self._start(
                f"meeting {module_id}",
                lambda: self._follow(self._meetings, module_id, hub.meeting),
            )

    def meeting(self, module_id: str) -> dict[str, Any]:
        """Return where the pair stands, and in ``asking`` what has not reached the service yet.

        ``state`` is "unknown" until the service has said it, and without a hub. None of it is
        kept on the disk: it is the service's to say.
        """
        known: Mapping[str, Any] = {"state": "unknown", "people": [], "sentence": None}
        if module_id in self._meetings:
            known = self._meetings[module_id][1]
        people = [isolate(str(name)) for name in known["people"]]
        return {**known, "people": people, "asking": self._asking.get(module_id)}

    def ask_to_meet(self, module_id: str, ready: bool) -> None:
        """Say for the pair that it is ready for another one, or that it waits no more."""
        if self._hub:
            self._asking[module_id] = ready
            self._soon(lambda: self._begin_asking(module_id))

    def view(self, module_id: str) -> pair_sharing.View:
        """Return what this person may see of the pair; from their own journal without a hub."""
        mine = self.events()
        if module_id in self._views:
            return with_unshared(self._views[module_id][1], mine, self.unshared())
        said = [Said("me", event) for event in mine]
        return pair_sharing.view(said, module_id, self.content, now=course_time.now())

    async def close(self) -> None:
        """End all tasks."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run ``work`` once for this kernel; the reference keeps the task alive."""
        if name in self._tasks:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # no loop yet: the next page tries again
        self._loop = self._loop or loop
        self._tasks[name] = self._loop.create_task(work(), name=f"pairs {name}")

    def _soon(self, work: Callable[[], object]) -> None:
        """Do something on the kernel's own loop, whichever thread asks for it."""
        if self._loop is None:
            work()
        else:
            self._loop.call_soon_threadsafe(work)

    async def _follow_journal(self) -> None:
        """Show what another kernel wrote: a second tab, the other door, a phone."""
        seen = -1  # what was written while the first page was made is news too
        while True:
            await asyncio.sleep(LOOK)
            with contextlib.suppress(OSError):
                if (size := self.journal.size()) != seen:
                    seen = size
                    self._gather()

    async def _share(self) -> None:
        """Send what waits, whenever there is something; come back when the service was away."""
        while True:
            await self._until_answered(self._drain, "answers are kept", wait=self._pause)
            await self._news.wait()

    async def _drain(self) -> None:
        """Send all that waits, and tell the pages; raises OSError while the service is away."""
        assert self._outbox is not None  # noqa: S101 - started only with a hub
        self._news.clear()
        known_refused = len(self._outbox.refused)
        late = asyncio.get_running_loop().call_later(UNNOTICED, self._set_sharing, "waiting")
        try:
            ids = await self._outbox.drain()
        except OSError:
            self._set_sharing("waiting")
            raise
        finally:
            late.cancel()
        self._set_sharing("ok")
        self._tell(ids, self._outbox.refused[known_refused:])

    async def _until_answered(
        self, work: Callable[[], Awaitable[T]], unknown: str, **how: Any
    ) -> T:
        """Do what needs the service until it has answered, and log each try in vain."""
        how.setdefault("wait", asyncio.sleep)
        return await until_answered(work, lambda e: _log.info("%s: %s", unknown, e), **how)

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try; something new to share ends a long wait after a second."""
        await asyncio.sleep(service_line.FIRST_PAUSE)
        try:
            await asyncio.wait_for(self._news.wait(), seconds - service_line.FIRST_PAUSE)
        except TimeoutError:
            return

    def _begin_asking(self, module_id: str) -> None:
        name = f"asking {module_id}"
        if name in self._tasks and self._tasks[name].done():
            del self._tasks[name]
        self._start(name, lambda: self._ask(module_id))
        self._gather()

    async def _ask(self, module_id: str) -> None:
        """Hand over the last wish of a module; come back when the service was away."""
        unknown = "the pair's wish is not known to the service"
        while module_id in self._asking:
            await self._until_answered(
                lambda: self._hand_over(module_id), unknown, longest=service_line.FIRST_PAUSE
            )
            self._refresh()

    async def _hand_over(self, module_id: str) -> None:
        """Hand over the wish as it is now; whatever the answer, it is not asked again."""
        assert self._hub is not None  # noqa: S101 - started only with a hub
        ready = self._asking[module_id]
        try:
            answer = await self._hub.ask_to_meet(module_id, ready)
            self._meetings[module_id] = (str(answer["version"]), answer["view"])
        except ServiceError as error:
            if not error.is_refusal:
                raise
            _log.info("the pair's wish was refused: %s", error)
        if self._asking.get(module_id) == ready:
            del self._asking[module_id]

    async def _follow(
        self,
        known: dict[str, tuple[str, Any]],
        module_id: str,
        ask: Callable[[str, str], Awaitable[dict[str, Any]]],
    ) -> None:
        """Keep ``known`` as the service says it, which answers when it differs from a version."""
        version = ""

        async def news() -> tuple[str, Any, int | None]:
            answer = await ask(module_id, version)
            return str(answer["version"]), answer["view"], answer.get("pair", self.pair)

        while True:
            version, view, pair = await self._until_answered(
                news, "the pair's state is not known", longest=LONGEST_POLL_PAUSE
            )
            self._now_in(pair)
            if known.get(module_id) != (version, view):
                known[module_id] = (version, view)
                self._refresh()

    async def _take_in(self) -> None:
        """Write down once what was typed in from paper; come back when the service was away."""
        assert self._hub is not None  # noqa: S101 - started only with a hub
        assert self._outbox is not None  # noqa: S101 - likewise
        outbox, typed = self._outbox, self._hub.typed
        with contextlib.suppress(ServiceError):
            new = await self._until_answered(
                lambda: paper_sync.take_in(outbox, typed),
                "what was typed in is not known",
                end_if_refused=True,
            )
            if new:
                self._refresh()

    async def _learn_partner(self) -> None:
        assert self._hub is not None  # noqa: S101 - started only with a hub
        me = await self._until_answered(self._hub.me, "the partner is not known")
        self.partner = isolate(str((me.get("partner") or {}).get("name", "")))
        self.pair = me.get("pair_number", self.pair)
        self._refresh()

    def _now_in(self, pair: int | None) -> None:
        """Take note of a change of partners, and learn the new one's name."""
        if pair != self.pair:
            self.pair, self.partner = pair, ""
            if self._tasks["me"].done():
                del self._tasks["me"]
                self._start("me", self._learn_partner)

    def _set_sharing(self, sharing: str) -> None:
        if sharing != self.sharing:
            self.sharing = sharing
            self._refresh()

    def _tell(self, ids: list[str], refused: list[dict[str, str]]) -> None:
        for page in self._all_pages():
            if ids:
                page.shared(ids)
            for one in refused:
                page.not_shared(one["id"], one["reason"])

    def _gather(self) -> None:
        """Refresh all pages soon: once for all that is saved in the same moment."""
        if self._loop is None:
            self._refresh()
        elif self._refreshing is None:
            self._refreshing = self._loop.call_later(GATHER, self._refresh)

    def _refresh(self) -> None:
        self._refreshing = None
        for line in self.journal.damaged[self._reported :]:
            _log.warning(line)
        self._reported = len(self.journal.damaged)
        for page in self._all_pages():
            page.refresh()

    def _all_pages(self) -> list[Page]:
        return [page for pages in self._pages.values() for page in pages]


@cache
def course() -> Course:
    """Return this kernel's course, made at the first call from what the hub prepared."""
    home = Path(os.environ.get("HOME") or Path.home())
    return Course(home / ".pairs", load_content(), Hub.from_environment())
