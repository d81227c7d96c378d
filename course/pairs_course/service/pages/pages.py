"""What the pages of one course share: how a page is drawn, and who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pairs_course.answers.events import now
from pairs_course.course_time import day, minute, short
from pairs_course.hub import module_sync
from pairs_course.people.names import bdi
from pairs_course.programme import begin
from pairs_course.programme.content import Module
from pairs_course.programme.help_lines import HelpLine
from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.oauth import SignIn, same
from pairs_course.service.pages import print_pages, progress
from pairs_course.service.pages.cohort.outcomes import Outcomes
from pairs_course.service.problems import ApiProblem
from pairs_course.service.spawner_client import Servers
from pairs_course.store import Person
from pairs_course.store.support_requests import MAX_REACH

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
#: In the address of a page whose form was sent when the sign-in had ended: nothing was done.
UNDONE = "undone"
#: The request that is being answered, for what every page of a signed-in person has.
_looking: ContextVar[Request] = ContextVar("looking")


class Pages:
    """The pages over one course; ``hub_prefix`` is where the hub lives, for example ``/hub/``.

    ``help_lines`` say who to call, in the place of those of the programme.
    """

    def __init__(
        self,
        course: ServiceContext,
        sign_in: SignIn,
        servers: Servers,
        *,
        hub_prefix: str,
        base_prefix: str,
        help_lines: Sequence[HelpLine] = (),
    ) -> None:
        self.course = course
        self.sign_in = sign_in
        self.servers = servers
        self.hub_prefix = hub_prefix
        self.base_prefix = base_prefix
        self.begin = begin.load()
        self.help_lines = tuple(help_lines) or self.begin.help
        self.outcomes = Outcomes()
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        self.templates.filters |= {"minutes": print_pages.minutes, "time": print_pages.time}
        self.templates.globals["dashboards"] = f"{base_prefix}services/dashboards/"
        self.templates.filters |= {"day": day, "short": short, "moment": minute, "bdi": bdi}

    def html(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Render a template into a page that asks nothing of another host."""
        if request := _looking.get(None):
            values.setdefault("form_token", self.sign_in.form_token(request))
            values["undone"] = UNDONE in request.query_params
        text = self.templates.get_template(template).render(prefix=self.course.prefix, **values)
        return HTMLResponse(
            text, status, {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        )

    def looked_at(self, request: Request) -> None:
        """Remember which request is answered, for what every page of a signed-in person has."""
        _looking.set(request)

    async def person(self, username: str, cohort: str | None = None) -> Person:
        """Return the signed-in person's place on a roster; 403 for somebody on none.

        ``cohort`` is for facilitators of several; without it their first one is meant.
        """
        find = self.course.store.people.find
        found: Person | None = await self.course.run(find, username, cohort)
        if found is None:
            raise ApiProblem(
                403,
                "not-a-member",
                f"You are signed in as {username}, but that name is on no list of this "
                f"{'cohort' if cohort else 'course'}. "
                "Ask your facilitator to add you.",
            )
        return found

    async def progress(self, username: str, cohort: str) -> Response:
        """A cohort's progress as a file for a spreadsheet, for its facilitators."""
        person = await self.course.run(self.course.store.people.find, username, cohort)
        if person is None or person.role != "facilitator":
            message = "Only the facilitators of a cohort can download its progress. Go to Home."
            raise ApiProblem(403, "not-a-facilitator", message)
        modules = self.course.content.modules
        of_cohort = self.course.store.overview.of_cohort
        found = await self.course.run(of_cohort, cohort, [module.id for module in modules])
        name = f"{cohort}-progress-{self.course.today()}.csv"
        return file(progress.csv_of(modules, found), name, "text/csv")

    async def open(self, person: Person, module_id: str, door: str | None) -> Response:
        """Go into the person's own server, which starts if it has to."""
        module, find_door = self.course.module(module_id), self.course.store.people.door
        chosen = door or await self.course.run(find_door, person.username) or "plain"
        if chosen == "paper":
            return RedirectResponse(f"{self.course.prefix}paper/{module.id}", 303)
        await self._check_open(person, module)
        # The server looks for the newest words first, then leads to the page itself.
        way = "lab" if chosen == "lab" else "plain"
        return self.into_server(person.username, f"pairs/open/{module.id}?door={way}")

    async def _check_open(self, person: Person, module: Module) -> None:
        """Say when a module opens, instead of leading to a page that is not there yet."""
        store = self.course.store
        [state] = await self.course.run(store.submissions.states, person.username, [module.id])
        if state.opens and person.role != "facilitator":
            raise ApiProblem(
                404,
                "not-open",
                f"“{module.title}” opens on {day(state.opens)}. Come back then.",
            )

    async def desk(self, person: Person, door: str | None) -> Response:
        """Go to the desk of a cohort in the facilitator's own server.

        The server looks first whether the cohort is new, then leads to its page.
        """
        if person.role != "facilitator":
            raise ApiProblem(403, "not-a-facilitator", "The desk is for facilitators. Go to Home.")
        chosen = door or await self.course.run(self.course.store.people.door, person.username)
        way = "lab" if chosen == "lab" else "plain"
        inside = f"pairs/open/{module_sync.DESK}/{person.cohort}?door={way}"
        return self.into_server(person.username, inside)

    def into_server(self, username: str, inside: str) -> Response:
        """Redirect to a page of the person's server by way of the hub, which starts the server."""
        user = quote(username, safe="")
        target = quote(f"{self.base_prefix}user/{user}/{inside}", safe="")
        return RedirectResponse(f"{self.hub_prefix}spawn/{user}?next={target}", 303)

    async def paper(self, person: Person, module_id: str, wanted: str) -> Response:
        """A module as a workbook to print and fill in by hand, in the format that is wanted."""
        module = self.course.module(module_id)
        await self._check_open(person, module)
        released = await self.course.run(
            self.course.store.releases.get,
            person.cohort,
            module.id,
            unopened=person.role == "facilitator",
        )
        try:
            made = await self.course.run(
                print_pages.workbook,
                module.id,
                self.course.content,
                released.archive,
                wanted,
                self.course.prefix,
            )
        except print_pages.WORDS_ARE_WRONG as error:
            raise ApiProblem(
                500, "bad-module", f"{error} Ask your facilitator to release this module again."
            ) from None
        return HTMLResponse(
            made.html,
            headers={
                "Content-Security-Policy": print_pages.policy(made.style),
                "Cache-Control": "no-store",
            },
        )

    async def certificate(self, person: Person) -> Response:
        """What somebody completed, with its hours, on one sheet; the same form for everybody."""
        if not person.pair:
            raise ApiProblem(403, "not-in-a-pair", "Certificates are for people in a pair.")
        store, modules = self.course.store, self.course.content.modules
        left = await self.course.run(store.events.left, person.username, self.course.content)
        ids = [module.id for module in modules]
        states = await self.course.run(store.submissions.states, person.username, ids)
        begun = [state.module for state in states if state.state != "not started"]
        return self.html(
            "certificate.html",
            person=person,
            certificate=print_pages.certificate(modules, left, begun),
            today=day(now()),
        )

    async def facilitators(self, cohort: str) -> list[str]:
        """Return the names of those who look after a cohort, in the order of its roster."""
        people = await self.course.run(self.course.store.people.members, cohort)
        return [one.name for one in people if one.role == "facilitator"]

    async def safe(self, person: Person) -> Response:
        """Where to get help, how to pause, and how to ask for a call. The same for everybody."""
        store, username = self.course.store, person.username
        asked = await self.course.run(store.care.asked, username)
        return self.html(
            "safe.html",
            person=person,
            told=await self.facilitators(person.cohort),
            asked=asked,
            longest=MAX_REACH,
            pause=await self.course.run(store.care.paused, username) if person.pair else None,
            help_lines=self.help_lines,
        )

    async def feedback(self, person: Person, module_id: str) -> Response:
        """The newest feedback on a module, as the facilitator released it."""
        module = self.course.module(module_id)
        store = self.course.store
        [state] = await self.course.run(store.submissions.states, person.username, [module.id])
        if state.feedback is None:
            raise ApiProblem(
                404,
                "no-feedback",
                f"There is no feedback on “{module.title}” yet. "
                "Home says so as soon as your facilitator has written it.",
            )
        found = await self.course.run(
            store.submissions.feedback, state.feedback.submission, module.id
        )
        await self.course.run(store.submissions.read, found.submission, found.notebook, found.at)
        head = self.templates.get_template("feedback-head.html").render(
            prefix=self.course.prefix, at=found.at, sent=state.feedback.sent, newest=state.sent
        )
        return HTMLResponse(
            print_pages.headed(found.html, head),
            headers={"Content-Security-Policy": FEEDBACK_POLICY, "Cache-Control": "no-store"},
        )

    def checked(self, request: Request, form_token: str) -> None:
        """Refuse a form that did not come from a page of this session."""
        if not same(form_token, self.sign_in.form_token(request)):
            raise ApiProblem(
                403,
                "old-page",
                "This page was open for too long, so nothing was changed. "
                "Go to Home and choose again.",
            )

    async def error(self, request: Request, problem: ApiProblem) -> Response:
        """One page for every error outside the API: what happened and the next step."""
        titles = {403: "You cannot open this page", 404: "This page is not here"}
        too_large = (
            "What you sent is larger than 1 MB, so nothing was changed. Go back, and send less: "
            "a smaller file, or a part of it."
        )
        return self.html(
            "error.html",
            problem.status,
            title=titles.get(problem.status, "That did not work"),
            message=too_large if problem.status == 413 else problem.message,
            home=request.url.path.startswith(self.course.prefix),
        )


def file(text: str, name: str, kind: str) -> Response:
    """Return a text to save under a name; it may hold names, so no browser keeps it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(text.encode(), media_type=f"{kind}; charset=utf-8", headers=headers)
