"""Stores which pairs of a cohort meet, by the rules of ``pairs.matching``."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from pairs_course.answers.events import now
from pairs_course.pairs import matching
from pairs_course.pairs.matching import MeetingPlace, MeetingPlaces
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import CannotMatch, NotInAPair
from pairs_course.store.pair_queries import of_others, place
from pairs_course.store.records import Meeting, PairAtMeeting
from pairs_course.store.tables import AccountRow, MeetingRow, MemberRow, PairRow


@dataclass(frozen=True)
class _Pair:
    """One pair and its people's names."""

    label: str
    people: list[str]


class Meetings:
    """Pairs that are waiting for another pair, and matched pairs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, username: str, module: str) -> Meeting:
        """Return the state of a person's pair in a module; raises UnknownPerson, NotInAPair."""
        with self._database.read() as session:
            _, pair = _placed(session, username)
            row = session.scalar(select(MeetingRow).where(_is(pair, module)))
            if row is None or row.other_id is None:
                return Meeting(pair, _place(row) if row else None, [], [])
            there = _pairs(session, PairRow.id == row.other_id)
            people = there[row.other_id].people
            return Meeting(
                pair, _place(row), people, of_others(session, row.other_id, module, row.at)
            )

    def ask(self, username: str, module: str, ready: bool) -> list[int]:
        """Mark a person's pair as ready to meet, or stop its waiting.

        Returns the numbers of the pairs that this changed. Raises UnknownPerson, NotInAPair.
        """
        with self._database.write() as session:
            account, pair = _placed(session, username)
            cohort = session.scalars(select(PairRow.cohort_id).where(PairRow.id == pair)).one()
            before = _places(session, cohort)
            present = _pairs(session, PairRow.cohort_id == cohort)
            if ready:
                here = _here(before, present, [pair], module)
                after = matching.ready(here, pair, module, now())
            else:
                after = matching.stop(before, pair, module)
            return _keep(session, cohort, before, after, account)

    def match(self, by: str, cohort: str, module: str, first: str, second: str) -> list[int]:
        """Match two pairs of a cohort, by their labels; ``by`` is the facilitator's username.

        Returns their numbers. Raises UnknownPerson and UnknownCohort, and CannotMatch if the two
        are the same pair, or one is not in the cohort or is already matched.
        """
        with self._database.write() as session:
            account, _ = place(session, by)
            key = cohort_id(session, cohort)
            present = _pairs(session, PairRow.cohort_id == key)
            numbers = {pair.label: number for number, pair in present.items() if pair.people}
            for label in (first, second):
                if label not in numbers:
                    raise CannotMatch("Expected two pairs of this cohort, got another name.")
            if first == second:
                raise CannotMatch(f"Expected two different pairs, got “{first}” twice.")
            both = [numbers[first], numbers[second]]
            before = _places(session, key)
            here = _here(before, present, both, module)
            for number in both:
                if not matching.free(here, [number], module):
                    raise CannotMatch(f"“{present[number].label}” is already matched.")
            after = matching.match(here, both[0], both[1], module, now())
            _keep(session, key, before, after, account)
            return both

    def other(self, pair: int, module: str) -> int | None:
        """Return the number of the pair that ``pair`` meets in a module, None if unmatched."""
        with self._database.read() as session:
            return session.scalar(select(MeetingRow.other_id).where(_is(pair, module)))

    def of_cohort(self, cohort: str, module: str) -> list[PairAtMeeting]:
        """Return every pair's state for the facilitators, longest-waiting first, then the rest.

        Raises UnknownCohort.
        """
        with self._database.read() as session:
            key = cohort_id(session, cohort)
            present = _pairs(session, PairRow.cohort_id == key)
            here = _here(_places(session, key), present, list(present), module)
        found = []
        for number, pair in present.items():
            if not pair.people:
                continue
            at = here.get((number, module))
            other = present[at.other].label if at and at.other else None
            found.append(PairAtMeeting(pair.label, pair.people, other, at.at if at else None))
        return sorted(found, key=lambda p: (p.at is None or p.other is not None, p.at or ""))


def _placed(session: Session, username: str) -> tuple[int, int]:
    account, pair = place(session, username)
    if pair is None:
        raise NotInAPair(username)
    return account, pair


def _is(pair: int, module: str) -> ColumnElement[bool]:
    return (MeetingRow.pair_id == pair) & (MeetingRow.module == module)


def _place(row: MeetingRow) -> MeetingPlace:
    return MeetingPlace(row.pair_id, row.module, row.other_id, row.at)


def _places(session: Session, cohort: int) -> MeetingPlaces:
    rows = session.scalars(select(MeetingRow).where(MeetingRow.cohort_id == cohort))
    return {(row.pair_id, row.module): _place(row) for row in rows}


def _here(
    places: MeetingPlaces, present: dict[int, _Pair], asking: list[int], module: str
) -> MeetingPlaces:
    """Remove from a module the ended pairs that were waiting, or were matched with ``asking``.

    Other pairs stay matched with an ended pair until they ask again.
    """
    gone = [
        place.pair
        for place in places.values()
        if place.module == module
        and not present[place.pair].people
        and (place.other is None or place.other in asking)
    ]
    return matching.without(places, gone, module)


def _pairs(session: Session, where: ColumnElement[bool]) -> dict[int, _Pair]:
    """Return pairs by number, with their current people."""
    found: dict[int, _Pair] = {}
    rows = session.execute(
        select(PairRow.id, PairRow.label, AccountRow.name)
        .outerjoin(MemberRow, (MemberRow.pair_id == PairRow.id) & MemberRow.left.is_(None))
        .outerjoin(AccountRow, AccountRow.id == MemberRow.account_id)
        .where(where)
        .order_by(PairRow.id, MemberRow.id)
    )
    for number, label, name in rows:
        pair = found.setdefault(number, _Pair(label, []))
        if name is not None:
            pair.people.append(name)
    return found


def _keep(
    session: Session, cohort: int, before: MeetingPlaces, after: MeetingPlaces, by: int
) -> list[int]:
    """Write the differences; return the numbers of the pairs that changed."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for pair, module in changed:
        session.execute(delete(MeetingRow).where(_is(pair, module)))
    for key in changed:
        if key in after:
            at = after[key]
            session.add(
                MeetingRow(
                    cohort_id=cohort,
                    module=at.module,
                    pair_id=at.pair,
                    other_id=at.other,
                    at=at.at,
                    by_id=by,
                )
            )
    return [pair for pair, _ in changed]
