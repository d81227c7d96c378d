"""Passwords of three plain words: made, kept as hashes, and slowed when they are guessed."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# One of the settings of the OWASP password storage cheat sheet: about 30 ms on a small machine.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)

#: In the place of a hash: nobody signs in with any password until a new one is given.
NO_PASSWORD: Final = ""

_FREE_TRIES: Final = 3
_LONGEST_WAIT: Final = 60.0


def new_password() -> str:
    """Make a password of three plain words: about 32 bits, enough where wrong tries are slowed."""
    return "-".join(secrets.choice(_words()) for _ in range(3))


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, to be kept instead of it."""
    return _HASHER.hash(_plain(password))


def password_matches(hashed: str, password: str) -> bool:
    """Say whether a password belongs to a hash; capitals, spaces and hyphens do not matter."""
    try:
        return _HASHER.verify(hashed, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """Return a hash that no password matches, so that an unknown name takes as long as a known."""
    return hash_password(secrets.token_hex(16))


def wait_after(wrong_tries: int) -> float:
    """Return the seconds to wait after that many wrong tries: 1, 2, 4 ... from the third on.

    The wait ends at a minute: a stranger who guesses on purpose must not keep somebody out for
    long, and at one try a minute 32 bits last for thousands of years.
    """
    if wrong_tries < _FREE_TRIES:
        return 0.0
    return min(_LONGEST_WAIT, 2.0 ** min(wrong_tries - _FREE_TRIES, 10))


@cache
def _words() -> tuple[str, ...]:
    text = files("pairs_course").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def _plain(password: str) -> str:
    """Bring the ways in which a person may type three words to one."""
    text = unicodedata.normalize("NFKC", password).casefold()
    return "-".join(re.split(r"[\s\-\u2010-\u2014]+", text.strip()))
