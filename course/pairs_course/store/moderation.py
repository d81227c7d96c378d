"""Stores facilitators' decisions on cards and letters, by the rules of ``pairs.moderation``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from pairs_course.answers.events import Event, now
from pairs_course.pairs import moderation
from pairs_course.pairs.moderation import Choice, Decision, Kept, Standing, State, Value
from pairs_course.programme.content import Content
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import DecidedAlready, TextChanged
from pairs_course.store.pair_queries import event_of, place
from pairs_course.store.tables import (
    AccountRow,
    EventRow,
    PairRow,
    ReviewRow,
    SubmissionRow,
)


@dataclass(frozen=True)
class ModeratedText:
    """One text for a facilitator to review; ``decided`` is None while it waits."""

    pair: str
    people: list[str]
    item: str
    state: State
    value: Value
    digest: str
    decided: Decision | None


@dataclass(frozen=True)
class OwnText:
    """The standing of a person's own card or letter; ``pair`` is its pair's number."""

    pair: int
    item: str
    standing: Standing


@dataclass(frozen=True)
class PublishedText:
    """A text that others may read, without its authors."""

    item: str
    value: Value
    at: str


@dataclass
class _Found:
    """What the store has on one item of one pair.

    ``written`` has (account, event number, event) in the service's order; ``sent`` is by account.
    """

    written: list[tuple[str, int, Event]] = field(default_factory=list)
    sent: dict[int, Value] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def authors(self) -> list[str]:
        """The accounts that wrote it, in the order of their first event."""
        return list(dict.fromkeys(account for account, _, _ in self.written))

    def standing(self, item: str) -> Standing:
        since = moderation.last_withdrawn(self.decisions)
        agreed = moderation.agreed_text(self.written, item, since)
        return moderation.standing(agreed, self.sent.values(), self.decisions)


_Texts = dict[tuple[int, str], _Found]


class Reviews:
    """Review of cards and letters before others can read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_cohort(self, cohort: str, content: Content) -> list[ModeratedText]:
        """Return waiting texts, then decided ones, each by pair; raises UnknownCohort.

        A text waits only once one partner has sent the module: before that it is not for the
        facilitator.
        """
        with self._database.read() as session:
            key = cohort_id(session, cohort)
            found = _texts(session, PairRow.cohort_id == key, content)
            labels = _labels(session, key)
            names = _names(session, {int(a) for one in found.values() for a in one.authors})
        readings = [
            reading
            for (pair, item), one in found.items()
            for reading in _readings(labels[pair], [names[int(a)] for a in one.authors], item, one)
        ]
        return sorted(readings, key=lambda r: r.state != "waiting")

    def decide(
        self, by: str, cohort: str, pair: str, item: str, choice: Choice, content: Content
    ) -> None:
        """Publish a text or send it back; repeating a decision changes nothing.

        Args:
            by: the facilitator's username.
            cohort: their cohort.
            pair: the pair's label.
            item: the card or letter.
            choice: the decision, and which text it is about.
            content: the programme.

        Raises UnknownCohort; TextChanged if the pair now has a different text, or none; and
        DecidedAlready if another facilitator has meanwhile decided otherwise.
        """
        with self._database.publish() as session:
            account, _ = place(session, by)
            where = (PairRow.cohort_id == cohort_id(session, cohort)) & (PairRow.label == pair)
            texts = _texts(session, where, content).items()
            number, one = next(((key[0], one) for key, one in texts if key[1] == item), (0, None))
            readable = one.standing(item).texts() if one else {}
            if choice.digest not in readable:
                raise TextChanged
            state, text = readable[choice.digest]
            if state == choice.verdict:
                return
            if state != choice.was:
                raise DecidedAlready(state)
            if choice.verdict == "published":
                _replace(session, number, item)
            _keep(session, number, item, text, choice.verdict, choice.reason, account)

    def of_person(self, username: str, content: Content) -> list[OwnText]:
        """Return the standing of the cards and letters a person agreed to; raises UnknownPerson.

        Those of a former pair are included, because they can be withdrawn at any time.
        """
        with self._database.read() as session:
            account, _ = place(session, username)
            return [
                OwnText(pair, item, standing)
                for (pair, item), one in _own(session, account, content).items()
                if (standing := one.standing(item)).agreed
                or standing.published
                or standing.withdrawn
            ]

    def withdraw(self, username: str, pair: int, item: str, content: Content) -> None:
        """Withdraw a card or letter, so that nobody else can read it; raises UnknownPerson.

        Either partner can do this alone. Does nothing for somebody else's text.
        """
        with self._database.publish() as session:
            account, _ = place(session, username)
            one = _own(session, account, content).get((pair, item))
            if one is None:
                return
            standing = one.standing(item)
            published = standing.published.value if standing.published else None
            for text in filter(None, [standing.agreed, published]):
                _keep(session, pair, item, text, "withdrawn", "", account)

    def published(self, cohort: str) -> list[PublishedText]:
        """Return a cohort's published texts, oldest first; raises UnknownCohort."""
        with self._database.read() as session:
            rows = session.execute(
                select(ReviewRow.item, ReviewRow.value, ReviewRow.at)
                .join(PairRow, PairRow.id == ReviewRow.pair_id)
                .where(PairRow.cohort_id == cohort_id(session, cohort))
                .where(ReviewRow.verdict == "published")
                .order_by(ReviewRow.n)
            )
            return [PublishedText(*row) for row in rows]


def _readings(pair: str, people: list[str], item: str, one: _Found) -> list[ModeratedText]:
    decided = {decision.digest: decision for decision in one.decisions}
    return [
        ModeratedText(
            pair, people, item, state, value, name, None if state == "waiting" else decided[name]
        )
        for name, (state, value) in one.standing(item).texts().items()
    ]


def _texts(session: Session, where: ColumnElement[bool], content: Content) -> _Texts:
    """Return what the store has on the cards and letters of some pairs."""
    of = moderation.items(content)
    pairs = select(PairRow.id).where(where)
    found: _Texts = {}
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.pair_id.in_(pairs), EventRow.module.in_({m for m, _ in of.values()}))
        .where(EventRow.item.in_(of), EventRow.kind.in_(["propose", "confirm"]))
        .order_by(EventRow.n)
    )
    for row in rows:
        one = found.setdefault((row.pair_id, row.item), _Found())
        one.written.append((str(row.account_id), row.n, event_of(row)))
    _add_sent(session, found, of)
    decided = (
        select(ReviewRow, func.coalesce(AccountRow.name, ""))
        .outerjoin(AccountRow, AccountRow.id == ReviewRow.by_id)
        .where(ReviewRow.pair_id.in_(pairs))
        .order_by(ReviewRow.n)
    )
    for kept, by in session.execute(decided):
        verdict = cast(Kept, kept.verdict)  # only _keep and _replace write it
        decision = Decision(kept.digest, kept.value, verdict, kept.reason, kept.at, by, kept.after)
        found.setdefault((kept.pair_id, kept.item), _Found()).decisions.append(decision)
    return dict(sorted(found.items(), key=lambda entry: entry[0][0]))


def _own(session: Session, account: int, content: Content) -> _Texts:
    """Return the texts that somebody proposed or confirmed, in any of their pairs."""
    mine = select(EventRow.pair_id).where(
        EventRow.account_id == account, EventRow.item.in_(moderation.REVIEWED)
    )
    found = _texts(session, PairRow.id.in_(mine), content)
    return {key: one for key, one in found.items() if str(account) in one.authors}


def _add_sent(session: Session, found: _Texts, of: Mapping[str, tuple[str, object]]) -> None:
    """Add the texts in each author's newest submission."""
    authors = {int(account) for one in found.values() for account in one.authors}
    modules = {module for module, _ in of.values()}
    newest = (
        select(func.max(SubmissionRow.n))
        .where(SubmissionRow.account_id.in_(authors), SubmissionRow.module.in_(modules))
        .group_by(SubmissionRow.account_id, SubmissionRow.module)
    )
    rows = session.execute(
        select(SubmissionRow.account_id, SubmissionRow.module, SubmissionRow.payload).where(
            SubmissionRow.n.in_(newest)
        )
    )
    sent = {(account, module): payload["joint"] for account, module, payload in rows}
    for (_, item), one in found.items():
        for account in map(int, one.authors):
            value = sent.get((account, of[item][0]), {}).get(item)
            if value is not None:
                one.sent[account] = value


def _labels(session: Session, cohort: int) -> dict[int, str]:
    rows = session.execute(select(PairRow.id, PairRow.label).where(PairRow.cohort_id == cohort))
    return {row.id: row.label for row in rows}


def _names(session: Session, accounts: set[int]) -> dict[int, str]:
    rows = session.execute(
        select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(accounts))
    )
    return {row.id: row.name for row in rows}


def _replace(session: Session, pair: int, item: str) -> None:
    """Mark the previously published text as replaced."""
    session.execute(
        update(ReviewRow)
        .where(ReviewRow.pair_id == pair, ReviewRow.item == item)
        .where(ReviewRow.verdict == "published")
        .values(verdict="replaced")
    )


def _keep(
    session: Session, pair: int, item: str, value: Value, verdict: Kept, reason: str, by: int
) -> None:
    """Record a decision on a text, replacing any earlier one."""
    digest = moderation.digest(value)
    row = session.scalar(
        select(ReviewRow).where(
            ReviewRow.pair_id == pair, ReviewRow.item == item, ReviewRow.digest == digest
        )
    )
    newest = session.scalar(select(func.max(ReviewRow.n))) or 0
    last = session.scalar(select(func.max(EventRow.n)).where(EventRow.pair_id == pair)) or 0
    if row is None:
        row = ReviewRow(pair_id=pair, item=item, digest=digest, value=value)
        session.add(row)
    row.n, row.after = newest + 1, last
    row.verdict, row.reason, row.at, row.by_id = verdict, reason, now(), by
