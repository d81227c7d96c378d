"""Typed, checked models of the programme's YAML, and its compiled form for kernels.

A facilitator may reword a question by editing YAML, so every mistake is named with its file, its
line and the next step. ``python -m pairs_course.programme`` checks the sources of this package.
"""

from __future__ import annotations

import json
from pathlib import Path

from pairs_course.atomic_write import atomic_write
from pairs_course.programme import content, easy_read, items, schema
from pairs_course.programme.sources import FOLDER, ProgrammeError
from pairs_course.programme.yaml_models import read


def load(folder: Path = FOLDER) -> content.Content:
    """Read and check ``programme.yaml`` and ``questions/*.yaml`` below ``folder``.

    Raises:
        ProgrammeError: with every problem found, one ``file:line: what`` a line.
    """
    problems: list[str] = []
    programme = read(folder / "programme.yaml", schema.Programme, problems)
    files = sorted((folder / "questions").glob("*.yaml"))
    found = {file: read(file, schema.QuestionSet, problems) for file in files}
    sets = {file: one for file, one in found.items() if one is not None}
    if programme is None or len(sets) < len(files):
        raise ProgrammeError("\n".join(problems))
    _check_together(folder, programme, sets, problems)
    if problems:
        raise ProgrammeError("\n".join(problems))
    compiled = _compile(programme, list(sets.values()))
    easy_read.check(compiled, folder, problems)
    if problems:
        raise ProgrammeError("\n".join(problems))
    return compiled


def ideas(folder: Path = FOLDER) -> dict[str, schema.Idea]:
    """Return where each idea of the source is taught, practised and asked, by its key.

    Raises:
        ProgrammeError: ``ideas.yaml`` cannot be used.
    """
    problems: list[str] = []
    found = read(folder / "ideas.yaml", schema.Ideas, problems)
    if found is None:
        raise ProgrammeError("\n".join(problems))
    return found.root


def compile_to(path: Path, folder: Path = FOLDER) -> content.Content:
    """Check the sources and write the compiled programme to ``path``, whole or not at all."""
    loaded = load(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, json.dumps(loaded.to_json(), ensure_ascii=False))
    return loaded


def _check_together(
    folder: Path,
    programme: schema.Programme,
    sets: dict[Path, schema.QuestionSet],
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
            reached = by_id[wanted].items if wanted in by_id else []
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


def _is_beside(item: schema.Item, found: schema.QuestionSet) -> bool:
    """Say whether a box for one's own words stands right after its option's question."""
    place = found.items.index(item)
    before = found.items[place - 1] if place else None
    if before is None or before.kind != "choice":
        return False
    options = [f"{before.id}#{option.id}" for option in before.options]
    # Words are in no figure; whoever else sees the choice may read them.
    return item.if_chosen in options and set(item.audience) == set(before.audience) - {"cohort"}


def _compile(programme: schema.Programme, sets: list[schema.QuestionSet]) -> content.Content:
    order = [s for module in programme.modules for s in module.sets]
    compared = {s for module in programme.modules for s in module.conversation.compared}
    known = sorted(sets, key=lambda s: order.index(s.id) if s.id in order else len(order))
    return content.Content(
        tuple(_compile_module(m, known) for m in programme.modules),
        tuple(_compile_set(s, last=s.id in compared) for s in known),
    )


def _compile_module(module: schema.Module, sets: list[schema.QuestionSet]) -> content.Module:
    unlisted = [s.id for s in sets if s.module == module.id and s.id not in module.sets]
    return content.Module(
        id=module.id,
        title=module.title,
        minutes_alone=module.minutes.alone,
        minutes_together=module.minutes.together,
        covers=tuple(module.covers),
        objectives=tuple(content.Objective(**o.model_dump()) for o in module.objectives),
        activities=tuple(content.Activity(**a.model_dump()) for a in module.activities),
        conversation=content.Conversation(
            module.conversation.bring,
            tuple(module.conversation.prompts),
            tuple(module.conversation.sealed),
            tuple(module.conversation.compared),
        ),
        sets=(*module.sets, *unlisted),
        borrows=tuple(module.borrows),
        carries=tuple(module.carries),
    )


def _compile_set(source: schema.QuestionSet, *, last: bool) -> content.QuestionSet:
    think = [items.Item(f"{source.id}-think", "text", source.think)] if source.think else []
    return content.QuestionSet(
        id=source.id,
        module=source.module,
        title=source.title,
        intro=source.intro,
        wave=source.wave,
        sealed=source.sealed,
        items=(*think, *(_compile_item(item) for item in source.items)),
        shown=source.shown,
        opens_last=last,
        another_day=source.another_day,
    )


def _compile_field(field: schema.Box) -> items.Field:
    options = tuple(items.Option(**o.model_dump()) for o in field.options)
    return items.Field(**{**field.model_dump(), "options": options})


def _compile_item(item: schema.Item) -> items.Item:
    fields = tuple(_compile_field(field) for field in item.fields)
    if item.kind == "joint" and not fields:
        fields = (items.Field("text", item.ask),)
    return items.Item(
        **{
            **item.model_dump(),
            "options": tuple(items.Option(**o.model_dump()) for o in item.options),
            "fields": fields,
            "audience": tuple(item.audience),
        }
    )
