"""What every page works with: who is looking, and whether a form came from a page of theirs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote, urlsplit, urlunsplit

from fastapi import Depends, FastAPI, Form, Request
from fastapi.responses import Response

from pairs_course.service.pages.pages import UNDONE, Pages
from pairs_course.store import Person


class Redirected(Exception):  # noqa: N818 - it is no error: whoever asks is led elsewhere first
    """Whoever asks is led elsewhere by ``response``: to sign in, or back to a form."""

    def __init__(self, response: Response) -> None:
        super().__init__("led elsewhere")
        self.response = response


def install(app: FastAPI) -> None:
    """Answer whoever is led elsewhere."""

    async def led(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Redirected)  # noqa: S101 - registered for it below
        return error.response

    app.add_exception_handler(Redirected, led)


def pages_of(request: Request) -> Pages:
    """Return the pages of this application."""
    pages = request.app.state.pages
    assert isinstance(pages, Pages)  # noqa: S101 - attach put them there
    return pages


PagesDep = Annotated[Pages, Depends(pages_of)]


async def signed_in_name(request: Request, pages: PagesDep) -> str:
    """Return the sign-in name of who is looking; everybody else is sent to sign in first."""
    pages.looked_at(request)
    username = await pages.sign_in.username(request)
    if username is None:
        raise Redirected(pages.sign_in.begin(request))
    return username


Username = Annotated[str, Depends(signed_in_name)]


async def signed_in(username: Username, pages: PagesDep, cohort: str | None = None) -> Person:
    """Return who is looking, in the cohort of the address or else their first one (403)."""
    return await pages.person(username, cohort)


SignedIn = Annotated[Person, Depends(signed_in)]


def form_of(page: str) -> Callable[..., Coroutine[Any, Any, str]]:
    """Return what gives the sign-in name of who sent a form of a page, with its token checked.

    ``page`` is a path below Home. Whoever sent the form when their sign-in had ended comes back
    there and reads that nothing was done. Where the form is about one of several cohorts, it says
    so in ``cohort``, and so does the page.
    """

    async def sent_by(
        request: Request,
        pages: PagesDep,
        cohort: Annotated[str | None, Form()] = None,
        form_token: Annotated[str, Form()] = "",
    ) -> str:
        pages.looked_at(request)
        username = await pages.sign_in.username(request)
        if username is None:
            raise Redirected(pages.sign_in.begin(request, _undone(pages, page, cohort)))
        pages.checked(request, form_token)
        return username

    return sent_by


def _undone(pages: Pages, page: str, cohort: str | None) -> str:
    """Return the address of a page below Home that says that nothing was done yet."""
    where = urlsplit(page)
    which = f"cohort={quote(cohort, safe='')}" if cohort else ""
    query = "&".join(filter(None, [where.query, which, f"{UNDONE}=yes"]))
    return urlunsplit(where._replace(path=pages.course.prefix + where.path, query=query))
