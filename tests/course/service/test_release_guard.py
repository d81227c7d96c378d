"""A release runs the code of the installed module, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pairs_course.programme import loader
from pairs_course.programme.notebooks import modules_folder
from pairs_course.service.app import create_app
from pairs_course.service.problems import ApiProblem
from pairs_course.service.release_guard import Code

from ..cohort import NOTEBOOK, archive
from .conftest import NamedTokens, Service

CONTENT = loader.load()
MODULE = CONTENT.modules[0].id
NAME = f"{MODULE}.ipynb"
INSTALLED = json.loads((modules_folder() / MODULE / NAME).read_text(encoding="utf-8"))
STEAL = "open('/tmp/x', 'w').write(open('journal.jsonl').read())"


USUAL, OWN = Code.installed(), Code.installed(own=True)


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    return {**cell, "execution_count": None, **more}


def refused(by: Code, files: Mapping[str, str | bytes]) -> ApiProblem:
    with pytest.raises(ApiProblem) as found:
        by.check(MODULE, archive(files))
    return found.value


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    made = copy.deepcopy(INSTALLED)
    change(made)
    return json.dumps(made)


def first_code(made: dict[str, Any]) -> dict[str, Any]:
    return next(cell for cell in made["cells"] if cell["cell_type"] == "code")


OTHER_CODE: dict[str, dict[str, str]] = {
    "a cell more": {NAME: changed(lambda made: made["cells"].append(code(STEAL)))},
    "in lines": {NAME: changed(lambda made: made["cells"].append(code(["a = 1\n", "b = 2"])))},
    "a cell longer": {
        NAME: changed(
            lambda made: first_code(made).update(
                source="".join(first_code(made)["source"]) + "\n" + STEAL
            )
        )
    },
    "words that run": {
        NAME: changed(
            lambda made: (
                made["cells"].append(code("".join(made["cells"][0]["source"])))
                if made["cells"][0]["cell_type"] == "markdown"
                else made["cells"].append(code("# words"))
            )
        )
    },
    "another kernel": {
        NAME: changed(lambda made: made["metadata"].update(kernelspec={"name": "bash"}))
    },
    "a kernel that is none": {
        NAME: changed(lambda made: made["metadata"].update(kernelspec="python3"))
    },
    "output": {
        NAME: changed(
            lambda made: first_code(made).update(
                outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]
            )
        )
    },
    "a second notebook": {NAME: json.dumps(INSTALLED), "more.ipynb": changed(lambda _made: None)},
    "a notebook in a folder": {NAME: NOTEBOOK, f"deep/{NAME}": changed(lambda _made: None)},
    "in capitals": {NAME: NOTEBOOK, "MORE.IPYNB": changed(lambda _made: None)},
    "in the place of a package": {NAME: NOTEBOOK, "pairs_widgets.py": STEAL},
    "a package": {NAME: NOTEBOOK, "pairs_widgets/__init__.py": STEAL},
    "compiled": {NAME: NOTEBOOK, "json.cpython-311-x86_64-linux-gnu.so": "x"},
    "a page": {NAME: NOTEBOOK, "more.html": "<script>x</script>"},
    "without a kind": {NAME: NOTEBOOK, "sitecustomize": STEAL},
}


@pytest.mark.parametrize("files", OTHER_CODE.values(), ids=OTHER_CODE)
def test_a_release_with_other_code_is_refused(files: dict[str, str]) -> None:
    """It says where, what was expected and what to do; what came is not repeated."""
    said = refused(USUAL, files)

    assert (said.status, said.code) == (422, "not-the-modules-code")
    assert any(name in said.message for name in files)
    assert "expected" in said.message
    assert "Nothing was released." in said.message
    assert "COURSE_OWN_CODE=yes" in said.message
    assert STEAL not in said.message


@pytest.mark.parametrize("files", OTHER_CODE.values(), ids=OTHER_CODE)
def test_an_operator_can_allow_other_code(files: dict[str, str]) -> None:
    """Then it is the operator who answers for it."""
    OWN.check(MODULE, archive(files))


def test_words_may_change_and_cells_may_go() -> None:
    """Words are the facilitator's; pictures may come, and an exercise may be left out."""

    def other_words(made: dict[str, Any]) -> None:
        made["cells"].remove(first_code(made))
        for cell in made["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = "My own words."

    USUAL.check(
        MODULE, archive({NAME: changed(other_words), "pictures/us.png": "", "read-me.md": "Hello."})
    )


@pytest.mark.parametrize("module", [one.id for one in CONTENT.modules])
def test_every_module_can_be_released_as_it_is_installed(module: str) -> None:
    """All files of its folder, which is what nbgrader generates a release from."""
    folder = modules_folder() / module
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    assert files

    USUAL.check(module, archive(files))


def test_a_refused_release_changes_nothing(service: Service) -> None:
    """What was released before stays, also against force; with the setting it is replaced."""
    path = f"/exchange/north/assignments/{MODULE}"
    other = archive(OTHER_CODE["a cell more"])
    usual = Service(create_app(service.store, CONTENT, NamedTokens()), service.store)
    own = Service(create_app(service.store, CONTENT, NamedTokens(), own_code=True), service.store)
    assert usual.ask("user-fay", "PUT", path, content=archive()).status_code == 200
    before = service.store.releases.get("north", MODULE)

    answer = usual.ask("user-fay", "PUT", f"{path}?force=true", content=other)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not-the-modules-code")
    assert service.store.releases.get("north", MODULE) == before
    assert own.ask("user-fay", "PUT", f"{path}?force=true", content=other).status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "{",
        "[]",
        "{}",
        "\udcff",
        "[" * 100_000,
        NOTEBOOK.replace(": 4,", ": 3,"),
        NOTEBOOK.replace("[]", '[{"cell_type": "code", "metadata": {}, "source": 7}]'),
        NOTEBOOK.replace("[]", '[{"cell_type": "code", "metadata": {}}]'),
        NOTEBOOK.replace("[]", '[{"cell_type": "wish", "metadata": {}, "source": ""}]'),
        NOTEBOOK.replace("[]", '["code"]'),
        NOTEBOOK.replace("[]", "{}"),
        NOTEBOOK.replace('"metadata": {}', '"metadata": []'),
    ],
    ids=range(13),
)
@pytest.mark.parametrize("by", [USUAL, OWN], ids=["usual", "own-code"])
def test_what_is_no_notebook_is_refused_whatever_is_allowed(bad: str, by: Code) -> None:
    """It would open for nobody."""
    said = refused(by, {NAME: NOTEBOOK, "more.ipynb": bad.encode("utf-8", "surrogateescape")})

    assert (said.status, said.code) == (422, "bad-notebook")
    assert said.message.startswith("more.ipynb: expected a notebook")
