"""``dashboard-growth``: reading a cohort page with 10, 1,000 and 10,000 pairs in the store.

The page is that of a cohort of 10 pairs, and everybody in it looks once a round: nobody is
remembered, so the real course service decides for each of them. The page itself is stored already.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from pairs_course.programme import loader
from pairs_course.store import Store
from pairs_instructor.dashboards import make_pages, publications_client
from pairs_instructor.demo import plans, seed_store

from ..instructor.fakes import PREFIX, Fakes, dashboards, serving
from ..instructor.serving import running
from .bench import Bench
from .figures import Figure, paired, rounds, spread
from .growth import MEMORY
from .looking import Line
from .sides import apart

PAIRS: Final = (10, 1_000, 10_000)
A_COHORT: Final = 10
SEED: Final = 4
WHAT: Final = "reading a cohort page with 10,000 pairs in the store, against 10"
_FIRST: Final = plans.numbered(1, A_COHORT, SEED)[0]


def run(bench: Bench) -> list[Figure]:
    """Fill three stores once, and look at the same cohort's page from each of them in turn."""
    sizes = bench.size(PAIRS, (10, 20))
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else bench.folder))
    people = tuple(one.username for one in _FIRST.roster(changed=True).rows if one.pair)
    fakes = Fakes(people={name: name for name in people}, allowed=set(people))
    try:
        with ExitStack() as stack, serving(fakes):
            sides: dict[str, Callable[[], float]] = {}
            for pairs in sizes:
                page = stack.enter_context(_page(place / str(pairs), pairs, fakes))
                sides[str(pairs)] = partial(_look, page, people)
            for look in sides.values():
                look()
            found = rounds(bench.pairs, sides)
    finally:
        shutil.rmtree(place)
    milliseconds = {pairs: [1000 * each for each in found[pairs]] for pairs in found}
    most, least = (milliseconds[str(pairs)] for pairs in (sizes[-1], sizes[0]))
    more = {
        "by_pairs": {pairs: spread(times) for pairs, times in milliseconds.items()},
        "counted": f"the median of {len(people)} people, each asked about and each once a round",
    }
    return [Figure("dashboard-growth", WHAT, "ms", paired(most, least), more)]


def _look(page: str, people: tuple[str, ...]) -> float:
    """Let everybody look once, when nobody is remembered any more; return the median."""
    time.sleep(publications_client.MEMBERSHIP_SECONDS)
    times = []
    for person in people:
        with Line(page, person) as line:
            times.append(line.look().seconds)
    return statistics.median(times)


@contextmanager
def _page(folder: Path, pairs: int, fakes: Fakes) -> Iterator[str]:
    """Fill a store, and run the course service and the dashboards on it; give the address."""
    state, compiled = folder / "state", folder / "programme.json"
    state.mkdir(parents=True)
    loader.compile_to(compiled)
    content = loader.load()
    with Store.in_folder(state) as store:
        for plan in plans.numbered(pairs // A_COHORT, A_COHORT, SEED):
            seed_store.fill(store, content, plan)
    # In a thread of its own: a browser's loop may run in this one.
    if not apart(lambda: make_pages.make(state, ["cohort", _FIRST.name])):
        raise RuntimeError("the page was not made")
    with running(state, compiled) as course:
        known = (course.url, "service-of-dashboards")
        with dashboards(fakes, state, course=known) as service:
            yield f"{service.url}{PREFIX}cohort/{_FIRST.name}"
