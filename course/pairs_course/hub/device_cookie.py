"""The cookie that tells the hub who has signed in with a browser; only the hub can write it.

It grants no access. It shows for which names this device once had the right password, and who
was the last to sign in without signing out since.
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
#: How many people can share a device before the earliest is forgotten.
PEOPLE: Final = 12


@dataclass(frozen=True)
class Device:
    """One browser. ``known`` holds digests, so the cookie names nobody who has signed out."""

    id: str
    known: tuple[str, ...] = ()
    last: str = ""

    def knows(self, name: str) -> bool:
        """Return whether ``name`` signed in with this browser before."""
        return self._mark(name) in self.known

    def with_(self, name: str) -> Device:
        """Return the device after ``name`` signed in."""
        mark = self._mark(name)
        others = [known for known in self.known if known != mark]
        return replace(self, known=(*others, mark)[-PEOPLE:], last=name)

    def without(self) -> Device:
        """Return the device after its last user signed out."""
        return replace(self, last="")

    def _mark(self, name: str) -> str:
        return hashlib.sha256(f"{self.id}:{name}".encode()).hexdigest()[:16]


def of(handler: Any) -> Device:
    """Return the requesting browser; a new one if its cookie is missing, old or not the hub's."""
    kept = handler.get_secure_cookie(COOKIE, max_age_days=DAYS)
    if not kept:
        return Device(secrets.token_hex(16))
    said = json.loads(kept)
    return Device(said["id"], tuple(said["known"]), said["last"])


def keep(handler: Any, device: Device) -> None:
    """Set the cookie for ``device``."""
    handler.set_secure_cookie(
        COOKIE,
        json.dumps({"id": device.id, "known": device.known, "last": device.last}),
        expires_days=DAYS,
        path=handler.hub.base_url,
        httponly=True,
        samesite="Lax",
        secure=get_browser_protocol(handler.request) == "https",
    )
