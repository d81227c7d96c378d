"""``open-module``: from Home to the first question that can be answered, by either door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from . import browsing
from .bench import Bench
from .figures import Figure, paired, rounded, rounds, spread
from .sides import Newcomer, Side

_STOCK = "against opening the same notebook in stock JupyterLab by its address and running it"
WHAT = {
    "plain": f"Home to the first question on the plain page, {_STOCK}",
    "lab": f"Home to the first question in JupyterLab, {_STOCK}",
}
IDS = {"plain": "open-module", "lab": "open-module-lab"}


@dataclass
class Opener:
    """One person whose server runs, and how they open the module.

    They open it twice on each new device: with nothing cached in the browser, and again.
    """

    bench: Bench
    side: Side
    open: Callable[[Page, Newcomer], float]
    door: str = ""
    person: Newcomer = field(init=False)
    again: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.person = self.side.newcomer()
        with browsing.visit(self.bench.browser) as page:
            browsing.sign_in(page, self.side, self.person, "/hub/token")
            browsing.start_server(page, self.side, self.person)
            if self.door:
                browsing.choose_door(page, self.side, self.door)
        self.first()  # unmeasured: what a server loads at its first opening is loaded then
        self.again.clear()

    def first(self) -> float:
        """Return the seconds of opening it on a new device."""
        with browsing.visit(self.bench.browser) as page:
            browsing.sign_in(page, self.side, self.person, "/hub/token")
            seconds = self._opened(page)
            self.again.append(self._opened(page))
        return seconds

    def _opened(self, page: Page) -> float:
        self.bench.settle()
        seconds = self.open(page, self.person)
        self.bench.settle()
        page.goto("about:blank")
        browsing.end_kernels(page, self.side, self.person)
        return seconds


def openers(bench: Bench) -> dict[str, Opener]:
    """Return those who open by our two doors and in stock, by the name of the way."""
    ours, theirs = bench.ours, bench.theirs

    def by_door(door: str) -> Opener:
        return Opener(bench, ours, lambda page, _: browsing.open_from_home(page, ours), door)

    in_stock = Opener(bench, theirs, lambda page, who: browsing.open_in_stock(page, theirs, who))
    return {"plain": by_door("plain"), "lab": by_door("lab"), "stock": in_stock}


def run(bench: Bench) -> list[Figure]:
    """Open it by both doors and in stock, once a round each."""
    ways = openers(bench)
    found = rounds(bench.pairs, {name: way.first for name, way in ways.items()})
    figures = []
    for door in ("plain", "lab"):
        again = paired(ways[door].again, ways["stock"].again)
        more = {
            "browser": "nothing cached",
            "again": {
                "ours": rounded(sorted(ways[door].again)[len(again) // 2]),
                "theirs": rounded(sorted(ways["stock"].again)[len(again) // 2]),
                "ratio": spread([pair.ratio for pair in again]),
            },
        }
        pairs = paired(found[door], found["stock"])
        figures.append(Figure(IDS[door], WHAT[door], "s", pairs, more))
    return figures
