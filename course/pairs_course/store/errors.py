"""What the store refuses. ``str(error)`` is a sentence for people, with the next step in it."""

# ruff: noqa: N818 - each is named after what was found, as it reads in an except clause

from __future__ import annotations

from collections.abc import Sequence

from pairs_course.course_time import day
from pairs_course.people.names import BadNameError, isolate
from pairs_course.people.roster import AtLine, Roster


class StoreError(Exception):
    """The base of everything that the store refuses."""


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
            f"There is no one called “{username}” here. Expected a username from a roster; "
            "look it up with: pairs cohort list"
        )


class NotInAPair(StoreError):
    """Only people in a pair share answers and send modules."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"“{username}” is in no pair. Only people in a pair share answers and send modules. "
            "Sign in as a member of a pair."
        )


class UnknownCohort(StoreError):
    """There is no cohort of that name."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"There is no cohort “{cohort}”. See which there are with: pairs cohort list"
        )


class CohortExists(StoreError):
    """A cohort of that name is there already."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"There is a cohort “{cohort}” already. Choose another name, "
            f"or remove it first with: pairs cohort remove {cohort}. Nothing was changed."
        )


class NotDemo(StoreError):
    """Invented people and answers go into demo cohorts alone."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"Cohort “{cohort}” is not a demo cohort; demo data can only be added to demo cohorts. "
            "Nothing was changed in it."
        )


class BadCohortName(StoreError):
    """A cohort's name is also a folder and part of addresses."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            "A cohort's name must be 1 to 40 small letters, digits and hyphens, beginning with a "
            f"letter or digit, got “{cohort}”. Choose another name; nothing was changed."
        )


class BadCohortTitle(StoreError):
    """A cohort's title is what people read."""

    def __init__(self, wrong: BadNameError) -> None:
        super().__init__(f"A cohort's title {wrong}. Choose another title; nothing was changed.")


class RosterConflict(StoreError):
    """A roster is right in itself, but does not fit who is here already; ``found`` says where."""

    def __init__(self, roster: Roster, found: Sequence[AtLine]) -> None:
        super().__init__("\n".join(roster.problem(one.line, one.what) for one in found))
        self.found = list(found)


class RosterChanged(StoreError):
    """Since the preview somebody else changed the cohort, or the roster is another one."""

    def __init__(self, cohort: str) -> None:
        super().__init__(
            f"The people of cohort “{cohort}” have changed since you looked. "
            "Nothing was changed. Look at the preview again, then go on."
        )


class InAnotherCohort(StoreError):
    """Somebody is in another cohort too, so one cohort's facilitator must not sign in as them."""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"“{username}” is in another cohort too, so this cannot be done for them here. "
            "Ask whoever looks after the course's machine to run: "
            f"pairs cohort password {username}"
        )


class NotInCohort(StoreError):
    """There is nobody of that name in the cohort now."""

    def __init__(self, username: str, cohort: str) -> None:
        super().__init__(
            f"There is no one called “{username}” in cohort “{cohort}” now. "
            "Look at its people again; nothing was changed."
        )


class WrongPassword(StoreError):
    """The name or the password is wrong; it does not say which."""

    def __init__(self) -> None:
        super().__init__(
            "The name or the password is not right. Type the name and the three words "
            "as they are on your card."
        )


class AlreadyReleased(StoreError):
    """A module was released before with other content."""

    def __init__(self, cohort: str, module: str) -> None:
        super().__init__(
            f"Module “{module}” is released to cohort “{cohort}” already, with other content. "
            "To put the new one in its place, release it again with --force."
        )


class NotReleased(StoreError):
    """A module has not been released to a cohort."""

    def __init__(self, cohort: str, module: str) -> None:
        super().__init__(
            f"Module “{module}” is not released to cohort “{cohort}”. A facilitator releases it "
            f"with: nbgrader release_assignment {module}"
        )


class NotOpen(NotReleased):
    """A module is released, and opens later; ``opens`` is when (ISO 8601 in UTC)."""

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
            f"Expected a pair of cohort “{cohort}”, got another name. Load the page again."
        )


class NoteChanged(StoreError):
    """Somebody else wrote the same note in the meantime; ``at`` is when, None if it was removed."""

    def __init__(self, by: str | None, at: str | None) -> None:
        what = (
            f"{isolate(by or 'Somebody else')} changed this note"
            if at
            else "Somebody removed this note"
        )
        super().__init__(
            f"{what} after you opened it, so yours is not saved. Read the newer one, put both "
            "together, and save again."
        )
        self.at = at


class BadArchive(StoreError):
    """A zip archive that must not be unpacked."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This archive is refused: {what}. Make it again from the module folder.")


class UnknownSubmission(StoreError):
    """There is no such submission, or not such feedback on it."""

    def __init__(self, submission: str, notebook: str | None = None) -> None:
        what = f"feedback on “{notebook}” for submission" if notebook else "submission"
        super().__init__(
            f"There is no {what} “{submission}”. List what there is with: nbgrader list --inbound"
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
            f"There is no such letter of cohort “{cohort}”. Go to Home and open the letter there."
        )


class LetterOpen(StoreError):
    """A letter can be held back until its day, and that day has come."""

    def __init__(self, opens: str) -> None:
        super().__init__(
            f"Sponsors can read this letter since {day(opens)}, so it cannot be held back now. "
            "Nothing was changed. Talk with your facilitator."
        )


class TextChanged(StoreError):
    """A text that was read is not the one that stands now."""

    def __init__(self) -> None:
        super().__init__(
            "This text was changed or taken back by the pair. "
            "Nothing was changed. Read what is in the list now."
        )


class DecidedAlready(StoreError):
    """Another facilitator decided about a text meanwhile."""

    def __init__(self, state: str) -> None:
        said = {"published": "published it", "sent-back": "sent it back"}.get(state, "read it")
        super().__init__(
            f"Meanwhile another facilitator has {said}. Nothing was changed. "
            "Look at the list, and talk with each other if you see it differently."
        )
