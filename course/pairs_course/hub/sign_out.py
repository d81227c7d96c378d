"""Signing out at the hub, which also ends the person's open sessions."""

from __future__ import annotations

from jupyterhub.handlers.login import LogoutHandler

from pairs_course.hub import device_cookie
from pairs_course.hub.sessions import Sessions


class SignOutHandler(LogoutHandler):
    """Ends the person's sign-in, their browsers' tokens and their server.

    JupyterHub signs out anyone who follows a link to this address, even from another site. Here
    only a link on a page of the course does so at once; other visitors are asked first.
    """

    def initialize(self, sessions: Sessions) -> None:
        """Tornado's constructor; ``sessions`` ends what is open."""
        self._sessions = sessions

    async def get(self) -> None:
        """Sign out if the request comes from a page of the course; otherwise ask."""
        # Only browsers set this header, not pages: a link on another site makes it "cross-site".
        ours = self.request.headers.get("Sec-Fetch-Site") == "same-origin"
        if self.current_user and not ours:
            self.finish(await self.render_template("sign_out.html"))
        else:
            await super().get()

    async def post(self) -> None:
        """Sign out; JupyterHub has already checked the form's token."""
        await super().get()

    async def handle_logout(self) -> None:
        """End the sessions, even if the sign-in at the hub had already expired."""
        left = device_cookie.of(self)
        for name in {left.last, getattr(self.current_user, "name", "")} - {""}:
            self._sessions.end(name)
        device_cookie.keep(self, left.without())

    async def render_logout_page(self) -> None:
        """Show our own page instead of JupyterHub's."""
        self.finish(await self.render_template("logout.html"))
