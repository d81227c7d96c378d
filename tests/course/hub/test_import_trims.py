"""What a person's server does not load; each in a Python of its own, since imports are for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORTS = """
import sys
started = []
sys.addaudithook(lambda event, args: event == "subprocess.Popen" and started.append(args[0]))
{before}
import jupyterhub.singleuser.extension, jupyterlab.labapp, voila.server_extension
print(any(name.startswith("rfc3987_syntax.") for name in sys.modules), bool(started))
"""
LESS = "from pairs_course.hub.import_trims import load_less; load_less()"


@pytest.mark.parametrize(("before", "expected"), [(LESS, "False False"), ("", "True True")])
def test_a_server_compiles_no_grammar_and_asks_no_node(before: str, expected: str) -> None:
    """Without ``load_less`` both would happen: when they no longer do, it can go."""
    script = IMPORTS.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == expected


HUB = """import runpy, contextlib
with contextlib.suppress(SystemExit):
    sys.argv = ["start_hub", "--version"]
    runpy.run_module("pairs_course.hub.start_hub", run_name="__main__")"""


@pytest.mark.parametrize(
    "program",
    [
        HUB,
        "import pairs_instructor.cohort_folder",
        "import pairs_instructor.dashboards.renderer",
        "import pairs_instructor.desk.steps",
    ],
    ids=["hub", "release", "dashboards", "desk"],
)
def test_no_program_of_ours_compiles_that_grammar(program: str) -> None:
    """All of them import jsonschema, which would."""
    look = "[name in sys.modules for name in ('jsonschema', 'rfc3987_syntax.syntax_helpers')]"
    script = f"import sys\n{program}\nprint({look})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[True, False]"


def test_the_plain_pages_prose_brings_no_models_of_yaml() -> None:
    """They are for whoever reads the programme's sources; a person's server reads none."""
    script = (
        "import sys, pairs_course.hub.plain_page.prose; "
        "print([n for n in ('pydantic', 'pairs_course.render.workbook') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
