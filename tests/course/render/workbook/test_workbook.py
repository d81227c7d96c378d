"""A workbook holds every question once on its sheet, numbered as on the screen, and no answer."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from pairs_course.programme import compiled
from pairs_course.programme.content import Content, Minutes, Module, QuestionSet
from pairs_course.programme.items import Item, Option
from pairs_course.render import workbook
from pairs_course.render.workbook import notebook, prose, sheets, story
from pairs_widgets.state import page_state

from ...strategies import MODULE, PROGRAMME

FOLDER = Path(__file__).parents[4] / "modules"
REAL = compiled.load()
EVERY = [module.id for module in REAL.modules]
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def tree(html: str) -> Element:
    """Parse strictly: any error in the HTML raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def real(module: str, format_: workbook.Format = "normal") -> Element:
    parts = notebook.of_folder(FOLDER, module)
    return tree(workbook.make(module, REAL, parts, format_).html)


def sheet(page: Element, name: str) -> Element:
    """Return a sheet; an empty one where the module has none of that kind."""
    found = (s for s in page.iter("section") if s.get("class") == name)
    return next(found, Element("section"))


def questions(element: Element) -> dict[tuple[str, str], str]:
    """Return the number of each question on a sheet, by the set's title and its words."""
    found = {}
    for section in element.iter("section"):
        if section.get("class") != "pairs-paper" or section.find("ol") is None:
            continue
        title = words(next(e for e in section if re.fullmatch("h[1-6]", e.tag)))
        for li in section.find("ol"):
            asked = words(li.find("p"))
            number = next(e for e in li.iter("span") if e.get("class") == "number").text
            found[title, asked.removeprefix(f"{number} ")] = number
    return found


def shown(module: Module, programme: Content = REAL) -> list[QuestionSet]:
    return [programme.question_set(s) for s in (*module.borrows, *module.sets)]


@pytest.mark.parametrize(
    ("audience", "home", "copied"),
    [
        ((), "yours", False),
        (("cohort",), "yours", False),
        (("partner",), "partner", False),
        (("partner", "cohort"), "partner", False),
        (("facilitator",), "facilitator", False),
        (("partner", "facilitator"), "partner", True),
        (("partner", "facilitator", "cohort"), "partner", True),
    ],
)
def test_a_question_stands_where_its_answer_may_go(audience, home, copied):
    """Nobody else: yours. Partner: the envelope, copied for the facilitator if it goes there."""
    item = Item("x", "text", "X", audience=audience)

    assert (sheets.home(item), sheets.copied(item)) == (home, copied)


@pytest.mark.parametrize("module", EVERY)
def test_every_question_has_its_number_of_the_screen_on_its_sheets(module):
    """Whole sheets: the same questions, each with the number on its page, and nothing else."""
    expected: dict[str, dict[tuple[str, str], str]] = {
        "yours": {}, "partner": {}, "later": {}, "together": {}, "facilitator": {},
    }  # fmt: skip
    for one in shown(REAL.module(module)):
        for item in page_state([one])["items"]:
            number, ask = item["ask"].split(" ", 1)
            key = (one.title, ask)
            home = sheets.home(one.item(item["id"]))
            place = (
                "together" if home == "partner" and item["kind"] in ("joint", "points") else home
            )
            place = "later" if home == "partner" and one.opens == "last" else place
            expected[place][key] = number
            if "facilitator" in one.item(item["id"]).audience:
                expected["facilitator"][key] = number

    page = real(module)

    assert {name: questions(sheet(page, name)) for name in expected} == expected


@pytest.mark.parametrize("module", EVERY)
def test_all_prose_is_there_and_headings_go_down_in_order(module):
    """Each heading of the notebook, one first level, none left out on the way down."""
    page = real(module)
    heads = [(int(e.tag[1]), words(e)) for e in page.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    cells = json.loads((FOLDER / module / f"{module}.ipynb").read_text())["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")

    said = {text.replace("\u201c", '"') for _, text in heads}
    assert set(re.findall(r"^## (.+)", prose, re.MULTILINE)) <= said
    assert [level for level, _ in heads].count(1) == 1
    assert all(b <= a + 1 for (a, _), (b, _) in pairwise(heads))


@pytest.mark.parametrize("format_", workbook.FORMATS)
def test_a_workbook_is_whole_in_itself(format_):
    """Language, title, landmarks; no scripts, no form, nothing loaded; links within the page."""
    page = real("05-debate-and-dialogue", format_)

    assert page.get("lang") == "en"
    assert words(page.find(".//title")).startswith("Debate and dialogue: workbook")
    assert page.find(".//main") is not None
    for tag in ("script", "form", "input", "iframe", "object", "base"):
        assert page.find(f".//{tag}") is None
    assert all(one.get("src").startswith("data:") for one in page.iter("img"))
    assert [link.get("href") for link in page.iter("link")] == ["data:,"]
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    away = [a for a in page.iter("a") if a.get("target") == "_blank"]
    assert {a.get("href") for a in page.iter("a") if a not in away} <= {f"#{name}" for name in ids}
    assert away
    assert all(a.get("href").startswith("https://") for a in away)
    assert {a.get("rel") for a in away} == {"noopener noreferrer"}
    assert "url(" not in page.find(".//style").text


@pytest.mark.parametrize("format_", ["normal", "large", "easy-read"])
def test_debate_and_dialogue_stand_side_by_side_on_paper(format_):
    """The table of 05 is a table with a header row, one line for each of the five differences."""
    rows = [list(row) for row in real("05-debate-and-dialogue", format_).iter("tr")]
    head = next(row for row in rows if words(row[-1]) == "In dialogue")
    table = rows[rows.index(head) :][:6]

    assert [cell.tag for cell in head] == ["th", "th", "th"]
    assert [words(row[0]) for row in table[1:]] == [
        "The answer",
        "What I try to do",
        "How I listen",
        "What I believe",
        "How it ends",
    ]


def test_what_anybody_could_have_written_is_text():
    """A notebook, a title and a question with markup in them: no element comes of it."""
    item = Item(
        "m", "move", HOSTILE, options=(Option("a", HOSTILE, HOSTILE), Option("b", HOSTILE, "x"))
    )
    hostile = Content(
        (Module(MODULE, f'{HOSTILE}"\\</style>', Minutes(10, 10), sets=("x",)),),
        (QuestionSet("x", MODULE, HOSTILE, HOSTILE, items=(item,)),),
        REAL.words,
    )
    prose = notebook.Prose(f"{HOSTILE}\n\n[a](javascript:alert(3)) ![seen](http://x.test/y.png)")

    made = workbook.make(MODULE, hostile, [prose, notebook.WidgetCall("questions", "x")])

    page = tree(made.html)
    assert page.find(".//script") is None
    assert page.find(".//img") is None
    assert "alert(1)" in words(page.find(".//main"))
    assert "(seen)" in words(page.find(".//main"))
    assert "javascript" not in made.html
    assert "y.png" not in made.html


@pytest.mark.parametrize("format_", workbook.FORMATS)
@pytest.mark.parametrize("module", EVERY)
def test_the_picture_of_a_module_is_in_its_workbook(module, format_):
    """In the page itself, as the file has it, and with words for who cannot see it."""
    drawing = (FOLDER / module / "picture.svg").read_bytes()

    [picture] = real(module, format_).iter("img")

    kind, _, data = picture.get("src").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data) == drawing
    assert picture.get("alt") in drawing.decode().replace("&quot;", '"')
    assert len(picture.get("alt").split()) > 5


def test_the_pictures_of_a_release_are_found_by_their_names():
    """An archive gives the same as its folder; a file of another kind is no picture."""
    archive = io.BytesIO()
    cells = [{"cell_type": "markdown", "source": "![A map](more/map.SVG) ![No](map.txt)"}]
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("m.ipynb", json.dumps({"cells": cells}))
        packed.writestr("more/map.SVG", "<svg/>")
        packed.writestr("map.txt", "map")

    [part] = notebook.of_archive(archive.getvalue(), "m")

    assert part.pictures == {"more/map.SVG": b"<svg/>"}
    assert str(prose.html(part.text, part.pictures)) == (
        '<p><img src="data:image/svg+xml;base64,PHN2Zy8+" alt="A map"> (No)</p>\n'
    )


def test_sets_that_the_notebook_does_not_show_are_not_lost():
    """A notebook without cells still brings every question of the module."""
    page = tree(workbook.make(MODULE, PROGRAMME, []).html)

    assert questions(sheet(page, "partner")) == {
        ("How we talked", "Answer"): "5.2",
        ("How we talked", "We listen"): "5.3",
        ("How we talked", "No time means"): "5.4",
    }
    together = {("One sentence", "One sentence"): "5.6", ("One sentence", "Its points"): "5.7"}
    assert questions(sheet(page, "together")) == together
    assert questions(sheet(page, "facilitator")) == {("A point", "Your point"): "5.5", **together}


@pytest.mark.parametrize(
    ("module", "title", "asked"),
    [("01-setting-out", "Keep closed until module 8", "eight-start"),
     ("08-next-steps", "Keep closed until the end", "eight-then")],
)  # fmt: skip
def test_what_opens_last_on_the_screen_is_kept_closed_on_paper(module, title, asked):
    """A sheet of its own says until when, and why; own sheet and envelope lead to it."""
    page = real(module)
    later = sheet(page, "later")
    link = next(a for a in sheet(page, "yours").iter("a") if a.get("href") == "#later")

    assert words(later.find("h3")) == title
    assert words(link) == f"“{title}”"
    assert "If you saw your partner's answers before, they could change yours." in words(later)
    wanted = [i.number for i in REAL.question_set(asked).items if "partner" in i.audience]
    assert list(questions(later).values()) == wanted
    assert not set(wanted) & set(questions(sheet(page, "partner")).values())


def test_a_module_without_such_questions_has_no_such_sheet():
    """Nothing is kept closed for nothing."""
    assert "Keep closed" not in words(real("05-debate-and-dialogue"))


def test_a_guess_is_for_the_partner_alone():
    """The envelope has room for guesses; the sheet that is handed in has none."""
    page = real("05-debate-and-dialogue")
    guess = "What do you think your partner will say?"

    assert guess in words(sheet(page, "partner"))
    assert guess not in words(sheet(page, "facilitator"))


@pytest.mark.parametrize("module", EVERY[1:])
def test_a_look_back_says_where_the_plan_is_written(module):
    """Paper cannot show what was agreed, so it names the number and the workbook; once."""
    (asked,) = [i for s in REAL.sets_of(module) for i in s.items if i.recalls]
    (plan_set, plan) = REAL.joint_item(asked.recalls)
    title = REAL.module(plan_set.module).title

    page = real(module)

    said = f"Have that plan beside you: it is {plan.number} in “{title}”."
    assert words(page).count(said) == 1
    written = real(plan_set.module)
    assert plan.number in [
        number for s in written.iter("section") for number in questions(s).values()
    ]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [("1.2", "Question 1.2"), ("1.2 1.3", "Questions 1.2 and 1.3"),
     ("1.8 1.9 1.10", "Questions 1.8 to 1.10"), ("1.1 1.3 1.4", "Questions 1.1, 1.3 and 1.4")],
)  # fmt: skip
def test_questions_are_named_by_their_numbers(numbers, expected):
    """One, two, a row of them, some of them."""
    assert story.count(numbers.split()) == expected


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"cells": [1]}', b'{"cells": [{}]}', b"\xff"]
)
def test_what_is_no_notebook_is_named(data):
    """One sentence with the name and what was expected."""
    with pytest.raises(notebook.NotebookError, match=r"^x\.ipynb: expected a notebook"):
        notebook.parts(data, "x.ipynb")


def test_code_that_is_something_else_is_left_out():
    """Imports, several lines and broken code show nothing, and nothing of them is run."""
    cells = [
        {"cell_type": "code", "source": source}
        for source in ("import x", "a('b')\nc('d')", "a(", "a('b', 'c')", ["a", "('b')"])
    ]

    assert notebook.parts(json.dumps({"cells": cells}).encode(), "x") == [
        notebook.WidgetCall("a", "b")
    ]
