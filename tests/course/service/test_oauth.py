"""How a browser signs in to the service: its cookies, and where it comes back to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from jupyterhub.services.auth import HubOAuth

from pairs_course.people.roster import roster_of
from pairs_course.service import pages
from pairs_course.service.app import PREFIX, create_app
from pairs_course.service.oauth import HubSignIn, same
from pairs_course.service.spawner_client import NoServers
from pairs_course.service.token_auth import HubIdentity
from pairs_course.store import Store

from ..strategies import PROGRAMME
from .fake_hub import Hub, fake_hub

ROWS = [("ann", "Ann", "patient-leader", "one"), ("ben", "Ben", "professional", "one")]


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub that knows Ann's token."""
    with fake_hub() as hub:
        yield hub


@pytest.fixture
def auth(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> HubOAuth:
    """What asks that hub; a code is worth a token of Ann's."""
    for name, value in hub.environment.items():
        monkeypatch.setenv(name, value)

    async def token_for_code(code: str, **_: object) -> str:
        return f"t-{code}"

    auth = HubOAuth()
    monkeypatch.setattr(auth, "token_for_code", token_for_code)
    return auth


@pytest.fixture
def client(auth: HubOAuth, tmp_path: Path) -> Iterator[TestClient]:
    """A browser at the service."""
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("spring", roster_of(ROWS))
        app = create_app(store, PROGRAMME, HubIdentity())
        sign_in = HubSignIn(auth, PREFIX)
        pages.attach(app, sign_in, NoServers(), hub_prefix="/hub/", base_prefix="/")
        with TestClient(app, follow_redirects=False) as client:
            yield client


@pytest.mark.parametrize(
    ("headers", "secure"),
    [
        ({}, False),
        ({"X-Forwarded-Proto": "http"}, False),
        ({"X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-Proto": "https,http"}, True),  # the hub's own proxy adds what it saw
        ({"X-Forwarded-Proto": "HTTPS, http, http"}, True),
        ({"X-Forwarded-Proto": "http,https"}, False),
        ({"X-Scheme": "https", "X-Forwarded-Proto": "http"}, True),
        ({"Forwarded": "for=192.0.2.1;proto=https, for=10.0.0.1;proto=http"}, True),
    ],
)
def test_cookies_are_secure_behind_tls(
    client: TestClient, headers: dict[str, str], secure: bool
) -> None:
    """Both: the one of a sign-in that has begun, and the one of the session."""
    begun = client.get(PREFIX, headers=headers)
    state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
    cookie = f"pairs-sign-in={state}"
    asked = f"{PREFIX}oauth_callback?code=ann&state={state}"
    signed_in = client.get(asked, headers=headers | {"Cookie": cookie})

    assert ("Secure" in begun.headers["set-cookie"]) is secure
    session = signed_in.headers["set-cookie"].split(", pairs-sign-in")[0]
    assert session.startswith("pairs-session=t-ann")
    assert ("Secure" in session, "HttpOnly" in session) == (secure, True)


def test_a_form_after_the_sign_in_ended_comes_back_to_its_page(client: TestClient) -> None:
    """By way of the hub, to the very place on the page, which says that nothing was done."""
    begun = client.post(f"{PREFIX}call", data={"call": "yes"})
    state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
    finished = client.get(
        f"{PREFIX}oauth_callback?code=ann&state={state}",
        headers={"Cookie": f"pairs-sign-in={state}"},
    )

    assert finished.headers["location"] == f"{PREFIX}safe?undone=yes#call"
    came = client.get(finished.headers["location"], headers={"Cookie": "pairs-session=t-ann"})
    assert "Nothing was done yet" in came.text


@pytest.mark.parametrize(("one", "other"), [("ä", "a"), ("\udcff", "a"), ("a", "ä"), ("", "a")])
def test_secrets_of_any_letters_are_compared(one: str, other: str) -> None:
    """What somebody types into an address is no error of the service."""
    assert not same(one, other)
    assert same(one, one)


def test_a_sign_in_that_comes_back_with_odd_letters_begins_again(client: TestClient) -> None:
    """Who edits the address is not signed in, and nothing fails."""
    answer = client.get(f"{PREFIX}oauth_callback", params={"code": "ann", "state": "ä\u2028"})

    assert answer.status_code == 303
    assert "pairs-session" not in answer.headers.get("set-cookie", "")


def test_a_page_is_never_shown_on_the_word_of_a_sign_in_that_is_over(
    client: TestClient, hub: Hub
) -> None:
    """The next person at this computer must not meet the page of the one before."""
    ann = {"Cookie": "pairs-session=t-ann; jupyterhub-session-id=s"}
    assert "Ann<" in client.get(PREFIX, headers=ann).text

    del hub.people["t-ann"]

    after = client.get(PREFIX, headers=ann)
    assert after.status_code == 303
    assert "Ann" not in after.text
