"""Signs a browser in to the service through the hub, with JupyterHub's own OAuth.

The cookie holds the hub's token for this browser and this service alone; who it belongs to, and
whether it may be here, is asked of the hub again for every page.
"""

from __future__ import annotations

import hashlib
import hmac
from types import SimpleNamespace
from typing import Protocol
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from jupyterhub.services.auth import HubOAuth
from jupyterhub.utils import get_browser_protocol

COOKIE = "pairs-session"
STATE_COOKIE = "pairs-sign-in"
HUB_SESSION = "jupyterhub-session-id"
SIGN_IN_SECONDS = 600


def same(one: str, other: str) -> bool:
    """Compare two secrets without telling by time where they differ, whatever they are made of."""
    return hmac.compare_digest(*(text.encode(errors="surrogatepass") for text in (one, other)))


class SignIn(Protocol):
    """How the pages learn who is looking; tests put a simple one in its place."""

    async def username(self, request: Request) -> str | None:
        """Return the signed-in person's name, or None."""

    def begin(self, request: Request, back: str | None = None) -> Response:
        """Send the browser to sign in, and back: to this page, or to the path ``back``."""

    async def finish(self, request: Request, code: str, state: str) -> Response | None:
        """Take the hub's answer and go on to the page; None if it is not an answer to us."""

    def end(self) -> Response:
        """Forget this browser and go on to the hub's sign-out."""

    def form_token(self, request: Request) -> str:
        """Return what a form of this browser must send back, so that no other page can post it."""


class HubSignIn:
    """Sign-in through the hub that manages this service."""

    def __init__(self, auth: HubOAuth, prefix: str) -> None:
        self._auth = auth
        self._prefix = prefix

    async def username(self, request: Request) -> str | None:
        """Ask the hub whose token the browser's cookie holds; both identity and scopes count."""
        token = request.cookies.get(COOKIE)
        if not token:
            return None
        session = request.cookies.get(HUB_SESSION, "")
        # What was remembered may be over: the person has signed out, or has a new password.
        user = await self._auth.user_for_token(
            token, use_cache=False, session_id=session, sync=False
        )
        if not user or user.get("kind") != "user":
            return None
        if not self._auth.check_scopes(self._auth.access_scopes, user):
            return None
        return str(user["name"])

    def begin(self, request: Request, back: str | None = None) -> Response:
        """Redirect to the hub, remembering the page to come back to."""
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        verifier, challenge, method = self._auth.generate_pkce_code_challenge()
        state = self._auth.generate_state(next_url=back or asked, code_verifier=verifier)
        query = urlencode(
            {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        )
        separator = "&" if "?" in self._auth.login_url else "?"
        url = f"{self._auth.login_url}{separator}{query}"
        answer = RedirectResponse(url, status_code=303)
        self._set(answer, STATE_COOKIE, state, request, max_age=SIGN_IN_SECONDS)
        return answer

    async def finish(self, request: Request, code: str, state: str) -> Response | None:
        """Exchange the code for a token, if this browser began the sign-in."""
        begun = request.cookies.get(STATE_COOKIE, "")
        if not (code and state and same(begun, state)):
            return None
        token = await self._auth.token_for_code(
            code, code_verifier=self._auth.get_code_verifier(state), sync=False
        )
        if not token:
            return None
        next_url = self._auth.get_next_url(state) or self._prefix
        self._auth.clear_oauth_state(state)
        # Only ever a path below this service: the state came from us, but costs nothing to check.
        target = next_url if next_url.startswith(self._prefix) else self._prefix
        answer = RedirectResponse(target, status_code=303)
        self._set(answer, COOKIE, token, request)
        answer.delete_cookie(STATE_COOKIE, path=self._prefix)
        return answer

    def end(self) -> Response:
        """Drop the cookie and let the hub end its own session."""
        answer = RedirectResponse(f"{self._auth.hub_prefix}logout", status_code=303)
        answer.delete_cookie(COOKIE, path=self._prefix)
        return answer

    def form_token(self, request: Request) -> str:
        """Return a keyed digest of the session: only a page of this session knows it."""
        session = request.cookies.get(COOKIE, "")
        key = self._auth.api_token.encode()
        return hmac.new(key, f"form:{session}".encode(), hashlib.sha256).hexdigest()

    def _set(
        self,
        answer: Response,
        name: str,
        value: str,
        request: Request,
        max_age: int | None = None,
    ) -> None:
        # Each proxy on the way adds what it saw; by the hub's own rule the first saw the browser.
        seen = SimpleNamespace(headers=request.headers, protocol=request.url.scheme)
        secure = get_browser_protocol(seen) == "https"
        answer.set_cookie(
            name,
            value,
            max_age=max_age,
            path=self._prefix,
            httponly=True,
            secure=secure,
            samesite="lax",
        )
