"""The rules of cards and letters, for any history of two people and their facilitators."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.events import Event, new_id
from pairs_course.pairs import moderation
from pairs_course.pairs.moderation import Decision, Value
from pairs_course.programme import loader

TEXTS: list[Value] = [{"text": name} for name in "abc"]
ITEM = "network-card"


class Pair:
    """Two people, what the service took of them, and what was decided; a clock that only grows."""

    def __init__(self) -> None:
        self.events: list[tuple[str, int, Event]] = []
        self.sent: dict[str, Value] = {}
        self.decisions: dict[str, Decision] = {}
        self.time = 0

    def now(self) -> str:
        self.time += 1
        return f"2026-11-20T10:00:00.{self.time:03}+00:00"

    def does(self, who: str, kind: str, value: object) -> None:
        at = self.now()
        event = Event(new_id(), at, "08-next-steps", ITEM, "once", kind, value, ("partner",))
        self.events.append((who, self.time, event))

    def confirm(self, who: str) -> None:
        """Confirm the newest suggestion of the other, as far as there is one."""
        theirs = [event for other, _, event in self.events if other != who]
        if proposals := [e.id for e in theirs if e.kind == "propose"]:
            self.does(who, "confirm", {"of": proposals[-1]})

    @property
    def agreed(self) -> Value | None:
        since = moderation.last_withdrawn(self.decisions.values())
        return moderation.agreed_text(self.events, ITEM, since)

    @property
    def standing(self) -> moderation.Standing:
        decided = sorted(self.decisions.values(), key=lambda d: d.after)
        return moderation.standing(self.agreed, self.sent.values(), decided)

    def keep(self, value: Value, verdict: moderation.Kept) -> None:
        name = moderation.digest(value)
        self.decisions[name] = Decision(name, value, verdict, "", self.now(), "Fay", self.time)

    def publish(self) -> None:
        if text := self.standing.waiting:
            if before := self.standing.published:
                self.keep(before.value, "replaced")
            self.keep(text, "published")

    def withdraw(self) -> None:
        standing = self.standing
        for text in (standing.agreed, standing.published and standing.published.value):
            if text:
                self.keep(text, "withdrawn")


def histories() -> st.SearchStrategy[list[tuple[str, str, Value]]]:
    kinds = ["propose", "confirm", "send", "publish", "send back", "withdraw"]
    people = st.sampled_from(["ann", "ben"])
    return st.lists(st.tuples(people, st.sampled_from(kinds), st.sampled_from(TEXTS)), max_size=25)


@given(histories())
def test_nothing_is_published_without_both_and_a_reader(
    steps: list[tuple[str, str, Value]],
) -> None:
    """A published text was agreed by two, came with a submission, and nobody took it back since."""
    pair = Pair()
    may_be_public: list[Value] = []
    for who, kind, text in steps:
        before = pair.standing
        if kind == "propose":
            pair.does(who, "propose", text)
        elif kind == "confirm":
            pair.confirm(who)
        elif kind == "send":
            if pair.agreed:
                pair.sent[who] = pair.agreed
        elif kind == "publish":
            if before.waiting:
                assert before.waiting == pair.agreed
                assert before.waiting in pair.sent.values()
                may_be_public = [before.waiting]
            pair.publish()
        elif kind == "send back":
            if before.waiting:
                pair.keep(before.waiting, "sent-back")
        else:
            pair.withdraw()
            may_be_public = []
            assert pair.agreed is None
            assert pair.standing.texts() == {}

        after = pair.standing
        assert ([after.published.value] if after.published else []) == may_be_public
        assert not (after.waiting and after.published and after.waiting == after.published.value)


@given(st.sampled_from(TEXTS), st.sampled_from(["ann", "ben"]))
def test_one_alone_brings_nothing_back(text: Value, who: str) -> None:
    """After a text was taken back, no number of one person's events makes it stand."""
    pair = Pair()
    pair.does("ann", "propose", text)
    pair.confirm("ben")
    pair.does("ben", "propose", text)
    pair.confirm("ann")
    pair.sent["ann"] = text
    pair.withdraw()

    pair.does(who, "propose", text)
    pair.confirm(who)

    assert pair.standing.texts() == {}


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20)), st.text(min_size=1, max_size=3))
def test_a_digest_names_the_very_text(value: Value, more: str) -> None:
    """The order of the boxes does not matter; any letter does."""
    other = dict(reversed(value.items()))

    assert moderation.digest(value) == moderation.digest(other)
    assert moderation.digest(value) != moderation.digest({**value, "new": more})


def test_the_programme_has_the_card_and_the_letter() -> None:
    """Both are written together, and reach a facilitator."""
    found = moderation.items(loader.load())

    assert list(found) == list(moderation.REVIEWED)
    for module, item in found.values():
        assert (module, item.kind) == ("08-next-steps", "joint")
        assert item.audience == ("partner", "facilitator")
