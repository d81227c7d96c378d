"""The digest of a module's files: the same at the service and in a person's folder.

Standard library only: the program that starts a server uses it before anything else is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def digest_of(contents: Mapping[str, str]) -> str:
    """Return the digest (SHA-256, in hex) of files, given the digest of each by its name.

    It does not depend on times, on the order of the names, or on how the files were packed.
    """
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{len(name.encode())}:{name}:{contents[name]}".encode())
    return digest.hexdigest()


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return the digest of files, given their bytes by name."""
    return digest_of({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})
