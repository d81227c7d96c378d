"""Passwords of three plain words, and their hashes."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# From the OWASP password storage cheat sheet: about 30 ms on a small machine.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)

#: Stored instead of a hash: no password works until a new one is given.
NO_PASSWORD: Final = ""

#: The hash of a password that nobody knows, so that an unknown name takes as long as a known one.
NOBODYS: Final = (
    "$argon2id$v=19$m=47104,t=1,p=1$"
    "s2oQjKRDwfpXSp8/BF2gXg$KzbQDC9OcYj7ZtuR05yvKlsXR3i+27bcsfW3WvBHCwE"
)

#: Nobody types more characters; reading more would let an attacker waste our time.
_LONGEST: Final = 1000


def new_password() -> str:
    """Return a password of three plain words: about 32 bits, enough with limited attempts."""
    return "-".join(secrets.choice(_words()) for _ in range(3))


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(_plain(password))


def password_matches(hashed: str, password: str) -> bool:
    """Return whether a password matches a hash; capitals, spaces and hyphens do not matter."""
    try:
        return _HASHER.verify(hashed, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _words() -> tuple[str, ...]:
    text = files("pairs_course.people").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def _plain(password: str) -> str:
    """Normalise the ways in which a person may type three words."""
    text = unicodedata.normalize("NFKC", password[:_LONGEST]).casefold()
    return "-".join(re.split(r"[\s\-\u2010-\u2014]+", text.strip()))
