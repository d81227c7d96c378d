"""What a module's kernel pays for the widgets: little time, and none of the large libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pairs_course.programme import compiled

HEAVY = ("pydantic", "yaml", "httpx", "pandas", "altair", "numpy", "requests", "sqlalchemy")

# The package, and every widget there is; then some pages.
_SCRIPT = """
import json, sys
from importlib import import_module
import pairs_widgets
from pairs_widgets.examples import FOLDERS
for name in FOLDERS:
    import_module(f"pairs_widgets.{name}.{name}")
from pairs_widgets.plan.plan import Plan
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send
for page in (Questions("dialogue"), Plan("plan-05"), Send("05-debate-and-dialogue")):
    page.state
print(json.dumps(sorted(sys.modules)))
"""


def _open(tmp_path: Path) -> set[str]:
    programme = tmp_path / "programme.json"
    programme.write_text(json.dumps(compiled.load().to_json()))
    environment = {**os.environ, "HOME": str(tmp_path), "PAIRS_PROGRAMME": str(programme)}
    environment.pop("COURSE_URL", None)
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return set(json.loads(told.stdout))


def test_the_widgets_load_no_large_library(tmp_path: Path) -> None:
    """A kernel with open widgets has none of the libraries that only the service needs."""
    modules = _open(tmp_path)

    assert [name for name in HEAVY if name in modules] == []
