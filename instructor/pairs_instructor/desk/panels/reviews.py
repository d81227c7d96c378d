"""Cards and letters: a facilitator reads each before others do, publishes it or sends it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairs_course.pairs import moderation, pii_hints
from pairs_course.people.names import isolate
from pairs_instructor.desk.blocks import (
    Block,
    details,
    field,
    form,
    heading,
    listing,
    notice,
    quote,
    text,
)
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

_HELP = (
    "Words that may tell who somebody is are marked. That is only a help: it misses names written "
    "small, nicknames, and anybody who can be recognised by what happened. Read every word."
)
_PUBLISH = (
    "Other pairs can read these words then, and so can people who follow the course or pay for it. "
    "The names of the two are not with them."
)
_SEND_BACK = (
    "Both of the two read your reason on their Home. They can change the text, and you read it "
    "again. You cannot change it yourself."
)


class Reviews(Panel):
    """Texts that both of a pair agreed to, and that one of them sent."""

    name = "reviews"
    title = "Cards and letters"
    about = (
        "What pairs want others to read. You look for other people's names, and for safety. "
        "You publish it or send it back. You do not change it."
    )

    def blocks(self) -> list[Block]:
        """Return the texts that wait, each with what can be decided, and those decided before."""
        found = self.desk.service().get("reviews")
        waiting = [one for one in found["reviews"] if one["state"] == "waiting"]
        decided = [one for one in found["reviews"] if one["state"] != "waiting"]
        shown = [text(_HELP)] if waiting else [text("No card and no letter waits to be read.")]
        for one in waiting:
            shown += [heading(_title(one)), *_words(one), _publish(one), _send_back(one, found)]
        if decided:
            shown.append(heading("Read before"))
        for one in decided:
            inner = [text(_decided(one)), *_words(one), *_again(one, found)]
            state = "published" if one["state"] == "published" else "sent back"
            shown.append(details(f"{_title(one)}: {state}", inner))
        return shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Publish a text, or send it back."""
        if action not in ("publish", "send-back"):
            raise Problem(("", "This page is older than the course. Load it again."))
        told = {name: str(values.get(name, "")) for name in ("digest", "was")}
        if action == "publish":
            told["verdict"] = "published"
        else:
            told |= {"verdict": "sent-back", **_reason(values)}
        where = (str(values.get("pair", "")), str(values.get("item", "")))
        self.desk.service().post("reviews", *where, body=told)
        if action == "publish":
            return [notice("done", "Published. Either of the two can take it back at any time.")]
        return [notice("done", "Sent back. Both read your reason on their Home.")]


def _title(one: Mapping[str, Any]) -> str:
    kind = "Card" if one["item"] == "network-card" else "Letter"
    names = " and ".join(map(isolate, one["people"]))  # nobody, once both are erased
    return f"{kind} of {one['pair']} ({names})" if names else f"{kind} of {one['pair']}"


def _words(one: Mapping[str, Any]) -> list[Block]:
    shown: list[Block] = []
    for part in one["fields"]:
        marks = [(mark["start"], mark["end"]) for mark in part["marks"]]
        shown += [text(part["label"]), quote(part["text"], marks)]
        said = [
            f"“{part['text'][mark['start'] : mark['end']]}”: {pii_hints.WORDS[mark['why']]}"
            for mark in part["marks"]
        ]
        if said:
            shown += [text("Look at:"), listing(list(dict.fromkeys(said)))]
    return shown


def _decided(one: Mapping[str, Any]) -> str:
    did = "Published" if one["state"] == "published" else "Sent back"
    by = f" by {isolate(one['by'])}" if one["by"] else ""
    return " ".join(filter(None, [f"{did} on {day(one['at'])}{by}.", one["reason"]]))


def _values(one: Mapping[str, Any]) -> dict[str, str]:
    named = {name: str(one[name]) for name in ("pair", "item", "digest")}
    return {**named, "was": str(one["state"])}


def _publish(one: Mapping[str, Any]) -> Block:
    return form(
        "publish",
        "Publish these words",
        values=_values(one),
        says=_PUBLISH,
        title="Publish it",
        level=4,
    )


def _send_back(one: Mapping[str, Any], found: Mapping[str, Any]) -> Block:
    return form(
        "send-back",
        "Send it back",
        [
            field(
                "radios",
                "reason",
                "Why do you send it back?",
                options=list(found["reasons"].items()),
            ),
            field(
                "text",
                "sentence",
                "One sentence more, if you want to",
                hint=f"At most {moderation.MAX_SENTENCE} characters. The two read it as it is.",
            ),
        ],
        values=_values(one),
        says=_SEND_BACK,
        title="Or send it back" if one["state"] == "waiting" else "Send it back",
        level=4,
    )


def _again(one: Mapping[str, Any], found: Mapping[str, Any]) -> list[Block]:
    if one["state"] == "published":
        return [
            text("You can still send it back. Nobody else reads it then."),
            _send_back(one, found),
        ]
    return [_publish(one)]


def _reason(values: Mapping[str, Any]) -> dict[str, str]:
    reason, sentence = str(values.get("reason", "")), str(values.get("sentence", "")).strip()
    problems = []
    if reason not in moderation.REASONS:
        problems.append(("reason", "Choose why you send it back."))
    if len(sentence) > moderation.MAX_SENTENCE:
        most = f"Write at most {moderation.MAX_SENTENCE} characters, got {len(sentence)}."
        problems.append(("sentence", most))
    if problems:
        raise Problem(*problems)
    return {"reason": reason, "sentence": sentence}
