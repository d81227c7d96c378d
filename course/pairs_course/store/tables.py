"""The tables. A change here needs a migration too; a test compares the two."""

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

# Constraints are named, because a migration can only change a named one.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

#: The largest key that every supported database allows.
MAX_ID = 2**31 - 1
TIME = String(32)  # ISO 8601 in UTC, as in events


class Table(DeclarativeBase):
    """Base class of the tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, dict[str, str]: JSON, list[str]: JSON}  # noqa: RUF012 - SQLAlchemy's own name


def _belongs_to(column: str) -> Any:
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), index=True)


class CohortRow(Table):
    """A cohort; deleting it deletes all its data.

    ``about`` has its facilitators' texts for "Before you begin", by part of that page.
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
    """Something that happened to an account: ``kind`` is "signed in" or "renewed" (its password).

    ``new``: the sign-in was from a new browser. ``by`` is the username of the facilitator who
    renewed it, "" for the course's administrator. ``seen`` is when the person acknowledged it,
    ``ended`` when the hub ended the sessions opened with the old password.
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
    """A pair. A change of partner makes a new row: answers stay with the pair they were for.

    ``ended`` is when the two stopped being a pair; the row stays for what they wrote.
    """

    __tablename__ = "pairs"
    __table_args__ = (UniqueConstraint("cohort_id", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = _belongs_to("cohorts.id")
    label: Mapped[str] = mapped_column(String(40))
    ended: Mapped[str | None] = mapped_column(TIME)


class MemberRow(Table):
    """One account in one cohort; ``left`` is when it was removed from the roster, if it was."""

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
    """A request for a call from a facilitator; ``done`` is when it was dealt with.

    How to reach the person is stored only until then.
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
    """One event as received. ``n`` is the service's order; ``audience`` is space-separated.

    ``typed_by`` is the facilitator who typed it in from paper, empty if its author sent it.
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
    """A module as released to a cohort: a zip archive that participants get from ``opens``."""

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
    """What one person sent; ``n`` gives the order. ``pair_id`` is the pair they were in.

    It may be None for submissions to an earlier version of the course.
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
    """Feedback on one notebook of a submission; ``read`` is the ``at`` of what its author saw."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("submission_id", "notebook"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = _belongs_to("submissions.n")
    notebook: Mapped[str] = mapped_column(String(80))
    html: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(TIME)
    read: Mapped[str | None] = mapped_column(TIME)


class MeetingRow(Table):
    """One pair in one module's meeting: it is waiting, or meets ``other_id``.

    A match is two rows, each naming the other pair, so that the database enforces one match per
    pair and module. ``at`` is when the pair started waiting or was matched, ``by_id`` who did
    that: a partner or a facilitator.
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
    """Figures of several cohorts, pooled once and then fixed; ``number`` counts from 1.

    Demo cohorts are only pooled with each other.
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
    """A cohort's closed wave with the summary published then, which never changes.

    ``edition_id`` is the edition that includes its answers, None if there is none yet.
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
    """The letter to the sponsor as written when a wave closed.

    ``held`` tells that it was held back. By whom and when is not stored, since a time could
    reveal who was signed in.
    """

    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"), unique=True)
    opens: Mapped[str] = mapped_column(String(10))
    held: Mapped[bool] = mapped_column(default=False)
    parts: Mapped[list[LetterPart]] = mapped_column(JSON)


class WaveDateRow(Table):
    """A wave's last day, ``closes`` (ISO 8601)."""

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
    """A facilitator's decision on one text that a pair agreed to publish.

    ``digest`` identifies the exact text, so a changed one is reviewed again; ``value`` is the text.
    ``n`` orders decisions, and ``after`` is the pair's last event before it, so that no clocks
    need comparing.
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
