"""The programme as frozen data: the one declaration of what its YAML and its compiled form hold.

:mod:`~.loader` reads the YAML into these classes. Kernels read the compiled JSON into them with the
standard library alone, because pydantic and yaml would cost each of them memory and start time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pairs_course.programme.items import OTHER_PAIR, TOGETHER, Item, Theme, Wave
from pairs_course.programme.plain_data import from_plain, to_plain
from pairs_course.programme.rules import Derived, Id, Limits, ModuleId, Words

if TYPE_CHECKING:  # only the types of plain data: a kernel loads neither
    from pairs_course.programme.course_words import CourseWords, WaveWords
    from pairs_course.programme.letter_words import LetterWords

T = TypeVar("T")


@dataclass(frozen=True)
class QuestionSet:
    """Questions that stand together on a page: one file in ``questions/``.

    ``sealed`` ones open in the pair conversation. ``shown`` names the widget where the kinds of the
    items do not say it (see :attr:`widget`).
    """

    id: Id
    module: ModuleId
    title: Words
    intro: str = ""
    wave: Wave = "once"
    theme: Theme = "work"
    sealed: bool = False
    items: Annotated[tuple[Item, ...], Limits(min_length=1)] = field(kw_only=True)
    shown: Literal["", "plan", "ladder", "differences", "ledger", "hours", "challenge", "meet"] = ""
    #: What to think about first. The loader makes it the first item, which is for nobody else.
    think: str = ""
    #: Compared with other times: partners see it last, when all the rest is open.
    opens_last: Annotated[bool, Derived()] = False
    #: The set before it that is best answered on another day: side by side they bend each other.
    another_day: str = ""

    @property
    def opens(self) -> Literal["sealed", "last", "at once"]:
        """When a partner sees what is for them: after sealing, at the very end, or directly."""
        if self.sealed:
            return "sealed"
        return "last" if self.opens_last else "at once"

    @property
    def widget(self) -> str:
        """The widget that shows this set: what a notebook calls with the set's id."""
        kinds = {item.kind for item in self.items}
        alone = {"joint": "joint", "move": "moves", "airtime": "airtime", "cards": "cards"}
        usual = next((name for kind, name in alone.items() if kinds == {kind}), "questions")
        return self.shown or usual

    def item(self, item_id: str) -> Item:
        """Return the item with that id; raises KeyError."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


@dataclass(frozen=True)
class Objective:
    """What a pair will be able to do, and the activity in which they practise it."""

    id: Id
    text: Words
    activity: Id


@dataclass(frozen=True)
class Activity:
    """Something a pair does in one sitting; ``minutes`` is at most 10, of a conversation 20."""

    id: Id
    title: Words
    minutes: Annotated[int, Limits(ge=1, le=20)]


@dataclass(frozen=True)
class Minutes:
    """How long a module takes."""

    alone: Annotated[int, Limits(ge=1, le=25)]
    together: Annotated[int, Limits(ge=0, le=120)]


@dataclass(frozen=True)
class Conversation:
    """What the pair conversation of a module opens; the ``sealed`` sets are sealed together.

    The ``compared`` sets ask the same questions about several times, here or in earlier modules.
    Once everything is open, both partners see all of them side by side.
    """

    bring: str = ""
    prompts: tuple[str, ...] = ()
    sealed: tuple[Id, ...] = ()
    compared: tuple[Id, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A source of a fact; ``supports`` quotes the words of the page that rest on it."""

    id: Id
    text: Words
    supports: Annotated[tuple[Words, ...], Limits(min_length=1)]
    doi: str = ""


@dataclass(frozen=True)
class Module:
    """One of the eight modules."""

    id: ModuleId
    title: Words
    minutes: Minutes
    covers: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    activities: tuple[Activity, ...] = ()
    conversation: Conversation = Conversation()
    sets: tuple[Id, ...] = ()
    #: Sets of earlier modules that this one shows again; their answers stay where they belong.
    borrows: tuple[Id, ...] = ()
    #: Sets of earlier modules whose agreed texts stand at the top of this one.
    carries: tuple[Id, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def number(self) -> str:
        """The two digits that a module id begins with."""
        return self.id[:2]

    @property
    def sentence_item(self) -> str:
        """The joint item in which the pair writes its one sentence; it opens all other items."""
        return f"sentence-{self.number}"


class Content:
    """The whole programme: its modules in order, every question set, and the words of its pages.

    Only a programme that somebody made in a program has no ``words``. Without a ``letter`` no
    sponsor gets one.

    Each question gets its number here: the module's, and its place among all questions of that
    module. A question that is shown again in a later module keeps it, so that no number ever means
    two questions, and a sheet of paper says from which module it is.
    """

    def __init__(
        self,
        modules: tuple[Module, ...],
        sets: tuple[QuestionSet, ...],
        words: CourseWords | None = None,
        letter: LetterWords | None = None,
    ) -> None:
        self.modules = modules
        self._words = words
        self.letter = letter
        self.sets = _numbered(modules, sets)
        sets = self.sets
        self._modules = {m.id: m for m in modules}
        self._sets = {s.id: s for s in sets}
        self._joint = {i.id: (s, i) for s in sets for i in s.items if i.kind == "joint"}
        self._places: dict[tuple[str, str, str], tuple[QuestionSet, Item]] = {
            (s.module, i.id, s.wave): (s, i) for s in sets for i in s.items
        }

    @property
    def words(self) -> CourseWords:
        """What several pages say; raises LookupError in a programme without words."""
        if self._words is None:
            raise LookupError("this programme has no words")
        return self._words

    def wave_words(self, wave: str) -> WaveWords:
        """Return the words of a wave; raises KeyError."""
        found: dict[str, WaveWords] = {one["id"]: one for one in self.words["waves"]}
        return found[wave]

    def module(self, module_id: str) -> Module:
        """Return a module; raises KeyError with the known ids."""
        return _known(self._modules, module_id, "module")

    def question_set(self, set_id: str) -> QuestionSet:
        """Return a question set; raises KeyError with the known ids."""
        return _known(self._sets, set_id, "question set")

    def sets_of(self, module_id: str) -> tuple[QuestionSet, ...]:
        """Return the question sets of a module in the order of the programme."""
        return tuple(self._sets[s] for s in self.module(module_id).sets)

    def find(self, module_id: str, item_id: str, wave: str) -> tuple[QuestionSet, Item] | None:
        """Return the set and item that an event speaks of, or None if there is no such item."""
        return self._places.get((module_id, item_id, wave))

    def sealed_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return what is sealed together: the items of sealed sets that the partner may see."""
        sealed = self.module(module_id).conversation.sealed
        sets = [self._sets[s] for s in sealed]
        return tuple((s, i) for s in sets for i in s.items if "partner" in i.audience)

    def compared_sets(self, module_id: str) -> tuple[QuestionSet, ...]:
        """Return the sets that a module's conversation lays side by side, in order."""
        return tuple(self._sets[s] for s in self.module(module_id).conversation.compared)

    def opened_in(self, set_id: str) -> Module | None:
        """Return the module whose conversation lays a set beside others, if one does."""
        return next((m for m in self.modules if set_id in m.conversation.compared), None)

    def on_top(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return the texts of earlier modules that stand above every sitting of a module."""
        sets = [self._sets[s] for s in self.module(module_id).carries]
        return tuple((s, i) for s in sets for i in s.items)

    def carried_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return the texts of earlier modules that a module shows as they were agreed.

        Those at its top, and those that one of its questions asks about.
        """
        asked = (item.recalls for s in self.sets_of(module_id) for item in s.items)
        return (*self.on_top(module_id), *(self._joint[item] for item in asked if item))

    def modules_seen_from(self, module_id: str) -> tuple[str, ...]:
        """Return the modules whose events a pair's view of this one is made of."""
        earlier = (s.module for s in self.compared_sets(module_id))
        carried = (s.module for s, _ in self.carried_items(module_id))
        return tuple(dict.fromkeys([module_id, *earlier, *carried]))

    def sent_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return what a module could take to the facilitator, in the order of its pages.

        Its own items, and before them what the pair began together in earlier modules and goes on
        writing in it, with which such a module opens.
        """
        module = self.module(module_id)
        borrowed = [self._sets[s] for s in module.borrows]
        again = [(s, i) for s in borrowed for i in s.items if i.kind in TOGETHER]
        own = [(s, i) for s in self.sets_of(module_id) for i in s.items]
        return (*again, *own)

    def facilitator_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return what a module does take to the facilitator, in the same order."""
        return tuple((s, i) for s, i in self.sent_items(module_id) if "facilitator" in i.audience)

    def modules_sent_with(self, module_id: str) -> tuple[str, ...]:
        """Return the modules whose events a submission of this one is made of."""
        earlier = (s.module for s, _ in self.facilitator_items(module_id))
        return tuple(dict.fromkeys([module_id, *earlier]))

    def joint_item(self, item_id: str) -> tuple[QuestionSet, Item]:
        """Return what a pair writes together, with its set; raises KeyError."""
        return self._joint[item_id]

    def joint_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return the items of a module that the pair writes together."""
        sets = self.sets_of(module_id)
        return tuple((s, i) for s in sets for i in s.items if i.kind == "joint")

    def points_items(self, module_id: str) -> tuple[tuple[QuestionSet, Item], ...]:
        """Return the items of a module that are rows of points."""
        sets = self.sets_of(module_id)
        return tuple((s, i) for s in sets for i in s.items if i.kind == "points")

    def meeting_item(self, module_id: str) -> Item | None:
        """Return the sentence that a pair writes to the pair it meets in a module, if they meet."""
        joint = (item for _, item in self.joint_items(module_id))
        return next((item for item in joint if OTHER_PAIR in item.audience), None)

    def meetings(self) -> tuple[Module, ...]:
        """Return the modules in which a pair meets another one."""
        return tuple(module for module in self.modules if self.meeting_item(module.id))

    def to_json(self) -> dict[str, Any]:
        """Return the compiled form, which :meth:`from_json` reads back to an equal programme."""
        return {
            "modules": [to_plain(module) for module in self.modules],
            "sets": [to_plain(question_set) for question_set in self.sets],
            "words": self._words,
            "letter": self.letter,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Content:
        """Read the compiled form."""
        return cls(
            tuple(from_plain(Module, module) for module in data["modules"]),
            tuple(from_plain(QuestionSet, question_set) for question_set in data["sets"]),
            data["words"],
            data["letter"],
        )


def _numbered(
    modules: tuple[Module, ...], sets: tuple[QuestionSet, ...]
) -> tuple[QuestionSet, ...]:
    by_id = {one.id: one for one in sets}
    done: dict[str, QuestionSet] = {}
    for module in modules:
        place = 0
        for one in (by_id[s] for s in module.sets if s in by_id):
            items = []
            for item in one.items:
                place += not item.if_chosen  # a box for one's own words is part of its question
                part = "b" if item.if_chosen else ""
                number = f"{module.number.lstrip('0')}.{place}{part}"
                items.append(item if item.number == number else replace(item, number=number))
            done[one.id] = replace(one, items=tuple(items))
    return tuple(done.get(one.id, one) for one in sets)


def _known(things: Mapping[str, T], key: str, what: str) -> T:
    try:
        return things[key]
    except KeyError:
        raise KeyError(f"no {what} {key!r}; there are {', '.join(things) or 'none'}") from None
