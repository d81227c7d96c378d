"""When released modules open: for the desk."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import AwareDatetime

from pairs_course.service.dependencies import AFacilitator, TheCourse
from pairs_course.service.models import ReleaseOut
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict

router = APIRouter(prefix="/desk/{cohort}/releases", tags=["desk"])


class OpensIn(Strict):
    """From when on participants have a module; null for at once."""

    opens: AwareDatetime | None


@router.put("/{module}/opens", responses=documented(401, 403, 404, 429))
async def open_at(
    cohort: str, module: str, body: OpensIn, course: TheCourse, _me: AFacilitator
) -> ReleaseOut:
    """Say from when on participants have a released module; its files stay as they are."""
    put = course.store.releases.open_at
    return ReleaseOut.of(await course.run(put, cohort, module, body.opens))
