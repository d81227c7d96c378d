"""Pairs that meet another pair: who waits, who meets whom, and matching two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairs_course.names import isolate
from pairs_instructor.desk.blocks import Block, field, form, heading, listing, notice, text
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day


class Meetings(Panel):
    """What no pair sees: who waits, and since when."""

    name = "meetings"

    def blocks(self) -> list[Block]:
        """Return the meeting of each module, with a form where two pairs can be matched."""
        shown = [
            text(
                "A pair that is ready is matched with the next pair that is. You can match any two "
                "pairs yourself, asked or not. A match stays.",
                "Only you see who waits. Each pair learns the names of the two people they meet.",
            )
        ]
        for meeting in self.desk.service().get("meetings")["meetings"]:
            shown += [heading(meeting["title"]), *_waiting(meeting), *_matched(meeting)]
            if len(meeting["free"]) > 1:
                shown.append(_form(meeting))
        return shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Match the two chosen pairs."""
        if action != "match":
            raise Problem(("", "This page is older than the course. Load it again."))
        first, second = str(values.get("first", "")), str(values.get("second", ""))
        missing = [
            (name, f"Choose the {name} pair.")
            for name, chosen in (("first", first), ("second", second))
            if not chosen
        ]
        if missing:
            raise Problem(*missing)
        if first == second:
            raise Problem(("second", f"A pair meets another pair. You chose “{first}” twice."))
        body = {"first": first, "second": second}
        self.desk.service().post("meetings", str(values.get("module", "")), body=body)
        return [notice("done", f"“{first}” meets “{second}”. Both read it in the module.")]


def _waiting(meeting: Mapping[str, Any]) -> list[Block]:
    if not meeting["waiting"]:
        return [text("No pair waits.")]
    entries = [f"{_names(pair)}, since {day(pair['since'])}" for pair in meeting["waiting"]]
    return [text("These wait, the longest first:"), listing(entries)]


def _matched(meeting: Mapping[str, Any]) -> list[Block]:
    if not meeting["matched"]:
        return [text("No pairs are matched yet.")]
    entries = [
        f"{_names(match['first'])} meets {_names(match['second'])}, matched on {day(match['at'])}"
        for match in meeting["matched"]
    ]
    return [text("These are matched:"), listing(entries)]


def _form(meeting: Mapping[str, Any]) -> Block:
    waiting = {pair["pair"] for pair in meeting["waiting"]}
    options = [("", "Choose a pair")] + [
        (pair["pair"], _names(pair) + (", waiting" if pair["pair"] in waiting else ""))
        for pair in meeting["free"]
    ]
    return form(
        "match",
        "Match these two pairs",
        [
            field("select", "first", "First pair", options=options),
            field("select", "second", "Second pair", options=options),
        ],
        values={"module": meeting["module"]},
        says="Each of the four reads the names of the other two at once. It cannot be undone.",
        title=f"Match two pairs for “{meeting['title']}”",
        level=4,
    )


def _names(pair: Mapping[str, Any]) -> str:
    return f"{pair['pair']} ({' and '.join(map(isolate, pair['people']))})"
