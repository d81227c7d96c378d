"""Named examples of the pair conversation, in each of its phases, made from real events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pairs_course.answers import partner_view
from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import Said
from pairs_course.programme.compiled import load
from pairs_widgets.conversation.state import conversation_sets, conversation_state
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state

MODULE: Final = "05-debate-and-dialogue"
SENTENCE: Final = "sentence-05"
OPENS: Final = {"sentence": "We both wanted to be heard <b>first</b>, and now we take turns."}
# Answer and guess by item: unlike each other in every way that the reveal can read.
AMIRA: Final = {"D1": (2, 2), "D2": (5, 1), "D3": (4, 4), "D4": (1, 5), "D5": ("pass", 3)}
BEN: Final = {"D1": (5, 3), "D2": (4, 4), "D3": (4, "unsure"), "D4": (3, 1), "D5": (2, 2)}


class Diary:
    """Writes one person's events of a module, numbered so that two people's ids never meet."""

    def __init__(self, who: int, module: str = MODULE) -> None:
        self.events: list[Event] = []
        self._module = module
        self._start = who * 1000

    def write(self, kind: str, item: str = "", value: Any = None) -> str:
        """Add an event and return its id."""
        number = self._start + len(self.events)
        event_id = f"01922e5c-8400-7000-8000-{number:012d}"
        at = f"2026-11-20T14:{len(self.events):02d}:00.000+00:00"
        item = item or self._module
        audience = () if kind == "answer" and item == SENTENCE else ("partner",)
        self.events.append(Event(event_id, at, self._module, item, "once", kind, value, audience))
        return event_id

    def answer(self, values: dict[str, tuple[Any, Any]]) -> None:
        """Answer and guess."""
        for item, (answer, guess) in values.items():
            self.write("answer", item, answer)
            self.write("guess", item, guess)

    def seal(self) -> None:
        """Seal all answers and guesses so far."""
        self.write("seal", value={"covers": [e.id for e in self.events]})


def two_people(*, picks: tuple[str, str] | None = None) -> tuple[Diary, Diary]:
    """Return two people who answered, sealed, met and, when told, picked."""
    mine, theirs = Diary(1), Diary(2)
    for diary, values in ((mine, AMIRA), (theirs, BEN)):
        diary.answer(values)
        diary.seal()
        if picks:
            diary.write("together")
            diary.write("pick", value=picks[0] if diary is mine else picks[1])
    return mine, theirs


def state_of(
    mine: Sequence[Event],
    theirs: Sequence[Event] = (),
    *,
    module: str = MODULE,
    sharing_is: str = "ok",
    unshared: Sequence[str] = (),
    now: str = "2026-11-20T15:00:00.000+00:00",
    not_sealed: bool = False,
) -> dict[str, Any]:
    """Return the page's state for the author of ``mine``."""
    content = load()
    base = page_state(
        conversation_sets(content, module),
        mine,
        user="amira",
        partner="Ben" if sharing_is != "off" else "",
        sharing=sharing_is,
        waiting=unshared,
    )
    late = set(unshared)
    arrived = [event for event in mine if event.id not in late]
    both = [*(Said("me", e) for e in arrived), *(Said("partner", e) for e in theirs)]
    both.sort(key=lambda said: said.event.kind == "confirm")  # after what it says yes to
    base["view"] = partner_view.view(both, module, content, now=datetime.fromisoformat(now))
    return conversation_state(base, content, module, mine, unshared, now=now, not_sealed=not_sealed)


def _examples() -> list[Example]:
    examples: list[Example] = []

    def add(
        name: str, mine: Diary, theirs: Diary | None = None, acks: str = "saved", **more: Any
    ) -> None:
        state = state_of(mine.events, theirs.events if theirs else (), **more)
        examples.append(Example("conversation", name, state, acks))

    add("nothing answered", Diary(1))
    some = Diary(1)
    some.answer({"D1": (2, 2), "D2": (5, 1)})
    some.write("answer", "D3", "pass")
    add("some answered", some)
    all_answered = Diary(1)
    all_answered.answer(AMIRA)
    add("ready to seal", all_answered)
    add("the kernel is gone", all_answered, acks="silent")
    add("without a hub", all_answered, sharing_is="off")

    mine, theirs = two_people()
    add("sealed", mine)
    add("sealed, the service is away", mine, sharing_is="waiting", unshared=[mine.events[-1].id])
    add("the seal was not taken", all_answered, not_sealed=True)
    add("sealed two weeks ago", mine, now="2026-12-04T15:00:00.000+00:00")
    add("both ready", mine, theirs)
    mine.write("together")
    add("waiting for the other", mine, theirs)
    add("the two hours are over", mine, theirs, now="2026-11-20T17:00:00.000+00:00")
    theirs.write("together")
    add("picking", mine, theirs)
    mine.write("pick", value="D4")
    add("picked", mine, theirs)

    mine, theirs = two_people(picks=("D4", "D2"))
    add("two are open", mine, theirs)
    proposal = theirs.write("propose", SENTENCE, OPENS)
    add("the partner suggests a sentence", mine, theirs)
    mine.write("confirm", SENTENCE, {"of": proposal})
    add("all are open", mine, theirs)
    theirs.write("talked", value={"talked": True, "when": "2026-11-19", "how": "video"})
    add("the partner said when", mine, theirs)
    mine.write("talked", value={"talked": True, "when": "2026-11-20", "how": "phone"})
    add("talked", mine, theirs)
    theirs.write("answer", "D3", 1)
    mine.write("answer", "D5", 4)
    add("changed after sealing", mine, theirs)
    same, other = two_people(picks=("D1", "D1"))
    add("both picked the same", same, other)

    gone = Diary(1)
    gone.answer(AMIRA)
    gone.write("alone")
    add("gone on without the reveal", gone)
    gone.write("talked", value={"talked": False, "why": "Ben was ill & <i>away</i>."})
    add("said why not", gone)
    gone.seal()
    other = two_people()[1]
    add("gone on, and both ready after all", gone, other)
    return examples


EXAMPLES = tuple(_examples())
