"""What Home says, as plain data: no request, no template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pairs_course import publishing
from pairs_course.content import Content, Module
from pairs_course.days import day
from pairs_course.store import ModuleState, Person, Submission
from pairs_course.store.paper import Said

Door = Literal["lab", "plain", "paper"]

DOORS: dict[Door, tuple[str, str]] = {
    "plain": ("Plain page", "One quiet page. Works on a phone and with a screen reader."),
    "lab": ("JupyterLab", "The same page inside JupyterLab."),
    "paper": ("Paper", "Print the questions. Tell your facilitator that you work on paper."),
}


@dataclass(frozen=True)
class Row:
    """One module on Home. ``action`` is the word on its button; None when it is not open yet.

    ``typed`` says who typed in what the person wrote on paper, and when. ``opens`` is the day on
    which it opens, in words, if one is set.
    """

    module: Module
    state: str
    words: str
    action: str | None
    feedback: bool
    typed: list[str]
    opens: str | None

    @property
    def minutes(self) -> str:
        """How long it takes, in words."""
        alone, together = self.module.minutes_alone, self.module.minutes_together
        return f"{alone} minutes alone, {together} minutes together"


@dataclass(frozen=True)
class Step:
    """The one next thing to do; ``path`` is below the service's prefix."""

    text: str
    action: str
    path: str


def rows(
    modules: Sequence[Module], states: Sequence[ModuleState], said: Sequence[Said] = ()
) -> list[Row]:
    """Return the modules in order, with what the person's own work says about each."""
    by_module = {state.module: state for state in states}
    return [_row(module, by_module[module.id], said) for module in modules]


def next_step(found: Sequence[Row]) -> Step | None:
    """Return the one next thing: go on, then begin, then read; None when nothing is left."""
    for state, text, action in (
        ("in progress", "Go on with “{}”.", "Go on"),
        ("not started", "Your next module is “{}”.", "Start"),
    ):
        for row in found:
            if row.action and row.state == state:
                title = text.format(row.module.title)
                return Step(title, action, f"open/{row.module.id}")
    for row in reversed(found):
        if row.feedback:
            text = f"Your facilitator has written to you about “{row.module.title}”."
            return Step(text, "Read it", f"feedback/{row.module.id}")
    return None


def figures_until(content: Content, dates: Mapping[str, date]) -> list[str]:
    """Say until when answers count in the figures of the cohort, for each wave with a last day."""
    found = []
    for wave in publishing.waves(content):
        if wave in dates:
            titles = [f"“{content.module(m).title}”" for m in publishing.modules_of(content, wave)]
            found.append(
                f"Your answers {publishing.WAVE_WORDS[wave]} ({', '.join(titles)}) count in the "
                f"figures of your cohort until {day(dates[wave].isoformat())}."
            )
    return found


def waiting_words(pairs: int) -> str:
    """Say how many pairs wait for another one, "" for none."""
    if not pairs:
        return ""
    return (
        "1 pair waits for another pair." if pairs == 1 else f"{pairs} pairs wait for other pairs."
    )


@dataclass(frozen=True)
class Sent:
    """One participant in a facilitator's list: per module the day it was sent, or None."""

    person: Person
    days: list[str | None]


def sent_by(
    people: Sequence[Person], modules: Sequence[Module], submissions: Sequence[Submission]
) -> list[Sent]:
    """Return who has sent what: the last day by module. Never an answer."""
    days = {(s.username, s.module): day(s.at) for s in submissions}  # oldest first: the last wins
    return [
        Sent(person, [days.get((person.username, module.id)) for module in modules])
        for person in people
        if person.pair
    ]


def _row(module: Module, state: ModuleState, said: Sequence[Said]) -> Row:
    words = {
        "not started": "Not started",
        "in progress": "In progress",
        "sent": f"Sent on {day(state.sent)}" if state.sent else "Sent",
        "feedback ready": "Feedback ready",
    }
    actions = {"not started": "Start", "in progress": "Go on"}
    return Row(
        module=module,
        state=state.state,
        words=words[state.state],
        action=actions.get(state.state, "Open again") if state.released else None,
        feedback=state.feedback is not None,
        typed=[
            f"{one.by} typed in your sheet of “{module.title}” on {day(one.at)}."
            for one in said
            if one.module == module.id
        ],
        opens=day(state.opens) if state.opens else None,
    )
