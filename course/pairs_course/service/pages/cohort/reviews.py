"""Cards and letters: a facilitator reads each before others do, publishes it or sends it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.course_time import day
from pairs_course.pairs import moderation, pii_hints
from pairs_course.pairs.moderation import Choice, State
from pairs_course.people.names import isolate
from pairs_course.programme.items import Item
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.problems import ApiProblem
from pairs_course.store import DecidedAlready, TextChanged
from pairs_course.store.moderation import ModeratedText

router: Final = APIRouter()
PART: Final = "reviews"
Sent = Annotated[AtCohort, Depends(sent_at(PART))]


@dataclass(frozen=True)
class Box:
    """One box of a card or letter.

    ``pieces`` are what the pair wrote, in order, and which of it is marked; ``look_at`` says why.
    """

    label: str
    pieces: list[tuple[str, bool]]
    look_at: list[str]


@dataclass(frozen=True)
class Text:
    """One text of one pair, known by ``id`` on the page.

    ``decided`` says what became of it, "" while it waits.
    """

    id: str
    title: str
    pair: str
    item: str
    state: State
    digest: str
    boxes: list[Box]
    decided: str


@router.get("/reviews")
async def show(here: Here) -> Response:
    """The texts that wait, each with what can be decided, and those decided before."""
    course, store = here.course, here.store
    found = await course.run(store.reviews.of_cohort, here.cohort, course.content)
    people = await course.run(store.people.members, here.cohort)
    names, of = [person.name for person in people], moderation.items(course.content)
    texts = [text_of(one, of[one.item][1], names) for one in found]
    return here.html(
        PART,
        waiting=[text for text in texts if text.state == "waiting"],
        decided=[text for text in texts if text.state != "waiting"],
        reasons=list(moderation.REASONS.items()),
        most=moderation.MAX_SENTENCE,
    )


@router.post("/reviews/publish")
async def publish(here: Sent) -> Response:
    """Let others read a text."""
    return await _decide(here, Choice(*_read(here), "published"))


@router.post("/reviews/send-back")
async def send_back(here: Sent) -> Response:
    """Send a text back to the pair, with the reason that both of the two read."""
    reason, sentence = here.text("reason"), here.text("sentence")
    problems = []
    if reason not in moderation.REASONS:
        problems.append(("reason", "Choose why you send it back."))
    if len(sentence) > moderation.MAX_SENTENCE:
        most = f"Write at most {moderation.MAX_SENTENCE} characters, got {len(sentence)}."
        problems.append(("sentence", most))
    if problems:
        return here.refused(*problems)
    words = moderation.reason_words(reason, sentence)
    return await _decide(here, Choice(*_read(here), "sent-back", words))


def _read(here: AtCohort) -> tuple[str, State]:
    """Return which text was read, by its digest, and where it stood."""
    was = here.text("was")
    if was not in get_args(State):
        raise ApiProblem(422, "old-page", "This page is older than the course. Load it again.")
    return here.text("digest"), cast("State", was)


async def _decide(here: AtCohort, choice: Choice) -> Response:
    course, pair, item = here.course, here.text("pair"), here.text("item")
    if item not in moderation.items(course.content):
        message = "Nothing of that name is read before it is published. Go back and load the page."
        raise ApiProblem(404, "unknown-item", message)
    decide = here.store.reviews.decide
    try:
        await course.run(
            decide, here.person.username, here.cohort, pair, item, choice, course.content
        )
    except (TextChanged, DecidedAlready) as why:
        return here.refused(("", str(why)))
    if choice.verdict == "published":
        return here.done("Published. Either of the two can take it back at any time.")
    return here.done("Sent back. Both read your reason on their Home.")


def text_of(one: ModeratedText, item: Item, names: Sequence[str]) -> Text:
    """Return what the page shows of a text, with the words marked that may tell who somebody is."""
    kind = "Card" if one.item == "network-card" else "Letter"
    people = " and ".join(map(isolate, one.people))  # nobody, once both are erased
    boxes = [_box(box.label, one.value.get(box.id, ""), names) for box in item.fields]
    which = f"{one.pair}/{one.item}/{one.digest}".encode()
    return Text(
        hashlib.sha256(which).hexdigest()[:12],
        f"{kind} of {one.pair} ({people})" if people else f"{kind} of {one.pair}",
        one.pair,
        one.item,
        one.state,
        one.digest,
        boxes,
        _decided(one),
    )


def _box(label: str, text: str, names: Sequence[str]) -> Box:
    spans = pii_hints.suspects(text, names)
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    pieces = [(text[start:end], n % 2 == 1) for n, (start, end) in enumerate(pairwise(edges))]
    said = [f"“{text[span.start : span.end]}”: {pii_hints.WORDS[span.why]}" for span in spans]
    return Box(label, pieces, list(dict.fromkeys(said)))


def _decided(one: ModeratedText) -> str:
    if one.decided is None:
        return ""
    did = "Published" if one.state == "published" else "Sent back"
    by = f" by {isolate(one.decided.by)}" if one.decided.by else ""
    return " ".join(filter(None, [f"{did} on {day(one.decided.at)}{by}.", one.decided.reason]))
