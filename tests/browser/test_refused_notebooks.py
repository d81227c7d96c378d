"""What is no released module runs nothing in JupyterLab, whatever it claims and brings along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from .one_server import MODULES, NOTEBOOK, OneServer, edit, first_code

HEALING = 30_000
FIRST = 60_000


def test_an_altered_module_is_not_run(
    page: Page, server: OneServer, notebook: Path, tmp_path: Path, axe: Callable[..., list[str]]
) -> None:
    """Other code than the released is not run; a fresh copy is, at once."""
    harm = tmp_path / "harm"
    edit(notebook, lambda nb: first_code(nb).__setitem__("source", f"open({str(harm)!r}, 'w')"))

    page.goto(f"{server.address}/lab/tree/{NOTEBOOK}?reset")

    expect(page.get_by_role("heading", name="This page was changed")).to_be_visible(timeout=FIRST)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert axe(page) == []
    assert not harm.exists()

    def fresh(route: Any) -> None:
        notebook.write_bytes((MODULES / NOTEBOOK).read_bytes())
        assert route.request.post_data_json == {"path": NOTEBOOK}
        assert route.request.headers["x-xsrftoken"]
        route.fulfill(json={})

    page.route("**/pairs/fresh", fresh)
    page.get_by_role("button", name="Get a fresh copy").click()
    expect(page.get_by_role("radio").first).to_be_visible(timeout=HEALING)
    expect(page.get_by_role("heading", name="This page was changed")).to_have_count(0)
    assert not harm.exists()


def test_a_notebook_that_claims_to_be_a_module_is_not_run(
    page: Page, server: OneServer, tmp_path: Path
) -> None:
    """It says so, and leads to the real one."""
    harm = tmp_path / "harm"
    claimant = server.root / "claimant.ipynb"
    claimant.write_bytes((MODULES / NOTEBOOK).read_bytes())
    edit(claimant, lambda nb: first_code(nb).__setitem__("source", f"open({str(harm)!r}, 'w')"))

    page.goto(f"{server.address}/lab/tree/claimant.ipynb?reset")

    title = page.get_by_role("heading", name="This is not one of your modules")
    expect(title).to_be_visible(timeout=FIRST)
    assert not harm.exists()
    page.get_by_role("button", name="Open the real module").click()
    expect(page.get_by_role("radio").first).to_be_visible(timeout=HEALING)
    assert not harm.exists()


@pytest.mark.parametrize("path", [NOTEBOOK, "anything.ipynb"])
def test_saved_output_and_saved_widgets_run_nothing(
    page: Page, server: OneServer, notebook: Path, path: str
) -> None:
    """Neither in a module whose code is the released, nor in any other notebook."""
    file = server.root / path
    if file != notebook:
        file.write_bytes(notebook.read_bytes())
    edit(file, _hostile)
    if file != notebook:
        edit(file, lambda nb: nb["metadata"].pop("pairs"))

    page.goto(f"{server.address}/lab/tree/{path}?reset")

    if file == notebook:
        expect(page.get_by_role("radio").first).to_be_visible(timeout=FIRST)
    else:
        words = page.locator(".jp-MarkdownOutput", has_text="Harmless words")
        expect(words).to_be_visible(timeout=FIRST)
    with pytest.raises(PlaywrightTimeout):  # stock JupyterLab does it within a second
        page.wait_for_function("window.harmed", timeout=4000)


def test_another_notebook_is_left_alone(page: Page, server: OneServer, tmp_path: Path) -> None:
    """A person's own notebook opens as in any JupyterLab, and is not run."""
    ran = tmp_path / "ran"
    own = server.root / "own.ipynb"
    own.write_bytes((MODULES / NOTEBOOK).read_bytes())
    edit(own, lambda nb: nb["metadata"].pop("pairs"))
    edit(own, lambda nb: first_code(nb).__setitem__("source", f"open({str(ran)!r}, 'w')"))

    page.goto(f"{server.address}/lab/tree/own.ipynb?reset")

    expect(page.locator(".jp-CodeCell .jp-InputArea").first).to_be_visible(timeout=FIRST)
    expect(page.locator(".pairs-lab-header")).to_have_count(0)
    assert not ran.exists()


def _hostile(nb: Any) -> None:
    """Put a script into every place of a notebook that is not code."""
    script = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>"
    view = {"model_id": "evil", "version_major": 2, "version_minor": 0}
    nb["cells"][1]["source"] = f"Harmless words\n\n{script}"
    first_code(nb)["outputs"] = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {
                "text/html": script,
                "application/javascript": "window.harmed = 3",
                "application/vnd.jupyter.widget-view+json": view,
            },
        }
    ]
    state = {
        "_esm": "window.harmed = 4; export default { initialize() { window.harmed = 5 } }",
        "_anywidget_id": "evil",
        "_model_module": "anywidget",
        "_model_module_version": "~0.11.*",
        "_model_name": "AnyModel",
        "_view_module": "anywidget",
        "_view_module_version": "~0.11.*",
        "_view_name": "AnyView",
    }
    model = {
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "model_module_version": "~0.11.*",
        "state": state,
    }
    saved = {"version_major": 2, "version_minor": 0, "state": {"evil": model}}
    nb["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": saved}
