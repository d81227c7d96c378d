"""The page templates, what every page of the service shares, and its security headers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

HERE: Final = Path(__file__).parent
TEMPLATE: Final = "pairs-dashboard"
JUPYTER_DATA: Final = HERE / "templates"
TEMPLATE_FOLDER: Final = JUPYTER_DATA / "voila" / "templates" / TEMPLATE
NOTEBOOKS: Final = HERE / "pages"
#: Where the course's pages and these ones are, below the hub's address.
HOME: Final = "/services/course/"
BASE: Final = "/services/dashboards/"


@cache
def style() -> str:
    """Return the style that is held in every page, exactly as it stands there."""
    return (TEMPLATE_FOLDER / "style.css").read_text(encoding="utf-8")


@cache
def security_policy() -> str:
    """Return the content security policy: this style, and nothing else from anywhere."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def context(heading: str, *, demo: bool = False, **more: Any) -> dict[str, Any]:
    """Return what ``layout.html.j2`` reads as ``page``.

    Args:
        heading: the page's heading and title; escaped in the template.
        demo: mark the page as made from demo data.
        more: what the page's own template reads besides.
    """
    return {"heading": heading, "home": HOME, "demo": demo, "style": Markup(style()), **more}  # noqa: S704 - a file of ours


def message(
    heading: str, text: str, *, demo: bool = False, link: tuple[str, str] | None = None
) -> str:
    """Return a whole page that says something in plain sentences, one a line.

    ``link`` is an address to go on to, and its words.
    """
    page = context(heading, demo=demo, sentences=split(text), link=link)
    return _environment().get_template("message.html.j2").render(page=page)


def split(text: str) -> Sequence[str]:
    """Split a text after each sentence, so that each stands on a line of its own."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z“])", text.strip()) if part]


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE_FOLDER), autoescape=True)
