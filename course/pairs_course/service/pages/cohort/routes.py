"""All pages of a cohort, below ``cohort/{cohort}``."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pairs_course.service.pages.cohort import (
    downloads,
    meetings,
    new_cohort,
    notes,
    overview,
    paper,
    people,
    reviews,
    waves,
)

router: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
for part in (overview, notes, paper, meetings, reviews, waves, people, new_cohort, downloads):
    router.include_router(part.router, prefix="/cohort/{cohort}")
