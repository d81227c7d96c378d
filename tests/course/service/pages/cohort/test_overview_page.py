"""The overview: who is where, what waits, and never an answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from pairs_course.answers.events import now
from pairs_course.course_time import day
from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from ....cohort import archive
from .visitor import Visitor

MODULE, LAST = "05-debate-and-dialogue", "08-next-steps"
BOTH = ("partner", "facilitator")


def test_it_shows_who_is_where(store: Store, fay: Visitor, does: Callable[..., str]) -> None:
    """One row a person in the roster's order, one column a module; never an answer."""
    store.releases.put("north", MODULE, archive())
    does("ann", MODULE, "answer", "D1", 2, *BOTH)
    does("ben", MODULE, "send", MODULE)
    store.care.pause("dan", yes=True)

    page = fay.open()

    heads, *rows = page.table("where")
    assert heads[:3] == ["Name", "Pair", "01 Setting out together"]
    fifth = heads.index("05 Debate and dialogue")
    today, short = day(now()), " ".join(day(now()).split()[:1])
    assert [(row[0], row[1]) for row in rows] == [
        ("Ann Alder", "1"),
        ("Ben Birch", "1"),
        ("Cat Cedar", "2, taking a pause"),
        ("Dan Dell", "2, taking a pause"),
    ]
    assert rows[0][fifth] == "In progressBegun"
    assert rows[1][fifth].startswith(f"Sent on {today}Sent {short} ")
    assert rows[2][fifth] == "Not started-"
    assert {len(row) for row in rows} == {10}
    assert page.table("released")[5] == ["05 Debate and dialogue", f"Released on {today}"]
    assert "Please call" not in page.text


def test_it_says_what_waits(fay: Visitor, does: Callable[..., str]) -> None:
    """How many sent what was not given back, and how many texts are to be read; with the way."""
    before = fay.open().text
    suggested = does("ann", LAST, "propose", "letter", {"letter": "Take your time."}, *BOTH)
    does("ben", LAST, "confirm", "letter", {"of": suggested}, *BOTH)
    does("ann", LAST, "send", LAST)
    does("ann", MODULE, "send", MODULE)
    does("ben", MODULE, "send", MODULE)

    page = fay.open()

    assert "Nothing waits for you." in before
    assert "05 Debate and dialogue: 2 sent, without feedback yet." in page.text
    assert "08 Next steps: 1 sent, without feedback yet." in page.text
    assert "Cards and letters: 1 to be read." in page.text
    assert "Take your time." not in page.answer.text
    assert 'href="/services/course/cohort/north/reviews">Read them' in page.answer.text


def test_who_waits_for_a_call_comes_first(store: Store, fay: Visitor) -> None:
    """With the way to Home, where it is said that somebody has called."""
    store.care.ask("cat")

    page = fay.open()

    first = next(iter(page.tree.iter("section")))
    assert first.get("aria-labelledby") == "calls"
    assert "Cat Cedar asked for a call on" in page.text
    assert 'href="/services/course/?cohort=north#calls"' in page.answer.text


def test_every_part_leads_to_all_others(fay: Visitor) -> None:
    """Each has its address, its heading, a title that names the cohort, and marks itself."""
    nav = next(n for n in fay.open().tree.iter("nav") if n.get("aria-labelledby") == "desk")
    links = {link.get("href", ""): "".join(link.itertext()) for link in nav.iter("a")}

    assert links.pop("/services/course/desk/north") == "Modules"
    for address, title in links.items():
        page = fay.open(address.removeprefix("/services/course/cohort/north").strip("/"))
        (heading,) = page.tree.iter("h1")
        (name,) = page.tree.iter("title")
        current = [link.get("href") for link in page.tree.iter("a") if link.get("aria-current")]
        assert heading.text == title
        assert (name.text or "").startswith(f"{title}, North ")
        assert current == [address]


def test_a_facilitator_of_several_finds_the_others(store: Store, fay: Visitor) -> None:
    """By their titles; whose facilitator somebody is not is not listed."""
    here = ("fay", "Fay Fern", "facilitator", "")
    store.people.add_cohort("leeds-2027", roster_of([here]), title="Leeds <2027>")
    store.people.add_cohort("others", roster_of([("gil", "Gil", "facilitator", "")]))

    page = fay.open()

    (others,) = [d for d in page.tree.iter("details") if "Your other cohorts" in d[0].text]
    assert [(a.get("href"), unquote(a.get("href", ""))) for a in others.iter("a")] == [
        ("/services/course/cohort/leeds-2027",) * 2
    ]
    assert "Leeds &lt;2027&gt;" in page.answer.text


def test_a_cohort_without_pairs_says_so(store: Store, fay: Visitor) -> None:
    """There is nothing to be in a table."""
    store.people.add_cohort("new", roster_of([("fay", "Fay Fern", "facilitator", "")]))
    fay.cohort = "new"

    assert "There are no pairs in this cohort yet." in fay.open().text
