"""The parts of a workbook as HTML, in order on each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final

from markupsafe import Markup

from pairs_course.programme.content import Content, Module, QuestionSet
from pairs_course.programme.easy_read import Easy
from pairs_course.render import answers_html, blank_forms
from pairs_course.render.workbook import prose, sheets, words
from pairs_course.render.workbook.notebook import Prose, WidgetCall

_NO_PAPER: Final = frozenset({"completed", "send"})


@dataclass
class Told:
    """The content of the sheets: prose and own questions; the envelope; together; handed in.

    ``later`` stays closed until another module's talk, or the end of this one's: ``until``.
    """

    yours: list[Markup] = field(default_factory=list)
    envelope: list[Markup] = field(default_factory=list)
    together: list[Markup] = field(default_factory=list)
    later: list[Markup] = field(default_factory=list)
    until: str = ""
    handed_in: list[Markup] = field(default_factory=list)


def tell(module: Module, content: Content, parts: Sequence[Prose | WidgetCall], easy: Easy) -> Told:
    """Sort a module into its sheets.

    Question sets go where the notebook shows them, the one sentence with the pair conversation,
    and sets that the notebook does not show at the end, so that none is lost.
    """
    told, order = Told(), list[QuestionSet]()
    known = {s.id: _with_places(easy.question_set(s), content) for s in content.sets}
    sentence = [
        known[s] for s in module.sets if module.sentence_item in {i.id for i in known[s].items}
    ]

    def show(question_set: QuestionSet) -> None:
        if question_set not in order:
            order.append(question_set)
            told.yours.append(_own(question_set, module, content))

    for part in parts:
        if isinstance(part, Prose):
            text = part.text.replace(words.SAVED, words.KEPT)
            told.yours.append(prose.html(easy.prose(text), part.pictures))
        elif part.widget == "conversation":
            told.yours.append(_conversation(module, content, easy))
            for question_set in sentence:
                show(question_set)
        elif part.widget not in _NO_PAPER and part.argument in known:
            show(known[part.argument])
    for set_id in module.sets:
        show(known[set_id])
    if said := _feedback(order):
        told.yours.append(said)
    for part_ in sheets.on("partner", order):
        place = told.together if part_.together else told.envelope
        if part_.later:
            place, told.until = told.later, _until(part_.question_set, module, content)
        below = part_.together or part_.later
        place.append(_blank(part_, module, level=4 if below else 3))
    told.handed_in += [_blank(part_, module, level=3) for part_ in sheets.on("facilitator", order)]
    return told


def _with_places(question_set: QuestionSet, content: Content) -> QuestionSet:
    """Add where an earlier text was written to questions about it, since paper cannot show it."""
    items = []
    for item in question_set.items:
        if item.recalls:
            where, text = content.joint_item(item.recalls)
            title = content.module(where.module).title
            place = words.WRITTEN.format(number=text.number, title=title)
            item = replace(item, hint=" ".join(filter(None, [item.hint, place])))
        items.append(item)
    return replace(question_set, items=tuple(items))


def count(numbers: Sequence[str]) -> str:
    """Return “Question 1.2”, “Questions 1.2 to 1.6” or “Questions 1.1, 1.3 and 1.4”."""
    if len(numbers) == 1:
        return f"Question {numbers[0]}"
    first, last = (int(number.rpartition(".")[2]) for number in (numbers[0], numbers[-1]))
    if len(numbers) > 2 and last - first == len(numbers) - 1:
        return f"Questions {numbers[0]} to {numbers[-1]}"
    return f"Questions {', '.join(numbers[:-1])} and {numbers[-1]}"


def _until(question_set: QuestionSet, module: Module, content: Content) -> str:
    opened = content.opened_in(question_set.id)
    if opened is None or opened.id == module.id:
        return words.UNTIL_THE_END
    return f"module {int(opened.number)}"


def _own(question_set: QuestionSet, module: Module, content: Content) -> Markup:
    """Return a set's part of one's own sheet: its own questions, and where the others are."""
    # A box for “something else” belongs to the question before it.
    numbers = {item.id: item.number for item in question_set.items if not item.if_chosen}
    mine = [i.id for i in question_set.items if sheets.home(i) == "yours"]
    lines = []
    if question_set.module != module.id:
        begun = escape(content.module(question_set.module).title)
        lines.append(f"You began this in the workbook of “{begun}”. Have those sheets beside you.")
    for kind in ("partner", "facilitator"):
        for part in sheets.on(kind, [question_set]):
            if not part.copied:
                asked = [numbers[item] for item in part.items if item in numbers]
                named = count(asked)
                where, sheet = kind, f"“{words.TITLES[kind]}”"
                if part.together and kind == "partner":
                    where, sheet = "together", "“When you meet”"
                elif part.later and kind == "partner":
                    until = _until(question_set, module, content)
                    where, sheet = "later", f"“{words.LATER.format(until=until)}”"
                verb = "is" if len(asked) == 1 else "are"
                lines.append(f'{named} {verb} on the sheet <a href="#{where}">{sheet}</a>.')
    if any(i.audience == ("cohort",) for i in question_set.items):
        lines.append("On paper, these answers stay with you. They are not counted for the cohort.")
    go = "".join(f'<p class="go">{line}</p>' for line in lines)
    if mine:
        return Markup(answers_html.render_blank(question_set, level=4, only=mine) + go)  # noqa: S704
    return Markup(f"<h4>{escape(question_set.title)}</h4>{go}")  # noqa: S704 - escaped above


def _blank(part: sheets.SheetPart, module: Module, level: int) -> Markup:
    """Return part of a set, for a sheet that somebody else will read."""
    one = part.question_set
    if one.module != module.id:
        one = replace(one, intro="You began this in an earlier module. Write only what is new.")
    return Markup(  # noqa: S704 - pairs_course.render.answers_html escapes
        answers_html.render_blank(
            one,
            level=level,
            only=part.items,
            intro=not part.copied or one is not part.question_set,
            guess=not part.copied,
            then=not part.copied,
        )
    )


def _conversation(module: Module, content: Content, easy: Easy) -> Markup:
    """Return the pair conversation for paper."""
    talk, guide = module.conversation, content.words["talk"]
    found = ["<h4>What to bring</h4>", prose.paragraphs(easy.texts(talk.bring.splitlines()))]
    found += [
        "<h4>The talk, step by step</h4>",
        prose.paragraphs(easy.texts(words.steps(guide)), "ol"),
    ]
    if talk.prompts:
        found += ["<h4>You can also ask</h4>", prose.paragraphs(easy.texts(talk.prompts))]
    for compared in content.compared_sets(module.id):
        number = content.module(compared.module).number
        title = escape(compared.title)
        found.append(f"<p>Last of all, lay out “{title}” (module {int(number)}), too.</p>")
    for way in words.other_ways(guide):
        found += [f"<h4>{escape(way['title'])}</h4>"]
        found += [prose.paragraphs(easy.texts(way["steps"]))]
    found += ["<h4>Going on without the reveal</h4>", prose.paragraphs(words.WITHOUT)]
    return Markup("".join(found))  # noqa: S704 - each part is escaped


def _feedback(sets: Sequence[QuestionSet]) -> Markup:
    """Return the screen's feedback on each choice of a move, to read afterwards."""
    parts = []
    for one in sets:
        moves = [i for i in one.items if i.kind == "move"]
        if moves:
            parts.append(f"<h4>{escape(one.title)}</h4>")
        for item in moves:
            rows = "".join(
                f"<dt>{escape(o.label)}</dt><dd>{_verdict(o.turns)}{escape(o.feedback)}</dd>"
                for o in item.options
            )
            parts.append(f'<h5>{blank_forms.asked(item)}</h5><dl class="feedback">{rows}</dl>')
    if not parts:
        return Markup("")
    head = "<h3>About your choices</h3><p>Read this after you have chosen.</p>"
    return Markup(head + "".join(parts))  # noqa: S704 - escaped above


def _verdict(turns: bool) -> str:
    return "This turns it into dialogue. " if turns else "Not dialogue yet. "
