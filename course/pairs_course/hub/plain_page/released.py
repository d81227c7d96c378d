"""Which notebooks were released and may run on opening, each with a digest of its code.

Standard library only: the program that starts a person's server uses it before anything else is
loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def digest(notebook: Mapping[str, Any]) -> str:
    """Return the SHA-256 digest (hex) of everything in ``notebook`` that would run.

    That is its kernel's name and the source of its code cells, in order, as the same JSON text
    that ``JSON.stringify`` produces in the page (``lab/.../digest.js``).

    Args:
        notebook: a notebook of format 4, as JSON or as nbformat reads it.
    """
    kernel = notebook.get("metadata", {}).get("kernelspec", {}).get("name", "")
    sources = [
        cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        for cell in notebook.get("cells", [])
        if cell["cell_type"] == "code"
    ]
    text = json.dumps([kernel, *sources], ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate is not valid UTF-8; a notebook with one simply never matches.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def released_file() -> Path:
    """Return the file of released digests: ``$PAIRS_RELEASED``, or the one in home."""
    named = os.environ.get("PAIRS_RELEASED")
    return Path(named) if named else Path.home() / ".pairs" / "config" / "released.json"


def released() -> dict[str, str]:
    """Return the digest of each released notebook by path; empty if the file is unreadable."""
    try:
        known = json.loads(released_file().read_text(encoding="utf-8"))
        return {str(path): str(value) for path, value in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}
