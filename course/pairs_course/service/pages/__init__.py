"""The service's pages for people: Home, who can see what, feedback, paper, help.

Plain HTML without scripts. Each needs a signed-in person who is on a roster; what it shows about
the pair is only the viewer's own work, never how far the partner is.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import jinja2
from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from pairs_course import forms
from pairs_course.content import QuestionSet
from pairs_course.service.browser import SignIn
from pairs_course.service.course import Course
from pairs_course.service.pages import home, meetings
from pairs_course.service.problems import Problem
from pairs_course.store import Person

FOLDER = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A feedback page was made elsewhere: it may show text and its own styles, and nothing more.
FEEDBACK_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)


class Pages:
    """The pages over one course; ``hub_prefix`` is where the hub lives, for example ``/hub/``."""

    def __init__(
        self, course: Course, sign_in: SignIn, *, hub_prefix: str, base_prefix: str
    ) -> None:
        self.course = course
        self.sign_in = sign_in
        self.hub_prefix = hub_prefix
        self.base_prefix = base_prefix
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        self.templates.globals["dashboards"] = f"{base_prefix}services/dashboards/"
        self.templates.filters["who"] = who

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Render a template into a page that asks nothing of another host."""
        text = self.templates.get_template(template).render(prefix=self.course.prefix, **values)
        return HTMLResponse(
            text, status, {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        )

    async def person(self, username: str) -> Person:
        """Return the signed-in person's place on a roster; 403 for somebody on none."""
        found: Person | None = await self.course.run(self.course.store.people.find, username)
        if found is None:
            raise Problem(
                403,
                "not-a-member",
                f"You are signed in as {username}, but that name is on no list of this course. "
                "Ask your facilitator to add you.",
            )
        return found

    async def home(self, request: Request, username: str) -> Response:
        """Home for whoever asks: a participant, a facilitator or a sponsor."""
        person = await self.person(username)
        if person.role == "facilitator":
            return await self._facilitator(person, request)
        if person.role == "sponsor":
            return self.html("sponsor.html", person=person)
        store, modules = self.course.store, self.course.content.modules
        states = await self.course.run(
            store.submissions.states, username, [module.id for module in modules]
        )
        found = home.rows(modules, states)
        return self.html(
            "home.html",
            person=person,
            rows=found,
            step=home.next_step(found),
            doors=home.DOORS,
            door=await self.course.run(store.people.door, username),
            kept_out=await self.course.run(store.people.kept_out, username),
            form_token=self.sign_in.form_token(request),
        )

    async def match(self, request: Request, username: str, choice: meetings.Choice) -> Response:
        """Match two pairs, or say on the same page why that cannot be."""
        person = await self.person(username)
        if person.role != "facilitator":
            raise Problem(403, "not-a-facilitator", "Only facilitators match pairs. Go to Home.")
        problem = await meetings.match(self.course, person, choice)
        if problem is not None:
            return await self._facilitator(person, request, problem)
        return RedirectResponse(f"{self.course.prefix}#meetings", 303)

    async def _facilitator(
        self, person: Person, request: Request, choice: meetings.Choice | None = None
    ) -> Response:
        store, modules = self.course.store, self.course.content.modules
        people = await self.course.run(store.people.members, person.cohort)
        submissions = await self.course.run(store.submissions.list, person.cohort)
        return self.html(
            "facilitator.html",
            422 if choice else 200,
            problem=choice is not None,
            person=person,
            modules=modules,
            meetings=await meetings.meetings(self.course, person.cohort, choice),
            sent=home.sent_by(people, modules, submissions),
            form_token=self.sign_in.form_token(request),
        )

    async def open(self, username: str, module_id: str, door: str | None) -> Response:
        """Go into the person's own server, which starts if it has to."""
        person, module = await self.person(username), self.course.module(module_id)
        chosen = door or await self.course.run(self.course.store.people.door, username) or "plain"
        if chosen == "paper":
            return RedirectResponse(f"{self.course.prefix}paper/{module.id}", 303)
        notebook = f"{module.id}/{module.id}.ipynb"
        inside = f"lab/tree/{notebook}?reset" if chosen == "lab" else f"voila/render/{notebook}"
        return self.into_server(person.username, inside)

    async def enter(self, username: str, inside: str) -> Response:
        """Go to a page of the person's own server that belongs to no module."""
        person = await self.person(username)
        return self.into_server(person.username, inside)

    def into_server(self, username: str, inside: str) -> Response:
        """Redirect to a page of the person's server by way of the hub, which starts the server."""
        user = quote(username, safe="")
        target = quote(f"{self.base_prefix}user/{user}/{inside}", safe="")
        return RedirectResponse(f"{self.hub_prefix}spawn/{user}?next={target}", 303)

    async def paper(self, username: str, module_id: str) -> Response:
        """A module's questions to print and fill in by hand."""
        person, module = await self.person(username), self.course.module(module_id)
        sets = [
            (question_set, forms.render_blank(question_set, level=2))
            for question_set in self.course.content.sets_of(module.id)
        ]
        return self.html("paper.html", person=person, module=module, sets=sets)

    async def feedback(self, username: str, module_id: str) -> Response:
        """The newest feedback on a module, as the facilitator released it."""
        person, module = await self.person(username), self.course.module(module_id)
        store = self.course.store
        [state] = await self.course.run(store.submissions.states, person.username, [module.id])
        if state.feedback is None:
            raise Problem(
                404,
                "no-feedback",
                f"There is no feedback on “{module.title}” yet. "
                "Home says so as soon as your facilitator has written it.",
            )
        found = await self.course.run(store.submissions.feedback, state.feedback, module.id)
        return HTMLResponse(
            found.html,
            headers={"Content-Security-Policy": FEEDBACK_POLICY, "Cache-Control": "no-store"},
        )

    def checked(self, request: Request, form_token: str) -> None:
        """Refuse a form that did not come from a page of this session."""
        if not hmac.compare_digest(form_token, self.sign_in.form_token(request)):
            raise Problem(
                403,
                "old-page",
                "This page was open for too long, so nothing was changed. "
                "Go to Home and choose again.",
            )

    async def error(self, request: Request, problem: Problem) -> Response:
        """One page for every error outside the API: what happened and the next step."""
        titles = {403: "You cannot open this page", 404: "This page is not here"}
        return self.html(
            "error.html",
            problem.status,
            title=titles.get(problem.status, "That did not work"),
            message=problem.message,
            home=request.url.path.startswith(self.course.prefix),
        )


def who(question_set: QuestionSet) -> str:
    """Say in words who may see the answers of a question set."""
    reached = {audience for item in question_set.items for audience in item.audience}
    words = {
        "partner": "your partner",
        "facilitator": "your facilitator",
        "cohort": "the cohort, only inside published figures",
        "other-pair": "the pair that you meet, once you have both confirmed it",
    }
    named = [text for audience, text in words.items() if audience in reached]
    return ", and ".join(["you", *named]) if named else "only you"


def attach(app: FastAPI, sign_in: SignIn, *, hub_prefix: str, base_prefix: str) -> Pages:
    """Add the pages to the service's application and let them answer its errors."""
    course: Course = app.state.course
    pages = Pages(course, sign_in, hub_prefix=hub_prefix, base_prefix=base_prefix)
    app.state.error_page = pages.error
    app.include_router(_router(pages))
    app.mount(f"{course.prefix}static", StaticFiles(directory=FOLDER / "static"))
    return pages


def _router(pages: Pages) -> APIRouter:
    router = APIRouter(
        prefix=pages.course.prefix.rstrip("/"),
        include_in_schema=False,
        default_response_class=HTMLResponse,
    )
    sign_in = pages.sign_in

    async def signed_in(request: Request, show: Callable[[str], Awaitable[Response]]) -> Response:
        username = await sign_in.username(request)
        return sign_in.begin(request) if username is None else await show(username)

    @router.get("/")
    async def show_home(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.home(request, name))

    @router.get("/open/{module}")
    async def open_module(request: Request, module: str, door: str | None = None) -> Response:
        return await signed_in(request, lambda name: pages.open(name, module, door))

    @router.get("/formgrader")
    async def open_formgrader(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.enter(name, "formgrader"))

    @router.get("/lab")
    async def open_lab(request: Request) -> Response:
        return await signed_in(request, lambda name: pages.enter(name, "lab"))

    @router.get("/paper/{module}")
    async def show_paper(request: Request, module: str) -> Response:
        return await signed_in(request, lambda name: pages.paper(name, module))

    @router.get("/feedback/{module}")
    async def show_feedback(request: Request, module: str) -> Response:
        return await signed_in(request, lambda name: pages.feedback(name, module))

    @router.get("/who-sees-what")
    async def show_who_sees_what(request: Request) -> Response:
        async def show(name: str) -> Response:
            person = await pages.person(name)
            return pages.html(
                "who-sees-what.html",
                person=person,
                kept_out=await pages.course.run(pages.course.store.people.kept_out, name),
                form_token=sign_in.form_token(request),
            )

        return await signed_in(request, show)

    @router.get("/help")
    async def show_help(request: Request) -> Response:
        async def show(name: str) -> Response:
            return pages.html("help.html", person=await pages.person(name))

        return await signed_in(request, show)

    @router.post("/door")
    async def choose_door(
        request: Request, door: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            if door not in home.DOORS:
                raise Problem(422, "no-choice", "Go to Home and choose how you want to work.")
            await pages.course.run(pages.course.store.people.set_door, name, door)
            return RedirectResponse(f"{pages.course.prefix}#modules", 303)

        return await signed_in(request, choose)

    @router.post("/figures")
    async def choose_figures(
        request: Request, keep: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            await pages.course.run(pages.course.store.people.keep_out, name, keep == "out")
            return RedirectResponse(f"{pages.course.prefix}who-sees-what#figures", 303)

        return await signed_in(request, choose)

    @router.post("/meetings")
    async def match_pairs(
        request: Request,
        module: Annotated[str, Form()] = "",
        first: Annotated[str, Form()] = "",
        second: Annotated[str, Form()] = "",
        form_token: Annotated[str, Form()] = "",
    ) -> Response:
        async def choose(name: str) -> Response:
            pages.checked(request, form_token)
            return await pages.match(request, name, meetings.Choice(module, first, second))

        return await signed_in(request, choose)

    @router.get("/oauth_callback")
    async def finish(request: Request, code: str = "", state: str = "") -> Response:
        answer = await sign_in.finish(request, code, state)
        return answer or RedirectResponse(pages.course.prefix, 303)

    @router.get("/sign-out")
    async def sign_out() -> Response:
        return sign_in.end()

    return router
