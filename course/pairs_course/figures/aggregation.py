"""Small-number rules: what a cohort's figures may say. Pure, no I/O.

A cohort's figure is one of three words about people, and nothing finer: no count, no base, no
split by role, no distribution. It needs five pairs in which both people gave a value to that item.
What several cohorts publish together is made in :mod:`~pairs_course.figures.pooling`, and who may
see it is decided in :mod:`~pairs_course.figures.page_access`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from pairs_course.figures.published import Asked, Figure, Finished, Summary, Theme, Word
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.programme.items import CHOSEN, RATED, Item

FULL_PAIRS: Final = 5
FULL_PAIRS_AGAINST_TWO: Final = 7
HIGH: Final = (4, 5)  # often or always; of two statements, the second one's side

TOO_FEW: Final = (
    "Not shown. Too few pairs have both given an answer here. "
    "A figure from so few could show what one person said."
)


class Given(Protocol):
    """One person's last answer to one item, as the store gives it; ``pair`` is opaque."""

    @property
    def pair(self) -> str: ...  # noqa: D102
    @property
    def username(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def item(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> Any: ...  # noqa: D102


def waves(content: Content) -> tuple[str, ...]:
    """Return the waves that have anything to publish, in the order of the programme."""
    found = (s.wave for s in _sets(content) if any(map(_publishable, s.items)))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Publishable:
    """An item that may become a figure, and what it is about."""

    item: Item
    theme: Theme = "work"


def items_of(content: Content, wave: str) -> tuple[Publishable, ...]:
    """Return the items of a wave that may become figures: rated or chosen, audience cohort.

    Free text is never among them.
    """
    return tuple(
        Publishable(item, s.theme)
        for s in _sets(content)
        if s.wave == wave
        for item in s.items
        if _publishable(item)
    )


def mostly_finished(content: Content, sent: Mapping[str, int], pairs: int) -> list[Finished]:
    """Return the modules that most pairs have finished, in the order of the programme.

    Args:
        content: the programme.
        sent: by module, how many pairs of the cohort have sent it.
        pairs: how many pairs the cohort has. Of under five nothing is said: "most" of two pairs
            could be each of them.
    """
    return [
        {"module": module.id, "title": module.title}
        for module in content.modules
        if pairs >= FULL_PAIRS and 2 * sent.get(module.id, 0) >= pairs
    ]


def modules_of(content: Content, wave: str) -> tuple[str, ...]:
    """Return the modules that ask what a wave may publish, in the order of the programme."""
    found = (s.module for s in _sets(content) if s.wave == wave and any(map(_publishable, s.items)))
    return tuple(dict.fromkeys(found))


def summarise(
    wave: str,
    items: Sequence[Publishable],
    given: Iterable[Given],
    closed: date,
    *,
    pairs: int,
    finished: Sequence[Finished] = (),
) -> Summary:
    """Make the summary of a wave from people's last answers.

    Args:
        wave: start, now, then or once.
        items: what was asked, from :func:`items_of`.
        given: answers of people who have not kept theirs out; who has is not in it.
        closed: the day on which the wave closes.
        pairs: how many pairs the cohort has now.
        finished: the modules that most pairs have finished, from :func:`mostly_finished`.

    A figure is about the people of full pairs alone, those in which both gave a value to that
    item. So an answer whose partner passed, left or kept theirs out counts nowhere, and nobody can
    learn from a figure which of two people did so.
    """
    needed = needed_of(pairs)
    counted: dict[str, Counter[Any]] = {one.item.id: Counter() for one in items}
    for pair in full_pairs(items, given):
        counted[pair[0].item].update(each.value for each in pair)
    figures = [f for one in items for f in _figures(one, counted[one.item.id], needed)]
    return {
        "wave": wave,
        "closed": closed.isoformat(),
        "items": figures,
        "finished": list(finished),
    }


def needed_of(pairs: int) -> int:
    """Return how many full pairs a figure needs in a cohort of so many pairs.

    Five keep one pair, whatever it answered, from knowing what anybody else did. Two pairs that
    tell each other their answers can know it of five or six full pairs, and of no more: so where
    a cohort has seven pairs, a figure needs seven.
    """
    return FULL_PAIRS if pairs < FULL_PAIRS_AGAINST_TWO else FULL_PAIRS_AGAINST_TWO


def full_pairs(
    items: Iterable[Publishable], given: Iterable[Given]
) -> Iterator[tuple[Given, Given]]:
    """Give the two answers of each pair in which both people gave a value to an item.

    They are given as they come by: where those of a pair come together, as the store gives them,
    few are held at a time, however many there are.
    """
    known = {one.item.id: one.item for one in items}
    waiting: dict[tuple[str, str], Given] = {}
    for one in given:
        item = known.get(one.item)
        if item is None or not _is_value(item, one.value):
            continue
        place = (one.pair, one.item)
        first = waiting.pop(place, None)
        if first is None:
            waiting[place] = one
        else:
            yield first, one


def word_for(counted: int, people: int) -> Word:
    """Return the word for a share of people: few under 4 in 10, many over 6 in 10.

    Whole numbers only, so that exactly 4 in 10 is about half and no rounding decides.
    """
    if 10 * counted < 4 * people:
        return "few"
    return "many" if 10 * counted > 6 * people else "about half"


def _sets(content: Content) -> Iterator[QuestionSet]:
    for module in content.modules:
        yield from content.sets_of(module.id)


def _publishable(item: Item) -> bool:
    return "cohort" in item.audience and item.kind in RATED | CHOSEN


def asked(one: Publishable) -> list[tuple[Asked, tuple[Any, ...]]]:
    """Return what each figure of an item says about its question, and the values it counts."""
    item = one.item

    def about(counted: str, option: str = "", label: str = "") -> Asked:
        return {
            "item": item.id,
            "same_as": item.same_as or item.id,
            "theme": one.theme,
            "ask": item.ask,
            "option": option,
            "label": label,
            "counted": counted,
        }

    if item.kind in RATED:
        return [(about(_rated_words(item)), HIGH)]
    return [(about(f"named “{o.label}”", o.id, o.label), (o.id,)) for o in item.options]


def _figures(one: Publishable, counted: Counter[Any], needed: int) -> list[Figure]:
    return [_figure(about, counted, wanted, needed) for about, wanted in asked(one)]


def _rated_words(item: Item) -> str:
    if item.kind == "between":
        right, left = item.right.rstrip("."), item.left.rstrip(".")
        return f"were nearer to “{right}” than to “{left}”"
    return "answered “often” or “always”"


def _figure(about: Asked, counted: Counter[Any], wanted: Iterable[Any], needed: int) -> Figure:
    people = counted.total()
    enough = people >= 2 * needed
    word = word_for(sum(counted[value] for value in wanted), people) if enough else None
    return {**about, "word": word, "why": None if enough else TOO_FEW}


def _is_value(item: Item, value: Any) -> bool:
    """Say whether an answer is a value: "not sure" and "prefer not to say" are none."""
    if item.kind in RATED:
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5
    return isinstance(value, str) and any(option.id == value for option in item.options)
