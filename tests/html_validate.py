"""What html-validate, a validator of HTML, finds on pages: it needs node and nothing else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv" / "bin" / "node"
PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).with_name("html-validate.mjs")


def problems(pages: Mapping[str, str]) -> list[str]:
    """Return what is wrong with pages, all in one run: one readable line a finding.

    Args:
        pages: whole pages of HTML by a name, which may stand in a file's name.
    """
    if not PROGRAM.is_file():
        raise FileNotFoundError(
            "expected node_modules/html-validate, found none. Run `npm ci` and the tests again."
        )
    with TemporaryDirectory() as folder:
        for name, page in pages.items():
            (Path(folder) / f"{name}.html").write_text(page, encoding="utf-8")
        done = subprocess.run(
            [NODE, PROGRAM, "--config", RULES, "--formatter", "json", folder],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"html-validate ended with {done.returncode}: {done.stderr}")
    return [
        f"{Path(file['filePath']).stem}:{one['line']}: {one['ruleId']}: {one['message']}"
        for file in json.loads(done.stdout)
        for one in file["messages"]
    ]
