"""Cards to print and cut out, with the course's address, sign-in name and new password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

from pairs_course import course_time
from pairs_course.people.names import bdi

if TYPE_CHECKING:
    from pairs_course.store import Cohort, Person


def page(
    cohort: Cohort, people: Sequence[Person], passwords: Mapping[str, str], address: str
) -> str:
    """Return an HTML page with a card for each person who got a password.

    Args:
        cohort: the cohort.
        people: everybody in it; the cards name its facilitators.
        passwords: the new passwords, by sign-in name.
        address: the course's address.
    """
    source = (
        files("pairs_course.render").joinpath("password_cards.html").read_text(encoding="utf-8")
    )
    environment = jinja2.Environment(autoescape=True)
    environment.filters["bdi"] = bdi
    template = environment.from_string(source)
    new = [
        (person, passwords[person.username]) for person in people if person.username in passwords
    ]
    hosts = [person for person in people if person.role == "facilitator"]
    made = f"{course_time.today().day} {course_time.today():%B %Y}"
    return template.render(cohort=cohort, cards=new, hosts=hosts, address=address, made=made)
