"""Named states of a panel's page, with every kind of block: for browser tests and for axe."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pairs_instructor.desk import blocks
from pairs_instructor.desk.blocks import Block
from pairs_widgets.examples import Example

_LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_CHOICES: Final = (("a", "The first one"), ("b", f"The second one, {_LONG}"))


def _example(name: str, *shown: Block) -> Example:
    desk = {"cohort": "demo", "user": "fay", "run": "1", "title": "", "about": "", "parts": []}
    state = {**desk, "blocks": list(shown)}
    return Example("desk", name, state, acks="silent", home=Path(__file__).parents[1])


FORM: Final = blocks.form(
    "save",
    "Save all of this",
    [
        blocks.field("text", "name", "Name", hint="As they want to be called.", value="Ann"),
        blocks.field("area", "note", "A note to the pair"),
        blocks.field("select", "pair", "Pair", options=_CHOICES, value="b"),
        blocks.field("date", "day", "Last day", value="2026-12-01"),
    ],
    says="This saves what you filled in. It sends nothing.",
    title="Everything a form can hold",
    values={"module": "01"},
    main=True,
)

EXAMPLES: Final = (
    _example("form", FORM),
    _example(
        "words",
        blocks.heading("A heading"),
        blocks.text("A paragraph.", f"Another one, with {_LONG}."),
        blocks.quote("What <b>somebody</b> wrote,\nin two lines."),
        blocks.listing(["A text", blocks.link("A link", "#x")]),
        blocks.link("A way on", "#y", new_tab=True),
        blocks.details("More of it", [blocks.text("Inside."), blocks.form("again", "Do it")]),
        blocks.download("Save the table", "progress.csv", "a,b\n"),
    ),
    _example(
        "notices",
        blocks.notice("done", "This was done."),
        blocks.notice("info", "Good to know."),
        blocks.notice("problem", "These need a look:", ["Cat: no answers", "Dan: too long"]),
    ),
    _example(
        "table",
        blocks.table(
            "Pairs and modules",
            ["Pair", *(f"Module {n}" for n in range(1, 9))],
            [
                [
                    "1: Ann and Bob",
                    *["Sent on 3 May 2026"] * 7,
                    blocks.link("Read", "#z"),
                ]
            ],
        ),
    ),
    _example("progress", blocks.progress("job", "Marking", 3, 40)),
    _example("something-goes-on", blocks.progress("job", "Collecting", 0, None)),
)
