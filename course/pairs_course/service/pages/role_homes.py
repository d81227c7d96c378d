"""Home of facilitators and sponsors, and the letter to the sponsors for the people of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fastapi.responses import RedirectResponse, Response

from pairs_course.answers import visibility
from pairs_course.course_time import day
from pairs_course.figures import page_access
from pairs_course.figures.sponsor_letter import DAYS
from pairs_course.pairs.our_page import ours
from pairs_course.people.names import isolate, told_apart
from pairs_course.programme.content import Content
from pairs_course.service.pages import charts, home, letters, news, notes, texts
from pairs_course.service.pages.letters import LetterState
from pairs_course.service.problems import ApiProblem
from pairs_course.store import Person, Store
from pairs_course.store.support_requests import CallRequest

if TYPE_CHECKING:
    from pairs_course.service.pages.pages import Pages


@dataclass(frozen=True)
class ToRead:
    """A letter that a sponsor may read now: of which cohort, and on which day it was made."""

    cohort: str
    title: str
    made: str


@dataclass(frozen=True)
class Own:
    """A cohort that somebody looks after or sponsors; ``figures`` if those are for them, too.

    ``page`` if there are some.
    """

    cohort: str
    title: str
    role: str
    figures: bool
    page: bool


async def home_of(pages: Pages, person: Person) -> Response:
    """Home for whoever asks: a participant, a facilitator or a sponsor."""
    if person.role == "sponsor":
        return await sponsor(pages, person)
    if person.role == "facilitator":
        pages.servers.begin(person.username)
        return await facilitator(pages, person)
    return await participant(pages, person)


async def participant(pages: Pages, person: Person) -> Response:
    """Home of somebody in a pair: the one next thing, the modules, and where all the rest is."""
    course = pages.course
    found = await course.run(
        _look, course.store, person, course.content, course.now(), course.today()
    )
    if found["door"] != "paper":
        pages.servers.begin(person.username)
    return pages.html(
        "home.html",
        person=person,
        doors=home.DOORS,
        **found,
    )


def _look(
    store: Store, person: Person, content: Content, now: datetime, today: date
) -> dict[str, Any]:
    """Read all that Home shows, in one go: as many queries whatever somebody has done."""
    username, modules = person.username, [module.id for module in content.modules]
    states = store.submissions.states(username, modules)
    rows = home.rows(content.modules, states, store.paper.said(username))
    both = store.events.steps(username, modules)
    seen = news.seen(both, content, now)
    return {
        "rows": rows,
        "steps": news.steps(rows, seen, content, isolate(person.partner_name or "")),
        "challenge": ours(both.both, content).challenge,
        "door": store.people.door(username),
        "pause": store.care.paused(username),
        "who_sees": visibility.summaries(content),
        "kept_out": store.people.kept_out(username),
        "figures": home.figures_until(content, store.waves.open_dates(person.cohort)),
        "texts": texts.shown(store.reviews.of_person(username, content), content),
        "letters": letters.shown(store.letters.of_cohort(person.cohort), today),
        "access": store.access.of(username),
        "published": store.showing.place(person.cohort, username).published > 0,
    }


async def our_page(pages: Pages, person: Person) -> Response:
    """What the two of a pair agreed so far, on one page that prints."""
    if not person.pair:
        raise ApiProblem(403, "not-in-a-pair", "This page is for the people of a pair. Go to Home.")
    course, content = pages.course, pages.course.content
    modules = [module.id for module in content.modules]
    both = await course.run(course.store.events.of_pair, person.username, *modules)
    told = await course.run(course.store.submissions.feedback_of, person.username)
    by_module = {one.notebook: one for one in told}
    return pages.html(
        "ours.html",
        person=person,
        ours=ours(both.both, content),
        drawn=charts.drawn,
        feedback=[
            (module, by_module[module.id].at, notes.to_pair(by_module[module.id].html))
            for module in content.modules
            if module.id in by_module
        ],
    )


async def facilitator(pages: Pages, person: Person) -> Response:
    """Who sent what, who would like a call, and the way to the desk."""
    course = pages.course
    store, content = course.store, course.content
    cohorts = await course.run(_own_cohorts, store, person.username)
    people = await course.run(store.people.members, person.cohort)
    submissions = await course.run(store.submissions.list, person.cohort)
    waiting = [
        pair
        for module in content.meetings()
        for pair in await course.run(store.meetings.of_cohort, person.cohort, module.id)
        if pair.at and pair.other is None
    ]
    texts_there = await course.run(store.reviews.of_cohort, person.cohort, content)
    return pages.html(
        "facilitator.html",
        person=person,
        cohorts=cohorts,
        title=next(one.title for one in cohorts if one.cohort == person.cohort),
        modules=content.modules,
        unsaid=pages.begin.own.keys() - await course.run(store.people.about, person.cohort),
        waiting=home.waiting_words(len(waiting)),
        to_read=home.to_read_words(sum(text.state == "waiting" for text in texts_there)),
        sent=home.sent_by(people, content.modules, submissions),
        calls=_told_apart(await course.run(store.care.calls, person.cohort)),
        pausing=await course.run(store.care.pausing, person.cohort),
        letters=await letters_of(pages, person),
        access=await course.run(store.access.of, person.username),
    )


async def sponsor(pages: Pages, person: Person) -> Response:
    """The letter, and the figures that a sponsor may see.

    It is the same page, to the byte, before there is a letter and after one was held back.
    """
    course = pages.course
    cohorts = await course.run(_own_cohorts, course.store, person.username)
    sponsored = [one for one in cohorts if one.role == person.role]
    letters_now = await course.run(_to_read, course.store, sponsored, course.today())
    here = next(one for one in cohorts if one.cohort == person.cohort)
    return pages.html(
        "sponsor.html",
        person=person,
        cohorts=cohorts,
        title=here.title,
        letters=letters_now,
        no_letter=page_access.NO_LETTER_FOR_SPONSOR,
        figures=here.figures,
        only_a_letter=page_access.ONLY_A_LETTER,
        access=await course.run(course.store.access.of, person.username),
    )


async def letter(pages: Pages, person: Person) -> Response:
    """The letters to the sponsors, with a form for each one that can be held back."""
    _check_in_a_pair(person)
    return pages.html(
        "letter.html",
        person=person,
        letters=await letters_of(pages, person),
        none_yet=page_access.NO_LETTER_YET,
        days=DAYS,
    )


async def hold_back(pages: Pages, username: str, wave: str, *, sure: bool) -> Response:
    """Hold a letter back; who did it goes no further than this function."""
    person = await pages.person(username)
    _check_in_a_pair(person)
    if not sure:
        message = (
            "Nothing was changed. To hold the letter back, go to Home, open the letter, tick the "
            "box and press the button again."
        )
        raise ApiProblem(422, "not-sure", message)
    course = pages.course
    await course.run(course.store.letters.hold, person.cohort, wave, course.today())
    return RedirectResponse(f"{course.prefix}letter", 303)


async def letters_of(pages: Pages, person: Person) -> list[LetterState]:
    """Return what Home says of the letters of somebody's cohort."""
    course = pages.course
    found = await course.run(course.store.letters.of_cohort, person.cohort)
    return letters.shown(found, course.today())


def _to_read(store: Store, cohorts: Iterable[Own], today: date) -> list[ToRead]:
    """Return the letters that a sponsor of these cohorts may read now, the newest first."""
    found = []
    for one in cohorts:
        view = page_access.letter_view(one.role, store.letters.of_cohort(one.cohort), today)
        if view.letter is not None:
            made = view.letter["made"]
            found.append((made, ToRead(one.cohort, one.title, day(made))))
    return [letter for _, letter in sorted(found, key=lambda dated: dated[0], reverse=True)]


def _told_apart(calls: Sequence[CallRequest]) -> list[CallRequest]:
    names = told_apart((call.username, call.name) for call in calls)
    return [replace(call, name=names[call.username]) for call in calls]


def _own_cohorts(store: Store, username: str) -> list[Own]:
    """Return the cohorts that somebody is in."""
    own = []
    for person in store.people.memberships(username):
        place = store.showing.place(person.cohort, username)
        figures = person.role != "sponsor" or page_access.shown_to_sponsors(
            store.showing.pairs_up_to(person.cohort, page_access.SPONSOR_PAIRS)
        )
        page = figures and place.published > 0
        own.append(Own(person.cohort, place.title, person.role, figures, page))
    return own


def _check_in_a_pair(person: Person) -> None:
    if not page_access.may_hold(person.role):
        message = "Only the people of pairs can hold a letter back. Go to Home."
        raise ApiProblem(403, "not-in-a-pair", message)
