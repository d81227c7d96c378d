"""Reads the dashboards' sample pages: trees of HTML, and what stands in them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element

import html5lib

from . import dashboard_pages as sample

SAMPLES: Final = sample.samples()
SVG: Final = "{http://www.w3.org/2000/svg}"


@cache
def page_of(name: str) -> str:
    return sample.html(SAMPLES[name])


@cache
def tree_of(name: str) -> Element:
    """Return the page of a sample, which no test may change."""
    return parse(page_of(name))


def parse(page: str) -> Element:
    """Read a page, which must be correct HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    tree: Element = parser.parse(page)
    return tree


def text(element: Element | None) -> str:
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def with_class(tree: Element, name: str) -> list[Element]:
    return [e for e in tree.iter() if name in (e.get("class") or "").split()]


def section(tree: Element, name: str) -> Element:
    """Return the part of a page below the heading with that id."""
    (found,) = [e for e in tree.iter("section") if e.get("aria-labelledby") == name]
    return found


def cards(tree: Element) -> dict[str, Element]:
    return {text(card.find("h3")): card for card in with_class(tree, "figure")}
