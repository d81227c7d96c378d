"""One module at a time: release it, collect and mark what was sent, read it, give feedback back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from pairs_course import course_time
from pairs_course.answers.events import now
from pairs_course.programme import content
from pairs_instructor.desk import formgrader, jobs
from pairs_instructor.desk.blocks import (
    Block,
    Look,
    details,
    field,
    form,
    heading,
    link,
    listing,
    notice,
    progress,
    table,
    text,
)
from pairs_instructor.desk.jobs import Job, Step
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day, day_of
from pairs_instructor.nbgrader.collected_ids import submission_in

NO_FOLDER: Final = (
    "The course folder of cohort {} is not in your space, so nothing can be collected here. "
    "Load this page again. If that does not help, ask who runs the server to run: pairs doctor"
)
_NAMES: Final[dict[Step, str]] = {
    "release": "Releasing",
    "mark": "Collecting and marking",
    "give-back": "Giving feedback back for",
}


class Modules(Panel):
    """What nbgrader does, as three buttons for the module that was chosen."""

    name = "modules"
    title = "Modules"
    about = (
        "Take one module at a time: release it, collect and mark what people sent, read it, "
        "and give feedback back."
    )

    def blocks(self) -> list[Block]:
        """Return the choice of a module, what its last step did, its state, and the three steps."""
        if not self.desk.folder.is_dir():
            return [notice("problem", NO_FOLDER.format(self.desk.named))]
        exchange = self.desk.service("exchange")
        released = {one["module"]: one for one in exchange.get("assignments")["assignments"]}
        sent = exchange.get("submissions")["submissions"]
        if not self.desk.module:
            self.desk.module = _worth_looking_at(self.desk.content.modules, sent)
        module = self.desk.content.module(self.desk.module)
        newest = {s["username"]: s for s in sent if s["module"] == module.id}
        return [
            *self._newest(),
            *([] if released else [self._release_all()]),
            self._choice(released, sent),
            heading(f"{module.number} {module.title}"),
            *self._last(),
            *self._release(module, released.get(module.id)),
            *self._mark(newest),
            *self._read(module, newest),
            *self._give_back(newest),
        ]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Choose a module, begin a step on it, or release all of them."""
        if action == "release-all":
            return self._begin_all(values)
        chosen = str(values.get("module", ""))
        if chosen not in [module.id for module in self.desk.content.modules]:
            raise Problem(("module", "Choose a module."))
        if action == "choose":
            self.desk.module = chosen
            return []
        opens = day_of(values.get("opens"), "opens")
        if action == "opens":
            return self._open_on(chosen, opens)
        if action not in _NAMES:
            raise Problem(("", "This page is older than the course. Load it again."))
        step: Step = action
        try:
            options = {"opens": opens.isoformat()} if opens else {}
            job = jobs.begin(self.desk.folder, step, chosen, self.desk.user, options)
        except jobs.Busy as busy:
            raise Problem(("", self._busy(busy.job))) from None
        begun = f"{self._step(job)} has begun. It goes on if you close this page."
        return [notice("info", begun, key=_key(job))]

    def busy(self) -> bool:
        """Say whether a step runs."""
        return jobs.running(self.desk.folder)

    def _choice(self, released: Mapping[str, Any], sent: list[Any]) -> Block:
        options = []
        for module in self.desk.content.modules:
            count = len({s["username"] for s in sent if s["module"] == module.id})
            state = f"{count} sent" if count else "none sent"
            if module.id not in released:
                state = "not released"
            options.append((module.id, f"{module.number} {module.title} ({state})"))
        chosen = field("select", "module", "Module", value=self.desk.module, options=options)
        return form("choose", "Show this module", [chosen], choice=True)

    def _release_all(self) -> Block:
        days = [
            field("date", _opening(module.id), f"{module.number} {module.title}: opening day")
            for module in self.desk.content.modules
        ]
        return form(
            "release-all",
            "Release all modules",
            days,
            says=f"Everybody in cohort {self.desk.named} can open each of them from its day on. A "
            "module without a day opens now.",
            title="Release all modules, each on its day",
        )

    def _begin_all(self, values: Mapping[str, Any]) -> list[Block]:
        fields = {module.id: _opening(module.id) for module in self.desk.content.modules}
        days = {module: day_of(values.get(name), name) for module, name in fields.items()}
        try:
            jobs.begin_all(self.desk.folder, days, self.desk.user)
        except jobs.Busy as busy:
            raise Problem(("", self._busy(busy.job))) from None
        return [notice("info", "All modules are being released, which takes a minute.")]

    def _release(self, module: content.Module, released: Any) -> list[Block]:
        values = {"module": module.id}
        if released is None:
            first = form(
                "release",
                "Release it",
                [field("date", "opens", "Open on", hint="Leave it empty to open it now.")],
                values=values,
                says=f"Everybody in cohort {self.desk.named} can open it then. You can take in new "
                "words later.",
                title="Release",
                level=4,
            )
            return [first]
        again = form(
            "release",
            "Release it again",
            values=values,
            says=f"Do this after a change of the words. Everybody in cohort {self.desk.named} has "
            "the new words the next time they open it. Their answers are kept.",
        )
        return [
            heading("Release", level=4),
            text(_released(released)),
            details("Release it again", [again]),
            details("Change the day it opens", [_date_form(module.id, released["opens"])]),
        ]

    def _open_on(self, module: str, opens: date | None) -> list[Block]:
        when = course_time.moment(course_time.beginning(opens)) if opens else None
        changed = self.desk.service().put("releases", module, "opens", body={"opens": when})
        return [notice("done", _released(changed))]

    def _mark(self, newest: Mapping[str, Any]) -> list[Block]:
        waiting = [s for s in newest.values() if not self._is_marked(s)]
        says = (
            f"{_people(len(newest))} sent this module. {_waiting(len(waiting))} to be marked. "
            "Marking looks whether a module is complete, and nothing else. It gives no grades."
        )
        return [
            form(
                "mark",
                "Collect and mark",
                values={"module": self.desk.module},
                says=says,
                title="Collect and mark",
                level=4,
                main=bool(waiting),
            )
        ]

    def _read(self, module: content.Module, newest: Mapping[str, Any]) -> list[Block]:
        marked = [s for s in newest.values() if self._is_marked(s)]
        if not marked:
            return []
        places = formgrader.places(self.desk.folder, module.id)
        start = f"{self.desk.base}user/{quote(self.desk.user)}/formgrader"
        names = self.desk.names()
        rows = [
            (
                names.get(s["username"], s["username"]),
                self.desk.pair_of(s["username"]) or "No pair now",
                day(s["timestamp"]),
                link("Read", f"{start}/submissions/{places[s['username']]}", new_tab=True),
                f"Given back on {day(max(s['feedback'].values()))}" if s["feedback"] else "Not yet",
            )
            for s in sorted(marked, key=lambda s: (names.get(s["username"], ""), s["username"]))
            if s["username"] in places
        ]
        return [
            heading("Read what they sent", level=4),
            text(
                "“Read” opens the formgrader. At the end of the page you can write a note to this "
                "person alone."
            ),
            *self._of_several(start),
            table("Marked", ["Name", "Pair", "Sent", "Page", "Feedback"], rows),
        ]

    def _of_several(self, start: str) -> list[Block]:
        """Lead to the right gradebook, where there is more than one."""
        cohort = self.desk.cohort
        if formgrader.cohorts(self.desk.home) < 2:
            return []
        words = f"Open the formgrader for cohort “{cohort}”"
        return [
            text("You have several cohorts. The formgrader shows one of them. First press this:"),
            link(words, f"{start}?path={quote(cohort)}", new_tab=True),
        ]

    def _give_back(self, newest: Mapping[str, Any]) -> list[Block]:
        marked = [s for s in newest.values() if self._is_marked(s)]
        if not marked:
            return []
        says = (
            f"Each of the {_people(len(marked))} finds on Home what they sent and your notes. "
            "Do it again after you change a note."
        )
        return [
            form(
                "give-back",
                "Give feedback back",
                values={"module": self.desk.module},
                says=says,
                title="Give feedback back",
                level=4,
                main=any(not s["feedback"] for s in marked),
            )
        ]

    def _newest(self) -> list[Block]:
        """Return the newest step of the cohort, whoever began it and whenever this page opened."""
        job = jobs.newest(self.desk.folder)
        if job is None:
            return []
        if job.end and not _is_today(job):
            return [text(f"The last step was {self._step(job)}. {job.words}")]
        return self._result(job)

    def _last(self) -> list[Block]:
        """Return the last step on the chosen module, unless the newest of all says it already."""
        job, newest = (
            jobs.last(self.desk.folder, self.desk.module),
            jobs.newest(self.desk.folder),
        )
        if job is None or (newest is not None and newest.module == job.module):
            return []
        return [details("The last step on this module", self._result(job))]

    def _result(self, job: Job) -> list[Block]:
        if not job.end and jobs.running(self.desk.folder):
            doing = f"{self._step(job)}. {job.doing or 'Starting'}"
            return [progress(_key(job), doing, job.done, job.total), *_problems(job)]
        if not job.end:
            words = f"{self._step(job)} was cut off. Press the button again: what was done is kept."
            return [notice("problem", words, key=_key(job)), *_problems(job)]
        look: Look = "done" if job.end == "done" else "problem"
        about = f"{self._step(job)}: {job.words}"
        return [notice(look, about, key=_key(job)), *_problems(job)]

    def _step(self, job: Job) -> str:
        """Say which step it is, on what, whose, and since when."""
        module = self.desk.content.module(job.module)
        by = "you" if job.by == self.desk.user else self.desk.name(job.by)
        return (
            f"{_NAMES[job.step]} “{module.number} {module.title}” in cohort {self.desk.named}, "
            f"begun by {by} on {course_time.minute(job.at)}"
        )

    def _busy(self, job: Job | None) -> str:
        which = f": {self._step(job)}" if job else ""
        return (
            f"Another step is still running{which}. Wait until it has ended, then press again. "
            "Nothing was changed."
        )

    def _is_marked(self, sent: Mapping[str, Any]) -> bool:
        """Say whether this very submission is marked: no time of day decides it."""
        folder = self.desk.folder / "autograded" / sent["username"] / sent["module"]
        return submission_in(folder) == str(sent["id"])


def _opening(module: str) -> str:
    return f"opens {module}"


def _key(job: Job) -> str:
    return f"step {job.module} {job.at}"


def _is_today(job: Job) -> bool:
    return day(job.at) == day(now())


def _released(release: Mapping[str, Any]) -> str:
    """Say when a module was released, and when it opens if that is still to come."""
    words = f"Released on {day(release['released'])}."
    opens = release["opens"]
    if opens and opens > now():
        return f"{words} It opens on {course_time.day(opens)}. Until then only facilitators see it."
    return f"{words} It is open to everybody."


def _date_form(module: str, opens: str | None) -> Block:
    before = datetime.fromisoformat(opens).astimezone(course_time.zone()).date() if opens else None
    chosen = field(
        "date",
        "opens",
        "Open on",
        hint="Leave it empty to open it now.",
        value=before.isoformat() if before else "",
    )
    return form(
        "opens",
        "Change the day",
        [chosen],
        values={"module": module},
        says="From that day on everybody in the cohort can open it. What they wrote is kept.",
    )


def _problems(job: Job) -> list[Block]:
    wrong = [f"{entry.who}: {entry.words}" for entry in job.entries if not entry.good]
    right = [f"{entry.who}: {entry.words}" for entry in job.entries if entry.good]
    shown = [notice("problem", "These need a look:", wrong)] if wrong else []
    if right:
        shown.append(details(f"{len(right)} went well", [listing(right)]))
    return shown


def _worth_looking_at(modules: tuple[content.Module, ...], sent: list[Any]) -> str:
    """Return the module of the newest submission without feedback, or else the first."""
    waiting = [s["module"] for s in sent if not s["feedback"]]
    return str(waiting[-1]) if waiting else modules[0].id


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _waiting(count: int) -> str:
    words = "Nobody" if count == 0 else _people(count)
    return f"{words} {'wait' if count > 1 else 'waits'}"
