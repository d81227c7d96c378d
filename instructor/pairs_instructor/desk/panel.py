"""What every panel of the desk is: what it shows, and what it does when a button is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pairs_instructor.desk.blocks import Block

if TYPE_CHECKING:
    from pairs_instructor.desk.desk import Desk


class Problem(Exception):  # noqa: N818 - it is said to a person, as "There is a problem"
    """Something that the facilitator has to mend; what was filled in stays as it is.

    ``problems`` are pairs of the name of a field, or "" for the whole form, and a sentence.
    ``shown`` is what to look at before the button is pressed again, and ``values`` are hidden
    values that go with the form from then on: that it was looked at.
    """

    def __init__(
        self,
        *problems: tuple[str, str],
        shown: Sequence[Block] = (),
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__("; ".join(words for _, words in problems))
        self.problems = problems
        self.shown = list(shown)
        self.values = dict(values or {})


class Panel:
    """One part of the desk.

    A subclass has a ``name``, and says in :meth:`blocks` what it shows now and in :meth:`act` what
    happens when somebody presses a button. Both may raise ServiceError when the service refuses or
    is away: the page says so, and nothing is lost.
    """

    name: ClassVar[str] = ""
    #: The heading of the part, and a sentence on what it is for.
    title: ClassVar[str] = ""
    about: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def blocks(self) -> list[Block]:
        """Return what to show now; called at the opening and after every action of any panel."""
        raise NotImplementedError

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:
        """Do one thing and return what it did; doing it again must do no harm.

        Args:
            action: the action of the form whose button was pressed.
            values: what the form held, by the names of its fields. It came from a browser.

        Raises:
            Problem: something has to be mended; nothing was changed.
        """
        raise NotImplementedError

    def busy(self) -> bool:
        """Say whether something goes on that should be looked at again in a moment."""
        return False
