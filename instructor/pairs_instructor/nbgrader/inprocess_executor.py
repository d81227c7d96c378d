"""Runs the cells of a released notebook in this process, without a kernel.

It only gets cells that a facilitator released: :mod:`~pairs_instructor.nbgrader.grading` reads them
from the release, never from a submission. What a participant sent is data, in ``submission.json``.
"""

from __future__ import annotations

import ast
import io
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from nbformat import NotebookNode


def run_cells(notebook: NotebookNode, folder: Path) -> None:
    """Run the code cells in order and put their outputs into the notebook.

    The cells share a new namespace. While they run, ``folder`` is the current folder and
    ``NBGRADER_EXECUTION`` is ``autograde``, as when nbgrader runs them; both are restored
    afterwards. An error becomes its cell's output and the next cell still runs, so that scores
    follow nbgrader's rules. Cells are plain Python; IPython magics are syntax errors.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with _autograding(folder):
        count = 0
        for cell in notebook.cells:
            if cell.cell_type == "code":
                count += 1
                cell.outputs = _outputs(cell.source, f"<cell {count}>", count, namespace)
                cell.execution_count = count


@contextmanager
def _autograding(folder: Path) -> Iterator[None]:
    before, place = os.environ.get("NBGRADER_EXECUTION"), Path.cwd()
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        if before is None:
            del os.environ["NBGRADER_EXECUTION"]
        else:
            os.environ["NBGRADER_EXECUTION"] = before


def _outputs(source: str, name: str, count: int, namespace: dict[str, Any]) -> list[NotebookNode]:
    printed, complained = io.StringIO(), io.StringIO()
    last: list[NotebookNode] = []
    with redirect_stdout(printed), redirect_stderr(complained):
        try:
            value = _evaluate(source, name, namespace)
            if value is not None:
                last = [_output("execute_result", data=_shown(value), execution_count=count)]
        except (Exception, SystemExit) as error:
            last = [_error(error)]
    streams = [("stdout", printed.getvalue()), ("stderr", complained.getvalue())]
    return [_output("stream", name=n, text=text) for n, text in streams if text] + last


def _evaluate(source: str, name: str, namespace: dict[str, Any]) -> object:
    """Run a cell and return its last expression's value, which a notebook would show."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)  # noqa: S102 - a released cell, see above
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), name, "eval"), namespace)  # noqa: S307
    return None


def _shown(value: object) -> dict[str, str]:
    # Always include text/plain, from which nbgrader reads partial credit.
    shown = {"text/plain": repr(value)}
    to_html = getattr(value, "_repr_html_", None)
    html = to_html() if callable(to_html) else None
    return {"text/html": html, **shown} if isinstance(html, str) else shown


def _error(error: BaseException) -> NotebookNode:
    frames = traceback.TracebackException.from_exception(error)
    if isinstance(error, AssertionError):
        frames.stack.clear()  # for a failed test, the message is enough
    while frames.stack and frames.stack[0].filename == __file__:
        del frames.stack[0]  # show the cell, not how it was run
    return _output(
        "error",
        ename=type(error).__name__,
        evalue=str(error),
        traceback="".join(frames.format()).splitlines(),
    )


def error_output(name: str, message: str) -> NotebookNode:
    """Return the output for a cell that was not run, which nbgrader gives no points."""
    return _output("error", ename=name, evalue=message, traceback=[message])


def _output(kind: str, **parts: Any) -> NotebookNode:
    if "data" in parts:
        parts = {**parts, "data": node(**parts["data"]), "metadata": node()}
    return node(output_type=kind, **parts)


def node(**parts: Any) -> NotebookNode:
    """Return a notebook node with these parts."""
    make: Any = NotebookNode  # it has no types
    made: NotebookNode = make(parts)
    return made
