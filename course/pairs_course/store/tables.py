"""The tables. A change here needs a migration beside it: a test holds the two together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pairs_course.figures.published import LetterPart, Pooled, Summary

# Constraints have names, because a migration can only change what it can name.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

#: The largest number that a key of a table can be, in every database that the store may lie in.
MAX_ID = 2**31 - 1
TIME = String(32)  # ISO 8601 in UTC, as events carry it


class Table(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, dict[str, str]: JSON, list[str]: JSON}  # noqa: RUF012 - SQLAlchemy's own name


def _belongs_to(column: str) -> Any:
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), index=True)


class CohortRow(Table):
    """A cohort; what belongs to it goes when it goes.

    ``about`` is what its facilitators say on "Before you begin", by the part of that page.
    """

    __tablename__ = "cohorts"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    demo: Mapped[bool]
    made_at: Mapped[str] = mapped_column(TIME)
    about: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")


class AccountRow(Table):
    """A person's account."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password: Mapped[str] = mapped_column(String(200))
    door: Mapped[str | None] = mapped_column(String(8))
    kept_out: Mapped[bool] = mapped_column(default=False)


class AccountEventRow(Table):
    """What happened to an account: ``kind`` is "signed in" or "renewed" (its password).

    ``new``: signed in with a browser that had not done so before. ``by`` is the username of who
    renewed it, "" for whoever looks after the course's computer. ``seen`` is when the person said
    that they know of it, ``ended`` when the hub had ended what was open with the old password.
    """

    __tablename__ = "account_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _belongs_to("accounts.id")
    at: Mapped[str] = mapped_column(TIME)
    kind: Mapped[str] = mapped_column(String(16))
    new: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64), default="")
    seen: Mapped[str | None] = mapped_column(TIME)
    ended: Mapped[str | None] = mapped_column(TIME)


class PairRow(Table):
    """A pair. Partners who change get a new row: answers stay with the pair they were for.

    ``ended`` is when its two people stopped being a pair; the row stays for what they wrote.
    """

    __tablename__ = "pairs"
    __table_args__ = (UniqueConstraint("cohort_id", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    label: Mapped[str] = mapped_column(String(40))
    ended: Mapped[str | None] = mapped_column(TIME)


class MemberRow(Table):
    """One account in one cohort; ``left`` is when it was taken off the roster, if it was."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("cohort_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    account_id: Mapped[int] = _belongs_to("accounts.id")
    role: Mapped[str] = mapped_column(String(16))
    pair_id: Mapped[int | None] = _belongs_to("pairs.id")
    paused: Mapped[bool] = mapped_column(default=False, server_default=false())
    left: Mapped[str | None] = mapped_column(TIME)


class CallRow(Table):
    """Somebody asked their facilitators for a call; ``done`` says when that ended.

    How to reach them is kept only until then.
    """

    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _belongs_to("accounts.id")
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    at: Mapped[str] = mapped_column(TIME)
    done: Mapped[str | None] = mapped_column(TIME)
    number: Mapped[str] = mapped_column(String(200), default="", server_default="")
    safe_time: Mapped[str] = mapped_column(String(200), default="", server_default="")
    safe_way: Mapped[str] = mapped_column(String(200), default="", server_default="")


class EventRow(Table):
    """One event as it came. ``n`` is the service's order; ``audience`` is words with spaces.

    ``typed_by`` names the facilitator who typed it in from paper; empty for what its author sent.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "pair_id", "module", "n"),)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    account_id: Mapped[int] = _belongs_to("accounts.id")
    pair_id: Mapped[int] = mapped_column(ForeignKey("pairs.id", ondelete="CASCADE"))
    module: Mapped[str] = mapped_column(String(80))
    item: Mapped[str] = mapped_column(String(80))
    wave: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    audience: Mapped[str] = mapped_column(String(32))
    wording: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[str] = mapped_column(TIME)
    typed_by: Mapped[str] = mapped_column(String(100), default="", server_default="")


class ReleaseRow(Table):
    """A module as released to a cohort: one zip archive, for participants from ``opens`` on."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("cohort_id", "module"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    module: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(TIME)
    digest: Mapped[str] = mapped_column(String(64))
    notebooks: Mapped[list[str]]
    archive: Mapped[bytes] = mapped_column(LargeBinary)
    opens: Mapped[str | None] = mapped_column(TIME)


class SubmissionRow(Table):
    """What one person sent; ``n`` orders them. ``pair_id`` is the pair that they were in.

    Of what was sent to an earlier version it may not be known.
    """

    __tablename__ = "submissions"
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    account_id: Mapped[int] = _belongs_to("accounts.id")
    pair_id: Mapped[int | None] = _belongs_to("pairs.id")
    module: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(TIME)
    notebooks: Mapped[list[str]]
    payload: Mapped[dict[str, Any]]


class FeedbackRow(Table):
    """Feedback on one notebook of a submission; ``read`` is the ``at`` of what its reader saw."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("submission_id", "notebook"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = _belongs_to("submissions.n")
    notebook: Mapped[str] = mapped_column(String(80))
    html: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(TIME)
    read: Mapped[str | None] = mapped_column(TIME)


class MeetingRow(Table):
    """One pair in the meeting of one module: it waits, or meets ``other_id``.

    A match is two rows, each naming the other's pair, so that the database itself holds a pair to
    one match a module. ``at`` is when it began to wait or was matched, ``by_id`` who saw to that:
    one of the pairs, or a facilitator.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("pair_id", "module"),
        UniqueConstraint("other_id", "module"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    module: Mapped[str] = mapped_column(String(80))
    pair_id: Mapped[int] = _belongs_to("pairs.id")
    other_id: Mapped[int | None] = _belongs_to("pairs.id")
    at: Mapped[str] = mapped_column(TIME)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class EditionRow(Table):
    """Figures of several cohorts, pooled once and for good; ``number`` counts from 1.

    Cohorts of demo data are pooled with each other alone.
    """

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("wave", "demo", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(String(8))
    demo: Mapped[bool]
    number: Mapped[int]
    made: Mapped[str] = mapped_column(String(10))
    pooled: Mapped[Pooled] = mapped_column(JSON)


class WaveRow(Table):
    """A closed wave of a cohort with the summary that was published then, for good.

    ``edition_id`` is the one edition that its people's answers are in, None while in none.
    """

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("cohort_id", "wave"),
        UniqueConstraint("cohort_id", "version"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    wave: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    closed: Mapped[str] = mapped_column(String(10))
    summary: Mapped[Summary] = mapped_column(JSON)
    edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("editions.id", ondelete="SET NULL"), index=True
    )


class LetterRow(Table):
    """The letter to the sponsor that was made when a wave closed, in the words of then.

    ``held`` says that it was held back, and nothing says by whom or when: a time beside it could
    tell who was here just then.
    """

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"), unique=True)
    opens: Mapped[str] = mapped_column(String(10))
    held: Mapped[bool] = mapped_column(default=False)
    parts: Mapped[list[LetterPart]] = mapped_column(JSON)


class WaveDateRow(Table):
    """The day on which a wave is to close: ``closes`` in ISO 8601."""

    __tablename__ = "wave_dates"
    __table_args__ = (UniqueConstraint("cohort_id", "wave"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    wave: Mapped[str] = mapped_column(String(8))
    closes: Mapped[str] = mapped_column(String(10))


class NoteRow(Table):
    """A facilitator's note to a pair about one module."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("pair_id", "module"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = _belongs_to("pairs.id")
    module: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(TIME)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))


class ReviewRow(Table):
    """What a facilitator decided about one text that a pair agreed to publish.

    ``digest`` names the very text, so a changed one is read again; ``value`` is what was read.
    ``n`` is the order of decisions, and ``after`` the last event of the pair by then: no clock has
    to tell.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("pair_id", "item", "digest"),
        Index(None, "verdict", "n"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(default=0, server_default="0")
    after: Mapped[int] = mapped_column(default=0, server_default="0")
    pair_id: Mapped[int] = _belongs_to("pairs.id")
    item: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(TIME)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
