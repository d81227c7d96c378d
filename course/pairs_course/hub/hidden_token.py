"""Starts a hub service without its token in its initial environment.

``python -m pairs_course.hub.hidden_token MODULE``. A program's initial environment stays readable
in ``/proc`` for all programs of the same user, including the kernels that render pages. So the
token is passed through a pipe instead.
"""

from __future__ import annotations

import os
import sys
from typing import Final

_TOKEN: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
_PIPE: Final = "PAIRS_TOKEN_PIPE"


def take() -> None:
    """Read the token from the pipe, if there is one, into the variable that JupyterHub reads."""
    if _PIPE in os.environ:
        with os.fdopen(int(os.environ.pop(_PIPE)), encoding="ascii") as pipe:
            os.environ[_TOKEN] = pipe.read()


def main() -> None:
    """Replace this process with the named module, its token in a pipe."""
    if token := os.environ.pop(_TOKEN, ""):
        leave, enter = os.pipe()
        os.write(enter, token.encode("ascii"))
        os.close(enter)
        os.set_inheritable(leave, True)
        os.environ[_PIPE] = str(leave)
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
