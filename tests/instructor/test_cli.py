"""The command ``pairs``: what it does, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
from datetime import date
from pathlib import Path

import click
import html5lib
import pytest
from click.testing import CliRunner, Result
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from pairs_course.hub import launch
from pairs_course.people.roster import read_roster
from pairs_course.programme import compiled
from pairs_course.render import password_cards
from pairs_course.store import Store
from pairs_instructor import cohort_folder
from pairs_instructor.cli import cohort, main
from pairs_instructor.cli.lazy import LazyGroup

ROSTER = """username,name,role,pair
ann,Ann Ash,patient-leader,1
bob,Bob <Birch>,professional,1
fay,Fay Fir,facilitator,
"""
MODULES = [module.id for module in compiled.load().modules]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state with spaces"
    monkeypatch.setenv("COURSE_STATE", str(folder))
    for name in ("PORT", "COURSE_PORT"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def people_only(state: Path, roster: Path) -> None:
    """Make the cohort leeds in the store alone, without nbgrader's folder."""
    with Store.in_folder(state) as store:
        store.people.add_cohort("leeds", read_roster(roster), title="Leeds")


def test_a_cohort_is_added_with_all_its_people_need(state: Path, roster: Path) -> None:
    """Accounts with passwords shown once, released modules, a course folder, and private cards."""
    result = run("cohort", "add", "leeds", roster, "--title", "Leeds & co")

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    rows = {row[-2]: row[-1] for line in lines if (row := line.split()) and row[-1].count("-") == 2}
    assert sorted(rows) == ["ann", "bob", "fay"]
    with Store.in_folder(state) as store:
        for name, password in rows.items():
            store.people.check_password(name, password)
        assert [release.module for release in store.releases.list("leeds")] == MODULES
        assert store.people.cohort("leeds").title == "Leeds & co"
    (printed,) = (state / "cohorts" / "leeds").glob("cards-*.html")
    assert str(printed) in result.output
    assert "The cards send people to http://127.0.0.1:8000." in result.output
    assert stat.S_IMODE(printed.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    page = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(printed.read_text())
    heading = "".join(page.find(".//h1").itertext())
    assert (page.get("lang"), heading) == ("en", "Cards for cohort Leeds & co")
    assert [item.find("h2/bdi").text for item in page.iter("li")] == [
        "Ann Ash",
        "Bob <Birch>",
        "Fay Fir",
    ]
    assert [d.text for d in page.iter("dd")] == [part for pair in rows.items() for part in pair]
    assert (state / "homes" / "fay" / "leeds" / "nbgrader_config.py").is_file()


def test_a_cohort_whose_modules_cannot_be_released_is_not_there(
    state: Path, roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Adding is all or nothing, and says what to look at."""

    def broken(*_: object, **__: object) -> None:
        raise NbGraderException("a cell has no grade_id")

    monkeypatch.setattr(cohort_folder, "release", broken)

    result = run("cohort", "add", "leeds", roster)

    assert result.exit_code == 1
    assert (
        "“01-setting-out” cannot be released: a cell has no grade_id. To find out why, run: "
        in result.output
    )
    assert "Nothing was changed." in result.output
    assert run("cohort", "list").output.startswith("There is no cohort yet.")
    assert not (state / "cohorts" / "leeds").exists()


CHANGED = """username;name;role;pair
ann;Ann Ash;patient-leader;1
eve;Eve <Elm>;professional;1
fay;Fay Fir;facilitator;
gil;Gil Gum;facilitator;
"""


def test_a_cohort_follows_a_new_roster(state: Path, roster: Path) -> None:
    """Looked at first; then people, cards, gradebook and facilitators' links change together."""
    run("cohort", "add", "leeds", roster)
    (earlier,) = (state / "cohorts" / "leeds").glob("cards-*.html")
    roster.write_text(CHANGED, encoding="utf-8")

    looked = run("cohort", "update", "leeds", roster, "--dry-run")
    listed = run("cohort", "list", "leeds").output
    done = run("cohort", "update", "leeds", roster)
    again = run("cohort", "update", "leeds", roster)

    assert (looked.exit_code, done.exit_code, again.exit_code) == (0, 0, 0), done.output
    said = looked.output.splitlines()
    assert said[0].startswith("Bob <Birch> (bob) leaves. ")
    assert said[-1] == "Nothing was changed."
    assert "bob" in listed
    assert done.output.splitlines()[: len(said) - 1] == said[:-1]
    assert again.output == "The cohort already matches this roster.\n"
    rows = {row[-2]: row[-1] for line in done.output.splitlines()
            if (row := line.split()) and row[-1].count("-") == 2}  # fmt: skip
    assert list(rows) == ["eve", "gil"]
    with Store.in_folder(state) as store:
        for name, word in rows.items():
            store.people.check_password(name, word)
    assert "Bob &lt;Birch&gt;" in earlier.read_text()
    assert done.output.rstrip().endswith(str(earlier))
    (printed,) = {*earlier.parent.glob("cards-*.html")} - {earlier}
    assert stat.S_IMODE(printed.stat().st_mode) == 0o600
    assert "Eve &lt;Elm&gt;" in printed.read_text()
    with Gradebook(f"sqlite:///{state}/cohorts/leeds/gradebook.db", "leeds") as gradebook:
        assert [student.id for student in gradebook.students] == ["ann", "eve"]
    assert (state / "homes" / "gil" / "leeds" / "nbgrader_config.py").is_file()


def test_a_facilitator_who_left_loses_the_cohorts_folder(state: Path, roster: Path) -> None:
    """A run that was cut off is finished by the next one, though nobody changes any more."""
    run("cohort", "add", "leeds", roster)
    roster.write_text(CHANGED.replace("fay;Fay Fir;facilitator;\n", ""), encoding="utf-8")
    with Store.in_folder(state) as store:
        store.rosters.apply("leeds", read_roster(roster))
    assert (state / "homes" / "fay" / "leeds").is_symlink()

    run("cohort", "update", "leeds", roster)

    assert not (state / "homes" / "fay" / "leeds").exists()
    assert (state / "homes" / "gil" / "leeds").is_symlink()


def test_a_new_password_is_shown_once(state: Path, roster: Path) -> None:
    """For whoever sits at the machine itself."""
    people_only(state, roster)

    result = run("cohort", "password", "ann")

    name, word = result.output.strip().split(": ")
    with Store.in_folder(state) as store:
        store.people.check_password(name, word)


def test_a_bad_roster_is_refused_with_file_and_line(state: Path, roster: Path) -> None:
    """Each problem is one line; no store is made for a roster that cannot be used."""
    roster.write_text(ROSTER.replace("professional", "driver"), encoding="utf-8")

    result = run("cohort", "add", "leeds", roster)

    assert (result.exit_code, result.output) == (
        1,
        'roster.csv:3: role must be "patient-leader" or "professional", got "driver". '
        "Correct line 3 and run the command again; nothing was changed.\n",
    )
    assert not state.exists()


def test_cohorts_and_people_are_listed(state: Path, roster: Path) -> None:
    """Without a cohort the list says how to add one, and makes nothing."""
    empty = run("cohort", "list")
    assert (empty.exit_code, state.exists()) == (0, False)
    assert empty.output == (
        "There is no cohort yet. Add one with: pairs cohort add COHORT ROSTER.csv\n"
    )
    people_only(state, roster)

    assert run("cohort", "list").output.splitlines() == [
        "Cohort  Title  People  Pairs  Closed waves",
        "------  -----  ------  -----  ------------",
        "leeds   Leeds  3       1      none",
    ]
    assert run("cohort", "list", "leeds").output.splitlines() == [
        "Sign-in name  Name         Role            Pair",
        "------------  ----         ----            ----",
        "ann           Ann Ash      patient-leader  1",
        "bob           Bob <Birch>  professional    1",
        "fay           Fay Fir      facilitator",
    ]


def test_a_wave_closes_once(state: Path, roster: Path) -> None:
    """The first time it says what was published; the second time that nothing changes."""
    people_only(state, roster)
    (state / "running.json").write_text(json.dumps({"address": "http://127.0.0.1:8123"}))
    today = date.today().isoformat()

    first = run("cohort", "close-wave", "leeds", "start", "--yes")
    second = run("cohort", "close-wave", "leeds", "start", "--yes")

    figures = [
        "Published figures: 0. Withheld: 8.",
        "A figure is withheld if too few pairs have answers from both partners.",
    ]
    assert (first.exit_code, first.output.splitlines()) == (
        0,
        [
            "Closing wave “start” of cohort “leeds” now would publish this:",
            *figures,
            "There would be no letter to the sponsors, as there is nothing to say.",
            "",
            f"Closed wave “start” of cohort “leeds” on {today}. Its figures never change.",
            *figures,
            "There is no letter to the sponsors, as there is nothing to say.",
            "No figures were pooled: that needs five cohorts with published figures.",
            "Rendering their pages…",
            "Look at them: http://127.0.0.1:8123/services/dashboards/cohort/leeds",
        ],
    )
    assert second.exit_code == 1
    assert second.output.startswith(f"Wave “start” of cohort “leeds” was closed on {today}.")
    assert "never change" in second.output
    assert run("cohort", "list").output.splitlines()[2].endswith("start")


def test_what_cannot_be_undone_is_asked_first(state: Path, roster: Path) -> None:
    """Without a yes nothing changes: not with a no, and not where nobody can answer."""
    people_only(state, roster)
    before = run("cohort", "list").output

    for command in (["remove", "leeds"], ["close-wave", "leeds", "start"]):
        refused = CliRunner().invoke(main, ["cohort", *command], input="n\n")
        unattended = run("cohort", *command)

        assert (refused.exit_code, unattended.exit_code) == (1, 1)
        assert refused.output.endswith("Nothing was changed.\n")
        assert unattended.stderr == ("\nNothing was changed. To confirm in advance, add: --yes\n")
        assert run("cohort", "list").output == before
    asked = CliRunner().invoke(main, ["cohort", "remove", "leeds"], input="y\n")
    assert "ann, bob, fay" in asked.output
    assert run("cohort", "list").output.startswith("There is no cohort yet.")


def test_a_dry_run_of_closing_changes_nothing(state: Path, roster: Path) -> None:
    """It says the figures and the letter, and the wave stays open."""
    people_only(state, roster)

    result = run("cohort", "close-wave", "leeds", "start", "--dry-run")

    assert result.exit_code == 0
    assert result.output.splitlines()[1] == "Published figures: 0. Withheld: 8."
    assert result.output.endswith("Nothing was changed.\n")
    assert run("cohort", "list").output.splitlines()[2].endswith("none")


def test_removing_sets_aside_what_people_wrote(state: Path, roster: Path) -> None:
    """Accounts end and pages go, folders are moved; who is in another cohort too keeps theirs."""
    people_only(state, roster)
    with Store.in_folder(state) as store:
        other = roster.with_name("other.csv")
        other.write_text("username,name,role,pair\nfay,Fay Fir,facilitator,\n")
        store.people.add_cohort("york", read_roster(other))
    journal = state / "homes" / "ann" / ".pairs" / "answers.jsonl"
    journal.parent.mkdir(parents=True)
    journal.write_text("{}\n")
    (state / "homes" / "fay").mkdir()
    (state / "homes" / "fay" / "leeds").symlink_to(state / "cohorts" / "leeds")
    page = state / "pages" / "of-leeds.zip"
    page.parent.mkdir()
    page.write_text("a page")
    printed = state / "cohorts" / "leeds" / "cards-2026-05-03-101500.html"
    printed.parent.mkdir(parents=True)
    printed.write_text("passwords")

    result = run("cohort", "remove", "leeds", "--yes")

    assert result.exit_code == 0
    assert "Removed cohort “leeds”. 2 people can no longer sign in.\n" in result.output
    (aside,) = (state / "removed").iterdir()
    assert str(aside) in result.output
    left = sorted(p.relative_to(state).as_posix() for p in state.rglob("*") if not p.is_dir())
    assert [path for path in left if not path.startswith("course.sqlite")] == [
        f"removed/{aside.name}/homes/ann/.pairs/answers.jsonl"
    ]
    with Store.in_folder(state) as store:
        assert store.people.usernames() == {"fay"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cohort", "add", "Leeds!", "ROSTER"], "A cohort's name must be 1 to 40 lower"),
        (["cohort", "add", "leeds", "ROSTER"], "There is already a cohort “leeds”."),
        (["cohort", "add", "york", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["cohort", "add", "york", "ROSTER"], "roster.csv:2: username must be new"),
        (["cohort", "update", "york", "ROSTER"], "There is no cohort “york”."),
        (["cohort", "update", "leeds", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["cohort", "password", "nobody"], "There is no one with the username “nobody”."),
        (["cohort", "list", "york"], "There is no cohort “york”. To see the cohorts"),
        (["cohort", "remove", "york"], "There is no cohort “york”. To see the cohorts"),
        (["cohort", "close-wave", "york", "start"], "There is no cohort “york”."),
        (["cohort", "close-wave", "leeds", "end"], "Wave “end” has no questions"),
    ],
)
def test_errors_are_sentences(state: Path, roster: Path, arguments: list[str], said: str) -> None:
    """Status 1, what was expected, the next step, and nothing changed."""
    people_only(state, roster)
    before = run("cohort", "list").output

    result = run(*[str(roster) if word == "ROSTER" else word for word in arguments])

    assert result.exit_code == 1
    assert result.output.startswith(said)
    assert isinstance(result.exception, SystemExit)
    assert run("cohort", "list").output == before


@pytest.mark.parametrize("command", [["remove", "leeds"], ["close-wave", "leeds", "start"]])
def test_without_a_course_nothing_is_made(state: Path, command: list[str]) -> None:
    """A mistyped COURSE_STATE is told, and no empty store is made there."""
    result = run("cohort", *command)

    assert result.exit_code == 1
    assert result.output.startswith(f"There is no course in {state} yet.")
    assert not state.exists()


@pytest.mark.parametrize(
    "arguments", [["cohort", "add"], ["cohort", "close-wave", "leeds"], ["frobnicate"], ["--loud"]]
)
def test_misuse_has_status_2(arguments: list[str]) -> None:
    """Wrong words are answered with how the command is used."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.output.startswith("Usage: ")


def test_a_store_that_is_no_database(state: Path) -> None:
    """A damaged store is a sentence too."""
    state.mkdir()
    (state / "course.sqlite").write_text("this is no database, but it is long enough to be one")

    result = run("cohort", "list")

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_made(state: Path, roster: Path) -> None:
    """What the system says becomes a sentence with the place in it."""
    state.write_text("a file where the folder should be")

    result = run("cohort", "add", "leeds", roster)

    assert result.exit_code == 1
    assert result.output == (
        "COURSE_STATE must be a folder, or a path where one can be created, got the file "
        f"{state}. Set it to a folder and try again.\n"
    )


@pytest.mark.parametrize("command", [["cohort", "list"], ["doctor"], ["cohort", "remove", "leeds"]])
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COURSE_TIMEZONE", "Europe/Lodnon", "COURSE_TIMEZONE must be a time zone of this machine"),
        ("COURSE_TIMEZONE", "/etc/hostname", "COURSE_TIMEZONE must be a time zone of this machine"),
        ("COURSE_SPAWNER", "dokcer", "COURSE_SPAWNER must be one of "),
        ("COURSE_SPAWNER", "no.such.Spawner", "COURSE_SPAWNER must be one of "),
        ("COURSE_HUB_PORT", "-1", "COURSE_HUB_PORT must be a number from 1 to 65535"),
    ],
)
def test_a_mistyped_variable_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, command: list[str], name: str, value: str, said: str
) -> None:
    """It names the variable, what was expected, what came and the next step."""
    monkeypatch.setenv(name, value)

    result = run(*command)

    assert result.exit_code == 1
    assert result.output.startswith(said)
    assert result.output.endswith(f"got “{value}”. Correct it and try again.\n")


def test_help_lists_each_command_with_its_own_first_line() -> None:
    """The lists are shown without loading the commands; they say what the commands do."""
    for path in ([], ["cohort"]):
        group = main if not path else main.get_command(click.Context(main), path[0])
        assert isinstance(group, LazyGroup)
        listed = run(*path, "--help").output
        for name, later in group.later.items():
            command = later.load()
            assert command.name == name
            assert re.search(rf"(?m)^  {name} ", listed)
            assert later.help == (command.help or "").partition("\n\n")[0]


def test_help_loads_neither_the_store_nor_nbgrader() -> None:
    """They take seconds; a program of its own shows what was imported."""
    code = (
        "import sys\n"
        "from pairs_instructor.cli import main\n"
        "for words in (['--help'], ['--version'], ['cohort', '--help']):\n"
        "    main(words, standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'nbgrader', 'pydantic', 'jupyterhub'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_installed_command_prints_no_traceback() -> None:
    """The program itself, as people run it."""
    program = shutil.which("pairs", path=sysconfig.get_path("scripts"))
    assert program is not None

    done = subprocess.run(
        [program, "cohort", "remove", "leeds"],
        env=os.environ | {"COURSE_PORT": "http"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("PORT must be a number from 1 to 65535")
    assert done.stderr.count("\n") == 1


def test_a_card_never_shows_an_old_password() -> None:
    """Somebody who keeps an account is not on the page of cards."""
    from pairs_course.store import Cohort, Person

    people = [
        Person(name, name.title(), "facilitator", "leeds", None, False, None, None)
        for name in ("fay", "gil")
    ]

    place = Cohort("leeds", "Leeds", False, 2, 0)
    page = password_cards.page(place, people, {"gil": "one-two-three"}, "https://pairs.example.org")

    assert ("one-two-three" in page, "Gil" in page, "Fay" in page) == (True, True, False)


def test_a_card_says_where_the_course_is_and_who_the_facilitator_is() -> None:
    """Without them a card is of no use to somebody who was handed nothing else."""
    from pairs_course.store import Cohort, Person

    people = [
        Person("ann", "Ann", "patient-leader", "leeds", "1", False, None, None),
        Person("fay", "Fay", "facilitator", "leeds", None, False, None, None),
        Person("gil", "גיל", "facilitator", "leeds", None, False, None, None),
    ]
    place, words = Cohort("leeds", "Leeds", False, 3, 1), {"ann": "one-two-three"}

    page = password_cards.page(place, people, words, "https://pairs.example.org")
    (card,) = html5lib.parse(page, namespaceHTMLElements=False).iter("li")
    said = " ".join("".join(card.itertext()).split())

    assert "Open this address in your browser:https://pairs.example.org" in said
    assert "Your facilitators are Fay and גיל. Keep this card safe." in said
    assert [name.text for name in card.iter("bdi")] == ["Ann", "Leeds", "Fay", "גיל"]
    assert "Your facilitator is <bdi>Fay</bdi>. Keep" in password_cards.page(
        place, people[:2], words, "x"
    )


def test_the_address_on_cards_is_the_one_for_people(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is set here, else as the running course was told, else this machine's own."""
    state.mkdir(parents=True)
    told = {"address": "http://127.0.0.1:8123", "public": "https://running.example.org"}

    here = cohort.public_address()
    (state / "running.json").write_text(json.dumps(told))
    running = cohort.public_address()
    monkeypatch.setenv("COURSE_ADDRESS", "https://set.example.org/")

    assert here == "http://127.0.0.1:8000"
    assert (running, cohort.public_address()) == (
        "https://running.example.org",
        "https://set.example.org",
    )


OFFICE = """Sign-in name;Name;Role;Pair
Ann;Ann Ash;Patient;1
bob;bob@example.org;Nurse;1
"""


@pytest.mark.usefixtures("state")
def test_a_list_is_read_the_same_by_every_command(roster: Path) -> None:
    """How it was read and what looks too private is said when a cohort is added, and updated."""
    roster.write_text(OFFICE + "fay;Fay Fir;facilitator\n", encoding="utf-8")
    said = (
        "roster.csv: “Ann” is read as ann.\nroster.csv: “Patient” is read as patient-leader.\n"
        "roster.csv: “Nurse” is read as professional.\n"
        "roster.csv:3: one cell looks like an e-mail address. "
        "The course does not need it: leave it out.\n"
    )

    added = run("cohort", "add", "leeds", roster)
    updated = run("cohort", "update", "leeds", roster)

    assert (added.exit_code, updated.exit_code) == (0, 0)
    assert (added.stderr, updated.stderr) == (said, said)


def test_a_cohort_has_a_facilitator(state: Path, roster: Path) -> None:
    """A new one cannot be without; a list of pairs leaves those of a cohort as they are."""
    roster.write_text(OFFICE, encoding="utf-8")
    refused = run("cohort", "add", "leeds", roster)
    none = run("cohort", "list").output
    roster.write_text(ROSTER, encoding="utf-8")
    people_only(state, roster)
    roster.write_text(OFFICE.replace("bob@example.org", "Bob <Birch>"), encoding="utf-8")

    looked = run("cohort", "update", "leeds", roster, "--dry-run")

    assert refused.exit_code == 1
    assert "roster.csv: expected at least one facilitator, got none" in refused.output
    assert "Add a line with the role facilitator. Nothing was changed." in refused.output
    assert none.startswith("There is no cohort yet")
    assert looked.exit_code == 0
    assert "so the current ones stay: Fay Fir (fay)." in looked.stderr
    assert looked.stdout.startswith("The cohort already matches this roster.\n")


@pytest.mark.parametrize(("given", "fresh"), [(["--fresh"], "yes"), ([], "")])
def test_start_says_whether_the_demo_begins_fresh(
    monkeypatch: pytest.MonkeyPatch, given: list[str], fresh: str
) -> None:
    """The programs of the course read it where they read all settings."""
    monkeypatch.setenv("COURSE_FRESH", "")
    seen: list[str] = []
    monkeypatch.setattr(launch, "main", lambda: seen.append(os.environ["COURSE_FRESH"]) or 0)

    assert CliRunner().invoke(main, ["start", *given]).exit_code == 0
    assert seen == [fresh]
