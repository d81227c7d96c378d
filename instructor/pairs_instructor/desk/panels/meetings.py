"""Pairs that meet another pair: who waits, who meets whom, and matching two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairs_course.people.names import isolate
from pairs_instructor.desk.blocks import Block, field, form, heading, listing, notice, text
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day


class Meetings(Panel):
    """What no pair sees: who waits, and since when."""

    name = "meetings"
    title = "Pairs that meet"
    about = "In two modules a pair meets another pair. See who waits, and match two pairs."

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
                shown.append(self._form(meeting))
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
        module = str(values.get("module", ""))
        meeting = self._meeting(module)
        if values.get("sure") is not True:
            return [self._ask(meeting, first, second)]
        body = {"first": first, "second": second}
        self.desk.service().post("meetings", module, body=body)
        names = f"{_pair(meeting, first)} meets {_pair(meeting, second)}"
        return [notice("done", f"{names} in “{meeting['title']}”. Both read it in the module.")]

    def _meeting(self, module: str) -> Mapping[str, Any]:
        for meeting in self.desk.service().get("meetings")["meetings"]:
            if meeting["module"] == module:
                found: Mapping[str, Any] = meeting
                return found
        raise Problem(("", "This page is older than the course. Load it again."))

    def _ask(self, meeting: Mapping[str, Any], first: str, second: str) -> Block:
        """Name the four, the module and the cohort, before what cannot be undone."""
        return form(
            "match",
            "Yes, match them",
            values={"module": meeting["module"], "first": first, "second": second, "sure": True},
            says=f"In cohort {self.desk.named}, {_pair(meeting, first)} will meet "
            f"{_pair(meeting, second)} in “{meeting['title']}”. Each of the four reads the names "
            "of the other two at once. It cannot be undone.",
            title="Match these two pairs?",
            main=True,
        )

    def _form(self, meeting: Mapping[str, Any]) -> Block:
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
            says="You see first what will happen. Nothing is matched yet.",
            title=f"Match two pairs for “{meeting['title']}”",
            level=4,
        )


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


def _pair(meeting: Mapping[str, Any], label: str) -> str:
    """Name a pair of the cohort and its people; a label that none has stands alone."""
    known = [*meeting["free"], *(p for m in meeting["matched"] for p in (m["first"], m["second"]))]
    return next((_names(pair) for pair in known if pair["pair"] == label), f"“{label}”")


def _names(pair: Mapping[str, Any]) -> str:
    return f"{pair['pair']} ({' and '.join(map(isolate, pair['people']))})"
