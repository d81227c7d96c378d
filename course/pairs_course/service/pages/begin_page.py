"""The page "Before you begin", and the form in which facilitators say what is true of a cohort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response

from pairs_course.programme.begin import FACTS
from pairs_course.programme.content import Content
from pairs_course.service.pages import print_pages
from pairs_course.service.problems import ApiProblem
from pairs_course.store import Person

if TYPE_CHECKING:
    from pairs_course.service.pages.pages import Pages

LONGEST: Final = 1000


async def show(pages: Pages, person: Person, *, saved: bool) -> Response:
    """The same words for everybody of a cohort; its facilitators find their form below."""
    store = pages.course.store
    return pages.html(
        "begin.html",
        person=person,
        title=(await pages.course.run(store.people.cohort, person.cohort)).title,
        begin=pages.begin,
        facts=_facts(pages.course.content),
        help_lines=pages.help_lines,
        about=await pages.course.run(store.people.about, person.cohort),
        told=await pages.facilitators(person.cohort),
        saved=saved,
        longest=LONGEST,
    )


async def save(
    pages: Pages, username: str, cohort: str | None, given: Mapping[str, object]
) -> Response:
    """Keep what a facilitator wrote, and show the page as everybody has it now."""
    person = await pages.person(username, cohort)
    if person.role != "facilitator":
        message = "Only the facilitators of a cohort can say this. Go to Home."
        raise ApiProblem(403, "not-a-facilitator", message)
    words = {part: str(given.get(part, "")).strip() for part in pages.begin.own}
    for part, text in words.items():
        if len(text) > LONGEST:
            message = (
                f"“{pages.begin.own[part].label}” can have {LONGEST} characters, and yours has "
                f"{len(text)}. Nothing was changed. Go back and make it shorter."
            )
            raise ApiProblem(422, "too-long", message)
    store = pages.course.store
    said = {part: text for part, text in words.items() if text}
    await pages.course.run(store.people.say_about, person.cohort, said)
    which = f"cohort={quote(person.cohort, safe='')}&saved=yes"
    return RedirectResponse(f"{pages.course.prefix}begin?{which}#saved", 303)


def _facts(content: Content) -> dict[str, str]:
    """Return what the programme itself says for the words in braces."""
    alone = sum(module.minutes.alone for module in content.modules)
    together = sum(module.minutes.together for module in content.modules)
    return dict(zip(FACTS, map(print_pages.time, (alone, together)), strict=True))
