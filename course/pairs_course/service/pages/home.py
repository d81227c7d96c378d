"""What Home says, as plain data: no request, no template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pairs_course.course_time import day
from pairs_course.figures import aggregation
from pairs_course.people.names import isolate
from pairs_course.programme.content import Content, Module
from pairs_course.store import FeedbackAt, ModuleState, Person, Submission
from pairs_course.store.paper import TypedOn

Door = Literal["lab", "plain", "paper"]

DOORS: dict[Door, tuple[str, str]] = {
    "plain": ("Plain page", "One quiet page. Works on a phone and with a screen reader."),
    "lab": ("JupyterLab", "The same page inside JupyterLab."),
    "paper": ("Paper", "Print the questions. Tell your facilitator that you work on paper."),
}


@dataclass(frozen=True)
class News:
    """The newest feedback on a module; ``about`` is set when a later sending has none yet.

    ``read`` says that its reader has seen these very words, ``again`` that they saw earlier ones.
    """

    day: str
    read: bool
    again: bool
    about: str

    @property
    def words(self) -> str:
        """Name it by its day, for the one next thing."""
        return f"{'Newer feedback' if self.again else 'Feedback'} of {self.day} is here,"


@dataclass(frozen=True)
class ModuleRow:
    """One module on Home. ``action`` is the word on its button; None when it is not open yet.

    ``typed`` says who typed in what the person wrote on paper, and when. ``opens`` is the day on
    which it opens, in words, if one is set.
    """

    module: Module
    state: str
    words: str
    action: str | None
    feedback: News | None
    typed: list[str]
    opens: str | None

    @property
    def minutes(self) -> str:
        """How long it takes, in words."""
        alone, together = self.module.minutes.alone, self.module.minutes.together
        return f"{alone} minutes alone, {together} minutes together"


def rows(
    modules: Sequence[Module], states: Sequence[ModuleState], said: Sequence[TypedOn] = ()
) -> list[ModuleRow]:
    """Return the modules in order, with what the person's own work says about each."""
    by_module = {state.module: state for state in states}
    return [_row(module, by_module[module.id], said) for module in modules]


def figures_until(content: Content, dates: Mapping[str, date]) -> list[str]:
    """Say until when answers count in the figures of the cohort, for each wave with a last day."""
    found = []
    for wave in aggregation.waves(content):
        if wave in dates:
            titles = [f"“{content.module(m).title}”" for m in aggregation.modules_of(content, wave)]
            when = content.wave_words(wave)["answers"]
            found.append(
                f"Your answers {when} ({', '.join(titles)}) count in the figures of your cohort "
                f"until {day(dates[wave].isoformat())}."
            )
    return found


def waiting_words(pairs: int) -> str:
    """Say how many pairs wait for another one, "" for none."""
    if not pairs:
        return ""
    return (
        "1 pair waits for another pair." if pairs == 1 else f"{pairs} pairs wait for other pairs."
    )


def to_read_words(texts: int) -> str:
    """Say how many texts of pairs wait for a facilitator to read them, "" for none."""
    if not texts:
        return ""
    return (
        "1 card or letter waits to be read."
        if texts == 1
        else f"{texts} cards and letters wait to be read."
    )


@dataclass(frozen=True)
class SentByPerson:
    """One participant in a facilitator's list: per module when it was sent (ISO 8601), or None."""

    person: Person
    at: list[str | None]


def sent_by(
    people: Sequence[Person], modules: Sequence[Module], submissions: Sequence[Submission]
) -> list[SentByPerson]:
    """Return who has sent what: the last time by module. Never an answer."""
    sent = {(s.username, s.module): s.at for s in submissions}  # oldest first: the last wins
    return [
        SentByPerson(person, [sent.get((person.username, module.id)) for module in modules])
        for person in people
        if person.pair
    ]


def _news(feedback: FeedbackAt, sent: str | None) -> News:
    later = sent is not None and feedback.sent < sent
    about = f"It is about what you sent on {day(feedback.sent)}. You have sent again since."
    return News(
        day=day(feedback.at),
        read=feedback.read == feedback.at,
        again=feedback.read not in (None, feedback.at),
        about=about if later else "",
    )


def _row(module: Module, state: ModuleState, said: Sequence[TypedOn]) -> ModuleRow:
    words = {
        "not started": "Not started",
        "in progress": "In progress",
        "sent": f"Sent on {day(state.sent)}" if state.sent else "Sent",
        "feedback ready": "Feedback ready",
    }
    actions = {"not started": "Start", "in progress": "Go on"}
    return ModuleRow(
        module=module,
        state=state.state,
        words=words[state.state],
        action=actions.get(state.state, "Open again") if state.released else None,
        feedback=_news(state.feedback, state.sent) if state.feedback else None,
        typed=[
            f"{isolate(one.by)} typed in your sheet of “{module.title}” on {day(one.at)}."
            for one in said
            if one.module == module.id
        ],
        opens=day(state.opens) if state.opens else None,
    )
