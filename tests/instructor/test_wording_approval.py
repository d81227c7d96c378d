"""Wording on boundaries and safety: who approved it, and that a changed word asks for it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pairs_course.hub.settings import Settings
from pairs_course.programme import begin
from pairs_course.programme.notebooks import modules_folder
from pairs_instructor import doctor, wording_approval
from pairs_instructor.cli import main
from pairs_instructor.doctor import Finding

WHO = "Jo Field, governance lead"
Change = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the course of these tests is; nothing is there yet."""
    monkeypatch.setenv("COURSE_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("COURSE_HELP_LINES", raising=False)
    return tmp_path / "state"


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Change words of module 01, in a copy."""
    folder = tmp_path / "modules"
    shutil.copytree(modules_folder(), folder)
    monkeypatch.setattr(wording_approval, "modules_folder", lambda: folder)

    def changed(was: str, now: str) -> None:
        path = folder / "01-setting-out" / "01-setting-out.ipynb"
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now), encoding="utf-8")

    return changed


def run(*words: str) -> Result:
    """Run ``pairs approve`` with these words."""
    return CliRunner().invoke(main, ["approve", *words])


def found(name: str = "Safety wording") -> Finding:
    """Return what ``pairs doctor`` finds about it."""
    checks = {"Safety wording": doctor.wording, "Help lines": doctor.help_lines}
    return checks[name](Settings.from_env())


def test_the_doctor_reminds_until_somebody_approves() -> None:
    """A note with the next step, and then who it was and when."""
    before = found()

    said = run("--by", f"  {WHO} ")

    assert (before.state, "pairs approve --by NAME" in before.mend) == ("note", True)
    assert before.says == "nobody has approved the wording on boundaries and safety."
    assert (said.exit_code, said.output.startswith(f"Recorded: {WHO} approved")) == (0, True)
    assert found().state == "ok"
    assert found().says.startswith(f"approved by {WHO} on ")


def test_all_of_it_is_shown() -> None:
    """The marked parts of the page, who to call, and the notice of each module."""
    said = run()
    words = begin.load()

    assert said.exit_code == 0
    for text in words.to_approve():
        assert text in said.output
    for line in words.help:
        assert f"{line.when}: {line.call}" in said.output
    assert said.output.count(": Before you write\n") == 8
    assert "01-setting-out: If you also meet as patient and professional" in said.output
    assert said.output.endswith("To record an approval: pairs approve --by NAME\n")
    run("--by", WHO)
    assert f"{WHO} approved this wording on " in run().output


def test_a_changed_notice_asks_for_it_again(change: Change) -> None:
    """Words that people read before they write have changed; other words do not count."""
    run("--by", WHO)

    change("A pair is two people", "Two people are a pair")
    assert found().state == "ok"
    change("they have to act", "they may act")

    assert found().state == "note"
    assert f"has changed since {WHO} approved it on " in found().says
    assert "This wording is not approved." in run().output


def test_other_numbers_ask_for_it_again(monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    """And for the same numbers in the modules, where people read them as well."""
    run("--by", WHO)
    assert found("Help lines") == Finding("Help lines", "ok", "999, 111, 116 123")

    monkeypatch.setenv("COURSE_HELP_LINES", "In an emergency: 112; Urgent medical help: 116 117")

    assert found().state == "note"
    assert found("Help lines").says == (
        "the course's pages give 112, 116 117, but no module gives 112, 116 117."
    )
    change("call 999 in an emergency, or 111", "call 112 in an emergency, or 116 117")
    assert found("Help lines").state == "ok"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_an_approval_has_a_name(name: str, state: Path) -> None:
    """Status 2, what was expected, and nothing kept."""
    said = run("--by", name)

    assert said.exit_code == 2
    assert "must be 1 to 100 readable characters" in said.output
    assert not state.exists()


@pytest.mark.parametrize("damaged", ["", "[]", '{"by": "Jo"}', '{"by": "x", "what": 1}'])
def test_an_approval_that_cannot_be_read_is_none(state: Path, damaged: str) -> None:
    """It is asked for again, without a fault."""
    run("--by", WHO)
    (state / wording_approval.FILE).write_text(damaged, encoding="utf-8")

    assert found().says == "nobody has approved the wording on boundaries and safety."
    assert run().exit_code == 0


def test_content_that_is_broken_is_not_judged(change: Change) -> None:
    """The doctor says that first; the reminder comes when it is mended."""
    change('"cells"', '"sells')

    assert (found().state, found("Help lines").state) == ("note", "note")
    assert found().says == "not checked, because the content has errors."
