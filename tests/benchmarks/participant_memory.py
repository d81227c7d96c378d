"""``participant-memory``: what one participant's server and kernel hold with a module open."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from playwright.sync_api import Page

from . import browsing, machine
from .bench import Bench
from .figures import Figure, paired, rounded, rounds
from .sides import Newcomer, Side

_STOCK = "against stock JupyterLab after running the same notebook"
WHAT = {
    "plain": f"memory of a server and its kernel, the module open on the plain page, {_STOCK}",
    "lab": f"memory of a server and its kernel, the module open in JupyterLab, {_STOCK}",
}
IDS = {"plain": "participant-memory", "lab": "participant-memory-lab"}


def run(bench: Bench) -> list[Figure]:
    """Open the module by both doors and in stock, each time in somebody's first server."""
    private: dict[str, list[float]] = {"plain": [], "lab": [], "stock": []}

    def held(name: str, side: Side, open_it: Callable[[Page, Newcomer], float]) -> float:
        person = side.newcomer()
        with browsing.visit(bench.browser) as page:
            browsing.sign_in(page, side, person, "/hub/token")
            browsing.start_server(page, side, person)
            if name != "stock":
                browsing.choose_door(page, side, name)
            open_it(page, person)
            bench.settle()
            programs = side.programs_of(person)
            private[name].append(machine.private(programs))
            shared = machine.proportional(programs)
            browsing.stop_server(page, side, person)
        return shared

    ours, theirs = bench.ours, bench.theirs

    def by_door(door: str) -> float:
        return held(door, ours, lambda page, _: browsing.open_from_home(page, ours))

    found = rounds(
        bench.pairs,
        {
            "plain": lambda: by_door("plain"),
            "lab": lambda: by_door("lab"),
            "stock": lambda: held(
                "stock", theirs, lambda page, who: browsing.open_in_stock(page, theirs, who)
            ),
        },
    )
    return [
        Figure(
            IDS[door],
            WHAT[door],
            "MB",
            paired(found[door], found["stock"]),
            {
                "counted": "pages that programs share, in shares (PSS)",
                "private": {
                    "ours": rounded(statistics.median(private[door])),
                    "theirs": rounded(statistics.median(private["stock"])),
                },
            },
        )
        for door in ("plain", "lab")
    ]
