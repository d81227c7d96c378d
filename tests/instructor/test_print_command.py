"""The command ``pairs print`` writes one file, and says what is wrong in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pairs_instructor.cli import main, print_command

MODULE = "05-debate-and-dialogue"


@pytest.mark.parametrize("wanted", ["normal", "large", "easy-read"])
def test_a_workbook_is_written(tmp_path: Path, wanted: str) -> None:
    """One HTML file in the format that was asked for."""
    path = tmp_path / "my workbook.html"

    result = CliRunner().invoke(main, ["print", MODULE, "--format", wanted, "--out", str(path)])

    assert (result.exit_code, str(path) in result.output) == (0, True)
    assert f'<html lang="en" class="{wanted}">' in path.read_text(encoding="utf-8")


def test_without_a_name_the_file_is_named_after_module_and_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder where the command runs."""
    monkeypatch.chdir(tmp_path)

    CliRunner().invoke(main, ["print", MODULE])

    assert [path.name for path in tmp_path.iterdir()] == [f"{MODULE}-normal.html"]


def test_an_unknown_module_is_misuse() -> None:
    """Exit status 2, with the names that there are."""
    result = CliRunner().invoke(main, ["print", "09-nothing"])

    assert result.exit_code == 2
    assert "expected one of 01-setting-out" in result.output


def test_a_missing_notebook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 1 and one sentence, no traceback."""
    monkeypatch.setattr(print_command, "modules_folder", lambda: tmp_path)

    result = CliRunner().invoke(main, ["print", MODULE])

    assert result.exit_code == 1
    assert result.output.endswith("expected this module's notebook, found nothing.\n")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The file that could not be written."""
    result = CliRunner().invoke(main, ["print", MODULE, "--out", str(tmp_path / "no" / "x.html")])

    assert result.exit_code == 1
    assert "no/x.html" in result.output
