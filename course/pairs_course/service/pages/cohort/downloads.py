"""Tables to save. They hold names: keep them as safe as the course itself."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from pairs_course.service.pages.cohort.at_cohort import Here

router: Final = APIRouter()


@router.get("/downloads")
async def show(here: Here) -> Response:
    """The way to each file."""
    return here.html("downloads")
