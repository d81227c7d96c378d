"""Who is let in: people on a roster, with their own password, as long as they are on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyterhub.app import JupyterHub
from tornado.httputil import HTTPHeaders
from tornado.web import HTTPError

from pairs_course.hub import device_cookie
from pairs_course.hub.authenticator import GONE, WRONG, RosterAuthenticator
from pairs_course.hub.password_attempts import Tries
from pairs_course.people.roster import roster_of
from pairs_course.store import Store

ROWS = [("ann", "Ann", "patient-leader", "one"), ("bob", "Bob", "professional", "one")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one pair in the cohort "spring"."""
    with Store.in_folder(tmp_path) as store:
        yield store


@pytest.fixture
def passwords(store: Store) -> dict[str, str]:
    """The passwords of that pair."""
    return store.people.add_cohort("spring", roster_of(ROWS))


@pytest.fixture
def door(tmp_path: Path, passwords: dict[str, str]) -> Iterator[RosterAuthenticator]:
    """The authenticator over the same state."""
    del passwords
    door = RosterAuthenticator(state=str(tmp_path))
    yield door
    door.close()


class Browser:
    """What the hub sees of one browser; ``jar`` is what it keeps of the hub's cookies."""

    def __init__(self, address: str = "192.0.2.1", signed_in: str = "") -> None:
        self.hub = SimpleNamespace(base_url="/hub/")
        self.request = SimpleNamespace(
            headers=HTTPHeaders({"X-Forwarded-For": address}),
            protocol="http",
            remote_ip="127.0.0.1",
        )
        self.jar: dict[str, str] = {}
        self.sessions = 1
        self.flags: dict[str, Any] = {}
        self.signed_in = SimpleNamespace(name=signed_in) if signed_in else None

    def get_secure_cookie(self, name: str, max_age_days: int) -> bytes | None:
        """Return a cookie that the hub signed."""
        assert max_age_days > 0
        return self.jar[name].encode() if name in self.jar else None

    def set_secure_cookie(self, name: str, value: str, **flags: Any) -> None:
        """Keep a cookie."""
        self.jar[name], self.flags = value, flags

    def get_current_user_cookie(self) -> Any:
        """Return who is signed in at the hub."""
        return self.signed_in

    def set_session_cookie(self) -> None:
        """Begin a session of its own: what was remembered of the one before holds no longer."""
        self.sessions += 1


def _try(
    door: RosterAuthenticator, name: str, password: str, browser: Browser | None = None
) -> Any:
    data = {"username": name, "password": password}
    return asyncio.run(door.authenticate(browser or Browser(), data))


def _refused(
    door: RosterAuthenticator, name: str, password: str, browser: Browser | None = None
) -> tuple[int, str]:
    with pytest.raises(HTTPError) as refused:
        _try(door, name, password, browser)
    return refused.value.status_code, str(refused.value.log_message)


def test_the_right_password_lets_in(door: RosterAuthenticator, passwords: dict[str, str]) -> None:
    """However the name is written; the groups are the cohorts of that person."""
    let_in = _try(door, "Ann", passwords["ann"].upper())

    assert let_in == {"name": "ann", "groups": ["cohort-spring"]}
    assert asyncio.run(door.check_allowed("ann", let_in)) is True


def test_wrong_passwords_and_strangers_hear_the_same(
    door: RosterAuthenticator, passwords: dict[str, str]
) -> None:
    """Nobody learns from the answer which names there are, and one's password is no other's."""
    wrong = _refused(door, "ann", passwords["bob"])
    stranger = _refused(door, "eve", passwords["bob"])

    assert wrong == stranger == (403, WRONG)


def test_the_door_follows_a_roster_that_changes(
    door: RosterAuthenticator, store: Store, passwords: dict[str, str]
) -> None:
    """Who was added signs in at once; who left is out, though their password is still right."""
    new = [ROWS[0], ("eve", "Eve", "professional", "one")]

    done = store.rosters.apply("spring", roster_of(new))
    let_in = _try(door, "eve", done.passwords["eve"])
    left = _try(door, "bob", passwords["bob"])

    assert let_in == {"name": "eve", "groups": ["cohort-spring"]}
    assert asyncio.run(door.refresh_user(SimpleNamespace(name="bob"))) is False
    with pytest.raises(HTTPError) as refused:
        asyncio.run(door.check_allowed("bob", left))
    assert (refused.value.status_code, refused.value.log_message) == (403, GONE)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_many_wrong_tries_from_one_place_have_to_wait(door: RosterAuthenticator, name: str) -> None:
    """The answer says how long, in the same words for a name that nobody has."""
    door.tries = Tries(lambda: 0.0)
    said = [_refused(door, name, "wrong-wrong-wrong") for _ in range(11)]

    assert said[:10] == [(403, WRONG)] * 10
    assert said[10] == (
        403,
        "There were too many tries in a short time. Wait 2 seconds, then try again.",
    )


def test_nobody_locks_another_out(door: RosterAuthenticator, passwords: dict[str, str]) -> None:
    """Tries from elsewhere with her name change nothing, nor do those beside a browser of hers."""
    hers = Browser("198.51.100.1")
    assert _try(door, "ann", passwords["ann"], hers)
    for _ in range(20):
        _refused(door, "ann", "wrong-wrong-wrong", Browser("192.0.2.66"))
        _refused(door, "ann", "wrong-wrong-wrong", Browser("198.51.100.1"))

    assert _try(door, "ann", passwords["ann"], Browser("198.51.100.2"))
    assert _try(door, "ann", passwords["ann"], hers)


@pytest.mark.parametrize(
    ("said", "trusted", "found"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("1.1.1.1, 192.0.2.1", [], "192.0.2.1"),  # the first may say what it likes
        ("192.0.2.1, 10.0.0.9", ["10.0.0.9"], "192.0.2.1"),
        ("1.1.1.1,192.0.2.1,10.0.0.9", ["10.0.0.9"], "192.0.2.1"),
        ("10.0.0.9", ["10.0.0.9"], "10.0.0.9"),
        ("", [], "127.0.0.1"),
    ],
)
def test_an_address_is_what_a_trusted_proxy_says(
    door: RosterAuthenticator, said: str, trusted: list[str], found: str
) -> None:
    """Nobody can make up addresses of their own; X-Real-IP counts for nothing."""
    browser = Browser(said)
    browser.request.headers["X-Real-IP"] = "6.6.6.6"
    door.parent = JupyterHub(trusted_downstream_ips=trusted)

    assert door.address_of(browser) == found  # type: ignore[arg-type]  # it only reads the request


def test_a_browser_remembers_people_without_names_and_is_not_read_elsewhere(
    door: RosterAuthenticator, passwords: dict[str, str]
) -> None:
    """It knows both who sign in with it; only who has not signed out is named in it."""
    browser = Browser()
    _try(door, "ann", passwords["ann"], browser)
    _try(door, "bob", passwords["bob"], browser)

    kept = device_cookie.of(browser)

    assert (kept.knows("ann"), kept.knows("bob"), kept.knows("eve")) == (True, True, False)
    assert "ann" not in browser.jar[device_cookie.COOKIE]
    assert (browser.flags["httponly"], browser.flags["secure"], browser.flags["path"]) == (
        True,
        False,
        "/hub/",
    )
    browser.request.headers["X-Forwarded-Proto"] = "https,http"
    device_cookie.keep(browser, kept.without())
    assert browser.flags["secure"] is True
    assert "bob" not in browser.jar[device_cookie.COOKIE]


def test_the_next_person_at_a_browser_begins_a_session_of_their_own(
    door: RosterAuthenticator, passwords: dict[str, str]
) -> None:
    """Also after somebody who did not sign out; whoever signs in once more goes on with theirs."""
    browser, sessions = Browser(), []
    for name in ("ann", "ann", "bob", "ann"):
        _try(door, name, passwords[name], browser)
        sessions.append(browser.sessions)

    assert sessions == [1, 1, 2, 3]


def test_each_sign_in_is_kept_for_the_person_to_read(
    door: RosterAuthenticator, store: Store, passwords: dict[str, str]
) -> None:
    """Newest first, with whether that browser was new; wrong tries are not among them."""
    browser = Browser()
    _try(door, "ann", passwords["ann"], browser)
    _refused(door, "ann", "wrong", browser)
    _try(door, "ann", passwords["ann"], browser)

    assert [one.new for one in store.access.of("ann").sign_ins] == [False, True]
    assert store.access.of("bob").sign_ins == []


def test_off_the_roster_is_out(door: RosterAuthenticator, store: Store) -> None:
    """The next look ends the sign-in of somebody whose cohort is gone."""
    ann = SimpleNamespace(name="ann")
    before = asyncio.run(door.refresh_user(ann))
    store.people.remove_cohort("spring")

    after = asyncio.run(door.refresh_user(ann))
    with pytest.raises(HTTPError) as refused:
        asyncio.run(door.check_allowed("ann"))

    assert (before, after) == ({"name": "ann", "groups": ["cohort-spring"]}, False)
    assert (refused.value.status_code, refused.value.log_message) == (403, GONE)
