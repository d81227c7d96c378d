"""Submissions to facilitators, and the feedback on them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pairs_course.answers import partner_view
from pairs_course.answers.events import now
from pairs_course.programme.content import Content
from pairs_course.store.cohorts import cohort_id
from pairs_course.store.database import Database
from pairs_course.store.errors import NotInAPair, NotReleased, UnknownPerson, UnknownSubmission
from pairs_course.store.pair_queries import of_pair, of_person, place
from pairs_course.store.records import Feedback, FeedbackAt, ModuleState, State, Submission
from pairs_course.store.releases import check_open
from pairs_course.store.tables import (
    AccountRow,
    CohortRow,
    EventRow,
    FeedbackRow,
    MemberRow,
    PairRow,
    ReleaseRow,
    SubmissionRow,
)


class Submissions:
    """Submissions, created by ``send`` events; sending changed answers creates another one."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self._database = database
        self._clock = clock

    def make(self, username: str, module: str, content: Content) -> Submission:
        """Send a module as a ``send`` event does, for nbgrader's own submit command.

        Raises UnknownPerson, NotInAPair, NotReleased if their cohort does not have the module, and
        NotOpen before it opens.
        """
        with self._database.write() as session:
            account, pair = place(session, username)
            if pair is None:
                raise NotInAPair(username)
            cohort, released = session.execute(
                select(CohortRow.name, ReleaseRow.id)
                .join(PairRow, PairRow.cohort_id == CohortRow.id)
                .outerjoin(
                    ReleaseRow,
                    (ReleaseRow.cohort_id == CohortRow.id) & (ReleaseRow.module == module),
                )
                .where(PairRow.id == pair)
            ).one()
            if released is None:
                raise NotReleased(cohort, module)
            check_open(session, pair, module, self._clock())
            made = send(session, account, pair, module, content)
            return _submissions(session, SubmissionRow.id == made)[0]

    def get(self, submission: str) -> Submission:
        """Return a submission; raises UnknownSubmission."""
        with self._database.read() as session:
            for found in _submissions(session, SubmissionRow.id == submission):
                return found
        raise UnknownSubmission(submission)

    def files(
        self, cohort: str, ids: Sequence[str], username: str | None = None
    ) -> list[Submission]:
        """Return submissions of a cohort, or of one person in it, in the order of ``ids``.

        Raises UnknownCohort, and UnknownSubmission for the first id not found.
        """
        with self._database.read() as session:
            where = [SubmissionRow.cohort_id == cohort_id(session, cohort)]
            if username is not None:
                where.append(AccountRow.username == username)
            found = {s.id: s for s in _submissions(session, SubmissionRow.id.in_(ids), *where)}
        for wanted in ids:
            if wanted not in found:
                raise UnknownSubmission(wanted)
        return [found[wanted] for wanted in ids]

    def put_feedback(self, submission: str, notebook: str, html: str) -> None:
        """Store feedback on one notebook of a submission, replacing any earlier feedback.

        Raises UnknownSubmission, also if the submission has no such notebook.
        """
        with self._database.write() as session:
            row = session.scalar(select(SubmissionRow).where(SubmissionRow.id == submission))
            _keep_feedback(session, row, submission, notebook, html)

    def put_feedback_of(self, cohort: str, pages: Iterable[tuple[str, str, str]]) -> None:
        """Store feedback pages (submission, notebook, HTML) for a cohort, all or none.

        Raises UnknownCohort, and UnknownSubmission as ``put_feedback`` does.
        """
        with self._database.write() as session:
            place = cohort_id(session, cohort)
            for submission, notebook, html in pages:
                row = session.scalar(
                    select(SubmissionRow).where(
                        SubmissionRow.id == submission, SubmissionRow.cohort_id == place
                    )
                )
                _keep_feedback(session, row, submission, notebook, html)

    def feedback(self, submission: str, notebook: str) -> Feedback:
        """Return the feedback on one notebook of a submission; raises UnknownSubmission."""
        with self._database.read() as session:
            row = session.execute(
                select(FeedbackRow.html, FeedbackRow.at)
                .join(SubmissionRow, SubmissionRow.n == FeedbackRow.submission_id)
                .where(SubmissionRow.id == submission, FeedbackRow.notebook == notebook)
            ).first()
        if row is None:
            raise UnknownSubmission(submission, notebook)
        return Feedback(submission, notebook, row.html, row.at)

    def feedback_of(self, username: str) -> list[Feedback]:
        """Return a person's newest feedback on each module; raises UnknownPerson."""
        with self._database.read() as session:
            account, _ = place(session, username)
            rows = session.execute(
                select(SubmissionRow.id, FeedbackRow.notebook, FeedbackRow.html, FeedbackRow.at)
                .join(SubmissionRow, SubmissionRow.n == FeedbackRow.submission_id)
                .where(SubmissionRow.account_id == account)
                .where(FeedbackRow.notebook == SubmissionRow.module)
                .order_by(SubmissionRow.n)
            )
            return list({row.notebook: Feedback(*row) for row in rows}.values())

    def read(self, submission: str, notebook: str, at: str) -> None:
        """Record that the reader has seen the feedback of ``at``. Nobody else is told."""
        with self._database.write() as session:
            sent = select(SubmissionRow.n).where(SubmissionRow.id == submission)
            session.execute(
                update(FeedbackRow)
                .where(FeedbackRow.submission_id.in_(sent), FeedbackRow.notebook == notebook)
                .where(FeedbackRow.at == at)
                .values(read=at)
            )

    def states(self, username: str, modules: Sequence[str]) -> list[ModuleState]:
        """Return a person's progress in each of these modules; raises UnknownPerson.

        A module is in progress once an event has arrived here; events that stay in the person's
        journal are unknown.
        """
        with self._database.read() as session:
            account = session.scalar(select(AccountRow.id).where(AccountRow.username == username))
            if account is None:
                raise UnknownPerson(username)
            begun = set(
                session.scalars(
                    select(EventRow.module).where(EventRow.account_id == account).distinct()
                )
            )
            opens = {
                row.module: row.opens
                for row in session.execute(
                    select(ReleaseRow.module, ReleaseRow.opens)
                    .join(MemberRow, MemberRow.cohort_id == ReleaseRow.cohort_id)
                    .where(MemberRow.account_id == account, MemberRow.left.is_(None))
                )
            }
            sent = _sent(session, account)
        later = {module: at for module, at in opens.items() if at and at > self._clock()}
        return [
            ModuleState(
                module,
                *_state(sent.get(module, []), module in begun),
                released=module in opens and module not in later,
                opens=later.get(module),
            )
            for module in modules
        ]

    def list(
        self, cohort: str, *, module: str | None = None, username: str | None = None
    ) -> list[Submission]:
        """Return a cohort's submissions, oldest first; raises UnknownCohort."""
        with self._database.read() as session:
            where = [SubmissionRow.cohort_id == cohort_id(session, cohort)]
            if module is not None:
                where.append(SubmissionRow.module == module)
            if username is not None:
                where.append(AccountRow.username == username)
            return _submissions(session, *where)


def send(session: Session, account: int, pair: int, module: str, content: Content) -> str:
    """Store a submission made from a person's and their partner's events; return its id.

    It has all the person's own answers, whoever their partner was then. If nothing changed since
    their last submission in this pair, that one stays, with its feedback.
    """
    modules = content.modules_sent_with(module)
    both = of_pair(session, account, pair, *modules)
    mine = of_person(session, account, *modules)
    cohort, demo = session.execute(
        select(CohortRow.id, CohortRow.demo)
        .join(MemberRow, MemberRow.cohort_id == CohortRow.id)
        .where(MemberRow.account_id == account, MemberRow.pair_id == pair)
    ).one()
    payload = {**partner_view.submission(mine, both, module, content), "demo": demo}
    last = session.scalar(
        select(SubmissionRow)
        .where(SubmissionRow.account_id == account, SubmissionRow.cohort_id == cohort)
        .where(SubmissionRow.module == module)
        .order_by(SubmissionRow.n.desc())
        .limit(1)
    )
    if last is not None and last.payload == payload and last.pair_id == pair:
        return last.id
    row = SubmissionRow(
        id=secrets.token_hex(16),
        cohort_id=cohort,
        account_id=account,
        pair_id=pair,
        module=module,
        at=now(),
        notebooks=[module],
        payload=payload,
    )
    session.add(row)
    session.flush()
    return row.id


def _keep_feedback(
    session: Session, row: SubmissionRow | None, submission: str, notebook: str, html: str
) -> None:
    if row is None:
        raise UnknownSubmission(submission)
    if notebook not in row.notebooks:
        raise UnknownSubmission(submission, notebook)
    feedback = session.scalar(
        select(FeedbackRow).where(
            FeedbackRow.submission_id == row.n, FeedbackRow.notebook == notebook
        )
    )
    if feedback is None:
        feedback = FeedbackRow(submission_id=row.n, notebook=notebook)
        session.add(feedback)
    feedback.html, feedback.at = html, now()


_Sent = tuple[str, FeedbackAt | None]  # when it was sent, and the feedback on it


def _sent(session: Session, account: int) -> dict[str, list[_Sent]]:
    """Return a person's submissions by module, oldest first."""
    rows = session.execute(
        select(
            SubmissionRow.module,
            SubmissionRow.id,
            SubmissionRow.at,
            FeedbackRow.at.label("feedback"),
            FeedbackRow.read,
        )
        .outerjoin(
            FeedbackRow,
            (FeedbackRow.submission_id == SubmissionRow.n)
            & (FeedbackRow.notebook == SubmissionRow.module),
        )
        .where(SubmissionRow.account_id == account)
        .order_by(SubmissionRow.n)
    )
    found: dict[str, list[_Sent]] = {}
    for module, submission, at, feedback, read in rows:
        one = FeedbackAt(submission, at, feedback, read) if feedback else None
        found.setdefault(module, []).append((at, one))
    return found


def _state(sent: list[_Sent], begun: bool) -> tuple[State, str | None, FeedbackAt | None]:
    """Return the state, when the module was last sent, and the newest feedback."""
    if not sent:
        return "in progress" if begun else "not started", None, None
    at, on_newest = sent[-1]
    newest = next((feedback for _, feedback in reversed(sent) if feedback), None)
    return "feedback ready" if on_newest else "sent", at, newest


def _submissions(session: Session, *where: Any) -> list[Submission]:
    rows = session.execute(
        select(SubmissionRow, CohortRow.name, AccountRow.username)
        .join(CohortRow, CohortRow.id == SubmissionRow.cohort_id)
        .join(AccountRow, AccountRow.id == SubmissionRow.account_id)
        .where(*where)
        .order_by(SubmissionRow.n)
    ).all()
    feedback: dict[int, dict[str, str]] = {}
    for n, notebook, at in session.execute(
        select(FeedbackRow.submission_id, FeedbackRow.notebook, FeedbackRow.at)
        .where(FeedbackRow.submission_id.in_([row.n for row, _, _ in rows]))
        .order_by(FeedbackRow.notebook)
    ):
        feedback.setdefault(n, {})[notebook] = at
    return [
        Submission(
            id=row.id,
            cohort=cohort,
            module=row.module,
            username=username,
            at=row.at,
            notebooks=row.notebooks,
            payload=row.payload,
            feedback=feedback.get(row.n, {}),
        )
        for row, cohort, username in rows
    ]
