"""What a new roster changes in a cohort, as pure functions.

A pair continues until somebody joins it. A new person makes a new pair, so that they never see
anything of a former partner. When one partner leaves, the other stays in the pair, alone. People
who return to the pair they left find it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pairs_course.people.names import isolate
from pairs_course.people.roster import COLUMNS, PAIR_ROLES, RosterRow
from pairs_course.safe_csv import csv_text

Kind = Literal["leaves", "joins", "returns", "name", "role", "label", "ends", "pair", "alone"]

MAX_LABEL: Final = 40


@dataclass(frozen=True)
class Member:
    """A current or former person in a cohort; ``left`` is when they were removed from the roster.

    ``pair`` is the label of their pair, which may have ended.
    """

    username: str
    name: str
    role: str
    pair: str | None
    left: str | None = None


@dataclass(frozen=True)
class Change:
    """One thing that a new roster changes.

    ``who`` are sign-in names and ``names`` the people's names. ``was`` and ``now`` are names,
    roles or pair labels, depending on ``kind``. ``alone`` is not a change: it tells who is left
    without a partner.
    """

    kind: Kind
    who: tuple[str, ...]
    names: tuple[str, ...]
    was: str = ""
    now: str = ""


def changes(
    members: Sequence[Member], rows: Iterable[RosterRow], day: str, labels: Iterable[str] = ()
) -> list[Change]:
    """Return what to change so that a cohort has the people on a roster.

    Args:
        members: everybody who is or was in the cohort.
        rows: the checked roster.
        day: today in words, for the label of a pair that ends.
        labels: those of all pairs ever, including pairs without people.

    An empty list means that the roster changes nothing.
    """
    wanted = {row.username: row for row in rows}
    here = {member.username: member for member in members}
    names = {name: member.name for name, member in here.items()} | {
        name: row.name for name, row in wanted.items()
    }
    people: list[Change] = []
    for member in members:
        row = wanted.get(member.username)
        if member.left is None and row is None:
            people.append(Change("leaves", (member.username,), (member.name,), was=member.role))
        elif row is not None:
            people += _of_person(member, row)
    for row in wanted.values():
        if row.username not in here:
            people.append(Change("joins", (row.username,), (row.name,), now=row.role))
    order: dict[Kind, int] = {"leaves": 0, "joins": 1, "returns": 2, "name": 3, "role": 4}
    people.sort(key=lambda change: order[change.kind])
    return [*people, *_of_pairs(members, list(wanted.values()), names, day, set(labels))]


def staying(
    members: Sequence[Member], rows: Iterable[RosterRow], by: str | None = None
) -> list[Member]:
    """Return which facilitators stay although the roster leaves them out.

    The person sending the roster stays. A roster without facilitators is taken as a list of pairs
    only, so all facilitators stay.
    """
    wanted = {row.username: row.role for row in rows}
    hosts = [m for m in members if m.role == "facilitator" and m.left is None]
    all_stay = "facilitator" not in wanted.values()
    return [m for m in hosts if m.username not in wanted and (all_stay or m.username == by)]


def after(members: Sequence[Member], found: Iterable[Change], left: str) -> list[Member]:
    """Return a cohort's people after changes; ``left`` is the time for those who leave."""
    people = {member.username: member for member in members}
    labels: dict[str, str] = {}
    placed: dict[str, str] = {}
    for change in found:
        for username, name in zip(change.who, change.names, strict=True):
            if change.kind == "leaves":
                people[username] = replace(people[username], left=left)
            elif change.kind == "joins":
                people[username] = Member(username, name, change.now, None)
            elif change.kind == "returns":
                people[username] = replace(people[username], left=None)
            elif change.kind == "name":
                people[username] = replace(people[username], name=change.now)
            elif change.kind == "role":
                pair = people[username].pair if change.now in PAIR_ROLES else None
                people[username] = replace(people[username], role=change.now, pair=pair)
            elif change.kind == "pair":
                placed[username] = change.now
        if change.kind in ("label", "ends"):
            labels[change.was] = change.now
    return [
        replace(one, pair=placed.get(one.username) or labels.get(one.pair or "", one.pair))
        for one in people.values()
    ]


def sentence(change: Change) -> str:
    """Describe one change in words, for the preview and the result."""
    who = " and ".join(
        f"{isolate(name)} ({username})"
        for name, username in zip(change.names, change.who, strict=True)
    )
    match change.kind:
        case "leaves":
            return f"{who} leaves. What they sent stays. They can no longer sign in to this cohort."
        case "joins":
            return f"{who} is added as {change.now}."
        case "returns":
            return f"{who} returns as {change.now}. What they wrote is still there."
        case "name":
            before, now = isolate(change.was), isolate(change.now)
            return f"{before} ({change.who[0]}) is renamed to {now}."
        case "role":
            return f"{who} changes from {change.was} to {change.now}."
        case "label":
            return f"Pair {change.was} is renamed to pair {change.now}. Nothing else changes in it."
        case "ends":
            return f"Pair {change.was} ends. What it wrote is kept as pair {change.now}."
        case "pair":
            verb = "become" if len(change.who) > 1 else "becomes"
            begins = "It starts fresh: nothing from a former partner opens in it."
            return f"{who} {verb} pair {change.now}. {begins}"
        case "alone":
            return f"{who} continues alone in pair {change.now} until you pair them again."


def staying_words(stay: Sequence[Member], by: str | None = None) -> list[str]:
    """Return sentences on which facilitators stay although the roster leaves them out."""
    said = [
        f"You ({isolate(one.name)}) are not in this list, but you stay a facilitator."
        for one in stay
        if one.username == by
    ]
    others = [one for one in stay if one.username != by]
    if others:
        who = ", ".join(f"{isolate(one.name)} ({one.username})" for one in others)
        said.append(f"This list has no facilitator, so the current ones stay: {who}.")
    return said


def as_text(rows: Iterable[Member | RosterRow]) -> str:
    """Return people as a CSV roster, to upload or to edit in a spreadsheet."""
    people = ((row.username, row.name, row.role, row.pair or "") for row in rows)
    return csv_text([COLUMNS, *people])


def _of_person(member: Member, row: RosterRow) -> list[Change]:
    who = (row.username,)
    found = []
    if member.left is not None:
        found.append(Change("returns", who, (row.name,), now=row.role))
    if member.name != row.name:
        found.append(Change("name", who, (row.name,), member.name, row.name))
    if member.role != row.role:
        found.append(Change("role", who, (row.name,), member.role, row.role))
    return found


def _of_pairs(
    members: Sequence[Member],
    rows: Sequence[RosterRow],
    names: dict[str, str],
    day: str,
    labels: set[str],
) -> list[Change]:
    groups: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.pair:
            groups[row.pair] = (*groups.get(row.pair, ()), row.username)
    kept = _kept(members, groups)
    goes_on = {
        label: [m for m in members if m.pair == label and not m.left] for label in kept.values()
    }
    found = []
    for label, was in kept.items():
        if was != label:
            found.append(_pair_change("label", groups[label], names, was, label))
    taken = {member.pair for member in members if member.pair} | set(groups) | labels
    for was in dict.fromkeys(m.pair for m in members if m.pair and not m.left):
        if was not in kept.values():
            now = _ended(was, day, taken)
            taken.add(now)
            found.append(Change("ends", (), (), was, now))
    for label, group in groups.items():
        if label not in kept:
            found.append(_pair_change("pair", group, names, "", label))
    for label, group in groups.items():
        before = goes_on.get(kept.get(label, ""), [])
        if len(group) == 1 and len(before) != 1:
            found.append(_pair_change("alone", group, names, "", label))
    return found


def _kept(members: Sequence[Member], groups: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return which pairs continue: the new label, and the current one."""
    of = {member.username: member.pair for member in members}
    kept: dict[str, str] = {}
    # A pair that splits continues under its current label, if the roster still has that.
    for same_label in (True, False):
        for label, group in groups.items():
            was = {of.get(username) for username in group}
            [only, *more] = was
            if label in kept or more or only is None or only in kept.values():
                continue
            if (only == label) == same_label:
                kept[label] = only
    return kept


def _pair_change(
    kind: Kind, group: tuple[str, ...], names: dict[str, str], was: str, now: str
) -> Change:
    return Change(kind, group, tuple(names[username] for username in group), was, now)


def _ended(label: str, day: str, taken: set[str]) -> str:
    """Return a label for an ended pair, so that its old one can be reused."""
    for n in range(1, len(taken) + 2):
        more = f" (until {day})" if n == 1 else f" (until {day}, {n})"
        ended = label[: MAX_LABEL - len(more)] + more
        if ended not in taken:
            break
    return ended
