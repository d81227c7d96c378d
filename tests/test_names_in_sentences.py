"""Wherever a name stands in a sentence it goes through the helper, so that none scrambles it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from pairs_course.people.names import bdi

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(
    path
    for path in (ROOT / "course").rglob("*.html")
    if "hub" not in path.parts  # the hub's own pages know sign-in names only
    and path.name != "error.html"  # its title is ours
)
SOURCES = sorted(
    path
    for folder in ("course/pairs_course", "instructor/pairs_instructor")
    for path in (ROOT / folder).rglob("*.py")
    if "versions" not in path.parts
)
#: What is called by people's or cohorts' own words, in templates.
_NAMED = re.compile(
    r"\{\{\s*(?:person\.name|[\w.]*person\.name|partner_name|[\w.]*partner_name|call\.name"
    r"|host\.name|cohort\.title|one\.title|title)\s*(\|\s*\w+)?"
)
_TOLD = re.compile(r"\{\{\s*told\s*\|(?!\s*map\(\"bdi\"\))")
#: The names that a name of a person has in our code.
_PEOPLE = ("name", "partner_name", "by", "who", "first_name")
#: What is called ``name`` and is no person: where, and the expression.
_OTHERS = {
    "self.path.name", "f.name", "panel.name", "need.name", "file.name", "found.name", "folder.name",
    "path.name", "self.name", "chosen.name", "view.name",
    "entry.who",  # told apart, and so isolated, where the step wrote it down
}  # fmt: skip


def wrong_in_template(text: str) -> list[str]:
    """Return what of a template names somebody as it came, outside its title."""
    body = re.sub(
        r"<bdi>.*?</bdi>|<title>.*?</title>|\{% block title %\}.*?\{% endblock %\}", "", text
    )
    found = [m[0] for m in _NAMED.finditer(body) if not re.search(r"\|\s*bdi$", m[0])]
    return found + _TOLD.findall(body)


def wrong_in_source(text: str) -> Iterator[str]:
    """Yield each person's name that a text of Python puts into a sentence as it came."""
    for string in ast.walk(ast.parse(text)):
        if not isinstance(string, ast.JoinedStr):
            continue
        for part in string.values:
            if isinstance(part, ast.FormattedValue):
                words = ast.unparse(part.value)
                named = re.fullmatch(r"[\w.]*\.(\w+)|\w+\[['\"](\w+)['\"]\]", words)
                last = named and (named[1] or named[2])
                if last in _PEOPLE and words not in _OTHERS:
                    yield words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_name_in_a_page_is_isolated(path: Path) -> None:
    """Names of people and titles of cohorts go through ``bdi``."""
    assert wrong_in_template(path.read_text(encoding="utf-8")) == []


def test_every_name_in_a_plain_sentence_is_isolated() -> None:
    """So do those that Python puts into a sentence, with ``isolate``."""
    found = {
        path.relative_to(ROOT).as_posix(): wrong
        for path in SOURCES
        if (wrong := list(wrong_in_source(path.read_text(encoding="utf-8"))))
    }

    assert found == {}


def test_the_checks_above_can_fail() -> None:
    """A name as it came is noticed, in a page and in a sentence."""
    assert wrong_in_template("<p>You are with {{ person.partner_name }}.</p>")
    assert wrong_in_template('{{ told|join(" and ") }}')
    assert not wrong_in_template("<p>{{ person.name|bdi }}</p>")
    assert list(wrong_in_source('f"{person.name} leaves"')) == ["person.name"]
    assert list(wrong_in_source("f'{one[\"name\"]} leaves'")) == ["one['name']"]
    assert list(wrong_in_source('f"{isolate(person.name)} leaves"')) == []


def test_a_page_shows_a_name_escaped_and_isolated() -> None:
    """Whatever somebody is called."""
    environment = jinja2.Environment(autoescape=True)
    environment.filters["bdi"] = bdi

    made = environment.from_string("{{ n|bdi }} ({{ u }})").render(n="<b>דנה</b>", u="dana")

    assert made == "<bdi>&lt;b&gt;דנה&lt;/b&gt;</bdi> (dana)"
