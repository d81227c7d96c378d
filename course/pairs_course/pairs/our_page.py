"""Our page: what a pair has agreed so far, as one partner may see it. Pure, no I/O.

Agreed texts belong to both. How a plan went comes from the viewer's own look back: the partner's
is for the facilitator only.
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
    """One agreed text; ``lines`` are its boxes as (label, text)."""

    module: Module
    item: Item
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class AgreedPlan:
    """One if-then plan; ``went`` is what the viewer wrote about it in the module ``asked``."""

    text: AgreedText
    asked: Module | None
    went: str


@dataclass(frozen=True)
class Chart:
    """The points of a measure by day; ``said`` are sentences about them."""

    points: list[Point]
    median: float | None
    said: list[str]


@dataclass
class Ours:
    """All that the pair has agreed so far, in programme order."""

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
        """Whether nothing is agreed yet."""
        return not any(vars(self).values())


def ours(both: Sequence[Said], content: Content) -> Ours:
    """Return what the partner "me" may see of what the two agreed.

    Args:
        both: both partners' events in all modules, in the service's order.
        content: the programme.
    """
    found = Ours()
    for module in content.modules:
        here = [said for said in both if said.event.module == module.id]
        for question_set, item in content.joint_items(module.id):
            agreed = joint_state(here, item.id)["agreed"]
            if agreed and item.id not in moderation.REVIEWED:  # Home shows reviewed texts
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
    """Return the module that asks about each plan, and the viewer's last answer."""
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
