"""What a module's kernel pays for the widgets: little time, and none of the large libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pairs_course import content

HEAVY = ("pydantic", "yaml", "httpx", "pandas", "altair", "numpy", "requests", "sqlalchemy")
MOST_MILLISECONDS = 80

# Everything that opening a module loads: the package, and its widgets. No module has all of those
# that are loaded after the clock has stopped; they too bring none of the large libraries.
_SCRIPT = """
import json, sys, time
import ipywidgets
start = time.process_time()
import pairs_widgets
from pairs_widgets.airtime.airtime import Airtime
from pairs_widgets.conversation.conversation import Conversation
from pairs_widgets.joint.joint import Joint
from pairs_widgets.moves.moves import Moves
from pairs_widgets.plan.plan import Plan
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send
took = time.process_time() - start
from pairs_widgets.cards.cards import Cards
from pairs_widgets.challenge.challenge import Challenge
from pairs_widgets.differences.differences import Differences
from pairs_widgets.hours.hours import Hours
from pairs_widgets.ladder.ladder import Ladder
from pairs_widgets.ledger.ledger import Ledger
for page in (Questions("dialogue"), Plan("plan-05"), Send("05-debate-and-dialogue")):
    page.state
print(json.dumps([took * 1000, sorted(sys.modules)]))
"""


def _open(tmp_path: Path) -> tuple[float, set[str]]:
    programme = tmp_path / "programme.json"
    programme.write_text(json.dumps(content.load().to_json()))
    environment = {**os.environ, "HOME": str(tmp_path), "PAIRS_PROGRAMME": str(programme)}
    environment.pop("COURSE_URL", None)
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    took, modules = json.loads(told.stdout)
    return took, set(modules)


def test_the_widgets_load_no_large_library(tmp_path: Path) -> None:
    """A kernel with open widgets has none of the libraries that only the service needs."""
    _, modules = _open(tmp_path)

    assert [name for name in HEAVY if name in modules] == []


def test_the_widgets_cost_little_over_ipywidgets(tmp_path: Path) -> None:
    """Processor time, the best of five runs: other work on the machine only ever adds."""
    assert min(_open(tmp_path)[0] for _ in range(5)) <= MOST_MILLISECONDS
