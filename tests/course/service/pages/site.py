"""A small course for tests of the pages: who is in it, and how they look at it."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

import html5lib
from fastapi.responses import RedirectResponse

from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.dependencies import ServiceContext
from pairs_course.store import Store

from ...strategies import MODULE, PROGRAMME, answered, event

INSIDE = f"/hub/spawn/amal?next=%2Fuser%2Famal%2Fpairs%2Fopen%2F{MODULE}%3Fdoor%3Dplain"

PEOPLE = [
    ("amal", "Amal <b>A</b>", "patient-leader", "pair1"),
    ("ben", "Ben", "professional", "pair1"),
    ("faye", "Faye", "facilitator", ""),
    ("sam", "Sam", "sponsor", ""),
]


class TestSignIn:
    """Signs in whoever the header names; everybody else is sent away to sign in."""

    __test__ = False

    async def username(self, request):
        return request.headers.get("x-test-user")

    def begin(self, _request, back=None):
        return RedirectResponse(f"/hub/login?back={quote(back)}" if back else "/hub/login", 303)

    async def finish(self, _request, code, _state):
        return RedirectResponse(f"{PREFIX}?{code}", 303) if code else None

    def end(self):
        return RedirectResponse("/hub/logout", 303)

    def form_token(self, request):
        return f"token-of-{request.headers.get('x-test-user')}"


class Begun(list):
    """Whose server was begun, in order."""

    def begin(self, username):
        self.append(username)


@cache
def _made():
    """Return one application with its pages: making them is most of what a test would do."""
    app = create_app(Store("sqlite://"), PROGRAMME, identity=None)
    return app, pages.attach(app, TestSignIn(), Begun(), hub_prefix="/hub/", base_prefix="/")


def app_on(store, content=PROGRAMME, begun=None):
    """Return the application as if it had just been made for this store."""
    app, site = _made()
    app.state.course = site.course = ServiceContext(store, content, None, PREFIX)
    site.servers = Begun() if begun is None else begun
    return app


def get(client, path, user="amal"):
    headers = {"x-test-user": user} if user else {}
    return client.get(f"{PREFIX}{path}", headers=headers)


def text(answer):
    """Return a page's words; the page must be well-formed."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return " ".join("".join(parser.parse(answer.text).itertext()).split())


def send(store, point="my point"):
    """Let amal complete and send the module, with this point in it."""
    store.events.add(
        "amal",
        [
            event("answer", "point", point),
            *answered(),
            event("alone"),
            event("send", audience=("facilitator",)),
        ],
        PROGRAMME,
    )
    return store.submissions.list("demo")[-1].id
