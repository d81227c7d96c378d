"""Signing out at the hub: by a press of one's own, and with everything that was open."""

from __future__ import annotations

from jupyterhub.handlers.login import LogoutHandler

from pairs_course.hub import device_cookie
from pairs_course.hub.sessions import Sessions


class SignOutHandler(LogoutHandler):
    """Ends the sign-in, the browsers' tokens and the server of who signs out.

    JupyterHub signs out whoever follows a link to here, also one on another site. Here only a page
    of the course leads to it at once; whoever comes from elsewhere is asked first.
    """

    def initialize(self, sessions: Sessions) -> None:
        """Take what ends what is open."""
        self._sessions = sessions

    async def get(self) -> None:
        """Sign out whom a page of the course sent; ask everybody else."""
        # Browsers set it, and no page can: it is "cross-site" after a link on another site.
        ours = self.request.headers.get("Sec-Fetch-Site") == "same-origin"
        if self.current_user and not ours:
            self.finish(await self.render_template("sign_out.html"))
        else:
            await super().get()

    async def post(self) -> None:
        """Sign out; JupyterHub has checked that the form is its own."""
        await super().get()

    async def handle_logout(self) -> None:
        """End what is open, also where the hub's own sign-in was over before."""
        left = device_cookie.of(self)
        for name in {left.last, getattr(self.current_user, "name", "")} - {""}:
            self._sessions.end(name)
        device_cookie.keep(self, left.without())

    async def render_logout_page(self) -> None:
        """Say that it is done."""
        self.finish(await self.render_template("logout.html"))
