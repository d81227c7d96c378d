"""Partners change in the middle of a module, and one person finishes without a partner."""

from __future__ import annotations

import re
import time

import psutil
from playwright.sync_api import Page, expect

from pairs_course.people.roster_diff import as_text
from pairs_course.store import Store

from .course import People, RunningCourse
from .hands import Mouse
from .test_pair_journey import (
    MODULE,
    agree,
    answer_alone,
    in_memory,
    notice,
    open_module,
    seal,
    section,
)
from .test_programme_journey import answer_everything

STAYS, LEAVES, COMES = "pair6-patient", "pair6-professional", "pair6-newcomer"
ALONE, GOES = "pair5-patient", "pair5-professional"
SECRETS = {
    STAYS: "The stairs are hard for me.",
    LEAVES: "My rota changes every week.",
    COMES: "I would like to meet outdoors.",
}
SENTENCE = "We begin again, and that is fine."


def change_the_list(facilitator: Page, wanted: str) -> None:
    """Paste a whole list at the desk, look at what would change, and do it."""
    facilitator.goto("/services/course/cohort/demo/people")
    whole = facilitator.get_by_role("group").filter(has_text="Send a whole new list")
    whole.get_by_text("Send a whole new list").click()
    whole.get_by_label("Or paste the cells here").fill(wanted.replace(",", "\t"))
    whole.get_by_role("button", name="Look at what would change").click()
    expect(facilitator.get_by_text("This would change:")).to_be_visible()
    facilitator.get_by_role("button", name="Make these changes").click()
    expect(facilitator.locator("#outcome")).to_contain_text("Done, in cohort")


def roster(hub: RunningCourse) -> str:
    """Return the list of the demo cohort as it is now."""
    with Store.in_folder(hub.state) as store:
        return as_text(p for p in store.rosters.people("demo") if p.left is None)


def cannot_sign_in(person: People, hub: RunningCourse, name: str) -> None:
    """Try, with the right password, at the hub's own page."""
    person.forgive("status of 403")
    page = person.stranger()
    page.goto("/hub/login")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(hub.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You are not on the list of any course here.")).to_be_visible()


def together(page: Page) -> None:
    section(page, "The pair conversation").get_by_role("button", name="We are together now").click()


def no_server(hub: RunningCourse, name: str) -> None:
    """Wait until nothing of somebody's server runs."""
    end = time.monotonic() + 30
    while running := hub.kernels(name):
        assert time.monotonic() < end, running
        psutil.wait_procs(running, timeout=1)


def test_a_newcomer_and_the_one_who_stayed_begin_anew(person: People, hub: RunningCourse) -> None:
    """Nothing of the former partner reaches the newcomer, in either door; both seal and meet."""
    stays, stays_wire = open_module(person, STAYS, "plain")
    leaves, _ = open_module(person, LEAVES, "lab")
    answer_alone(Mouse(stays), SECRETS[STAYS], first=0)
    answer_alone(Mouse(leaves), SECRETS[LEAVES], first=1)
    for page in (stays, leaves):
        seal(Mouse(page))
    notice(stays, "You are both ready. Nothing is open yet.")
    leaves.goto("about:blank")

    facilitator = person("facilitator")
    left = f"{LEAVES},Professional 6,"
    change_the_list(facilitator, roster(hub).replace(left, f"{COMES},Newcomer,"))
    new = facilitator.get_by_role("row").filter(has_text=COMES).filter(has_text=re.compile("-.*-"))
    hub.passwords[COMES] = new.first.get_by_role("cell").last.inner_text()

    # The page that is open hears of it, keeps its own answers, and wants a new seal.
    expect(stays.get_by_text("You have a new partner.")).to_be_visible()
    box = section(stays, "What you need to take part well").get_by_label("What else would help")
    expect(box).to_have_value(SECRETS[STAYS])
    no_server(hub, LEAVES)
    cannot_sign_in(person, hub, LEAVES)

    comes, comes_wire = open_module(person, COMES, "lab")
    answer_alone(Mouse(comes), SECRETS[COMES], first=2)
    seal(Mouse(comes))
    notice(comes, "Not both ready yet")
    assert SECRETS[STAYS] not in comes_wire
    seal(Mouse(stays))
    notice(comes, "You are both ready. Nothing is open yet.")
    # The other door of the one who stayed.
    stays.goto(f"/services/course/open/{MODULE}?door=lab")
    notice(stays, "You are both ready. Nothing is open yet.")
    together(stays)
    together(comes)
    for page, choice in ((stays, 4), (comes, 0)):
        notice(page, "Now each of you picks one question")
        talk = section(page, "The pair conversation")
        hands = Mouse(page)
        hands.choose(
            talk.get_by_role("group", name="Which question do you want to talk about?"), choice
        )
        hands.press(talk.get_by_role("button", name="Talk about this one"))
    for page in (stays, comes):
        notice(page, "Your two questions are open")
    expect(comes.get_by_text(SECRETS[STAYS])).to_be_visible()
    expect(stays.get_by_text(SECRETS[COMES])).to_be_visible()
    agree(
        Mouse(stays),
        Mouse(comes),
        "Our one sentence",
        {"What do we see now": SENTENCE},
        "Yes, this is our text",
    )
    for page in (stays, comes):
        notice(page, "All questions are open")

    # The check can fail: what was opened is there.
    assert (SECRETS[STAYS] in comes_wire, SECRETS[COMES] in stays_wire) == (True, True)
    assert SECRETS[LEAVES] not in comes_wire
    assert SECRETS[LEAVES] not in stays_wire
    assert not in_memory(hub.kernels(COMES), SECRETS[LEAVES])
    assert SECRETS[LEAVES] not in comes.content()


def test_one_person_finishes_alone_with_the_same_certificate(
    person: People, hub: RunningCourse
) -> None:
    """A partner leaves; the other answers, goes on without the reveal, sends, and has it.

    Each question counts as it does for a pair: the certificate lists what is finished only.
    """
    stays, _ = open_module(person, ALONE, "plain")
    change_the_list(
        person("facilitator"),
        "".join(line for line in roster(hub).splitlines(True) if not line.startswith(GOES)),
    )

    answer_everything(Mouse(stays), 0)
    talk = section(stays, "The pair conversation")
    talk.get_by_role("button", name="Go on without the reveal").click()
    talk.get_by_role("button", name="Yes, go on without it").click()
    expect(talk.get_by_text("Saved").first).to_be_visible()
    send = section(stays, "Send to your facilitator")
    send.get_by_role("button", name="Send to your facilitator").click()
    expect(send.get_by_role("heading", name=re.compile("^Sent"))).to_be_visible()

    stays.goto("/services/course/certificate")
    expect(stays.get_by_role("heading", name="Certificate", exact=True)).to_be_visible()
    expect(stays.get_by_role("rowheader", name=re.compile("Setting out"))).to_be_visible()
    cannot_sign_in(person, hub, GOES)
