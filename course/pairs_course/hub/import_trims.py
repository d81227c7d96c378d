"""Skips slow imports that our programs do not need.

Two cores start servers for a dozen people in a minute, so every second saved counts. Skipped:

- ``rfc3987_syntax`` compiles its grammar on import (1.1 s). jsonschema uses it, if installed, to
  check the format ``iri``, which no schema of Jupyter or nbgrader uses. Without it only that
  format goes unchecked, as jsonschema documents.
- JupyterLab asks node for yarn's settings on import (0.3 s), to learn where builds fetch packages
  from. JupyterLab is never built here.
"""

from __future__ import annotations

import sys
from typing import Any, cast


def no_iri_grammar() -> None:
    """Skip the grammar; call this before anything imports jsonschema."""
    cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)


def load_less() -> None:
    """Skip both; call this before importing a server."""
    no_iri_grammar()
    from jupyterlab import commands

    commands._yarn_config = lambda _logger: {"yarn config": {}, "npm config": {}}
