"""A facilitator at the pages of a cohort: who may be there, what a form held, and the way on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from pairs_course.people.names import isolate
from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.oauth import same
from pairs_course.service.pages.cohort.outcomes import Outcome
from pairs_course.service.pages.dependencies import PagesDep, Redirected, Username
from pairs_course.service.pages.pages import UNDONE, Pages
from pairs_course.service.problems import ApiProblem
from pairs_course.store import Cohort, Person, Store

_OLD_PAGE: Final = (
    "This page was open for too long, so nothing was changed. What you filled in is still here: "
    "press the button again."
)


#: The parts of the pages of a cohort, by the last piece of their addresses, with their titles.
PARTS: Final = (
    ("", "Your cohort"),
    ("notes", "Notes"),
    ("paper", "Paper"),
    ("meetings", "Pairs that meet"),
    ("reviews", "Cards and letters"),
    ("waves", "Figures"),
    ("people", "People and pairs"),
    ("downloads", "Downloads"),
)

#: Those where somebody writes for long: a script of ours keeps what is not saved yet.
WITH_DRAFTS: Final = ("notes", "paper")


@dataclass(frozen=True)
class AtCohort:
    """A facilitator at the pages of a cohort.

    ``outcome`` is what the form came to that led here, known by the id ``was``. ``values`` is what
    a form held that was sent, ``files`` are its files by the names of their fields, and ``part`` is
    the page that it was on.
    """

    pages: Pages
    person: Person
    cohorts: Sequence[Cohort]
    outcome: Outcome = field(default_factory=Outcome)
    was: str = ""
    part: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    @property
    def course(self) -> ServiceContext:
        """The course."""
        return self.pages.course

    @property
    def store(self) -> Store:
        """What is kept."""
        return self.course.store

    @property
    def cohort(self) -> str:
        """The short name of the cohort."""
        return self.person.cohort

    @property
    def title(self) -> str:
        """What people read of the cohort."""
        return next(one.title for one in self.cohorts if one.name == self.cohort)

    @property
    def named(self) -> str:
        """The cohort in words: its title, and its short name where that says something else."""
        title = isolate(self.title)
        same_words = self.title.casefold() == self.cohort.casefold()
        return f"“{title}”" if same_words else f"“{title}” ({self.cohort})"

    @property
    def others(self) -> list[Cohort]:
        """The other cohorts of the facilitator."""
        return [one for one in self.cohorts if one.name != self.cohort]

    @property
    def parts(self) -> Sequence[tuple[str, str]]:
        """All parts, with their titles."""
        return PARTS

    def text(self, name: str) -> str:
        """Return what a field of the form held, without spaces at its ends."""
        return self.values.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Say whether a box of the form was ticked."""
        return self.values.get(name) == "yes"

    def address(self, part: str = "") -> str:
        """Return the address of a part, such as ``waves``; without one, of the overview."""
        return address(self.pages, self.cohort, part)

    def of(self, cohort: str) -> str:
        """Return the address of the overview of another cohort."""
        return address(self.pages, cohort)

    def html(self, part: str, **values: Any) -> HTMLResponse:
        """Draw the page of a part, "" for the overview, with the ways to all others."""
        answer = self.pages.html(
            f"cohort/{part or 'overview'}.html",
            person=self.person,
            here=self,
            part=part,
            outcome=self.outcome,
            was=self.was,
            named=self.named,
            **values,
        )
        if part in WITH_DRAFTS:
            policy = answer.headers["Content-Security-Policy"]
            answer.headers["Content-Security-Policy"] = f"{policy}; script-src 'self'"
        return answer

    def done(
        self, words: str, entries: Sequence[str] = (), shown: object = None
    ) -> RedirectResponse:
        """Lead on to the page of the form, which says what was done."""
        return self._led_to(
            Outcome(self.values.get("form", ""), words, entries=entries, shown=shown)
        )

    def preview(self, words: str, shown: object) -> RedirectResponse:
        """Lead on to the page of the form, which shows what would be done."""
        form = self.values.get("form", "")
        return self._led_to(Outcome(form, words, is_preview=True, shown=shown))

    def refused(
        self, *problems: tuple[str, str], shown: object = None, **changed: str
    ) -> RedirectResponse:
        """Lead back to the page of the form, which says what to mend, with what was filled in.

        ``changed`` are values of the form that are other ones from now on.
        """
        values = {**self.values, **changed}
        form = values.get("form", "")
        return self._led_to(Outcome(form, problems=problems, values=values, shown=shown))

    def _led_to(self, outcome: Outcome) -> RedirectResponse:
        name = self.pages.outcomes.keep((self.person.username, self.cohort), outcome)
        return RedirectResponse(f"{_with(self.address(self.part), f'was={name}')}#outcome", 303)


def address(pages: Pages, cohort: str, part: str = "") -> str:
    """Return the address of a part of the pages of a cohort."""
    below = f"/{part}" if part else ""
    return f"{pages.course.prefix}cohort/{quote(cohort, safe='')}{below}"


async def facilitator_at(
    cohort: str, username: Username, request: Request, pages: PagesDep, was: str = ""
) -> AtCohort:
    """Return the facilitator who looks at a page of the cohort; raises ApiProblem (403)."""
    here = await _at(pages, username, cohort)
    pages.outcomes.opened(pages.sign_in.form_token(request), username)
    return replace(here, outcome=pages.outcomes.get((username, cohort), was), was=was)


Here = Annotated[AtCohort, Depends(facilitator_at)]


def sent_at(page: str) -> Callable[..., Coroutine[Any, Any, AtCohort]]:
    """Return what gives the facilitator who sent a form, with what it held.

    ``page`` is the part whose form it is; where its address says what it is about, that is in
    braces, as in ``notes?pair={pair}``, and is among what the form holds.

    Whoever sent it when their sign-in had ended comes back to the part, with what they filled in,
    and reads that nothing was done; so does who sent it from a page of an earlier session.
    """

    async def sent(
        cohort: str, request: Request, pages: PagesDep, form_token: Annotated[str, Form()] = ""
    ) -> AtCohort:
        pages.looked_at(request)
        form = await request.form()
        values = {name: one for name, one in form.items() if isinstance(one, str)}
        files = {name: one for name, one in form.items() if isinstance(one, UploadFile)}
        values.pop("form_token", None)
        part = page.format_map(
            defaultdict(str, {name: quote(one, safe="") for name, one in values.items()})
        )
        username = await pages.sign_in.username(request)
        owner = pages.outcomes.owner(form_token)
        if username is None:
            query = f"{UNDONE}=yes"
            if owner:
                kept = Outcome(values.get("form", ""), values=values)
                query = f"was={pages.outcomes.keep((owner, cohort), kept)}&{query}"
            back = _with(address(pages, cohort, part), query)
            raise Redirected(pages.sign_in.begin(request, back))
        here = replace(await _at(pages, username, cohort), part=part, values=values, files=files)
        if not same(form_token, pages.sign_in.form_token(request)):
            if owner != username:
                pages.checked(request, form_token)
            raise Redirected(here.refused(("", _OLD_PAGE)))
        return here

    return sent


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}"


async def _at(pages: Pages, username: str, cohort: str) -> AtCohort:
    person = await pages.person(username, cohort)
    if person.role != "facilitator":
        message = "These pages are for the facilitators of the cohort. Go to Home."
        raise ApiProblem(403, "not-a-facilitator", message)
    return AtCohort(pages, person, await pages.course.run(_cohorts, pages.course.store, username))


def _cohorts(store: Store, username: str) -> list[Cohort]:
    """Return the cohorts that somebody looks after."""
    own = store.people.memberships(username)
    return [store.people.cohort(one.cohort) for one in own if one.role == "facilitator"]
