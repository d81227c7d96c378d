"""Named examples of sending a module."""

from __future__ import annotations

from typing import Any

from pairs_course.answers.visibility import KEPT_GUESSES, WORDS
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state

MODULE = "01-setting-out"
_SENT = "2026-03-02T14:03:00.000+00:00"
_GOES = [
    {
        "title": "Where the two of you start",
        "items": [
            {"ask": "We know what each of us wants.", "answer": "4, often"},
            {"ask": "I think of us as “we”.", "answer": "Prefer not to say"},
        ],
    },
    {
        "title": "Our agreement",
        "items": [{"ask": "Our ground rules", "answer": "We let each other finish.\nWe ask."}],
    },
]
_STAYS = [
    "What would help you most?",
    "How do you think?",
    KEPT_GUESSES,
    *WORDS["agreed and sent"].kept,
]


def _example(name: str, sharing: str = "ok", acks: str = "saved", **more: Any) -> Example:
    sending = {"goes": _GOES, "stays": _STAYS, "sent": None, "changed": 0, "same": False} | more
    state = page_state((), user="amira", sharing=sharing)
    if sending["sent"]:
        state["saved"] = {f"send/{MODULE}": sending["sent"]}
        state["unshared"] = [f"send/{MODULE}"] if sharing == "waiting" else []
    state |= {
        "module": MODULE,
        "sending": sending,
        "left": {"questions": [], "talk": not sending["sent"]},
    }
    return Example("send", name, state, acks)


EXAMPLES = (
    _example("not sent yet"),
    _example("nothing for the facilitator", goes=[]),
    _example("sent", sent=_SENT, same=True),
    _example("sent, and changed since", sent=_SENT, changed=2),
    _example("sent while the service is away", "waiting", sent=_SENT),
    _example("without a hub", "off", sent=_SENT),
    _example("the kernel is gone", acks="silent"),
)
