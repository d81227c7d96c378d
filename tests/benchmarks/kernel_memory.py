"""``kernel-memory``: what each module's kernel holds, against a kernel with one anywidget."""

from __future__ import annotations

import json
import os
import statistics
from pathlib import Path

import psutil
from jupyter_client.manager import KernelManager

from pairs_course.hub.settings import checkout
from pairs_course.programme import loader

from . import machine
from .bench import Bench
from .figures import Figure, paired, rounded, rounds

PATIENCE = 60
WHAT = (
    "private memory of a kernel with the module that needs most, all its cells run, "
    "against a kernel with one anywidget"
)
_ALONE = """
import anywidget
class One(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'one'; } };"
one = One()
"""


def run(bench: Bench) -> list[Figure]:
    """Run every module and the one widget, each in a kernel of its own."""
    folder = bench.folder / "kernels"
    folder.mkdir()
    compiled = folder / "programme.json"
    ids = [module.id for module in loader.compile_to(compiled).modules]
    sides = {name: lambda name=name: _held(folder, compiled, _code(name)) for name in ids}
    found = rounds(bench.pairs, {**sides, "alone": lambda: _held(folder, compiled, [_ALONE])})
    by_module = {name: statistics.median(found[name]) for name in ids}
    most = max(by_module, key=lambda name: by_module[name])
    more = {
        "most": most,
        "modules": {name: rounded(held) for name, held in by_module.items()},
        "counted": "pages of its own (USS)",
    }
    return [Figure("kernel-memory", WHAT, "MB", paired(found[most], found["alone"]), more)]


def _code(module: str) -> list[str]:
    notebook = json.loads((checkout() / "modules" / module / f"{module}.ipynb").read_text())
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def _held(folder: Path, compiled: Path, cells: list[str]) -> float:
    """Return the memory in MB of a fresh kernel after these cells; both sides are started alike."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "PAIRS_PROGRAMME": str(compiled),
        "MALLOC_ARENA_MAX": "1",
    }
    environment.pop("COURSE_URL", None)
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=environment, cwd=str(folder))
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        for cell in cells:
            answer = client.execute_interactive(cell, timeout=PATIENCE, output_hook=lambda _: None)
            if answer["content"]["status"] != "ok":
                raise RuntimeError(f"a cell failed: {cell}: {answer['content'].get('evalue')}")
        kernel = psutil.Process(manager.provisioner.pid)  # type: ignore[union-attr]  # it runs
        machine.settle(lambda: [kernel])
        return machine.private([kernel])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
