"""Which address shows which page; everybody who is not signed in is sent to sign in first."""

from __future__ import annotations

from dataclasses import astuple
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pairs_course.answers import visibility
from pairs_course.service.pages import begin_page, home, role_homes
from pairs_course.service.pages.dependencies import PagesDep, SignedIn, Username, form_of
from pairs_course.service.problems import ApiProblem
from pairs_course.store.support_requests import Reach
from pairs_course.store.tables import MAX_ID

router: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Text = Annotated[str, Form()]
#: One of several cohorts, where a form is about one.
OfCohort = Annotated[str | None, Form()]


@router.get("/")
async def show_home(person: SignedIn, pages: PagesDep) -> Response:
    """Home."""
    return await role_homes.home_of(pages, person)


@router.get("/open/{module}")
async def open_module(
    person: SignedIn, pages: PagesDep, module: str, door: str | None = None
) -> Response:
    """A module, in the person's own server."""
    return await pages.open(person, module, door)


@router.get("/desk")
@router.get("/desk/{cohort}")
async def open_desk(person: SignedIn, pages: PagesDep, door: str | None = None) -> Response:
    """The desk of a cohort, in the facilitator's own server."""
    return await pages.desk(person, door)


@router.get("/formgrader")
async def open_formgrader(person: SignedIn, pages: PagesDep) -> Response:
    """nbgrader's own page, in the facilitator's own server."""
    return pages.into_server(person.username, "formgrader")


@router.get("/lab")
async def open_lab(person: SignedIn, pages: PagesDep) -> Response:
    """JupyterLab, in the person's own server."""
    return pages.into_server(person.username, "lab")


@router.get("/paper/{module}")
async def show_paper(
    person: SignedIn,
    pages: PagesDep,
    module: str,
    wanted: Annotated[str, Query(alias="format")] = "normal",
) -> Response:
    """A module as a workbook to print."""
    return await pages.paper(person, module, wanted)


@router.get("/certificate")
async def show_certificate(person: SignedIn, pages: PagesDep) -> Response:
    """What somebody completed."""
    return await pages.certificate(person)


@router.get("/ours")
async def show_our_page(person: SignedIn, pages: PagesDep) -> Response:
    """What the two of a pair agreed."""
    return await role_homes.our_page(pages, person)


@router.get("/feedback/{module}")
async def show_feedback(person: SignedIn, pages: PagesDep, module: str) -> Response:
    """The newest feedback on a module."""
    return await pages.feedback(person, module)


@router.get("/who-sees-what")
async def show_who_sees_what(person: SignedIn, pages: PagesDep) -> Response:
    """Who can see which answer."""
    course = pages.course
    return pages.html(
        "who-sees-what.html",
        person=person,
        tables=[(m, visibility.table(m.id, course.content)) for m in course.content.modules],
        kept_out=await course.run(course.store.people.kept_out, person.username),
    )


@router.get("/safe")
async def show_safe(person: SignedIn, pages: PagesDep) -> Response:
    """Where to get help, how to pause, and how to ask for a call."""
    return await pages.safe(person)


@router.post("/call")
async def ask_for_a_call(
    username: Annotated[str, Depends(form_of("safe#call"))],
    pages: PagesDep,
    call: Text = "",
    number: Text = "",
    time: Text = "",
    way: Text = "",
) -> Response:
    """Ask for a call, say more about one, or take it back."""
    care = pages.course.store.care
    if call == "no":
        await pages.course.run(care.take_back, username)
    else:
        reach = Reach(number, time, way)
        # An older page, with nothing written on it, takes back nothing that was said.
        said = reach if call == "change" or any(astuple(reach)) else None
        await pages.course.run(care.ask, username, said)
    return RedirectResponse(f"{pages.course.prefix}safe#call", 303)


@router.post("/called")
async def say_called(
    username: Annotated[str, Depends(form_of(""))],
    pages: PagesDep,
    call: Annotated[int, Form(ge=0, le=MAX_ID)],
    cohort: OfCohort = None,
) -> Response:
    """Say that somebody who asked for a call was called."""
    person = await pages.person(username, cohort)
    if person.role != "facilitator":
        raise ApiProblem(403, "not-a-facilitator", "Only a facilitator can say this.")
    await pages.course.run(pages.course.store.care.called, person.cohort, call)
    which = f"?cohort={quote(cohort, safe='')}" if cohort else ""
    return RedirectResponse(f"{pages.course.prefix}{which}", 303)


@router.post("/pause")
async def pause(
    username: Annotated[str, Depends(form_of("safe#pause"))], pages: PagesDep, pause: Text = ""
) -> Response:
    """Pause, or go on."""
    await pages.course.run(pages.course.store.care.pause, username, pause == "yes")
    return RedirectResponse(f"{pages.course.prefix}safe#pause", 303)


@router.get("/begin")
async def show_before_you_begin(person: SignedIn, pages: PagesDep, saved: str = "") -> Response:
    """What everybody reads before module 1."""
    return await begin_page.show(pages, person, saved=saved == "yes")


@router.post("/begin")
async def say_about_the_cohort(
    request: Request,
    username: Annotated[str, Depends(form_of("begin#own"))],
    pages: PagesDep,
    cohort: OfCohort = None,
) -> Response:
    """Keep what a facilitator says there."""
    return await begin_page.save(pages, username, cohort, await request.form())


@router.get("/help")
async def show_help(person: SignedIn, pages: PagesDep) -> Response:
    """Whom to ask, and how things work."""
    told = await pages.facilitators(person.cohort)
    return pages.html("help.html", person=person, told=told, help_lines=pages.help_lines)


@router.post("/door")
async def choose_door(
    username: Annotated[str, Depends(form_of("#how"))], pages: PagesDep, door: Text = ""
) -> Response:
    """Choose how to work."""
    if door not in home.DOORS:
        raise ApiProblem(422, "no-choice", "Go to Home and choose how you want to work.")
    await pages.course.run(pages.course.store.people.set_door, username, door)
    return RedirectResponse(f"{pages.course.prefix}#modules", 303)


@router.post("/figures")
async def choose_figures(
    username: Annotated[str, Depends(form_of("who-sees-what#figures"))],
    pages: PagesDep,
    keep: Text = "",
) -> Response:
    """Keep one's own answers out of the figures, or let them in."""
    await pages.course.run(pages.course.store.people.keep_out, username, keep == "out")
    return RedirectResponse(f"{pages.course.prefix}who-sees-what#figures", 303)


@router.post("/new-password")
async def know_of_new_password(
    username: Annotated[str, Depends(form_of("#new-password"))], pages: PagesDep
) -> Response:
    """Say that one knows of one's new password."""
    await pages.course.run(pages.course.store.access.seen, username)
    return RedirectResponse(f"{pages.course.prefix}#sign-ins", 303)


@router.get("/letter")
async def show_letter(person: SignedIn, pages: PagesDep) -> Response:
    """The letters to the sponsors."""
    return await role_homes.letter(pages, person)


@router.post("/hold-back")
async def hold_back(
    username: Annotated[str, Depends(form_of("letter"))],
    pages: PagesDep,
    wave: Text = "",
    sure: Text = "",
) -> Response:
    """Hold a letter back."""
    return await role_homes.hold_back(pages, username, wave, sure=sure == "yes")


@router.post("/take-back")
async def take_back(
    username: Annotated[str, Depends(form_of("#texts"))],
    pages: PagesDep,
    pair: Annotated[int, Form(ge=0, le=MAX_ID)],
    item: Text = "",
) -> Response:
    """Take back a text that one's pair agreed to publish."""
    course = pages.course
    await course.run(course.store.reviews.withdraw, username, pair, item, course.content)
    return RedirectResponse(f"{course.prefix}#texts", 303)


@router.get("/progress/{cohort}")
async def download_progress(username: Username, pages: PagesDep, cohort: str) -> Response:
    """A cohort's progress as a file."""
    return await pages.progress(username, cohort)


@router.get("/oauth_callback")
async def finish(request: Request, pages: PagesDep, code: str = "", state: str = "") -> Response:
    """Take the hub's answer to a sign-in."""
    answer = await pages.sign_in.finish(request, code, state)
    return answer or RedirectResponse(pages.course.prefix, 303)


@router.get("/sign-out")
async def ask_to_sign_out(_username: Username, pages: PagesDep) -> Response:
    """Ask whether to sign out."""
    return pages.html("sign-out.html")


@router.post("/sign-out")
async def sign_out(request: Request, pages: PagesDep, form_token: Text = "") -> Response:
    """Sign out."""
    # Who is not signed in here may still be at the hub, which asks if nobody else did.
    if await pages.sign_in.username(request) is not None:
        pages.checked(request, form_token)
    return pages.sign_in.end()
