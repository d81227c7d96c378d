"""Loads invented cohorts into the store in chronological order: work, closings, texts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from operator import itemgetter

from pairs_course import course_time
from pairs_course.figures import aggregation
from pairs_course.pairs.moderation import Choice
from pairs_course.programme.content import Content
from pairs_course.store import CohortExists, Did, Store, wave_closing
from pairs_instructor.demo.histories import history
from pairs_instructor.demo.plans import CHANGES, ENDS, DemoCohort


def missing(store: Store, content: Content, plans: Iterable[DemoCohort]) -> list[DemoCohort]:
    """Return the cohorts that are missing or incomplete.

    Raises NotDemo if one of the names is a real cohort's.
    """
    there = {cohort.name for cohort in store.people.cohorts()}
    waves = set(aggregation.waves(content))
    found = []
    for plan in plans:
        if plan.name in there:
            store.demo.check(plan.name)
            if set(store.summaries.closed(plan.name)) >= waves:
                continue
        found.append(plan)
    return found


def fill(store: Store, content: Content, plan: DemoCohort) -> bool:
    """Create one cohort with its history, or complete an interrupted one.

    Returns False, changing nothing, if a cohort of that name has other people or another history.
    Raises StoreError if its people cannot be added.
    """
    done = history(plan, content)
    with contextlib.suppress(CohortExists):
        made_at = course_time.moment(course_time.beginning(plan.begins))
        store.demo.add_cohort(plan.name, plan.roster(), title=plan.title, made_at=made_at)
    people = {person.username for person in store.people.members(plan.name)}
    rosters = [plan.roster(), plan.roster(changed=True)]
    if people not in [{row.username for row in roster.rows} for roster in rosters]:
        return False
    if store.demo.began(plan.name) not in (None, done[0].event.id):
        return False
    past: list[Did] = []
    for number, act in _days(plan, content):
        until = plan.day(number).isoformat()
        now = [one for one in done[len(past) :] if one.event.at < until]
        store.demo.add_events(plan.name, now, content, past)
        past += now
        act(store)
    return True


def _days(plan: DemoCohort, content: Content) -> list[tuple[int, Callable[[Store], None]]]:
    """Return what happens on which day, besides the pairs' own work, in order."""

    def close(wave: str) -> Callable[[Store], None]:
        return lambda store: _close(store, content, plan, wave)

    closes = [(plan.closes(wave), close(wave)) for wave in aggregation.waves(content)]
    return [
        (CHANGES, lambda store: _change(store, plan)),
        *sorted([c for c in closes if c[0] < ENDS], key=itemgetter(0)),
        (ENDS, lambda store: _publish(store, content, plan)),
        *[c for c in closes if c[0] >= ENDS],
    ]


def _change(store: Store, plan: DemoCohort) -> None:
    """Change partners, and keep some people's answers out of figures."""
    at = course_time.moment(course_time.beginning(plan.day(CHANGES)))
    store.demo.change_people(plan.name, plan.roster(changed=True), at=at, day=course_time.day(at))
    for who in plan.kept_out:
        store.people.keep_out(who, True)


def _publish(store: Store, content: Content, plan: DemoCohort) -> None:
    """Publish the cards and letters as a facilitator would; the last pair's keep waiting."""
    last = plan.couples[-1].label
    for text in store.reviews.of_cohort(plan.name, content):
        if text.state == "waiting" and text.pair != last:
            choice = Choice(text.digest, "waiting", "published")
            by = plan.facilitator[0]
            store.reviews.decide(by, plan.name, text.pair, text.item, choice, content)


def _close(store: Store, content: Content, plan: DemoCohort, wave: str) -> None:
    if wave not in store.summaries.closed(plan.name):
        wave_closing.close_wave(store, content, plan.name, wave, plan.day(plan.closes(wave)))
