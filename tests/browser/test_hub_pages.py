"""The hub's own pages, each in every state that a person can meet, without a hub."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from playwright.sync_api import BrowserContext, expect

import pairs_course.hub
from pairs_course.service import pages

TEMPLATES = Path(pairs_course.hub.__file__).parent / "templates"
STATIC = pages.FOLDER / "static"
ALWAYS = {
    "pages_css": (STATIC / "pages.css").read_text(),
    "pages_logo": (STATIC / "pairs.svg").read_text(),
    "pages_home": "/services/course/",
    "trying_out": "This is for trying out, without real answers.",
    "user": {"name": "amal"},
    "logout_url": "/hub/logout",
    "login_url": "/hub/login",
    "xsrf": "x",
}
STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "sign in": ("login.html", {"authenticator_login_url": "/hub/login", "user": None}),
    "wrong password": (
        "login.html",
        {"authenticator_login_url": "/hub/login", "login_error": "That is not it.", "user": None},
    ),
    "sign out": ("sign_out.html", {}),
    "signed out": ("logout.html", {"user": None}),
    "forbidden": ("error.html", {"status_code": 403}),
    "forbidden to nobody": ("error.html", {"status_code": 403, "user": None}),
    "crowded": ("429.html", {"status_code": 429}),
    "not found": ("error.html", {"status_code": 404}),
    "resting": ("error.html", {"status_code": 503}),
    "broken": ("error.html", {"status_code": 500}),
    "waiting": ("spawn_pending.html", {"progress_url": "/progress"}),
    "closed": ("not_running.html", {"spawn_url": "/hub/spawn/amal"}),
    "could not open": ("not_running.html", {"spawn_url": "/hub/spawn/amal", "failed": True}),
    "closing": ("stop_pending.html", {}),
}


def rendered(template: str, values: dict[str, Any]) -> str:
    """Return a page as the hub makes it."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True)
    return environment.get_template(template).render(ALWAYS | values)


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(
    context: BrowserContext, axe: Callable[..., list[str]], state: str
) -> None:
    """One first heading, nothing that axe finds, nothing cut at 320 px, nothing from elsewhere."""
    html = rendered(*STATES[state])
    page = context.new_page()
    page.set_content(html)

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 502, 503])
@pytest.mark.parametrize("user", [{"name": "amal"}, None])
def test_an_error_is_told_in_our_own_words(status: int, user: dict[str, str] | None) -> None:
    """The hub's own name programs and addresses; whoever is signed in reads as whom."""
    theirs = "You do not have permission to access Server at /user/pair1-patient/"
    values = {"status_code": status, "user": user, "message": theirs, "status_message": "Forbidden"}

    html = rendered("error.html", values)

    assert "permission" not in html
    assert "/user/" not in html
    assert "Forbidden" not in html
    assert 'href="/services/course/"' in html
    assert ("signed in as amal" in html) is (status == 403 and user is not None)


def test_what_somebody_typed_is_text_on_the_sign_in_page() -> None:
    """A name with markup in it comes back as it was typed."""
    html = rendered("login.html", {"username": '"><script>x</script>', "user": None})

    assert "<script>x" not in html
