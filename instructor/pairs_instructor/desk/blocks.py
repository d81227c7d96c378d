"""What a panel of the desk shows, as plain data: the page draws it out of native elements.

Each function returns one block. Text is text: the page never reads any of it as HTML. A cell of a
table, and an entry of a list, is text or what :func:`link` returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Block = dict[str, Any]
Look = Literal["done", "info", "problem"]
Kind = Literal["text", "area", "select", "date", "hidden"]


def heading(words: str, *, level: Literal[3, 4] = 3) -> Block:
    """A heading inside a panel; the panel's own heading, of level 2, stands in the notebook."""
    return {"block": "heading", "text": words, "level": level}


def text(*paragraphs: str) -> Block:
    """Paragraphs."""
    return {"block": "text", "paragraphs": list(paragraphs)}


def quote(words: str) -> Block:
    """What a person wrote, with its line breaks, set apart from what the desk says."""
    return {"block": "quote", "text": words}


def notice(look: Look, words: str, entries: Sequence[Any] = (), *, key: str = "") -> Block:
    """A box that stands out: what was done, what to know, or what went wrong.

    Of two with the same ``key`` only the newer is shown: "has begun" goes when the result is there.
    """
    return {"block": "notice", "look": look, "text": words, "entries": list(entries), "key": key}


def listing(entries: Sequence[Any]) -> Block:
    """A list of texts and links."""
    return {"block": "list", "entries": list(entries)}


def link(words: str, href: str, *, new_tab: bool = False) -> Block:
    """A link: a block of its own, a cell of a table or an entry of a list."""
    return {"block": "link", "text": words, "href": href, "newTab": new_tab}


def table(caption: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Block:
    """A table; the first cell of a row is its heading. Wide ones scroll in a box of their own."""
    return {
        "block": "table",
        "caption": caption,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }


def progress(key: str, words: str, done: int, total: int | None) -> Block:
    """A progress bar; without ``total`` it only says that something is going on."""
    return {"block": "progress", "key": key, "text": words, "done": done, "total": total}


def details(summary: str, blocks: Sequence[Block]) -> Block:
    """Blocks that are shown when somebody opens them."""
    return {"block": "details", "summary": summary, "blocks": list(blocks)}


def download(words: str, name: str, content: str) -> Block:
    """A button that saves ``content`` as a file of that name."""
    return {"block": "download", "text": words, "name": name, "content": content}


def field(
    kind: Kind,
    name: str,
    label: str = "",
    *,
    hint: str = "",
    value: Any = "",
    options: Sequence[tuple[str, str]] = (),
    rows: int = 4,
) -> Block:
    """One control of a form.

    Args:
        kind: ``select`` gives the value of one option, all others text.
        name: what :meth:`~.panel.Panel.act` finds the value under.
        label: the words of its label.
        hint: what helps to fill it in.
        value: what it holds at first.
        options: value and words of each choice.
        rows: how many lines an ``area`` shows.
    """
    return {
        "kind": kind,
        "name": name,
        "label": label,
        "hint": hint,
        "value": value,
        "options": [{"value": value, "text": words} for value, words in options],
        "rows": rows,
    }


def form(
    action: str,
    button: str,
    fields: Sequence[Block] = (),
    *,
    says: str = "",
    title: str = "",
    level: Literal[3, 4] = 3,
    values: Mapping[str, Any] | None = None,
    main: bool = False,
    about: Sequence[str] | None = None,
    choice: bool = False,
) -> Block:
    """A form with one button.

    What somebody types in a form stays in the page until it is saved, also when the form goes for
    a while: so a form has to be known again by what it is about.

    Args:
        action: the name that :meth:`~.panel.Panel.act` is called with.
        button: the words of the button.
        fields: the controls, in order.
        says: what pressing the button will do, read before it.
        title: a heading for the form.
        level: the level of that heading.
        values: values that go with it and are not shown.
        main: whether this is the one main thing to do.
        about: what the form is known by beside its action, such as a module and a pair; by default
            all of ``values``.
        choice: it only chooses what to look at. The page remembers what was chosen.
    """
    of = (values or {}).values() if about is None else about
    hidden = [field("hidden", name, value=value) for name, value in (values or {}).items()]
    return {
        "block": "form",
        "action": action,
        "button": button,
        "fields": [*hidden, *fields],
        "says": says,
        "title": title,
        "level": level,
        "main": main,
        "key": "/".join([action, *map(str, of)]),
        "choice": choice,
    }


def within(shown: Sequence[Block], cohort: str) -> list[Block]:
    """Have each form that does something say in which cohort, where its words do not.

    Who has several cohorts has several desks, and two of them look the same.

    Args:
        shown: blocks, which stay as they are.
        cohort: the desk's cohort, as it is called in a sentence.
    """
    return [_within(block, cohort) for block in shown]


def _within(block: Block, cohort: str) -> Block:
    if block["block"] == "details":
        return {**block, "blocks": within(block["blocks"], cohort)}
    if block["block"] != "form" or block["choice"]:
        return block
    words = [block["says"], block["title"], *(one["label"] for one in block["fields"])]
    if any(cohort in said for said in words):
        return block
    return {**block, "says": f"In cohort {cohort}. {block['says']}".strip()}
