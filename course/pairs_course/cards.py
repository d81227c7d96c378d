"""Cards to print and cut: each person's sign-in name and new password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from pairs_course.store import Cohort, Person


def page(cohort: Cohort, people: Sequence[Person], passwords: Mapping[str, str]) -> str:
    """Return a page of its own with a card for each person who got a password."""
    source = files("pairs_course").joinpath("cards.html").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True).from_string(source)
    new = [
        (person, passwords[person.username]) for person in people if person.username in passwords
    ]
    return template.render(cohort=cohort, cards=new)
