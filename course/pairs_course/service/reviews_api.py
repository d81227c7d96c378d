"""Cards and letters that pairs agreed to publish, for the facilitator who reads them first."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from pairs_course.pairs import moderation, pii_hints
from pairs_course.pairs.moderation import Choice, State, Verdict
from pairs_course.programme.items import Item
from pairs_course.service.dependencies import AFacilitator, ServiceContext, TheCourse
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.service.strict_model import Strict
from pairs_course.store.moderation import ModeratedText

router = APIRouter(prefix="/desk/{cohort}/reviews", tags=["desk"])


class MarkOut(Strict):
    """Characters ``start`` to ``end`` of a text that may tell who somebody is, and ``why``."""

    start: int
    end: int
    why: pii_hints.Why


class FieldOut(Strict):
    """One box of a card or letter: its label, what the pair wrote, and what is marked in it."""

    label: str
    text: str
    marks: list[MarkOut]


class ReviewOut(Strict):
    """One text of one pair. ``reason``, ``at`` and ``by`` are "" while it waits."""

    pair: str
    people: list[str]
    item: str
    title: str
    state: State
    digest: str
    fields: list[FieldOut]
    reason: str
    at: str
    by: str


class ReviewsOut(Strict):
    """The texts that wait, then those that were decided; ``reasons`` can be given, by id."""

    reviews: list[ReviewOut]
    reasons: dict[str, str]


class VerdictIn(Strict):
    """A decision about the text ``digest``, which was ``was`` when it was read.

    To send a text back, give one of the reasons, and a sentence of your own if you want to.
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    was: State
    verdict: Verdict
    reason: Literal["", "recognised", "not-safe", "unclear"] = ""
    sentence: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=moderation.MAX_SENTENCE)
    ] = ""


@router.get("", responses=documented(401, 403, 404, 429))
async def reviews(cohort: str, course: TheCourse, _me: AFacilitator) -> ReviewsOut:
    """List the cards and letters that both partners agreed to and one of them sent."""
    return await _reviews(course, cohort)


@router.post("/{pair}/{item}", responses=documented(401, 403, 404, 409, 429, rules="no-reason"))
async def decide(
    cohort: str, pair: str, item: str, body: VerdictIn, course: TheCourse, me: AFacilitator
) -> ReviewsOut:
    """Publish a text, or send it back with a reason. The same again changes nothing."""
    if item not in moderation.items(course.content):
        known = ", ".join(moderation.items(course.content)) or "none"
        message = f"Nothing of that name is read before it is published. Expected one of {known}."
        raise ApiProblem(404, "unknown-item", message)
    choice = Choice(body.digest, body.was, body.verdict, _reason(body))
    decide = course.store.reviews.decide
    await course.run(decide, me.username, cohort, pair, item, choice, course.content)
    return await _reviews(course, cohort)


def _reason(body: VerdictIn) -> str:
    if body.verdict == "published":
        return ""
    if not body.reason:
        message = "Choose why you send it back: the pair reads it. Nothing was changed."
        raise ApiProblem(422, "no-reason", message)
    return moderation.reason_words(body.reason, body.sentence)


async def _reviews(course: ServiceContext, cohort: str) -> ReviewsOut:
    readings = await course.run(course.store.reviews.of_cohort, cohort, course.content)
    people = await course.run(course.store.people.members, cohort)
    names = [person.name for person in people]
    of = moderation.items(course.content)
    return ReviewsOut(
        reviews=[_review(reading, of[reading.item][1], names) for reading in readings],
        reasons=moderation.REASONS,
    )


def _review(reading: ModeratedText, item: Item, names: list[str]) -> ReviewOut:
    decided = reading.decided
    texts = [(box.label, reading.value.get(box.id, "")) for box in item.fields]
    return ReviewOut(
        pair=reading.pair,
        people=reading.people,
        item=reading.item,
        title=item.ask,
        state=reading.state,
        digest=reading.digest,
        fields=[
            FieldOut(
                label=label,
                text=text,
                marks=[
                    MarkOut(start=span.start, end=span.end, why=span.why)
                    for span in pii_hints.suspects(text, names)
                ],
            )
            for label, text in texts
        ],
        reason=decided.reason if decided else "",
        at=decided.at if decided else "",
        by=decided.by if decided else "",
    )
