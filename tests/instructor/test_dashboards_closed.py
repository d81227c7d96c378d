"""Ways in that an attacker would try: each ends at a plain page, or at the hub's sign-in."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import psutil
import pytest

from .dashboards_at_work import (
    ALLOWED,
    FIGURES,
    PEOPLE,
    assert_whole,
    refused,
    seen,
    store_usual,
    until,
    usual,
)
from .fakes import PREFIX, Fakes, Running, dashboards, serving
from .reading_pages import text

PAGES = ("cohort/demo", "cohort/demo/figures.csv", "network", "network/figures.csv", "letter/demo")
ODD = ("TRACE", "PROPFIND")  # unknown to Tornado, whatever the address
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", *ODD)
# Those that Jupyter Server, JupyterLab's server and Voila have, with ids that look right.
KERNEL = "0123abcd-0123-4567-89ab-0123456789ab"
ROUTES = (
    "api", "api/status", "api/me", "api/kernels", f"api/kernels/{KERNEL}",
    f"api/kernels/{KERNEL}/channels", f"api/kernels/{KERNEL}/restart", "api/kernelspecs",
    "api/sessions", "api/contents", "api/contents/cohort.ipynb", "api/contents/../page.json",
    "api/config/notebook", "api/terminals", "terminals/websocket/1", "api/nbconvert",
    "api/events/subscribe", "files/cohort.ipynb", "view/cohort.ipynb", "static/favicon.ico",
    "nbconvert/html/cohort.ipynb", "kernelspecs/python3/logo-64x64.png", "custom/custom.css",
    "tree", "lab", "login", "logout", "metrics", "voila/tree", "voila/render/cohort.ipynb",
    f"voila/query/{KERNEL}", f"voila/execution/{KERNEL}", f"voila/api/shutdown/{KERNEL}",
    "voila/api/contents/cohort.ipynb", "voila/api/themes/x", "voila/static/voila.js",
    "voila/files/cohort.ipynb", "voila/labextensions/x", "voila/templates/lab/static/x.css",
)  # fmt: skip
PATHS = (
    "cohort/", "cohort/../cohort/demo", "cohort/..%2Fdemo", "cohort/%2e%2e/demo", "cohort//demo",
    "cohort/demo%00", "cohort/demo%0a", "cohort/Demo", "cohort/demo/..", "cohort/demo/figures.csv/",
    "cohort/demo.html", "cohort/demo;x", "cohort/demo%2Ffigures.csv", "cohort/" + "a" * 41,
    "letter/demo/figures.csv", "letter/", "network/demo", "pages/cohort/demo", "cohort/d\u00e9mo",
    "pages.html", ".env", "oauth_callback/x", "../course/", "cohort/demo/../../../course/",
)  # fmt: skip


@pytest.fixture(scope="module")
def hub() -> Iterator[Fakes]:
    with serving(Fakes(people=dict(PEOPLE), allowed=set(ALLOWED))) as fakes:
        yield fakes


@pytest.fixture(scope="module")
def service(hub: Fakes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    state = tmp_path_factory.mktemp("state")
    store_usual(state)  # what is asked below could all be served
    usual(hub)
    with dashboards(hub, state) as running:
        for page in PAGES:
            assert FIGURES in running.get(page).text
        yield running


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_let_in_without_a_sign_in(service: Running, page: str) -> None:
    """No token, one that is made up, or a cookie of one's own making: it is for the hub first."""
    made_up = "service-dashboards=2|1:0|10:1700000000|18:service-dashboards|4:cGF0|" + "0" * 64
    tries = [
        {},
        {"Authorization": "token nobody"},
        {"Authorization": "Basic cGF0OnBhdA=="},
        {"Cookie": made_up},
        {"Cookie": "service-dashboards=pat; jupyterhub-session-id=1"},
        {"X-Forwarded-User": "pat", "REMOTE_USER": "pat"},
        {"Sec-Fetch-Mode": "websocket"},
    ]

    for headers in tries:
        for query in ("", "?token=pat"):
            answer = service.get(page + query, "", **headers)
            assert answer.status_code == 302, headers
            assert urlsplit(answer.headers["Location"]).path == "/hub/api/oauth2/authorize"
            assert FIGURES not in answer.text
            assert "Etag" not in answer.headers


@pytest.mark.parametrize("page", PAGES)
def test_a_stored_page_is_for_those_who_may_see_it(service: Running, page: str) -> None:
    """A stranger gets no page, and is not told either that the one they ask about is the same."""
    tag = service.get(page).headers["Etag"]

    for wanted in (tag, f"W/{tag}", "*", f'"x", {tag}'):
        answer = service.get(page, "str", If_None_Match=wanted)
        assert (answer.status_code, answer.headers.get("Etag")) == (403, None)
        assert FIGURES not in answer.text
        assert service.get(page, "", If_None_Match=wanted).status_code == 302
        assert service.get(page, "out", If_None_Match=wanted).status_code == 403
        assert service.get(page, If_None_Match=wanted).status_code == 304


@pytest.mark.parametrize("tag", ['"0"', "W/", '"-gzip"', "x" * 4000, '"*"'])
def test_a_forged_tag_gets_the_page(service: Running, tag: str) -> None:
    """Only the very tag of what would be sent says that it need not be sent."""
    answer = service.get("cohort/demo", If_None_Match=tag)

    assert (answer.status_code, FIGURES in answer.text) == (200, True)


def test_another_cohort_is_asked_about_anew(service: Running, hub: Fakes) -> None:
    """Being let in to one page lets nobody in to another."""
    hub.answers["published/other", "pat"] = refused()
    hub.answers["published/other/letter", "pat"] = refused()

    for page in ("cohort/other", "cohort/other/figures.csv", "letter/other"):
        assert service.get(page).status_code == 403
    assert service.get("cohort/demo").status_code == 200


@pytest.mark.parametrize("route", ROUTES)
def test_there_is_no_route_of_jupyter_or_voila(service: Running, route: str) -> None:
    """No kernel, websocket, contents, file or other route, by any method, signed in or not."""
    for method in METHODS:
        for who in ("pat", ""):
            answer = service.ask(method, route, who)
            assert answer.status_code == (405 if method in ODD else 404), (method, route)
            if method != "HEAD":
                assert_whole(answer.text)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert service.get(route, **upgrade, **key).status_code == 404
    assert psutil.Process(service.pid).children() == []


def test_nothing_of_jupyters_is_in_the_service_that_answers() -> None:
    """What is not loaded cannot be reached: kernels are started by another program."""
    code = "import sys, pairs_instructor.dashboards.service as _; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    assert "tornado" in loaded
    assert loaded & {"voila", "jupyter_server", "jupyter_client", "nbclient", "zmq"} == set()


def test_started_by_hand_it_says_who_starts_it() -> None:
    """Without the hub there is nobody to ask who is looking: it ends with a sentence."""
    told = {"PATH": os.defpath}
    command = [sys.executable, "-m", "pairs_instructor.dashboards"]
    said = subprocess.run(command, env=told, capture_output=True, text=True, check=False)

    assert (said.returncode, "Run: make start" in said.stderr) == (1, True)
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("path", PATHS)
def test_tricks_with_paths_lead_nowhere(service: Running, path: str) -> None:
    """An address is one of the pages', letter for letter, or there is nothing."""
    answer = _raw(service, f"GET {PREFIX}{path} HTTP/1.1")

    assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
    assert FIGURES.encode() not in answer


@pytest.mark.parametrize("path", ["http://evil.example/", "//evil.example/", "*", "/", "/hub/api/"])
def test_addresses_of_elsewhere_lead_nowhere(service: Running, path: str) -> None:
    """The service answers below its own prefix only."""
    answer = _raw(service, f"GET {path} HTTP/1.1")

    assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 400 "))
    assert b"evil.example" not in answer


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_only_for_reading(service: Running, page: str) -> None:
    """Every other method is refused before anybody is asked, with or without a form or a token."""
    for method in METHODS[2:]:
        answer = service.ask(method, page, content=b"_xsrf=1&theme=time")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert text(assert_whole(answer.text).find(".//h1")) == "This page is only for reading"
        assert FIGURES not in answer.text


def test_voilas_own_choices_are_not_ours(service: Running) -> None:
    """A template or a theme of Voila's is a view that there is not."""
    for query in ("template=lab", "theme=dark", "theme=light&template=gridstack", "kernel=python3"):
        assert service.get(f"cohort/demo?{query}").status_code == 404


def test_scripts_of_other_pages_cannot_read_with_somebodys_cookies(service: Running) -> None:
    """Another person's server is on the same host: what its script fetches is not signed in."""
    cookies = _signed_in(service)

    def get(**headers: str) -> int:
        return service.get("cohort/demo", "", Cookie=cookies, **headers).status_code

    opened = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Site": "same-origin"}
    assert get(**opened) == 200
    for mode in ("cors", "same-origin"):
        assert get(Sec_Fetch_Mode=mode, Sec_Fetch_Site="same-origin") == 302
    assert get(Sec_Fetch_Mode="no-cors", Sec_Fetch_Site="cross-site") == 302
    assert get(**opened) == 200


def test_a_sign_in_that_this_browser_did_not_begin(service: Running) -> None:
    """A code of somebody else's, or a made-up state, signs nobody in; nothing of it is shown."""
    for query in ("", "?code=c", "?code=c&state=x", "?error=%3Cscript%3E", "?error_description=x"):
        answer = service.get(f"oauth_callback{query}", "")
        assert answer.status_code in (400, 403)
        assert "Set-Cookie" not in answer.headers
        assert "&lt;script" not in answer.text
        assert "<script" not in assert_whole(answer.text).get("lang", "") + answer.text


def test_what_is_too_large_is_not_read(service: Running) -> None:
    """Headers or a body without end cost this service a closed connection."""
    for request in (
        f"GET {PREFIX}cohort/demo HTTP/1.1\r\nHost: x\r\nX: {'y' * 100_000}",
        f"GET {PREFIX}cohort/demo?{'y' * 100_000} HTTP/1.1\r\nHost: x",
        f"POST {PREFIX}cohort/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000",
    ):
        answer = _raw(service, request)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert service.get("cohort/demo").status_code == 200


def test_somebody_taken_off_a_roster_is_out_in_seconds(service: Running, hub: Fakes) -> None:
    """What the course service said is good for five seconds, for a page that is kept, too."""
    hub.answers["published/demo", "sponsor"] = seen()
    assert service.get("cohort/demo", "spo").status_code == 200
    tag = service.get("cohort/demo", "spo").headers["Etag"]
    hub.answers["published/demo", "sponsor"] = refused()

    until(lambda: service.get("cohort/demo", "spo").status_code == 403, "being out", 6)
    assert service.get("cohort/demo", "spo", If_None_Match=tag).status_code == 403


def test_nobody_is_let_in_while_the_course_service_is_away(service: Running, hub: Fakes) -> None:
    """Whoever is not known now has to wait, whatever is kept."""
    hub.answers["published/demo", "sponsor"] = seen()
    hub.away = True
    try:
        until(lambda: service.get("cohort/demo").status_code == 503, "being away", 6)
        tag = service.get("cohort/demo").headers.get("Etag")
        assert service.get("cohort/demo", "spo", If_None_Match="*").status_code in (503, 403)
        assert tag is None
    finally:
        hub.away = False
    assert service.get("cohort/demo").status_code == 200


def test_stored_pages_are_for_the_services_user_alone(service: Running) -> None:
    """Files on disk are closed to other users of the machine, and so is their folder."""
    folder = service.state / "pages"

    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def _raw(service: Running, request: str) -> bytes:
    """Send a request as it stands, signed in as Pat, and return all that comes back."""
    host, port = urlsplit(service.url).hostname, urlsplit(service.url).port
    with socket.create_connection((host, port), timeout=30) as line:
        told = f"{request}\r\nHost: {host}\r\nAuthorization: token pat\r\nConnection: close\r\n\r\n"
        came = b""
        try:
            line.sendall(told.encode())
            while piece := line.recv(65536):
                came += piece
        except ConnectionError:
            pass  # it is closed on us while we still send
        return came


def _signed_in(service: Running) -> str:
    """Return the cookies of a browser that has signed in as Pat."""
    with httpx.Client(base_url=service.url, timeout=60) as browser:
        first = browser.get(f"{PREFIX}cohort/demo")
        state = parse_qs(urlsplit(first.headers["Location"]).query)["state"][0]
        browser.get(f"{PREFIX}oauth_callback", params={"code": "c", "state": state})
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
