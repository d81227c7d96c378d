"""Somebody with a browser without scripts: opens pages, fills in their forms, follows where led."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import httpx
from fastapi.testclient import TestClient

from pairs_course.service.app import PREFIX


def words(element: Element) -> str:
    """Return what a person reads in an element, in one line."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Page:
    """One page that somebody got, which is correct HTML."""

    visitor: Visitor
    address: str
    answer: httpx.Response

    def __post_init__(self) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.tree: Element = parser.parse(self.answer.text)
        ids = [one.get("id") for one in self.tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), sorted(ids)

    @property
    def text(self) -> str:
        """All words of its main part."""
        (main,) = self.tree.iter("main")
        return words(main)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What has to be mended: the id of a field that is there, or "", and a sentence."""
        outcome = self.find("outcome")
        if outcome is None or outcome.get("role") != "alert":
            return []
        found = []
        for entry in next(iter(outcome.iter("ul"))).findall("li"):
            link = entry.find("a")
            field = link.get("href", "")[1:] if link is not None else ""
            assert not field or self.find(field) is not None, field
            found.append((field, words(entry)))
        return found

    @property
    def said(self) -> str:
        """What the page says first: what was done, or what has to be mended."""
        outcome = self.find("outcome")
        return "" if outcome is None else words(outcome)

    def find(self, name: str) -> Element | None:
        """Return the element with this id."""
        return next((one for one in self.tree.iter() if one.get("id") == name), None)

    def forms(self) -> list[str]:
        """Return the ids of the forms of its main part, in order."""
        (main,) = self.tree.iter("main")
        return [form.get("id", "") for form in main.iter("form")]

    def form(self, name: str) -> Element:
        """Return a form."""
        found = self.find(name)
        assert found is not None, (name, self.forms())
        return found

    def fields(self, form: str) -> dict[str, str]:
        """Return what a browser would send of a form, without the file that is chosen."""
        found = {}
        for one in self.form(form).iter():
            name, kind = one.get("name", ""), one.get("type", "")
            if one.tag == "textarea":
                # The first line break of its text is no part of it.
                found[name] = (one.text or "").removeprefix("\n")
            elif one.tag == "select":
                options = one.findall("option")
                chosen = [o for o in options if o.get("selected") is not None] or options[:1]
                found[name] = chosen[0].get("value", "")
            elif one.tag == "input" and kind in ("checkbox", "radio"):
                if one.get("checked") is not None:
                    found[name] = one.get("value", "")
            elif one.tag == "input" and kind != "file":
                found[name] = one.get("value", "")
        return found

    def press(self, form: str, *, file: Any = None, **filled: str | None) -> Page:
        """Fill in a form, press its button, and go where it leads; None leaves a field out."""
        sent = self.visitor.send(self, form, file=file, **filled)
        assert sent.status_code == 303, sent.text
        return self.visitor.follow(sent)

    def table(self, name: str) -> list[list[str]]:
        """Return the cells of the table whose caption has this id."""
        (found,) = [
            t for t in self.tree.iter("table") if t.find(f"caption[@id='{name}']") is not None
        ]
        return [[words(cell) for cell in row] for row in found.iter("tr")]


@dataclass
class Visitor:
    """Somebody who is signed in; ``cohort`` is the one whose pages they look at."""

    client: TestClient
    name: str
    cohort: str

    def get(self, path: str) -> httpx.Response:
        """Ask for an address."""
        return self.client.get(path, headers={"x-test-user": self.name})

    def open(self, part: str = "") -> Page:
        """Open a page of the cohort."""
        address = f"{PREFIX}cohort/{self.cohort}{'/' + part if part else ''}"
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return Page(self, address, answer)

    def send(
        self, page: Page, form: str, *, file: Any = None, **filled: str | None
    ) -> httpx.Response:
        """Press the button of a form, and go nowhere."""
        there = page.form(form)
        values = {**page.fields(form), **filled}
        files = {"file": file} if file else None
        if there.get("enctype") and not files:
            files = {"file": ("", b"")}  # as a browser sends a field without a file
        return self.client.post(
            urljoin(page.address, there.get("action", "")),
            data={name: value for name, value in values.items() if value is not None},
            files=files,
            headers={"x-test-user": self.name},
        )

    def follow(self, led: httpx.Response) -> Page:
        """Go where an answer leads."""
        return self.follow_address(led.headers["location"])

    def follow_back(self, led: httpx.Response) -> Page:
        """Sign in, where an answer leads, and come back."""
        back = parse_qs(urlsplit(led.headers["location"]).query)["back"][0]
        return self.follow_address(back)

    def follow_address(self, address: str) -> Page:
        """Open an address as it stands in the address bar."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        return Page(self, address, answer)
