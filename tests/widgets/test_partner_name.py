"""The partner is called by their name, wherever a page speaks of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pairs_widgets

SCRIPTS = sorted(Path(pairs_widgets.__file__).parent.rglob("*.js"))
#: Words about the partner that a script says without asking for the name.
SAYS = re.compile(r'(?:make\([^;\n]*|setText\([^;\n]*)"[^"\n]*\b[Yy]our partner\b')
#: Before anybody can know a name: there is no hub, or no pair yet.
NAMELESS = {"There is no link to your partner here.", "Talk with your partner first."}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_script_speaks_of_a_nameless_partner(script: Path) -> None:
    """What is shown goes through the one place that knows the name."""
    lines = script.read_text("utf-8").splitlines()
    found = [line.strip() for line in lines if SAYS.search(line)]

    named = ("byName(", "session.named(")
    assert [
        line
        for line in found
        if not any(call in line for call in named) and not any(words in line for words in NAMELESS)
    ] == []
