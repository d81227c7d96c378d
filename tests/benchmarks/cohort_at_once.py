"""``cohort-at-once``: twelve people sign in and open a module within a minute, on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import light, machine
from .bench import Bench
from .browsing import HOME
from .figures import Figure, paired, percentile, rounded, rounds
from .light import LightPerson
from .sides import Newcomer, Side, apart

PEOPLE = 12
MINUTE = 60  # seconds in which they arrive, one after the other
READING = 2  # seconds that a person looks at the page after sign-in, before opening the module
WHAT = (
    "95th percentile from opening a module to its first question, twelve people within a minute, "
    "against stock JupyterLab opening and running the same notebook"
)


@dataclass
class _Cohort:
    """Lets twelve people in, again and again, and keeps what all of them met."""

    bench: Bench
    side: Side
    lands_on: str
    open: Callable[[LightPerson], Awaitable[float]]
    waits: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        people = [self.side.newcomer() for _ in range(self.bench.size(PEOPLE, 2))]
        self.bench.settle()
        waits, peak = apart(lambda: asyncio.run(self._arrive(people)))
        machine.until(lambda: not any(map(self.side.programs_of, people)), "the servers to stop")
        self.waits += waits
        self.peaks.append(peak)
        return percentile(waits, 95)

    async def _arrive(self, people: list[Newcomer]) -> tuple[list[float], float]:
        """Return how long each waited for the first question, and the most memory in MB."""
        async with contextlib.AsyncExitStack() as stack:
            guests = [LightPerson(self.side, person, stack) for person in people]
            all_there = asyncio.Event()
            watching = asyncio.create_task(self._watch(all_there))
            pause = self.bench.size(MINUTE, 2) / len(guests)
            visits = (self._visit(guest, n * pause) for n, guest in enumerate(guests))
            waits = await asyncio.gather(*visits)
            all_there.set()
            peak = await watching
            await asyncio.gather(*(guest.stop() for guest in guests))
        return waits, peak

    async def _visit(self, guest: LightPerson, after: float) -> float:
        await asyncio.sleep(after)
        await guest.sign_in(self.lands_on)
        await asyncio.sleep(READING)
        return await self.open(guest)

    async def _watch(self, all_there: asyncio.Event) -> float:
        peak = 0.0
        while not all_there.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(all_there.wait(), 5)
            held = await asyncio.to_thread(lambda: machine.proportional(self.side.programs()))
            peak = max(peak, held)
        return peak


def run(bench: Bench) -> list[Figure]:
    """Let twelve newcomers into each side in turns."""
    ours = _Cohort(bench, bench.ours, HOME, light.open_plain)
    theirs = _Cohort(bench, bench.theirs, "/hub/home", light.open_in_stock)
    found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
    more = {
        "people": PEOPLE,
        "within": "60 s, each opening the plain page 2 s after sign-in; clients without a browser",
        "median": rounded(statistics.median(ours.waits)),
        "slowest": rounded(max(ours.waits)),
        "peak_memory": {
            "unit": "MB",
            "ours": rounded(max(ours.peaks)),
            "theirs": rounded(max(theirs.peaks)),
        },
    }
    pairs = paired(found["ours"], found["theirs"])
    return [Figure("cohort-at-once", WHAT, "s", pairs, more)]
