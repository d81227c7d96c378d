"""What the routes for sheets of paper take and give, as the OpenAPI document says it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from pairs_course.programme.items import Item, Way
from pairs_course.service.models import RefusalOut
from pairs_course.service.strict_model import Strict
from pairs_course.store.paper import Standing

Id = Annotated[str, Field(max_length=40, description="a UUIDv7, made once for each thing written")]
Name = Annotated[str, Field(max_length=80)]


class OnPaperOut(Strict):
    """One person of a pair, and whether they chose to work on paper."""

    username: str
    name: str
    pair: str
    paper: bool


class PeopleOut(Strict):
    """The people whose sheets can be typed in, in the order of the roster."""

    people: list[OnPaperOut]


class SheetItem(Strict):
    """One question of the facilitator's sheet; ``value`` is what was sent before, or null."""

    set: str
    module: str
    wave: str
    item: str
    number: str
    kind: str
    ask: str
    value: Any

    @classmethod
    def of(cls, set_id: str, module: str, wave: str, item: Item, value: Any) -> SheetItem:
        """Describe a question with its value."""
        return cls(
            set=set_id,
            module=module,
            wave=wave,
            item=item.id,
            number=item.number,
            kind=item.kind,
            ask=item.ask,
            value=value,
        )


class SheetOut(Strict):
    """The facilitator's sheet of one person and module, with what was sent; the rest is theirs."""

    username: str
    name: str
    paper: bool
    module: str
    sent: str | None
    complete: bool
    items: list[SheetItem]


class ValueIn(Strict):
    """One answer on the sheet; of a text that the pair writes together, all of its boxes.

    Of points there is one entry each: ``{"day", "value"}``, with ``"out": true`` to take one out.
    """

    id: Id
    item: Name
    value: Any


class TalkIn(Strict):
    """Which box was ticked about the pair conversation; ``when`` and ``how`` where they talked."""

    id: Id
    ticked: Literal["talked", "not-talked", "alone"]
    when: Annotated[str, Field(max_length=10)] = ""
    how: Way | Literal[""] = ""


class SheetIn(Strict):
    """What to type in; ``asked``: the person asked for it, though they did not choose paper.

    ``send`` is the id of the event that sends the module, null to send nothing yet.
    """

    asked: StrictBool = False
    values: list[ValueIn] = Field(max_length=300)
    talk: TalkIn | None = None
    send: Id | None = None


class TypedInOut(Strict):
    """What became of it: with refusals, nothing was taken.

    ``together``: by item, whether a text of the pair stands now or waits for the other's sheet;
    ``points`` where all of the sheet's points are there.
    """

    refused: list[RefusalOut]
    together: dict[str, Standing]
    sent: bool


class TypedOut(Strict):
    """Events that were typed in for the caller and still count, as a journal holds them."""

    events: list[dict[str, Any]]
