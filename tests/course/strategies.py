"""Random events and a small programme, shared by the tests of the pure parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st

from pairs_course.answers.events import Event, new_id
from pairs_course.answers.joint_text import By, Said
from pairs_course.programme import compiled
from pairs_course.programme.content import Content, Conversation, Minutes, Module, QuestionSet
from pairs_course.programme.items import Field, Item, Option

# What an item of cards may ask for; a joint item has number and date as text.
CARDS = Item(
    "tests",
    "cards",
    "Our small tests",
    fields=(
        Field("try", "What will you try?", hint="One line."),
        Field("hours", "How many hours?", "number"),
        Field("when", "When?", "date"),
        Field("next", "What next?", "choice",
              options=(Option("keep", "Keep"), Option("drop", "Drop"))),
    ),
    most=4,
    max=40,
    audience=("facilitator",),
)  # fmt: skip
POINTS = Item("points", "points", "Its points", audience=("partner", "facilitator"))

MODULE = "05-debate-and-dialogue"
SEALED = ("D1", "D2", "C1")
SENTENCE = "sentence-05"

#: What pages say everywhere, as the course says it.
WORDS = compiled.load().words

PROGRAMME = Content(
    modules=(
        Module(
            id=MODULE,
            title="Debate and dialogue",
            minutes=Minutes(20, 40),
            conversation=Conversation("", (), ("dialogue",)),
            sets=("dialogue", "point-05", SENTENCE),
        ),
    ),
    sets=(
        QuestionSet(
            id="dialogue",
            module=MODULE,
            title="How we talked",
            sealed=True,
            items=(
                Item("dialogue-think", "text", "Think of one talk."),
                Item("D1", "between", "Answer", left="one", right="many", guess=True,
                     audience=("partner", "cohort")),
                Item("D2", "scale", "We listen", guess=True, audience=("partner",)),
                Item("C1", "choice", "No time means", guess=True, audience=("partner",),
                     options=(Option("diary", "Diary"), Option("fear", "Fear"))),
            ),
        ),
        QuestionSet(
            id="point-05",
            module=MODULE,
            title="A point",
            items=(Item("point", "text", "Your point", audience=("facilitator",), max=40),),
        ),
        QuestionSet(
            id=SENTENCE,
            module=MODULE,
            title="One sentence",
            items=(Item(SENTENCE, "joint", "One sentence", fields=(Field("text", "One sentence"),),
                        audience=("partner", "facilitator")), POINTS),
        ),
    ),
    words=WORDS,
)  # fmt: skip

MEETING = "03-why-pairs"
TO_OTHERS = "meet-03"

# The same with two modules in which pairs meet.
WITH_MEETINGS = Content(
    modules=(
        *PROGRAMME.modules,
        Module(MEETING, "Why pairs?", Minutes(20, 40), sets=(TO_OTHERS, "ask-03")),
        Module("07-our-local-challenge", "Our challenge", Minutes(20, 40), sets=("meet-07",)),
    ),
    sets=(
        *PROGRAMME.sets,
        QuestionSet("ask-03", MEETING, "Questions", items=(
            Item("ask-03", "joint", "Our question", fields=(Field("text", "Our question"),),
                 audience=("partner", "facilitator")),)),
        *(QuestionSet(f"meet-{module[:2]}", module, "One sentence", shown="meet", items=(
            Item(f"meet-{module[:2]}", "joint", "From us", fields=(Field("text", "From us"),),
                 audience=("partner", "facilitator", "other-pair")),))
          for module in (MEETING, "07-our-local-challenge")),
    ),
    words=WORDS,
)  # fmt: skip


AT = "2026-11-20T10:00:00.000+00:00"
NOW = datetime.fromisoformat(AT) + timedelta(seconds=1)


def event(kind: str, item: str = MODULE, value: object = None, **more: object) -> Event:
    """Make an event of the small programme, with the audience its item has."""
    place = PROGRAMME.find(MODULE, item, "once")
    audience = place[1].audience if place else ("partner",)
    if kind == "guess":
        audience = ("partner",)
    fields = {"id": new_id(), "at": AT, "audience": audience, "wording": "w", **more}
    return Event(module=MODULE, item=item, wave="once", kind=kind, value=value, **fields)  # type: ignore[arg-type]


def answered() -> list[Event]:
    """Return an answer, or a pass, to each question that counts for completing the module."""
    return [event("answer", "D1", 4), event("answer", "D2", "pass"), event("answer", "C1", "fear")]


def whole_seal() -> list[Event]:
    """Return what it takes to seal the small programme's module, and the seal itself."""
    said = [*answered(), event("guess", "D1", 2)]
    return [*said, event("seal", value={"covers": [one.id for one in said]})]


def for_others(kind: str, value: object, item: str = TO_OTHERS, **more: object) -> Event:
    """Make an event of a text that the pair writes together in the module where pairs meet."""
    place = WITH_MEETINGS.find(MEETING, item, "once")
    assert place is not None
    fields = {"id": new_id(), "at": AT, "audience": place[1].audience, "wording": "w", **more}
    return Event(module=MEETING, item=item, wave="once", kind=kind, value=value, **fields)  # type: ignore[arg-type]


def ratings() -> st.SearchStrategy[int | str]:
    """Any value of a rated item."""
    return st.one_of(st.integers(1, 5), st.sampled_from(["unsure", "pass"]))


def steps() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Any history of two people: who did what, in the order in which the service saw it."""
    kinds = [
        "answer", "guess", "seal", "together", "apart", "pick",
        "propose", "confirm", "point", "talked", "alone",
    ]  # fmt: skip
    return st.lists(
        st.tuples(st.sampled_from(["me", "partner"]), st.sampled_from(kinds)), max_size=40
    )


def cards() -> st.SearchStrategy[list[dict[str, object]]]:
    """Any list of cards that may stand in ``CARDS``; boxes may be missing or empty."""
    boxes = {
        "try": st.text(max_size=CARDS.max),
        "hours": st.one_of(st.integers(-999, 999), st.floats(-1e8, 1e8)),
        "when": st.dates().map(lambda day: day.isoformat()),
        "next": st.sampled_from(["keep", "drop"]),
    }
    filled = {name: st.one_of(st.just(""), values) for name, values in boxes.items()}
    ids = st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True)
    card = st.fixed_dictionaries({"id": ids}, optional=filled)
    return st.lists(card, max_size=CARDS.most, unique_by=lambda card: card["id"])


def said(mine: Sequence[Event], theirs: Sequence[Event]) -> list[Said]:
    """Put two people's events into one order in which nobody says yes before there is a text."""
    queues: dict[By, list[Event]] = {"me": list(mine), "partner": list(theirs)}
    order: list[Said] = []
    while any(queues.values()):
        out = {event.id for _, event in order}
        ready: list[By] = [
            by
            for by, queue in queues.items()
            if queue and (queue[0].kind != "confirm" or queue[0].value["of"] in out)
        ]
        by = (ready or [by for by, queue in queues.items() if queue])[0]
        order.append(Said(by, queues[by].pop(0)))
    return order


def mirrored(both: Sequence[Said]) -> list[Said]:
    """Return the same order as the other of the two sees it."""
    return [Said("partner" if by == "me" else "me", event) for by, event in both]


def points() -> st.SearchStrategy[list[dict[str, object]]]:
    """Any points as a submission has them."""
    point = st.fixed_dictionaries(
        {
            "day": st.dates().map(lambda day: day.isoformat()),
            "value": st.one_of(st.integers(-99, 99), st.floats(-1e8, 1e8)),
            "by": st.sampled_from(["me", "partner"]),
        }
    )
    return st.lists(point, max_size=6)
