"""Where a cohort's pairs are, for its facilitators: states and days, never an answer."""

from __future__ import annotations

from fastapi import APIRouter

from pairs_course.service.dependencies import AFacilitator, TheCourse
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict
from pairs_course.store import State
from pairs_course.store.overview import NOT_STARTED

router = APIRouter(prefix="/desk/{cohort}", tags=["desk"])


class ProgressOut(Strict):
    """Where one person is in one module; ``at`` is when it was sent, or when feedback came."""

    state: State
    at: str | None


class PersonProgress(Strict):
    """One person, and where they are in each module, in the order of ``modules``."""

    username: str
    name: str
    role: str
    progress: list[ProgressOut]


class PairProgress(Strict):
    """One pair, or somebody without one; it pauses while either of the two does."""

    pair: str | None
    paused: bool
    people: list[PersonProgress]


class ModuleOut(Strict):
    """One module; ``released`` and ``opens`` are times, None where there is none."""

    id: str
    number: str
    title: str
    released: str | None
    opens: str | None


class CallOut(Strict):
    """Somebody who waits for a call, and since when."""

    username: str
    name: str
    at: str


class OverviewOut(Strict):
    """A whole cohort; pairs and people in the order of its roster."""

    modules: list[ModuleOut]
    pairs: list[PairProgress]
    calls: list[CallOut]


@router.get("/overview", responses=documented(401, 403, 404, 429))
async def overview(cohort: str, course: TheCourse, _me: AFacilitator) -> OverviewOut:
    """Give where everybody of the cohort is, and who waits for a call."""
    modules = course.content.modules
    ids = [module.id for module in modules]
    found = await course.run(course.store.overview.of_cohort, cohort, ids)
    calls = await course.run(course.store.care.calls, cohort)
    released = found.released
    return OverviewOut(
        modules=[
            ModuleOut(
                id=module.id,
                number=module.number,
                title=module.title,
                released=released[module.id].at if module.id in released else None,
                opens=released[module.id].opens if module.id in released else None,
            )
            for module in modules
        ],
        pairs=[
            PairProgress(
                pair=pair.pair,
                paused=pair.paused,
                people=[
                    PersonProgress(
                        username=person.username,
                        name=person.name,
                        role=person.role,
                        progress=[
                            ProgressOut(state=at.state, at=at.at)
                            for module in modules
                            for at in [person.modules.get(module.id, NOT_STARTED)]
                        ],
                    )
                    for person in pair.people
                ],
            )
            for pair in found.pairs
        ],
        calls=[CallOut(username=call.username, name=call.name, at=call.at) for call in calls],
    )
