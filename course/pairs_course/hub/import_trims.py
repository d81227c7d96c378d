"""Leaves out of our programs what costs time at every start and is of no use there.

Two cores start a server for a dozen people in a minute; each second less is a second that nobody
waits for. What is left out, and why it may be:

- ``rfc3987_syntax`` compiles its grammar when it is imported (1.1 s of work). jsonschema takes it,
  when it is there, to check the format ``iri``, which no schema of Jupyter's or nbgrader's names.
  Without it that one format is not checked, as jsonschema documents.
- JupyterLab asks node for yarn's settings as it is imported (0.3 s), to know where it would fetch
  packages from for a build. Nobody builds JupyterLab here.
"""

from __future__ import annotations

import sys
from typing import Any, cast


def no_iri_grammar() -> None:
    """Leave the grammar out; to be called before jsonschema is imported, by whatever."""
    cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)


def load_less() -> None:
    """Leave all of it out; to be called before a server is imported."""
    no_iri_grammar()
    from jupyterlab import commands

    commands._yarn_config = lambda _logger: {"yarn config": {}, "npm config": {}}
