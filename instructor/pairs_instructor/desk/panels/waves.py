"""Waves of answers: until when they count, closing one, and what it published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pairs_course.figures.sponsor_letter import DAYS
from pairs_course.store import wave_closing
from pairs_instructor.desk.blocks import Block, details, field, form, heading, link, notice, text
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.words import day

_ONCE = "The figures are made from the answers that people have given by then."
_FOR_GOOD = "They never change, and this cannot be undone. People can still answer."


class Waves(Panel):
    """When each wave closes; what it published is only said once it is closed."""

    name = "waves"
    title = "Figures"
    about = "The figures of a wave are made once, on the day on which it closes. They never change."

    def blocks(self) -> list[Block]:
        """Return each wave with its day, or with what it published."""
        shown = [
            text(
                "A wave is a round of questions that are counted for the whole cohort. When it "
                "closes, the cohort page shows “few”, “about half” or “many” for each question "
                "that enough whole pairs answered: at least 5. How many is not shown to you.",
                f"{_ONCE} A letter to the sponsors is made from them, if there are any. The people "
                f"of pairs read it {DAYS} days before the sponsors do, and each of them can hold "
                "it back.",
            )
        ]
        found = self.desk.service().get("waves")
        for wave in found["waves"]:
            shown.append(heading(f"Wave “{wave['wave']}”: answers {wave['words']}"))
            closed = wave["state"] == "closed"
            shown += self._closed(wave) if closed else self._open(wave, found["today"])
        return shown

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Set the last day of a wave, take it away, or close the wave now."""
        service, wave = self.desk.service(), str(values.get("wave", ""))
        found = service.get("waves")
        if wave not in [one["wave"] for one in found["waves"]]:
            raise Problem(("", "This page is older than the course. Load it again."))
        if action == "set":
            closes = _day(values.get("closes"), date.fromisoformat(found["today"]))
            service.put("waves", wave, body={"closes": closes.isoformat()})
            when = day(closes.isoformat())
            of = f"Wave “{wave}” of cohort {self.desk.named}"
            return [notice("done", f"{of} closes by itself at the end of {when}.")]
        if action == "take-away":
            service.put("waves", wave, body={"closes": None})
            of = f"Wave “{wave}” of cohort {self.desk.named}"
            return [notice("done", f"{of} has no last day now. It stays open.")]
        if action == "close":
            if values.get("sure") is not True:
                raise Problem(("sure", "Tick this to close the wave. It cannot be undone."))
            made = service.post("waves", wave, "close")
            (closed,) = [one for one in made["waves"] if one["wave"] == wave]
            return [notice("done", _figures(closed)), self._page()]
        raise Problem(("", "This page is older than the course. Load it again."))

    def _closed(self, wave: Mapping[str, Any]) -> list[Block]:
        why = [wave["why"]] if wave["why"] else []
        return [text(_figures(wave), *why), self._page()]

    def _page(self) -> Block:
        page = f"{self.desk.base}services/dashboards/cohort/{self.desk.cohort}"
        return link("See the cohort page", page, new_tab=True)

    def _open(self, wave: Mapping[str, Any], today: str) -> list[Block]:
        titles = ", ".join(f"“{title}”" for title in wave["modules"])
        closes = wave["closes"]
        until = (
            f"It closes by itself at the end of {day(closes)}." if closes else "It has no last day."
        )
        named = f"wave “{wave['wave']}” of cohort {self.desk.named}"
        values = {"wave": wave["wave"]}
        shown = [
            text(
                f"It is open. It has {_count(wave['questions'])}, in {titles}. They make at most "
                f"{wave['figures']} figures. {until}",
                _forecast(wave),
            ),
            form(
                "set",
                "Change the last day" if closes else "Set the last day",
                [field("date", "closes", f"Last day of wave “{wave['wave']}”", value=closes or "")],
                values=values,
                says=f"Then {named} closes by itself at the end of that day. After that it cannot "
                "be undone. Everybody reads the day on their Home.",
            ),
        ]
        if closes:
            says = "The wave then stays open until you set a day or close it."
            shown.append(form("take-away", "Take the last day away", values=values, says=says))
        sure = field("check", "sure", f"Yes, close {named} now, on {day(today)}")
        says = f"Its figures are made at once, from {titles}. {_FOR_GOOD}"
        now = form("close", "Close this wave now", [sure], values=values, says=says)
        return [*shown, details(f"Close wave “{wave['wave']}” now", [now])]


def _day(given: Any, today: date) -> date:
    try:
        closes = date.fromisoformat(str(given))
    except ValueError:
        raise Problem(("closes", "Choose the last day of this wave.")) from None
    if problem := wave_closing.date_problem(closes, today):
        raise Problem(("closes", problem))
    return closes


def _figures(wave: Mapping[str, Any]) -> str:
    return (
        f"Wave “{wave['wave']}” was closed on {day(wave['closed'])}. Its figures never change. "
        f"Published figures: {wave['published']}. Withheld: {wave['withheld']}. "
        + ("A letter to the sponsors was made." if wave["letter"] else "There is no letter.")
    )


def _forecast(wave: Mapping[str, Any]) -> str:
    """Say what closing now would come to, from what is known of every pair: what it has sent."""
    enough = wave["sent"] >= wave["needed"]
    return (
        f"{wave['sent']} of {wave['pairs']} pairs have sent all of this. A figure needs "
        f"{wave['needed']} pairs in which both people have answered. If you closed the wave now, "
        + (
            "there would most likely be figures and a letter."
            if enough
            else "there would most likely be no figures, and without figures no letter."
        )
    )


def _count(questions: int) -> str:
    return "1 question" if questions == 1 else f"{questions} questions"
