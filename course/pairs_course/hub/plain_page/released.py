"""What was released: which notebooks may run on opening, known by a digest of what would run.

Standard library only: the program that starts a participant's server uses it before anything else
is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def digest(notebook: Mapping[str, Any]) -> str:
    """Return the digest of everything in ``notebook`` that would be run.

    That is the name of its kernel and the source of its code cells, in order, as SHA-256 (hex)
    over the same JSON text that ``JSON.stringify`` makes in the page (``lab/.../digest.js``).

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
    # Half a surrogate pair cannot be written as UTF-8; such a notebook is simply never equal.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def released_file() -> Path:
    """Return where the digests of the released modules are: ``$PAIRS_RELEASED``, or in home."""
    named = os.environ.get("PAIRS_RELEASED")
    return Path(named) if named else Path.home() / ".pairs" / "config" / "released.json"


def released() -> dict[str, str]:
    """Return the digest of each released notebook by its path; none where nothing was released."""
    try:
        known = json.loads(released_file().read_text(encoding="utf-8"))
        return {str(path): str(value) for path, value in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}
