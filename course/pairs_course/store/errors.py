"""The store's errors. ``str(error)`` is a sentence for people that says what to do next."""

# ruff: noqa: N818 - named after what was found, which reads well in an except clause

from __future__ import annotations

from collections.abc import Sequence

from pairs_course.course_time import day
from pairs_course.people.names import BadNameError, isolate
from pairs_course.people.roster import AtLine, Roster


class StoreError(Exception):
    """Base class of the store's errors."""


class NotText(StoreError):
    """A text with U+0000 in it, which PostgreSQL cannot keep; so no database is given one."""

    def __init__(self) -> None:
        super().__init__(
            "A text cannot have the character U+0000 in it. Delete that character, which cannot be "
            "seen, or type the text again. Nothing was changed."
        )


class UnknownPerson(StoreError):
    """There is no account of that name."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"There is no one with the username “{username}”. Expected a username from a roster; "
            "look it up with: pairs cohort list"
        )


class NotInAPair(StoreError):
    """Only people in a pair share answers and send modules."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"“{username}” is not in a pair. Only people in a pair share answers and send modules. "
            "Sign in as a member of a pair."
        )


class UnknownCohort(StoreError):
    """There is no cohort of that name."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"There is no cohort “{cohort}”. To see the cohorts, run: pairs cohort list"
        )


class CohortExists(StoreError):
    """There is already a cohort of that name."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"There is already a cohort “{cohort}”. Choose another name, "
            f"or remove it first with: pairs cohort remove {cohort}. Nothing was changed."
        )


class NotDemo(StoreError):
    """Invented people and answers go into demo cohorts only."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"Cohort “{cohort}” is not a demo cohort; demo data can only be added to demo cohorts. "
            "Nothing was changed."
        )


class BadCohortName(StoreError):
    """A cohort's name is also a folder and part of addresses."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            "A cohort's name must be 1 to 40 lower-case letters, digits and hyphens, starting "
            f"with a letter or digit, got “{cohort}”. Choose another name; nothing was changed."
        )


class BadCohortTitle(StoreError):
    """A cohort's title is what people read."""

    def __init__(self, wrong: BadNameError) -> None:
        super().__init__(f"A cohort's title {wrong}. Choose another title; nothing was changed.")


class RosterConflict(StoreError):
    """A valid roster that clashes with people in other cohorts; ``found`` says where."""

    def __init__(self, roster: Roster, found: Sequence[AtLine]) -> None:
        super().__init__("\n".join(roster.problem(one.line, one.what) for one in found))
        self.found = list(found)


class RosterChanged(StoreError):
    """The cohort or the roster has changed since the preview."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"The people in cohort “{cohort}” have changed since you looked. "
            "Your changes were not saved. Check the new preview, then continue."
        )


class InAnotherCohort(StoreError):
    """Somebody in several cohorts: with a password, one's facilitator could get into the others."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"“{username}” is in another cohort too, so this cannot be done for them here. "
            "Ask the person who runs the course's computer to run: "
            f"pairs cohort password {username}"
        )


class NotInCohort(StoreError):
    """There is nobody with that username in the cohort now."""

    def __init__(self, username: str, cohort: str) -> None:
        super().__init__(
            f"There is no one with the username “{username}” in cohort “{cohort}” now. "
            "Check the list of its people; nothing was changed."
        )


class WrongPassword(StoreError):
    """The name or the password is wrong; it does not reveal which."""

    def __init__(self) -> None:
        super().__init__(
            "The name or the password is not right. Type the name and the three words "
            "as they are on your card."
        )


class AlreadyReleased(StoreError):
    """A module was already released with different content."""

    def __init__(self, cohort: str, module: str) -> None:
        super().__init__(
            f"Module “{module}” is already released to cohort “{cohort}”, with different content. "
            "To replace it, release it again with --force."
        )


class NotReleased(StoreError):
    """A module has not been released to a cohort."""

    def __init__(self, cohort: str, module: str) -> None:
        super().__init__(
            f"Module “{module}” is not released to cohort “{cohort}”. A facilitator releases it "
            f"with: nbgrader release_assignment {module}"
        )


class NotOpen(NotReleased):
    """A released module that opens later, at ``opens`` (ISO 8601 in UTC)."""

    def __init__(self, cohort: str, module: str, opens: str) -> None:
        StoreError.__init__(
            self,
            f"Module “{module}” opens to cohort “{cohort}” on {day(opens)}. "
            "Come back then, or ask a facilitator to open it now.",
        )
        self.opens = opens


class UnknownPair(StoreError):
    """There is no pair of that name in a cohort."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"Expected a pair in cohort “{cohort}”, got another name. Reload the page."
        )


class NoteChanged(StoreError):
    """Somebody else has changed the note, at ``at``, or removed it (None)."""

    def __init__(self, by: str | None, at: str | None) -> None:
        what = (
            f"{isolate(by or 'Somebody else')} changed this note"
            if at
            else "Somebody removed this note"
        )
        super().__init__(
            f"{what} after you opened it, so yours is not saved. Read the newer one, combine the "
            "two, and save again."
        )
        self.at = at


class BadArchive(StoreError):
    """A zip archive that is unsafe or unusable."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This archive was refused: {what}. Recreate it from the module folder.")


class UnknownSubmission(StoreError):
    """There is no such submission, or no such feedback on it."""

    def __init__(self, submission: str, notebook: str | None = None) -> None:
        what = f"feedback on “{notebook}” for submission" if notebook else "submission"
        super().__init__(
            f"There is no {what} “{submission}”. To list them, run: nbgrader list --inbound"
        )


class CannotMatch(StoreError):
    """Two pairs cannot be matched."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Choose two other pairs; nothing was changed.")


class WaveClosed(StoreError):
    """A wave closes once: its figures never change."""

    def __init__(self, cohort: str, wave: str, closed: str) -> None:
        super().__init__(
            f"Wave “{wave}” of cohort “{cohort}” was closed on {closed}. "
            "Its figures were made then and never change."
        )


class UnknownLetter(StoreError):
    """There is no letter to the sponsor of that cohort and wave."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"There is no such letter for cohort “{cohort}”. Open the letter from Home."
        )


class LetterOpen(StoreError):
    """A letter can only be held back before its day, which has come."""

    def __init__(self, opens: str) -> None:
        super().__init__(
            f"Sponsors have been able to read this letter since {day(opens)}, so it cannot be "
            "held back now. Nothing was changed. Talk to your facilitator."
        )


class TextChanged(StoreError):
    """The text that was read is no longer the current one."""

    def __init__(self) -> None:
        super().__init__(
            "The pair changed or withdrew this text. "
            "Your decision was not saved. Check the list again."
        )


class DecidedAlready(StoreError):
    """Another facilitator has already decided on a text."""

    def __init__(self, state: str) -> None:
        said = {"published": "published it", "sent-back": "sent it back"}.get(state, "read it")
        super().__init__(
            f"Another facilitator has already {said}. Nothing was changed. "
            "Check the list, and talk to each other if you disagree."
        )
