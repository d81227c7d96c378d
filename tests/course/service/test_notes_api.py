"""Notes to pairs for the feedback pages: by the submissions they are for."""

from __future__ import annotations

from ..strategies import MODULE, PROGRAMME, event
from .conftest import Service


def test_a_note_comes_with_each_partners_submission(service: Service) -> None:
    """As it was written."""
    sent = event("send", audience=("facilitator",))
    (made,) = service.store.events.add("ben", [sent], PROGRAMME).submissions
    service.store.notes.put("fay", "north", MODULE, "1", "Thank <b>you</b>.", None)

    given = service.ask("user-fay", "GET", f"/exchange/north/assignments/{MODULE}/notes").json()

    assert given == {
        "notes": [{"submission": made, "username": "ben", "text": "Thank <b>you</b>."}]
    }


def test_only_modules_of_the_programme_have_notes(service: Service) -> None:
    """An unknown one is not found."""
    answer = service.ask("user-fay", "GET", "/exchange/north/assignments/x/notes")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown-module")
