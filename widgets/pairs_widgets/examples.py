"""Named examples of a widget: they feed the documentation, Python tests, browser tests and axe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FOLDERS = (
    "questions",
    "joint",
    "plan",
    "meet",
    "send",
    "conversation",
    "reveal",
    "airtime",
    "moves",
    "cards",
    "ledger",
    "hours",
    "challenge",
    "ladder",
    "differences",
)


@dataclass(frozen=True)
class Example:
    """One state of a widget's page.

    ``acks`` says how the kernel behind it behaves: "saved" answers at once, "silent" never does,
    "refused" says no to everything. ``home`` is the package that holds the folder, if not this one.
    """

    folder: str
    name: str
    state: Mapping[str, Any]
    acks: str = "saved"
    home: Path | None = None


def together(
    agreed: Mapping[str, str] | None = None,
    *suggested: tuple[str, Mapping[str, str]],
    earlier: Sequence[tuple[str, Mapping[str, str]]] = (),
) -> dict[str, Any]:
    """Return where a text stands that a pair writes together, as the pair's view has it.

    ``suggested`` and ``earlier`` are who suggested a text ("me" or "partner") and the text.
    """
    proposals = [
        {"id": f"01922e5c-8400-7000-8000-{number:012d}", "by": by, "value": value}
        for number, (by, value) in enumerate((*suggested, *earlier), start=1)
    ]
    return {
        "agreed": agreed,
        "open": proposals[: len(suggested)],
        "earlier": proposals[len(suggested) :],
    }


def all_examples() -> list[Example]:
    """Return the examples of every widget folder, in the order of the folders."""
    return [e for f in FOLDERS for e in import_module(f"pairs_widgets.{f}.examples").EXAMPLES]
