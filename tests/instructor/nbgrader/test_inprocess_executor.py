"""Cells that run in this process show what a kernel would show."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from pairs_instructor.nbgrader import inprocess_executor


@pytest.mark.parametrize(
    ("source", "outputs"),
    [
        ("1 + 1", [("execute_result", {"text/plain": "2"})]),
        ("x = 1", []),
        ("print('a'); None", [("stream", "stdout", "a\n")]),
        ("import sys; print('b', file=sys.stderr)", [("stream", "stderr", "b\n")]),
        ("", []),
        ("1 / 0", [("error", "ZeroDivisionError", "division by zero")]),
        ("import sys; sys.exit(3)", [("error", "SystemExit", "3")]),
        ("def f(:", [("error", "SyntaxError", "invalid syntax (<cell 1>, line 1)")]),
        ("import os; os.environ['NBGRADER_EXECUTION']",
         [("execute_result", {"text/plain": "'autograde'"})]),
    ],
)  # fmt: skip
def test_cells_show_what_a_kernel_would_show(
    tmp_path: Path, source: str, outputs: list[tuple[object, ...]]
) -> None:
    """The last expression, what was printed, and errors become the cell's outputs."""
    made = new_notebook(cells=[new_code_cell(source)])

    inprocess_executor.run_cells(made, tmp_path)

    def short(output: nbformat.NotebookNode) -> tuple[object, ...]:
        names = {"stream": ("name", "text"), "error": ("ename", "evalue")}
        parts = names.get(output.output_type, ("data",))
        return (output.output_type, *(output[part] for part in parts))

    assert [short(output) for output in made.cells[0].outputs] == outputs
    assert "NBGRADER_EXECUTION" not in os.environ


def test_html_is_shown_and_the_cell_is_in_the_traceback(tmp_path: Path) -> None:
    """An object with HTML is shown with it; our own frames are not part of an error."""
    html = "class Static:\n    def _repr_html_(self): return '<p>4 of 5</p>'\nStatic()"
    made = new_notebook(cells=[new_code_cell(html), new_code_cell("raise ValueError('no')")])

    inprocess_executor.run_cells(made, tmp_path)

    assert made.cells[0].outputs[0].data["text/html"] == "<p>4 of 5</p>"
    trace = "\n".join(made.cells[1].outputs[0].traceback)
    assert '"<cell 2>", line 1' in trace
    assert inprocess_executor.__file__ not in trace
