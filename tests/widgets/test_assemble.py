"""Pages are put together from plain modules; what is not understood is named, not guessed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pairs_widgets import assemble
from pairs_widgets.assemble import AssemblyError
from pairs_widgets.examples import FOLDERS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of widgets with one widget ``w`` and a file ``shared/a.js`` next to it."""
    for name in ("shared", "w"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(assemble, "HERE", tmp_path)
    assemble.assembled.cache_clear()
    (tmp_path / "shared" / "a.js").write_text("const own = 1;\nexport const a = own;\n")
    yield tmp_path
    assemble.assembled.cache_clear()


def _node(script: str) -> str:
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    told = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True
    )
    assert told.stderr == ""
    return told.stdout.strip()


def test_a_file_is_put_in_once_and_keeps_its_names_to_itself(folder: Path) -> None:
    """Two files may use the same private name; what both import is there once."""
    (folder / "shared" / "b.js").write_text(
        'import { a } from "./a.js";\nconst own = 2;\nexport function b() {\n  return a + own;\n}\n'
    )
    (folder / "w" / "w.js").write_text(
        'import { a } from "../shared/a.js";\nimport {\n  b,\n} from "../shared/b.js";\n'
        "const own = 3;\nconsole.log(a, b(), own);\nexport default { a };\n"
    )

    text = assemble.esm("w")

    assert _node(text) == "1 3 3"
    assert text.count("from_shared_a = ") == 1


def test_a_page_that_another_page_borrows_from_gives_its_parts_only(folder: Path) -> None:
    """The default export of an imported page is left out."""
    (folder / "shared" / "page.js").write_text(
        "export function part() {\n  return 7;\n}\n"
        "function render() {}\nexport default { render };\n"
    )
    (folder / "w" / "w.js").write_text(
        'import { part } from "../shared/page.js";\n'
        "console.log(part());\nexport default { part };\n"
    )

    assert _node(assemble.esm("w")) == "7"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('import all from "../shared/a.js";\nexport default {};', "w.js: expected `import"),
        ('import { a } from "https://x.test/a.js";\nexport default {};', "w.js: expected `import"),
        ('import { a } from "../shared/none.js";\nexport default {};', "there is no file"),
        ("const render = 1;", "w.js: expected `export default"),
        ('import { c } from "../shared/c.js";\nexport default { c };', "c.js: expected `export f"),
        ('import { d } from "../shared/d.js";\nexport default { d };', "import each other"),
    ],
)
def test_what_is_not_understood_is_named(folder: Path, source: str, problem: str) -> None:
    """The message says the file and what was expected."""
    (folder / "shared" / "c.js").write_text("export class c {}\n")
    (folder / "shared" / "d.js").write_text('import { d } from "./d.js";\nexport const e = d;\n')
    (folder / "w" / "w.js").write_text(source + "\n")

    with pytest.raises(AssemblyError, match=re.escape(problem)):
        assemble.esm("w")


def test_a_page_brings_the_styles_of_the_parts_it_borrows(folder: Path) -> None:
    """Shared styles first, then those of borrowed parts, then its own."""
    (folder / "part").mkdir()
    (folder / "part" / "part.js").write_text("export const part = 1;\n")
    (folder / "w" / "w.js").write_text(
        'import { part } from "../part/part.js";\nexport default { part };\n'
    )
    for name in ("shared/base", "part/part", "w/w"):
        (folder / f"{name}.css").write_text(f".{name[-1]} {{}}\n")

    assert assemble.css("w") == ".e {}\n.t {}\n.w {}\n"


@pytest.mark.parametrize("name", FOLDERS)
def test_styles_stay_inside_the_course(name: str) -> None:
    """No rule reaches the notebook around a widget."""
    text = re.sub(r"/\*.*?\*/", "", assemble.css(name), flags=re.S)
    selectors = [
        part.strip()
        for rule in re.findall(r"([^{}]+)\{", text)
        for part in re.split(r",(?![^()]*\))", rule)
        if not rule.strip().startswith("@")
    ]

    assert [s for s in selectors if not re.match(r"\.pairs[\s.]|\.pairs$", s)] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_page_builds_no_html_from_text_and_asks_no_other_host(name: str) -> None:
    """Nothing that somebody wrote is read as HTML, and nothing is fetched."""
    text = assemble.esm(name) + assemble.css(name)

    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://|fetch\(|url\(",
        text.replace('"http://www.w3.org/2000/svg"', ""),
    )

    assert found == []


def test_the_pages_types_are_right() -> None:
    """TypeScript finds nothing wrong in the JSDoc types."""
    tsc = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    if not tsc.is_file():
        raise FileNotFoundError("expected node_modules/typescript. Run `npm ci` and try again.")
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")

    told = subprocess.run(
        [node, str(tsc), "-p", str(ROOT / "widgets" / "tsconfig.json")],
        capture_output=True,
        text=True,
    )

    assert told.stdout == ""
