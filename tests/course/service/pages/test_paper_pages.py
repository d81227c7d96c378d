"""The workbook and the certificate as pages: what is on them, and nothing of the partner."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile

import pytest

from pairs_course.answers.events import new_id
from pairs_course.service.pages import print_pages
from pairs_course.service.pages.home import day
from pairs_course.store.paper import SheetEntry

from ...strategies import MODULE, PROGRAMME, answered, event, whole_seal
from .site import get, text


def test_paper_holds_every_question(client):
    """The workbook has each question's words, in three kinds of sheet."""
    words = text(get(client, f"paper/{MODULE}"))

    for question_set in PROGRAMME.sets_of(MODULE):
        for item in question_set.items:
            assert item.ask in words
    for sheet in ("Sheet 1: Yours", "Sheet 2: For your partner", "Sheet 3: For your facilitator"):
        assert sheet in words


@pytest.mark.parametrize(
    ("query", "format_"),
    [("", "normal"), ("?format=large", "large"), ("?format=nonsense", "normal")],
)
def test_paper_comes_in_formats_and_names_its_own_style(client, query, format_):
    """Each format leads to the others; the policy allows the page's own style and nothing else."""
    answer = get(client, f"paper/{MODULE}{query}")
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f'<html lang="en" class="{format_}">' in answer.text
    assert f'<a href="?format={format_}" aria-current="page">' in answer.text
    assert answer.text.count('<a href="?format=') == 3
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_a_module_that_is_not_released_is_not_printed(client, store):
    """A plain page says so, also for a facilitator."""
    store.releases.remove("demo", MODULE)

    assert [get(client, f"paper/{MODULE}", user).status_code for user in ("amal", "faye")] == [
        404,
        404,
    ]


def test_a_released_file_that_is_no_notebook_is_a_plain_page(client, store):
    """It names the file, and who can mend it."""
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as packed:
        packed.writestr(f"{MODULE}.ipynb", "no notebook")
    store.releases.put("demo", MODULE, broken.getvalue(), force=True)
    answer = get(client, f"paper/{MODULE}")

    assert answer.status_code == 500
    assert "Ask your facilitator to release this module again." in text(answer)


def test_a_certificate_before_anything_is_complete_says_what_is_to_come(client, store):
    """No certificate yet, and no reproach: the modules, their time, and how one is completed."""
    store.events.add("amal", [event("answer", "D1", 3)], PROGRAMME)
    words = text(get(client, "certificate"))

    assert "Your certificate begins with the first module that you complete." in words
    assert "5. Debate and dialogue: 1 hour. Left to do: 2 questions and the talk." in words
    assert "This is to say that" not in words


def test_a_module_in_which_nothing_was_answered_has_no_minutes(client, store):
    """To go on without the reveal is no hour of work; the certificate says what it counts."""
    store.events.add("amal", [event("alone")], PROGRAMME)
    empty = text(get(client, "certificate"))
    store.events.add("amal", answered(), PROGRAMME)
    full = text(get(client, "certificate"))

    assert "This is to say that" not in empty
    assert "Left to do: 3 questions." in empty
    assert "each question with choices was answered or passed" in full
    assert "Total1 hour" in full


@pytest.mark.parametrize(
    "done",
    [
        event("alone"),
        event("talked", value={"talked": False, "why": ""}),
        event("talked", value={"talked": True, "when": "2026-11-20", "how": "phone"}),
    ],
)
def test_a_certificate_is_the_same_for_both_and_however_it_was_completed(client, store, done):
    """Only the name differs: between partners, and between talking and going on without."""
    store.events.add("amal", [*answered(), done], PROGRAMME)
    store.events.add("ben", [*answered(), event("alone")], PROGRAMME)
    mine, theirs = (text(get(client, "certificate", user)) for user in ("amal", "ben"))

    assert "This is to say that Amal <b>A</b> took part in the programme" in mine
    assert "5. Debate and dialogue20401 hour" in mine
    assert "Total1 hour" in mine
    assert mine.replace("Amal <b>A</b>", "Ben") == theirs


def test_a_certificate_says_nothing_of_the_partner(client, store):
    """Whatever the partner does, and whatever somebody answered, the page stays the same."""
    store.events.add("amal", [*answered(), event("alone")], PROGRAMME)
    before = get(client, "certificate").content
    store.events.add("amal", [event("answer", "point", "my point")], PROGRAMME)
    store.events.add("ben", [*whole_seal(), event("alone")], PROGRAMME)

    assert get(client, "certificate").content == before
    assert b"Ben" not in before


def test_certificates_are_for_people_in_a_pair(client):
    """A facilitator and a sponsor read a plain sentence."""
    for user in ("faye", "sam"):
        answer = get(client, "certificate", user)

        assert answer.status_code == 403
        assert "Certificates are for people in a pair." in text(answer)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, "none"), (1, "1 minute"), (60, "1 hour"), (125, "2 hours 5 minutes")],
)
def test_time_is_put_in_words(minutes, expected):
    """One and many, hours and minutes."""
    assert print_pages.time(minutes) == expected


def test_home_says_who_typed_in_a_sheet(client, store):
    """In plain words, with the module and the day; the partner's Home says nothing."""
    sheet = [SheetEntry(new_id(), MODULE, "point", "once", "answer", "12")]
    store.paper.type_in("Faye", "amal", sheet, PROGRAMME)
    (said,) = store.paper.said("amal")

    words = f"Faye typed in your sheet of “Debate and dialogue” on {day(said.at)}."
    assert words in text(get(client, ""))
    assert "typed in" not in text(get(client, "", "ben"))


def test_the_certificate_counts_what_was_done_on_paper(client, store):
    """A tick on the sheet that was handed in completes a module like a button on the screen."""
    done = {"talked": False, "why": ""}
    sheet = [SheetEntry(new_id(), MODULE, MODULE, "once", "talked", done)]

    store.paper.type_in("Faye", "amal", sheet, PROGRAMME)

    assert store.events.left("amal", PROGRAMME)[MODULE].nothing
    assert "completed this module" in text(get(client, "certificate"))
    assert "begins with the first module" in text(get(client, "certificate", "ben"))
