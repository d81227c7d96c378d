"""Notes to pairs over HTTP: for facilitators of the cohort, and never overwritten silently."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ..strategies import MODULE, PROGRAMME, event
from .conftest import Service

NOTES = f"/desk/north/notes/{MODULE}"


def put(service: Service, text: str, read: str | None = None, pair: str = "1") -> Any:
    body = {"pair": pair, "text": text, "read": read}
    return service.ask("user-fay", "PUT", NOTES, json=body)


def test_a_facilitator_writes_to_a_pair(service: Service) -> None:
    """The note comes back with its time, in the list, and with each partner's submission."""
    sent = event("send", audience=("facilitator",))
    (made,) = service.store.events.add("ben", [sent], PROGRAMME).submissions

    note = put(service, "Thank <b>you</b>.").json()
    listed = service.ask("user-fay", "GET", NOTES).json()["notes"]
    given = service.ask("user-fay", "GET", f"/exchange/north/assignments/{MODULE}/notes").json()

    assert listed[0] == note
    assert (note["pair"], note["people"], note["by"]) == (
        "1",
        ["Ann Alder", "Ben Birch"],
        "Fay Fern",
    )
    assert [one["text"] for one in listed] == ["Thank <b>you</b>.", ""]
    assert given == {
        "notes": [{"submission": made, "username": "ben", "text": "Thank <b>you</b>."}]
    }


def test_a_second_facilitator_is_told_and_reads_the_newer_note(service: Service) -> None:
    """409 says who; the list has the newer text and the time to send with the next try."""
    put(service, "Hers.")

    told = put(service, "His.")
    newer = service.ask("user-fay", "GET", NOTES).json()["notes"][0]
    again = put(service, "Both.", newer["at"])

    assert (told.status_code, told.json()["error"]["code"]) == (409, "note-changed")
    assert told.json()["error"]["message"].startswith("Fay Fern changed this note")
    assert (newer["text"], again.status_code, again.json()["text"]) == ("Hers.", 200, "Both.")


@pytest.mark.parametrize(
    ("text", "pair", "status"),
    [("x" * 5001, "1", 422), ("x" * 5000, "1", 200), ("x", "9", 404), ("half \ud800", "1", 422)],
)
def test_what_cannot_be_a_note_is_refused(
    service: Service, text: str, pair: str, status: int
) -> None:
    """Too long, for no pair of the cohort, or no text at all: one sentence, and nothing is kept."""
    body = json.dumps({"pair": pair, "text": text, "read": None})
    headers = {"Content-Type": "application/json"}
    answer = service.ask("user-fay", "PUT", NOTES, content=body, headers=headers)

    assert answer.status_code == status
    kept = [note.text for note in service.store.notes.list("north", MODULE)]
    assert kept == (["x" * 5000, ""] if status == 200 else ["", ""])


def test_only_modules_of_the_programme_have_notes(service: Service) -> None:
    """An unknown one is not found, at every route."""
    body = {"pair": "1", "text": "x", "read": None}
    for method, path in (
        ("GET", "/desk/north/notes/x"),
        ("PUT", "/desk/north/notes/x"),
        ("GET", "/exchange/north/assignments/x/notes"),
    ):
        answer = service.ask("user-fay", method, path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-module")
