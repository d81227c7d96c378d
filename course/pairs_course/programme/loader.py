"""Reads and checks the programme's YAML, and writes its compiled form for kernels.

A facilitator may reword a question by editing YAML, so every mistake is named with its file, its
line and the next step. ``python -m pairs_course.programme`` checks the sources of this package.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pairs_course.atomic_write import atomic_write
from pairs_course.programme import course_words, easy_read, letter_words
from pairs_course.programme.content import Content, Module, QuestionSet
from pairs_course.programme.course_words import CourseWords
from pairs_course.programme.items import Field, Item
from pairs_course.programme.letter_words import LetterWords
from pairs_course.programme.rules import Limits, Words
from pairs_course.programme.sources import FOLDER, ProgrammeError
from pairs_course.programme.yaml_models import read


@dataclass(frozen=True)
class Programme:
    """``programme.yaml``; ``checked`` is the month in which somebody last looked at its facts."""

    title: Words
    checked: Annotated[str, Limits(pattern=r"^\d{4}-\d{2}$")]
    modules: Annotated[tuple[Module, ...], Limits(min_length=1)]


@dataclass(frozen=True)
class Idea:
    """Where one idea of the source is met: heading, activity and item, each with its module.

    ``taught`` is ``module#Heading``, ``practised`` ``module#activity``, ``asked`` ``module#item``.
    """

    taught: str
    practised: str
    asked: str


def load(folder: Path = FOLDER) -> Content:
    """Read and check ``programme.yaml`` and ``questions/*.yaml`` below ``folder``.

    Raises:
        ProgrammeError: with every problem found, one ``file:line: what`` a line.
    """
    problems: list[str] = []
    programme = read(folder / "programme.yaml", Programme, problems)
    files = sorted((folder / "questions").glob("*.yaml"))
    found = {file: read(file, QuestionSet, problems) for file in files}
    sets = {file: one for file, one in found.items() if one is not None}
    if programme is None or len(sets) < len(files):
        raise ProgrammeError("\n".join(problems))
    words = read(folder / "words.yaml", CourseWords, problems)
    if words is not None and (problem := course_words.problem(words)):
        problems.append(f"words.yaml:1: {problem}")
    letter = _letter(folder, list(sets.values()), problems)
    _check_together(folder, programme, sets, problems)
    if problems:
        raise ProgrammeError("\n".join(problems))
    compiled = _compile(programme, list(sets.values()), words, letter)
    easy_read.check(compiled, folder, problems)
    if problems:
        raise ProgrammeError("\n".join(problems))
    return compiled


def ideas(folder: Path = FOLDER) -> dict[str, Idea]:
    """Return where each idea of the source is taught, practised and asked, by its key.

    Raises:
        ProgrammeError: ``ideas.yaml`` cannot be used.
    """
    problems: list[str] = []
    found = read(folder / "ideas.yaml", dict[str, Idea], problems)
    if found is None:
        raise ProgrammeError("\n".join(problems))
    return found


def compile_to(path: Path, folder: Path = FOLDER) -> Content:
    """Check the sources and write the compiled programme to ``path``, whole or not at all."""
    loaded = load(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, json.dumps(loaded.to_json(), ensure_ascii=False))
    return loaded


def _check_together(
    folder: Path,
    programme: Programme,
    sets: dict[Path, QuestionSet],
    problems: list[str],
) -> None:
    """Check what no single file shows: names that meet, and names that are used twice."""
    modules = {module.id: module for module in programme.modules}
    by_id = {found.id: found for found in sets.values()}
    places: dict[tuple[str, str], str] = {}
    asked = {item.id: item.ask for found in sets.values() for item in found.items}
    joint = {i.id: one.module for one in sets.values() for i in one.items if i.kind == "joint"}
    for file, found in sets.items():
        name = f"questions/{file.name}"
        if found.id != file.stem:
            problems.append(f"{name}:1: expected id {file.stem}, the file's name, got {found.id}")
        if found.module not in modules:
            problems.append(f"{name}:1: module {found.module} is not in programme.yaml")
        for item in found.items:
            place = (found.module, item.id)
            if place in places:
                problems.append(f"{name}:1: item {item.id} is also in {places[place]}")
            places[place] = name
            if item.same_as and asked.get(item.same_as) != item.ask:
                problems.append(f"{name}:1: item {item.id} does not ask what {item.same_as} asks")
            if item.if_chosen and not _is_beside(item, found):
                problems.append(
                    f"{name}:1: item {item.id} goes with {item.if_chosen}, but no choice right "
                    "before it has that option and goes as far"
                )
            if item.recalls and joint.get(item.recalls, found.module) >= found.module:
                problems.append(
                    f"{name}:1: item {item.id} recalls {item.recalls}, which no pair writes "
                    "together in an earlier module"
                )
    source = (folder / "programme.yaml").read_text(encoding="utf-8")
    for module in programme.modules:
        line = source[: source.find(f"id: {module.id}")].count("\n") + 1
        where = f"programme.yaml:{line}: {module.id}"
        for wanted in [*module.sets, *module.conversation.sealed]:
            if wanted not in by_id:
                problems.append(f"{where}: there is no questions/{wanted}.yaml")
            elif by_id[wanted].module != module.id:
                problems.append(f"{where}: question set {wanted} belongs to {by_id[wanted].module}")
        for wanted in module.conversation.sealed:
            if wanted in by_id and not by_id[wanted].sealed:
                problems.append(f"{where}: {wanted} is sealed here, but its file does not say so")
        for number, wanted in enumerate(module.sets):
            first = by_id[wanted].another_day if wanted in by_id else ""
            if first and first not in module.sets[:number]:
                problems.append(f"{where}: {wanted} is for another day than {first}, not before it")
        for wanted in module.conversation.compared:
            reached = by_id[wanted].items if wanted in by_id else ()
            if not reached or any("partner" not in item.audience for item in reached):
                problems.append(f"{where}: {wanted} is compared, but not for partners")
        for wanted in [*module.borrows, *module.carries]:
            if wanted not in by_id or by_id[wanted].module >= module.id:
                problems.append(f"{where}: {wanted} is not a question set of an earlier module")
        activities = {activity.id for activity in module.activities}
        objectives = {objective.activity for objective in module.objectives}
        for lost in sorted(objectives - activities):
            problems.append(f"{where}: an objective names the activity {lost}, which is not there")
        for lost in sorted(activities - objectives):
            problems.append(f"{where}: the activity {lost} serves no objective")


def _is_beside(item: Item, found: QuestionSet) -> bool:
    """Say whether a box for one's own words stands right after its option's question."""
    place = found.items.index(item)
    before = found.items[place - 1] if place else None
    if before is None or before.kind != "choice":
        return False
    options = [f"{before.id}#{option.id}" for option in before.options]
    # Words are in no figure; whoever else sees the choice may read them.
    return item.if_chosen in options and set(item.audience) == set(before.audience) - {"cohort"}


def _letter(folder: Path, sets: Sequence[QuestionSet], problems: list[str]) -> LetterWords | None:
    """Return the words of the letter, which tells of figures alone; a course may have none."""
    file = folder / "letter.yaml"
    letter = read(file, LetterWords, problems) if file.exists() else None
    if letter is None:
        return None
    if problem := letter_words.problem(letter):
        problems.append(f"{file.name}:1: {problem}")
    known = {item.question: item for one in sets for item in one.items if "cohort" in item.audience}
    lost = [item for item in letter_words.items(letter) if item not in known]
    problems += [f"{file.name}:1: no figure is made of {item}" for item in lost]
    meanings = letter["meanings"]
    options = {
        *((meanings["item"], option) for option in meanings["options"]),
        *((one["item"], one["option"]) for one in letter["asks"]["figures"] if "option" in one),
    }
    for item, option in sorted(options):
        if item in known and option not in [one.id for one in known[item].options]:
            problems.append(f"{file.name}:1: {item} has no option {option}")
    return letter


def _compile(
    programme: Programme,
    sets: Sequence[QuestionSet],
    words: CourseWords | None,
    letter: LetterWords | None,
) -> Content:
    order = [s for module in programme.modules for s in module.sets]
    compared = {s for module in programme.modules for s in module.conversation.compared}
    known = sorted(sets, key=lambda s: order.index(s.id) if s.id in order else len(order))
    return Content(
        tuple(_with_unlisted(module, known) for module in programme.modules),
        tuple(_as_asked(one, compared) for one in known),
        words,
        letter,
    )


def _with_unlisted(module: Module, sets: Sequence[QuestionSet]) -> Module:
    """Add the question sets of a module that its own list leaves out, at the end."""
    unlisted = (s.id for s in sets if s.module == module.id and s.id not in module.sets)
    return replace(module, sets=(*module.sets, *unlisted))


def _as_asked(one: QuestionSet, compared: Collection[str]) -> QuestionSet:
    """Return a set as pages show it: with every item, and every box of a joint one."""
    think = [Item(f"{one.id}-think", "text", one.think)] if one.think else []
    items = (*think, *(_with_box(item) for item in one.items))
    return replace(one, items=items, think="", opens_last=one.id in compared)


def _with_box(item: Item) -> Item:
    """Give a joint item that names no boxes its one."""
    if item.kind != "joint" or item.fields:
        return item
    return replace(item, fields=(Field("text", item.ask),))
