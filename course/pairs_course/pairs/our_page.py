"""Our page: what a pair agreed so far, put together as one of the two may see it. Pure, no I/O.

Agreed texts are the pair's. How a plan went is what the viewer wrote in the look back: their
partner's look back is for the facilitator alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pairs_course.answers import run_chart
from pairs_course.answers.joint_text import Said, events_of, joint_state
from pairs_course.answers.points import Point, points, standing
from pairs_course.course_time import day
from pairs_course.pairs import moderation
from pairs_course.programme.content import Content, Module, QuestionSet
from pairs_course.programme.items import Field, Item, is_date

Value = Mapping[str, str]


@dataclass(frozen=True)
class AgreedText:
    """One agreed text; ``lines`` are the labels of its boxes with what stands in them."""

    module: Module
    item: Item
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class AgreedPlan:
    """One if-then plan; ``went`` is what the viewer wrote about it in ``asked``, "" for nothing."""

    text: AgreedText
    asked: Module | None
    went: str


@dataclass(frozen=True)
class Chart:
    """The points of a measure by day; ``said`` are sentences about what they show."""

    points: list[Point]
    median: float | None
    said: list[str]


@dataclass
class Ours:
    """All that the pair agreed so far, in the order of the programme."""

    challenge: list[AgreedText] = field(default_factory=list)
    agreement: list[AgreedText] = field(default_factory=list)
    aim: list[AgreedText] = field(default_factory=list)
    measure: list[AgreedText] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    plans: list[AgreedPlan] = field(default_factory=list)
    sentences: list[AgreedText] = field(default_factory=list)
    commitments: list[AgreedText] = field(default_factory=list)
    others: list[AgreedText] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Say whether nothing is agreed yet."""
        return not any(vars(self).values())


def ours(both: Sequence[Said], content: Content) -> Ours:
    """Return what one of two partners may see of what they agreed, the one that is "me".

    Args:
        both: what both did in all modules, in the one order in which the service took it.
        content: says which texts there are, and which question asks about which plan.
    """
    found = Ours()
    for module in content.modules:
        here = [said for said in both if said.event.module == module.id]
        for question_set, item in content.joint_items(module.id):
            agreed = joint_state(here, item.id)["agreed"]
            if agreed and item.id not in moderation.REVIEWED:  # these two have a place on Home
                _add(found, question_set, AgreedText(module, item, _lines(item, agreed)))
        for _, item in content.points_items(module.id):
            if all_points := standing(points(here, item.id)):
                found.charts.append(_chart(all_points))
    went = _went(both, content)
    found.plans = [
        AgreedPlan(plan.text, *went.get(plan.text.item.id, (plan.asked, "")))
        for plan in found.plans
    ]
    return found


def _add(found: Ours, question_set: QuestionSet, text: AgreedText) -> None:
    if question_set.widget == "plan":
        found.plans.append(AgreedPlan(text, None, ""))
    elif text.item.id in ("aim", "measure"):
        getattr(found, text.item.id).append(text)
    elif text.item.id == text.module.sentence_item:
        found.sentences.append(text)
    elif question_set.id in ("challenge", "agreement", "commitments"):
        getattr(found, question_set.id).append(text)
    else:
        found.others.append(text)


def _chart(all_points: list[Point]) -> Chart:
    verdict = run_chart.read([point["value"] for point in all_points])
    return Chart(all_points, verdict.median, run_chart.sentences(verdict, len(all_points)))


def _lines(item: Item, agreed: Value) -> list[tuple[str, str]]:
    boxes = [box for box in item.fields if agreed.get(box.id)]
    return [
        (box.label if len(item.fields) > 1 else "", _words(box, agreed[box.id])) for box in boxes
    ]


def _words(box: Field, text: str) -> str:
    return day(text) if box.kind == "date" and is_date(text) else text


def _went(both: Sequence[Said], content: Content) -> dict[str, tuple[Module, str]]:
    """Return where each plan is asked about, and the viewer's last answer to that."""
    found = {}
    mine = events_of(both, "me")
    for module in content.modules:
        for question_set in content.sets_of(module.id):
            for item in question_set.items:
                if item.recalls:
                    answers = (
                        e.value
                        for e in reversed(mine)
                        if (e.kind, e.module, e.item) == ("answer", module.id, item.id)
                    )
                    found[item.recalls] = (module, str(next(answers, "")))
    return found
