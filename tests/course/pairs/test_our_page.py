"""Our page: what a pair agreed and how its plans went, as one of the two may see it."""

from __future__ import annotations

from pairs_course.answers import partner_view
from pairs_course.answers.events import Event, new_id
from pairs_course.answers.joint_text import By, Said
from pairs_course.pairs.our_page import Ours, ours
from pairs_course.programme import loader
from pairs_course.programme.content import Content

from ..strategies import NOW

CONTENT = loader.load()
WORD = "lighthouse"


def made(kind: str, item: str, value: object, content: Content = CONTENT) -> Event:
    """Make an event of an item, in its module and with its audience."""
    at = "2026-11-20T10:00:00.000+00:00"
    for module in content.modules:
        for question_set in content.sets_of(module.id):
            for one in question_set.items:
                if one.id == item:
                    return Event(new_id(), at, module.id, item, question_set.wave, kind, value,
                                 one.audience, "w")  # fmt: skip
    raise KeyError(item)


class Pair:
    """Two people, each with what they did."""

    def __init__(self) -> None:
        self.both: list[Said] = []

    def do(self, by: By, kind: str, item: str, value: object) -> Event:
        """Let one of the two do something."""
        self.both.append(Said(by, event := made(kind, item, value)))
        return event

    def agree(self, item: str, value: dict[str, str]) -> None:
        """Let me suggest a text and my partner confirm it."""
        said = self.do("me", "propose", item, value)
        self.do("partner", "confirm", item, {"of": said.id})


def whole() -> Pair:
    """A pair that agreed something of each kind, and wrote about its first plan."""
    pair = Pair()
    pair.agree("challenge", {"sentence": "People do not know whom to call."})
    pair.agree("agreement-rules", {"rules": "We let each other finish."})
    pair.agree("plan-01", {"if": "it is Monday", "then": "we call"})
    pair.agree("sentence-01", {"sentence": "We both need breaks."})
    pair.agree("aim", {"aim": "More people know.", "number": "8", "by": "2027-05-31"})
    pair.do("partner", "point", "points", {"day": "2026-11-03", "value": 4.0})
    out = pair.do("me", "point", "points", {"day": "2026-11-04", "value": 9.0})
    pair.do("partner", "point", "points", {"of": out.id})
    boxes = {"leader": "I ask.", "professional": "", "ours": "", "look": "2027-06-01"}
    pair.agree("commitments", boxes)
    pair.agree("must-say-yes", {box.id: "The board." for box in _boxes("must-say-yes")})
    pair.do("me", "answer", "P2-plan", "We forgot once.")
    pair.do("partner", "answer", "P2-plan", WORD)
    return pair


def _boxes(item: str) -> tuple[object, ...]:
    found = [i for m in CONTENT.modules for _, i in CONTENT.joint_items(m.id) if i.id == item]
    return found[0].fields


def look(pair: Pair) -> Ours:
    """Return my page of the pair."""
    return ours(pair.both, CONTENT)


def test_what_the_pair_agreed_comes_back() -> None:
    """Each in its own place, in the order of the programme, with its labels."""
    found = look(whole())

    assert [text.lines for text in found.challenge] == [[("", "People do not know whom to call.")]]
    assert [text.item.id for text in found.agreement] == ["agreement-rules"]
    assert [(p["day"], p["value"]) for p in found.charts[0].points] == [("2026-11-03", 4.0)]
    assert found.aim[0].lines[0][1] == "More people know."
    assert [text.module.number for text in found.sentences] == ["01"]
    assert [words for _, words in found.commitments[0].lines] == ["I ask.", "1 June 2027"]
    assert [text.item.id for text in found.others] == ["must-say-yes"]
    (plan,) = found.plans
    assert plan.text.lines == [("If…", "it is Monday"), ("then we…", "we call")]
    assert plan.asked == CONTENT.module("02-a-new-relationship")
    assert plan.went == "We forgot once."


def test_how_the_partner_says_it_went_stays_theirs() -> None:
    """Their look back is for the facilitator; a text that was only suggested is not agreed."""
    pair = whole()
    pair.do("partner", "propose", "challenge", {"sentence": WORD})

    assert WORD not in repr(look(pair))


def test_nothing_agreed_is_an_empty_page() -> None:
    """What one answered alone is not what the pair agreed."""
    pair = Pair()
    pair.do("me", "answer", "P2-plan", "We forgot.")
    pair.do("me", "propose", "challenge", {"sentence": "Mine alone."})

    assert look(pair).empty


def test_a_module_shows_the_challenge_and_the_plan_it_asks_about() -> None:
    """As they were agreed, in the view that its page follows; a suggestion is not in it."""
    pair = whole()
    pair.do("me", "propose", "plan-01", {"if": "x", "then": "y"})
    view = partner_view.view(pair.both, "02-a-new-relationship", CONTENT, now=NOW)

    assert view["carried"] == {
        "challenge": {"sentence": "People do not know whom to call."},
        "plan-01": {"if": "it is Monday", "then": "we call"},
    }
    assert partner_view.view(pair.both, "01-setting-out", CONTENT, now=NOW)["carried"] == {}
    assert partner_view.view([], "02-a-new-relationship", CONTENT, now=NOW)["carried"] == {}


def test_every_later_module_carries_the_challenge_and_asks_about_the_last_plan() -> None:
    """And what a view is made of has the modules of both."""
    for before, module in zip(CONTENT.modules, CONTENT.modules[1:], strict=False):
        carried = [item.id for _, item in CONTENT.carried_items(module.id)]
        assert carried == ["challenge", f"plan-{before.number}"]
        assert {"01-setting-out", before.id} < set(CONTENT.modules_seen_from(module.id))
