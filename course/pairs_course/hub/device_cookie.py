"""What a browser keeps of the people who signed in with it: a cookie that only the hub can write.

It lets nobody in. It says that tries with a name come from a device that had the right password
once, and who was the last to sign in here and has not signed out since.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import Any, Final

from jupyterhub.utils import get_browser_protocol

COOKIE: Final = "pairs-device"
DAYS: Final = 365
#: How many people share a device, before it forgets the one who came first.
PEOPLE: Final = 12


@dataclass(frozen=True)
class Device:
    """One browser. ``known`` are digests, so that the cookie names nobody who has signed out."""

    id: str
    known: tuple[str, ...] = ()
    last: str = ""

    def knows(self, name: str) -> bool:
        """Say whether somebody signed in with this browser before."""
        return self._mark(name) in self.known

    def with_(self, name: str) -> Device:
        """Return it after somebody signed in."""
        mark = self._mark(name)
        others = [known for known in self.known if known != mark]
        return replace(self, known=(*others, mark)[-PEOPLE:], last=name)

    def without(self) -> Device:
        """Return it after somebody signed out."""
        return replace(self, last="")

    def _mark(self, name: str) -> str:
        return hashlib.sha256(f"{self.id}:{name}".encode()).hexdigest()[:16]


def of(handler: Any) -> Device:
    """Return the browser that asks; a new one if its cookie is missing, old or not the hub's."""
    kept = handler.get_secure_cookie(COOKIE, max_age_days=DAYS)
    if not kept:
        return Device(secrets.token_hex(16))
    said = json.loads(kept)
    return Device(said["id"], tuple(said["known"]), said["last"])


def keep(handler: Any, device: Device) -> None:
    """Have the browser keep it."""
    handler.set_secure_cookie(
        COOKIE,
        json.dumps({"id": device.id, "known": device.known, "last": device.last}),
        expires_days=DAYS,
        path=handler.hub.base_url,
        httponly=True,
        samesite="Lax",
        secure=get_browser_protocol(handler.request) == "https",
    )
