"""What the page says about the talk itself: the words of the pair conversation, in one place.

The steps are those of the programme ("The pair conversation is the heart"). They are data, so that
they can be counted, printed and reworded.
"""

from __future__ import annotations

from typing import Any, Final

SEALING: Final = (
    "Sealing fixes your answers and guesses at this moment.",
    "Nothing is anonymous inside a pair. Your partner will see who said what.",
    "Nothing opens when you seal. First you must both seal, meet, and pick a question each.",
    "From then on, your guesses stay as they are.",
    "You can still change your mind later. Your partner then sees both answers, with their days.",
    "“Prefer not to say” is always fine, and needs no reason.",
)

TOGETHER: Final = (
    "Press this when the two of you are together: in the same room, on the phone or on video.",
    "Your partner presses it too. Then each of you picks one question to talk about.",
    "You can take it back. It ends by itself after two hours.",
)

WITHOUT: Final = (
    "You can go on without the reveal at any time, and you need no reason.",
    "Then this conversation counts as done for you. Nobody is told why.",
    "Nothing opens. Neither of you sees what the other answered.",
    "You can still have the conversation later, if both of you seal.",
)

#: Said to somebody whose own seal is two weeks old, whatever the other of the pair did.
LONG_WAIT: Final = (
    "You sealed two weeks ago or more. You do not have to wait: "
    "you can go on without the reveal, and the module counts as done."
)

TALK: Final = (
    "Put the screen down, or turn it over, and take ten minutes.",
    "Whoever usually speaks second begins, and speaks for three minutes. The other only listens.",
    "Then the listener says back what they heard, until the speaker says “Yes, that is it”.",
    "Swap. The other now speaks for three minutes, and hears it said back.",
    "Then ask each other: “What do we see now that one of us did not?”",
    "Only then ask: “What should we do?”",
)

VERSIONS: Final = (
    {
        "id": "phone",
        "title": "If you talk on the phone",
        "steps": (
            "Read the two questions aloud before you put the screen down.",
            "Say your name when you begin, and say “over to you” when you end.",
            "Silence is fine. If it gets long, ask: “Are you still thinking?”",
            "A phone clock or a kitchen timer can keep the three minutes.",
        ),
    },
    {
        "id": "sign",
        "title": "If you sign, or use an interpreter",
        "steps": (
            "Sit so that each of you sees the other, and the interpreter, in good light.",
            "Take five minutes each, or more. The same thought may need more time.",
            "Show the interpreter the two questions before you begin.",
            "Look at your partner, not at the interpreter. Pause when a new person begins.",
            "Say back what you understood, so that you can both put it right.",
        ),
    },
    {
        "id": "paper",
        "title": "If you work on paper",
        "steps": (
            "Put your sheet for your partner in an envelope, and close it.",
            "When you are together, swap the envelopes. Open only the two questions you picked.",
            "Talk as the steps above say. Write your one sentence on both sheets.",
            "Then open the rest. Later, one of you can type in the sentence.",
        ),
    },
)

GUIDE: Final[dict[str, Any]] = {
    "sealing": list(SEALING),
    "together": list(TOGETHER),
    "without": list(WITHOUT),
    "long_wait": LONG_WAIT,
    "talk": list(TALK),
    "versions": [{**version, "steps": list(version["steps"])} for version in VERSIONS],
}
