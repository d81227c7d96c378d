"""Who may see what, for any history of two people."""

from __future__ import annotations

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given

from pairs_course.answers import partner_view

from ..strategies import MODULE, NOW, PROGRAMME, SEALED, SENTENCE, event, ratings, said, steps

SECRET = "SECRET-WORDS"  # noqa: S105 - a marker that must not be seen


def play(history, draw_value=lambda n: n % 5 + 1):
    """Turn a history into the two lists of events that the service would hold."""
    lists = {"me": [], "partner": []}
    proposals = {"me": [], "partner": []}
    for n, (who, kind) in enumerate(history):
        other = "partner" if who == "me" else "me"
        at = f"2026-11-20T10:00:00.{n:03d}+00:00"
        item, value = MODULE, None
        if kind in ("answer", "guess"):
            item, value = SEALED[n % 2], draw_value(n)
        elif kind == "seal":
            value = {"covers": [e.id for e in lists[who]]}
        elif kind == "pick":
            value = SEALED[n % 3]
        elif kind == "propose":
            item, value = SENTENCE, {"text": f"text {n}"}
        elif kind == "confirm":
            if not proposals[other]:
                continue
            item, value = SENTENCE, {"of": proposals[other][-1]}
        elif kind == "point":
            item, value = "points", {"day": "2026-11-03", "value": n}
        elif kind == "talked":
            value = {"talked": True, "when": "2026-11-20", "how": "room"}
        made = event(kind, item, value, at=at)
        if kind == "propose":
            proposals[who].append(made.id)
        lists[who].append(made)
    return lists["me"], lists["partner"]


def view(mine, theirs, now=NOW):
    both = sorted(said(mine, theirs), key=lambda one: one.event.at)
    return partner_view.view(both, MODULE, PROGRAMME, now=now)


def did(events, kind):
    return any(e.kind == kind for e in events)


def has_opened(history):
    """Tell from the order alone whether both were there with all that it takes, at any moment."""
    done = {"me": set(), "partner": set()}
    for who, kind in history:
        done[who].add(kind)
        if kind == "apart":
            done[who].discard("together")
        if all({"seal", "together", "pick"} <= one for one in done.values()):
            return True
    return False


@given(steps())
def test_nothing_of_the_partner_opens_before_both_are_ready(history):
    """Answers open only when both sealed and picked and both are here; then they stay open."""
    mine, theirs = play(history)
    seen = view(mine, theirs)

    assert bool(seen["opened"]) == has_opened(history)
    assert set(seen["partner"]) == set(seen["opened"]) == set(seen["mine"])


@given(steps(), steps())
def test_what_has_opened_stays_open_and_what_was_sealed_stays_so(history, more):
    """Whatever either does afterwards, and however much later somebody looks."""
    before, after = view(*play(history)), view(*play(history + more), NOW + timedelta(days=99))

    assert set(before["opened"]) <= set(after["opened"])
    for side in ("mine", "partner"):
        for item in before["opened"]:
            fixed = [(seen[side][item]["answer"], seen[side][item]["guess"])
                     for seen in (before, after)]  # fmt: skip
            assert fixed[0] == fixed[1]


@given(steps())
def test_the_other_side_cannot_tell_not_yet_from_not_here(history):
    """Until both have sealed, what the partner did alone changes nothing in my view."""
    mine, theirs = play(history)
    joint_only = [e for e in theirs if e.kind in ("propose", "confirm", "point")]
    if did(mine, "seal") and did(theirs, "seal"):
        return

    assert view(mine, theirs) == view(mine, joint_only)


@given(steps())
def test_first_two_items_then_the_rest_after_the_sentence(history):
    """Before the sentence is agreed only picked items are open; afterwards all sealed items are."""
    mine, theirs = play(history)
    seen = view(mine, theirs)
    picks = {seen["picks"]["mine"], seen["picks"]["theirs"]}

    if seen["phase"] == "two":
        assert set(seen["opened"]) == picks
    if seen["phase"] == "open":
        assert tuple(seen["opened"]) == SEALED
        assert seen["joint"][SENTENCE]["agreed"]


@given(steps())
def test_both_partners_see_the_same_joint_text(history):
    """The joint value is a pure function of both: the two views agree about it."""
    mine, theirs = play(history)
    my, their = view(mine, theirs)["joint"][SENTENCE], view(theirs, mine)["joint"][SENTENCE]

    assert my["agreed"] == their["agreed"]
    for mine_, theirs_ in zip(my["open"], their["open"], strict=True):
        assert (mine_["id"], mine_["value"]) == (theirs_["id"], theirs_["value"])
        assert {mine_["by"], theirs_["by"]} == {"me", "partner"}


@given(steps())
def test_nobody_agrees_with_themselves(history):
    """A text stands only when the other partner confirmed that very proposal."""
    mine, theirs = play(history)
    agreed = view(mine, theirs)["joint"][SENTENCE]["agreed"]
    if agreed is None:
        return

    def confirmed(by, of):
        texts = {e.id: e.value for e in of if e.kind == "propose"}
        return [texts.get(e.value["of"]) for e in by if e.kind == "confirm"]

    assert agreed in confirmed(mine, theirs) + confirmed(theirs, mine)


def sealed_pair(mine_value=4, their_value=2):
    """Two people who did everything up to picking D1."""
    sides = []
    for value in (mine_value, their_value):
        answer, guess = event("answer", "D1", value), event("guess", "D1", 3)
        sides.append(
            [answer, guess, event("seal", value={"covers": [answer.id, guess.id]}),
             event("together"), event("pick", value="D1")]
        )  # fmt: skip
    return sides


@given(ratings(), ratings())
def test_an_opened_item_shows_the_partners_answer_and_guess(mine_value, their_value):
    """What opens is exactly the answer and the guess."""
    mine, theirs = sealed_pair(mine_value, their_value)

    assert view(mine, theirs)["partner"] == {
        "D1": {"answer": their_value, "guess": 3, "later": None}
    }


def test_an_answer_changed_after_sealing_is_shown_as_changed():
    """A change after the seal is a new event, and both see that it came later."""
    mine, theirs = sealed_pair()
    theirs.append(event("answer", "D1", 5, at="2026-11-24T10:00:00.000+00:00"))

    shown = {"answer": 2, "guess": 3, "later": {"answer": 5, "day": "2026-11-24"}}
    assert view(mine, theirs)["partner"] == {"D1": shown}
    assert view(theirs, mine)["mine"] == {"D1": shown}


def test_the_day_of_a_later_answer_is_the_courses_own():
    """Eleven at night in London's winter is the next day in Sydney."""
    mine, theirs = sealed_pair()
    theirs.append(event("answer", "D1", 5, at="2026-11-24T23:00:00.000+00:00"))

    seen = view(mine, theirs, NOW.astimezone(ZoneInfo("Australia/Sydney")))

    assert seen["partner"]["D1"]["later"] == {"answer": 5, "day": "2026-11-25"}


def test_going_through_other_answers_and_back_is_no_change():
    """Only where somebody stays counts: the last answer is the sealed one again."""
    mine, theirs = sealed_pair()
    theirs += [event("answer", "D1", value) for value in (3, 4, 2)]

    assert view(mine, theirs)["partner"]["D1"] == {"answer": 2, "guess": 3, "later": None}


def test_a_guess_after_the_seal_is_shown_to_nobody():
    """Whoever saw the answer first did not guess it."""
    mine, theirs = sealed_pair()
    mine.append(event("guess", "D1", 2))

    assert view(mine, theirs)["mine"]["D1"] == {"answer": 4, "guess": 3, "later": None}
    assert view(theirs, mine)["partner"]["D1"]["guess"] == 3


def test_a_seal_fixes_nothing_that_came_after_it():
    """Names that were given away before there was anything behind them open nothing."""
    mine, theirs = sealed_pair()
    late = event("answer", "D1", 5)
    forged = [event("seal", value={"covers": [late.id]}), *theirs[3:], late]

    shown = view(mine, forged)["partner"]["D1"]

    assert (shown["answer"], shown["later"]["answer"]) == (None, 5)


def test_only_the_first_pick_and_the_first_seal_count():
    """Picking again and again would open one question after the other."""
    mine, theirs = sealed_pair()
    mine += [event("pick", value="D2"), event("seal", value={"covers": []})]

    seen = view(mine, theirs)

    assert (seen["opened"], seen["mine"]["D1"]["answer"]) == (["D1"], 4)


def test_an_answer_for_nobody_is_never_in_a_view():
    """Even if it arrived by mistake, an event without the audience partner does not open."""
    mine, theirs = sealed_pair()
    theirs.append(event("answer", "D1", SECRET, audience=()))

    assert SECRET not in json.dumps(view(mine, theirs))


@given(ratings())
def test_a_submission_holds_last_values_for_the_facilitator_only(value):
    """No times, no earlier values, nothing of other audiences; one yes or no for the module."""
    mine = [
        event("answer", "D1", value, audience=("partner", "cohort")),
        event("answer", "point", "first"),
        event("answer", "point", "second"),
    ]

    assert partner_view.submission(mine, said(mine, []), MODULE, PROGRAMME) == {
        "version": 1,
        "module": MODULE,
        "complete": False,
        "answers": {"point": "second"},
        "joint": {},
    }


def test_what_was_taken_back_from_the_facilitator_is_not_submitted():
    """The last event decides: an item that is now for nobody is gone from the submission."""
    mine = [event("answer", "point", "first"), event("answer", "point", "", audience=())]

    assert partner_view.submission(mine, said(mine, []), MODULE, PROGRAMME)["answers"] == {}
