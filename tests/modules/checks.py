"""What every module promises about its shape. A check lists what is wrong, or nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import datetime

import nbformat

from pairs_course.programme.content import QuestionSet

from .lesson import Call, Lesson, Section, call, is_prose, source
from .marks import LINK

STOP = "You can stop here"
TIMED = re.compile(r"^(?P<name>.+) \((?P<minutes>\d+) minutes, (?P<where>alone|together)\)$")
SITTING = re.compile(r"^Sitting (?P<number>\d+): (?P<title>.+)$")
TALK = "The pair conversation"
PLAN = "One if-then plan"
EVIDENCE = "For the professional"
WHO = "Who we are"
WORDS = re.compile(r"^[a-z]+(-[a-z]+)*$")
MOST_WORDS_BEFORE_FIRST_QUESTION = 300
EPISODE = "episode"
WORDS_OF_AN_EPISODE = range(140, 231)
BOXES = ("text", "joint", "cards")
TOGETHER = ("joint", "plan", "challenge", "meet", "conversation")


def skeleton(lesson: Lesson) -> list[str]:
    """The parts of a module stand in one order: what it brings, sittings, talk, plan, close."""
    found = [f"h{level} {_kind(words)}" for level, words in lesson.headings if level < 3]
    shape = "\n".join(found)
    expected = (
        r"h1 .+\nh2 Why it matters\nh2 What you will do(\nh2 Sitting)+"
        rf"\nh2 {TALK}(\nh2 Sitting)*\nh2 {PLAN}"
        rf"\nh2 Key points\nh2 Send to your facilitator\nh2 {EVIDENCE}\nh2 Sources and credits"
    )
    problems = []
    if not re.fullmatch(expected, shape):
        problems.append(f"expected the parts of the skeleton in order, got {', '.join(found)}")
    title = lesson.headings[0][1]
    if title != lesson.module.title:
        problems.append(f"expected the title {lesson.module.title}, got {title}")
    numbers = [int(m["number"]) for m in map(SITTING.match, _titles(lesson)) if m]
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append(f"expected sittings counted from 1, got {numbers}")
    return problems + [
        f"{title}: expected its number, as in “Sitting 1: …”"
        for title in _titles(lesson)
        if TIMED.match(title) and not SITTING.match(title)
    ]


def heading_levels(lesson: Lesson) -> list[str]:
    """One first-level heading, at the top; no level is left out on the way down."""
    levels = [level for level, _ in lesson.headings]
    problems = []
    if levels[0] != 1 or levels.count(1) != 1:
        problems.append("expected one first-level heading, at the top")
    for (above, _), (level, words) in zip(lesson.headings, lesson.headings[1:], strict=False):
        if level > above + 1:
            problems.append(f"“{words}” is level {level} below level {above}")
    return problems


def headings_apart(lesson: Lesson) -> list[str]:
    """Something is said below each heading before the next one, or a question's own, follows."""
    problems = []
    for cell in filter(is_prose, lesson.cells):
        lines = [line for line in source(cell).splitlines() if line.strip()]
        for line, below in zip(lines, [*lines[1:], "#"], strict=True):
            if line.startswith("#") and below.startswith("#"):
                problems.append(f"“{line.lstrip('# ')}”: expected words below this heading")
    return problems


def alone(lesson: Lesson) -> list[str]:
    """What is headed “alone” can be done alone.

    It comes before all that is headed “together”, begins with nothing that the pair writes
    together, and holds such a thing only where an earlier module began it. The course itself opens
    with the two telling each other who they are; whoever is alone is told where to begin.
    """
    problems, together = [], ""
    for section in lesson.sections:
        if not (match := TIMED.match(section.title)):
            continue
        if match["where"] == "together":
            if _name(section.title) != WHO or "If you have not met yet" not in section.text:
                together = together or section.title
            continue
        if together:
            problems.append(f"{section.title}: expected this before “{together}”")
        shared = [one for one in section.calls if one.function in TOGETHER]
        if shared and shared[0] == section.calls[0]:
            problems.append(f"{section.title}: begins with {shared[0].argument}, for two")
        problems += [
            f"{section.title}: {one.argument} is for two"
            for one in shared
            if one.argument not in lesson.module.borrows
        ]
    return problems


def promises(lesson: Lesson) -> list[str]:
    """Three lines below the title: what you will be able to do, how long, what you bring."""
    lines = re.findall(r"^- \*\*(.+?)\*\*", source(lesson.cells[0]), flags=re.MULTILINE)
    expected = ["You will be able to", "Time:", "You will bring to the conversation"]
    problems = [] if lines == expected else [f"expected the three lines {expected}, got {lines}"]
    module = lesson.module
    time = f"{module.minutes.alone} minutes alone and {module.minutes.together} minutes together"
    if time not in source(lesson.cells[0]):
        problems.append(f"expected “{time}” below the title")
    return problems


def minutes(lesson: Lesson) -> list[str]:
    """Sittings last ten minutes at most; they and the activities add up to what is promised."""
    module = lesson.module
    problems, spent = [], Counter[str]()
    for title in _titles(lesson):
        if match := TIMED.match(title):
            spent[match["where"]] += int(match["minutes"])
            if _name(title) != TALK and int(match["minutes"]) > 10:
                problems.append(f"{title}: expected at most 10 minutes")
        elif SITTING.match(title) or _name(title) in (TALK, PLAN):
            problems.append(f"{title}: expected minutes, and “alone” or “together”")
    promised = {"alone": module.minutes.alone, "together": module.minutes.together}
    if dict(spent) != promised:
        problems.append(f"expected sittings of {promised} minutes in all, got {dict(spent)}")
    total = sum(activity.minutes for activity in module.activities)
    if total != sum(promised.values()):
        problems.append(f"expected activities of {sum(promised.values())} minutes, got {total}")
    return problems


def stops(lesson: Lesson) -> list[str]:
    """Every sitting ends by saying that one can stop."""
    timed = [section for section in lesson.sections if TIMED.match(section.title)]
    return [
        f"{section.title}: expected “{STOP}” in its last line"
        for section in timed
        if STOP not in section.text.strip().splitlines()[-1]
    ]


def objectives(lesson: Lesson) -> list[str]:
    """The page lists the objectives as the data has them, and closes with as many key points."""
    wanted = [objective.text for objective in lesson.module.objectives]
    listed = _numbered(lesson.section("What you will do"))
    problems = [] if listed == wanted else [f"expected the objectives {wanted}, got {listed}"]
    points = _numbered(lesson.section("Key points"))
    if len(points) != len(wanted):
        problems.append(f"expected {len(wanted)} key points, got {len(points)}")
    return problems


def activities(lesson: Lesson) -> list[str]:
    """Each objective has its own activity, each activity its objective and its place."""
    module = lesson.module
    practised = [objective.activity for objective in module.objectives]
    known = [activity.id for activity in module.activities]
    problems = []
    if practised != known:
        problems.append(f"expected one activity for each objective, got {known} for {practised}")
    for activity in module.activities:
        if activity.id in ("talk", module.sentence_item):
            section, wanted = _timed(lesson, TALK), Call("conversation", module.id)
        else:
            section = _timed(lesson, activity.title)
            wanted = _expected_call(_find(lesson, activity.id), activity.id)
            if f"({activity.minutes} minutes" not in section.title:
                problems.append(f"{activity.title}: the page says other minutes than the data")
        if wanted not in section.calls:
            problems.append(f"{activity.title}: expected {wanted.function}(“{wanted.argument}”)")
    return problems


def calls(lesson: Lesson) -> list[str]:
    """Every question set stands on the page once, in the form that fits it, and nothing else."""
    module = lesson.module
    ends = [Call(name, module.id) for name in ("conversation", "send", "completed")]
    placed = [s for s in lesson.sets if s.id != module.sentence_item]  # the conversation has it
    placed += lesson.borrowed
    expected = Counter([*(_expected_call(s, s.id) for s in placed), *ends])
    found = Counter(lesson.calls)
    lost = [f"{c.function}(“{c.argument}”) is missing" for c in expected - found]
    return lost + [f"{c.function}(“{c.argument}”) is unknown or twice" for c in found - expected]


def code_cells(lesson: Lesson) -> list[str]:
    """Code is one or two lines without output: an import of what is used, then single calls."""
    problems = []
    cells = [cell for cell in lesson.cells if not is_prose(cell)]
    imported: list[str] = []
    for place, cell in enumerate(cells):
        where = cell["id"]
        if len(source(cell).splitlines()) > 2:
            problems.append(f"{where}: expected one or two lines")
        if cell["outputs"] or cell["execution_count"] is not None:
            problems.append(f"{where}: expected no output and no count")
        if place == 0:
            imported = _imports(source(cell))
        elif call(cell) is None:
            problems.append(f"{where}: expected one call with one name")
    used = sorted({one.function for one in lesson.calls})
    if sorted(imported) != used:
        problems.append(f"expected the import of {used}, got {sorted(imported)}")
    return problems


def cells(lesson: Lesson) -> list[str]:
    """Cells are valid, named by words, and nobody can change or delete them."""
    try:
        nbformat.validate(nbformat.from_dict(lesson.notebook))
    except nbformat.ValidationError:
        return ["expected a valid notebook of format 4.5; nbformat.validate says what is wrong"]
    problems = []
    if lesson.notebook["metadata"].get("pairs") != {"module": lesson.module.id}:
        problems.append("expected the module's id in the notebook's metadata")
    if lesson.notebook["metadata"]["kernelspec"]["name"] != "python3":
        problems.append("expected the kernel python3")
    ids = [cell["id"] for cell in lesson.cells]
    problems += [f"{name}: expected a name of words" for name in ids if not WORDS.match(name)]
    problems += [f"{name}: this name is used twice" for name, n in Counter(ids).items() if n > 1]
    for cell in lesson.cells:
        if not cell["metadata"].get("editable") is cell["metadata"].get("deletable") is False:
            problems.append(f"{cell['id']}: expected a cell that cannot be changed or deleted")
    return problems


def grading(lesson: Lesson) -> list[str]:
    """Code is locked; one completion test for one point; one note, for which there is none."""
    problems = []
    for cell in lesson.cells:
        meta = cell["metadata"].get("nbgrader")
        ends = {"finished": "completed", "private-note": None}
        if cell["id"] in ends or not is_prose(cell):
            test, note = cell["id"] == "finished", cell["id"] == "private-note"
            expected = {"grade": test, "grade_id": cell["id"], "locked": True}
            expected |= {"schema_version": 3, "solution": False, "task": note}
            expected |= {"points": int(test)} if test or note else {}
            if meta != expected:
                problems.append(f"{cell['id']}: expected {expected}, got {meta}")
        elif meta is not None:
            problems.append(f"{cell['id']}: prose is not graded")
    tests = [cell["id"] for cell in lesson.cells if (c := call(cell)) and c.function == "completed"]
    tasks = [cell["id"] for cell in lesson.cells if is_prose(cell) and _is_task(cell)]
    if tests != ["finished"] or tasks != ["private-note"]:
        problems.append(f"expected one test and one note, got {tests} and {tasks}")
    return problems


def private_note(lesson: Lesson) -> list[str]:
    """Where a facilitator writes to one person it says so, to the writer and to the reader."""
    text = next((source(c) for c in lesson.cells if c["id"] == "private-note"), "")
    wanted = ("### A private note", "you alone", "Your partner does not see it", "note to the pair")
    return [
        f"expected “{words}” where a private note stands" for words in wanted if words not in text
    ]


def first_question(lesson: Lesson) -> list[str]:
    """The first question comes early: no link to tab through, and not much to read.

    The episode is a story that one can skip by its heading. It has a length of its own.
    """
    text = lesson.before({s.id for s in lesson.sets})
    text = text.replace(_episode(lesson), "")
    problems = []
    if re.search(r"\]\(|<\w|https?://", text):
        problems.append("expected no link above the first question")
    words = len(text.split())
    if words > MOST_WORDS_BEFORE_FIRST_QUESTION:
        problems.append(
            f"expected at most {MOST_WORDS_BEFORE_FIRST_QUESTION} words above the first question, "
            f"got {words}"
        )
    return problems


def episode(lesson: Lesson) -> list[str]:
    """One pair goes through the whole course: each module tells a short part of its story."""
    text = _episode(lesson)
    problems = []
    if not text.startswith("### Rose and Daniel: "):
        problems.append("expected an episode of Rose and Daniel, with a heading of its own")
    elif len(text.split()) not in WORDS_OF_AN_EPISODE:
        least, most = WORDS_OF_AN_EPISODE[0], WORDS_OF_AN_EPISODE[-1]
        problems.append(f"expected an episode of {least} to {most} words, got {len(text.split())}")
    names = [cell["id"] for cell in lesson.cells]
    if EPISODE in names and names[names.index(EPISODE) - 1] != "why-it-matters":
        problems.append("expected the episode right after “Why it matters”")
    return problems


def safety(lesson: Lesson) -> list[str]:
    """Before the first free-text box: name nobody else, and a facilitator must act on danger."""
    boxes = {
        s.id for s in (*lesson.sets, *lesson.borrowed) if any(i.kind in BOXES for i in s.items)
    }
    above = lesson.before(boxes)
    needed = (
        "do not name other people",
        "may come to serious harm",
        "tell somebody who can help",
    )
    return [f"expected “{words}” above the first box" for words in needed if words not in above]


def credits_given(lesson: Lesson) -> list[str]:
    """The credits name every reference, and when the page was last checked."""
    text = lesson.section("Sources and credits").text
    month = datetime.strptime(lesson.checked, "%Y-%m").strftime("%B %Y")
    wanted = [f"Last checked: {month}.", "slides of a face-to-face programme", "CC BY 4.0"]
    for reference in lesson.module.references:
        wanted += filter(None, [reference.text, reference.doi])
    return [f"expected “{words}” in the credits" for words in wanted if words not in text]


def evidence(lesson: Lesson) -> list[str]:
    """Who doubts finds what is known, with its source to open, and a time when it was wrong."""
    section = lesson.section(EVIDENCE)
    wanted = ("### What the evidence says", "### When this was the wrong way", "in a new tab")
    problems = [
        f"expected “{words}” for the professional" for words in wanted if words not in section.text
    ]
    leads = [found["to"] for found in LINK.finditer(section.text)]
    if not leads:
        problems.append("expected a link to a source for the professional")
    dois = {f"https://doi.org/{one.doi}" for one in lesson.module.references if one.doi}
    for to in leads:
        if not to.startswith("https://"):
            problems.append(f"{to}: expected the whole address of a source")
        if "doi.org" in to and to not in dois:
            problems.append(f"{to}: expected a doi of the module's references")
    return problems


def _episode(lesson: Lesson) -> str:
    return next((source(cell) for cell in lesson.cells if cell["id"] == EPISODE), "")


def _is_task(cell: dict[str, object]) -> bool:
    metadata = cell["metadata"]
    return isinstance(metadata, dict) and bool(metadata.get("nbgrader", {}).get("task"))


def _titles(lesson: Lesson) -> list[str]:
    return [section.title for section in lesson.sections]


def _timed(lesson: Lesson, name: str) -> Section:
    for section in lesson.sections:
        if TIMED.match(section.title) and _name(section.title) == name:
            return section
    return Section(name, "", ())


def _name(title: str) -> str:
    """Return a title without its number and minutes."""
    return SITTING.sub(r"\g<title>", TIMED.sub(r"\g<name>", title))


def _kind(title: str) -> str:
    name = _name(title)
    return "Sitting" if SITTING.match(title) and name not in (TALK, PLAN) else name


def _numbered(section: Section) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", section.text, flags=re.MULTILINE)


def _find(lesson: Lesson, set_id: str) -> QuestionSet | None:
    return next((found for found in lesson.sets if found.id == set_id), None)


def _expected_call(found: QuestionSet | None, set_id: str) -> Call:
    return Call(found.widget if found else "questions", set_id)


def _imports(text: str) -> list[str]:
    lines = ast.parse(text).body
    ours = [one for one in lines if isinstance(one, ast.ImportFrom)]
    if len(ours) < len(lines) or any(one.module != "pairs_widgets" for one in ours):
        return []
    return [alias.name for one in ours for alias in one.names]
