"""Which address shows which page; everybody who is not signed in is sent to sign in first."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pairs_course.answers import visibility
from pairs_course.service.pages import begin_page, home, role_homes
from pairs_course.service.problems import ApiProblem
from pairs_course.store.support_requests import Reach
from pairs_course.store.tables import MAX_ID

if TYPE_CHECKING:
    from pairs_course.service.pages import Pages


def router(pages: Pages) -> APIRouter:
    """Return the routes of the pages."""
    routes = APIRouter(
        prefix=pages.course.prefix.rstrip("/"),
        include_in_schema=False,
        default_response_class=HTMLResponse,
    )
    sign_in, signed_in = pages.sign_in, pages.signed_in

    @routes.get("/")
    async def show_home(request: Request, cohort: str | None = None) -> Response:
        return await signed_in(request, lambda name: pages.home(request, name, cohort))

    @routes.get("/open/{module}")
    async def open_module(request: Request, module: str, door: str | None = None) -> Response:
        return await signed_in(request, lambda name: pages.open(name, module, door))

    @routes.get("/desk")
    async def open_desk(request: Request, door: str | None = None) -> Response:
        return await signed_in(request, lambda name: pages.desk(name, door))

    @routes.get("/desk/{cohort}")
    async def open_desk_of(request: Request, cohort: str, door: str | None = None) -> Response:
        return await signed_in(request, lambda name: pages.desk(name, door, cohort))

    @routes.get("/formgrader")
    async def open_formgrader(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.enter(name, "formgrader"))

    @routes.get("/lab")
    async def open_lab(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.enter(name, "lab"))

    @routes.get("/paper/{module}")
    async def show_paper(
        request: Request, module: str, wanted: Annotated[str, Query(alias="format")] = "normal"
    ) -> Response:
        return await signed_in(request, lambda name: pages.paper(name, module, wanted))

    @routes.get("/certificate")
    async def show_certificate(request: Request) -> Response:
        return await signed_in(request, pages.certificate)

    @routes.get("/ours")
    async def show_our_page(request: Request) -> Response:
        return await signed_in(request, lambda name: role_homes.our_page(pages, name))

    @routes.get("/feedback/{module}")
    async def show_feedback(request: Request, module: str) -> Response:
        return await signed_in(request, lambda name: pages.feedback(name, module))

    @routes.get("/who-sees-what")
    async def show_who_sees_what(request: Request) -> Response:
        async def show(name: str) -> Response:
            person, content = await pages.person(name), pages.course.content
            return pages.html(
                "who-sees-what.html",
                person=person,
                tables=[(m, visibility.table(m.id, content)) for m in content.modules],
                kept_out=await pages.course.run(pages.course.store.people.kept_out, name),
                form_token=sign_in.form_token(request),
            )

        return await signed_in(request, show)

    @routes.get("/safe")
    async def show_safe(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.safe(request, name))

    @routes.post("/call")
    async def ask_for_a_call(
        request: Request,
        call: Annotated[str, Form()] = "",
        number: Annotated[str, Form()] = "",
        time: Annotated[str, Form()] = "",
        way: Annotated[str, Form()] = "",
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def ask(name: str) -> Response:
            pages.checked(request, form_token)
            care = pages.course.store.care
            if call == "no":
                await pages.course.run(care.take_back, name)
            else:
                reach = Reach(number, time, way)
                # An older page, with nothing written on it, takes back nothing that was said.
                said = reach if call == "change" or any(astuple(reach)) else None
                await pages.course.run(care.ask, name, said)
            return RedirectResponse(f"{pages.course.prefix}safe#call", 303)

        return await signed_in(request, ask, form="safe#call")

    @routes.post("/called")
    async def say_called(
        request: Request,
        call: Annotated[int, Form(ge=0, le=MAX_ID)],
        cohort: Annotated[str | None, Form()] = None,
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def say(name: str) -> Response:
            pages.checked(request, form_token)
            person = await pages.person(name, cohort)
            if person.role != "facilitator":
                raise ApiProblem(403, "not-a-facilitator", "Only a facilitator can say this.")
            await pages.course.run(pages.course.store.care.called, person.cohort, call)
            return RedirectResponse(f"{pages.course.prefix}{which}", 303)

        which = f"?cohort={quote(cohort, safe='')}" if cohort else ""
        return await signed_in(request, say, form=which)

    @routes.post("/pause")
    async def pause(
        request: Request,
        pause: Annotated[str, Form()] = "",
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            await pages.course.run(pages.course.store.care.pause, name, pause == "yes")
            return RedirectResponse(f"{pages.course.prefix}safe#pause", 303)

        return await signed_in(request, choose, form="safe#pause")

    @routes.get("/begin")
    async def show_before_you_begin(
        request: Request, cohort: str | None = None, saved: str = ""
    ) -> Response:
        done = saved == "yes"
        return await signed_in(
            request, lambda name: begin_page.show(pages, request, name, cohort, saved=done)
        )

    @routes.post("/begin")
    async def say_about_the_cohort(
        request: Request,
        cohort: Annotated[str | None, Form()] = None,
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def say(name: str) -> Response:
            pages.checked(request, form_token)
            return await begin_page.save(pages, name, cohort, await request.form())

        which = f"?cohort={quote(cohort, safe='')}" if cohort else ""
        return await signed_in(request, say, form=f"begin{which}#own")

    @routes.get("/help")
    async def show_help(request: Request) -> Response:
        async def show(name: str) -> Response:
            person = await pages.person(name)
            told = await pages.facilitators(person.cohort)
            return pages.html("help.html", person=person, told=told, help_lines=pages.help_lines)

        return await signed_in(request, show)

    @routes.post("/door")
    async def choose_door(
        request: Request, door: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            if door not in home.DOORS:
                raise ApiProblem(422, "no-choice", "Go to Home and choose how you want to work.")
            await pages.course.run(pages.course.store.people.set_door, name, door)
            return RedirectResponse(f"{pages.course.prefix}#modules", 303)

        return await signed_in(request, choose, form="#how")

    @routes.post("/figures")
    async def choose_figures(
        request: Request, keep: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            await pages.course.run(pages.course.store.people.keep_out, name, keep == "out")
            return RedirectResponse(f"{pages.course.prefix}who-sees-what#figures", 303)

        return await signed_in(request, choose, form="who-sees-what#figures")

    @routes.post("/new-password")
    async def know_of_new_password(
        request: Request, form_token: Annotated[str, Form()] = ""
    ) -> Response:
        async def know(name: str) -> Response:
            pages.checked(request, form_token)
            await pages.course.run(pages.course.store.access.seen, name)
            return RedirectResponse(f"{pages.course.prefix}#sign-ins", 303)

        return await signed_in(request, know, form="#new-password")

    @routes.get("/letter")
    async def show_letter(request: Request) -> Response:
        return await signed_in(request, lambda name: role_homes.letter(pages, request, name))

    @routes.post("/hold-back")
    async def hold_back(
        request: Request,
        wave: Annotated[str, Form()] = "",
        sure: Annotated[str, Form()] = "",
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def hold(name: str) -> Response:
            pages.checked(request, form_token)
            return await role_homes.hold_back(pages, name, wave, sure=sure == "yes")

        return await signed_in(request, hold, form="letter")

    @routes.post("/take-back")
    async def take_back(
        request: Request,
        pair: Annotated[int, Form(ge=0, le=MAX_ID)],
        item: Annotated[str, Form()] = "",
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def take(name: str) -> Response:
            pages.checked(request, form_token)
            course = pages.course
            await course.run(course.store.reviews.withdraw, name, pair, item, course.content)
            return RedirectResponse(f"{course.prefix}#texts", 303)

        return await signed_in(request, take, form="#texts")

    @routes.get("/progress/{cohort}")
    async def download_progress(request: Request, cohort: str) -> Response:
        return await signed_in(request, lambda name: pages.progress(name, cohort))

    @routes.get("/oauth_callback")
    async def finish(request: Request, code: str = "", state: str = "") -> Response:
        answer = await sign_in.finish(request, code, state)
        return answer or RedirectResponse(pages.course.prefix, 303)

    @routes.get("/sign-out")
    async def ask_to_sign_out(request: Request) -> Response:
        async def ask(_name: str) -> Response:
            return pages.html("sign-out.html")

        return await signed_in(request, ask)

    @routes.post("/sign-out")
    async def sign_out(request: Request, form_token: Annotated[str, Form()] = "") -> Response:
        # Who is not signed in here may still be at the hub, which asks if nobody else did.
        if await sign_in.username(request) is not None:
            pages.checked(request, form_token)
        return sign_in.end()

    return routes
