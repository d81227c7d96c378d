"""The README's figures, made from ``results.json`` alone: ``python -m tests.benchmarks.readme``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .results import RESULTS

README = Path(__file__).parents[2] / "README.md"
#: What each figure is in a few words, and how good it has to be: a ratio, or an amount.
LINES = {
    "setup": ("Set-up, from a fresh clone to the sign-in page", "1.5, and 15 s more"),
    "home": ("Sign-in to Home", "0.2"),
    "open-module": ("Home to the first question, plain page", "0.6"),
    "open-module-lab": ("Home to the first question, JupyterLab", "0.8"),
    "answer-durability": ("Click to “Saved”, plain page", "1.1"),
    "answer-durability-lab": ("Click to “Saved”, JupyterLab", "1.1"),
    "import-widgets": ("Importing every widget, beside ipywidgets", "80 ms more"),
    "participant-memory": ("One participant's server and kernel, plain page", "1.0"),
    "participant-memory-lab": ("One participant's server and kernel, JupyterLab", "1.0"),
    "kernel-memory": ("A module's kernel, beside a kernel with one anywidget", "1.1"),
    "cohort-at-once": ("Twelve people within a minute: first question, 95th percentile", "5 s"),
    "grading-marginal": ("Autograding one more submission", "0.1"),
    "grading-whole": ("Autograding 40 submissions, the whole command", "0.2"),
    "grading-floor": ("Autograding, beside nbgrader with nothing executed", "1.3"),
    "grading-memory": ("Memory for 400 submissions, beside ours for 40", "1.1"),
    "collect-growth": ("Collecting from 400 people, beside ten times 40", "1.1"),
    "feedback-growth": ("Feedback for 400 people, beside ten times 40", "1.1"),
    "publishing-growth": ("Closing a wave, beside ten times that of a tenth of the answers", "1.2"),
    "dashboard-vs-voila": ("Seeing the cohort page again, beside stock Voila", "0.01"),
    "dashboard-vs-static": ("Seeing it again, beside a bare Tornado handler", "1.5"),
    "dashboard-viewers": ("1,000 viewers at once: 99th percentile, beside that handler", "1 s"),
    "dashboard-growth": ("Seeing a page with 10,000 pairs in the store, beside 10", "1.2"),
}
_BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=\n<!-- end of figures -->)", re.DOTALL)


def table(entries: dict[str, dict[str, Any]]) -> str:
    """Return the figures as a Markdown table, one line each, in the order of ``LINES``.

    Raises:
        KeyError: a figure is missing, or one is not known here.
    """
    if unknown := set(entries) - set(LINES):
        raise KeyError(f"no line in the README for {', '.join(sorted(unknown))}")
    rows = ["| what | ours | stock | ratio (least to most) | goal |", "|---|---|---|---|---|"]
    for name, (words, goal) in LINES.items():
        found = entries[name]
        unit, ratio = found["unit"], found["ratio"]
        spread = f"{ratio['median']:g} ({ratio['min']:g} to {ratio['max']:g})"
        amounts = f"{found['ours']:g} {unit} | {found['theirs']:g} {unit}"
        rows.append(f"| {words} | {amounts} | {spread} | {goal} |")
    return "\n".join(rows)


def filled(readme: str, entries: dict[str, dict[str, Any]]) -> str:
    """Return the README with its block of figures made anew."""
    return _BLOCK.sub(lambda _: table(entries), readme, count=1)


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(filled(text, json.loads(RESULTS.read_text(encoding="utf-8"))), "utf-8")
