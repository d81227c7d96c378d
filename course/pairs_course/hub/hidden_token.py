"""Starts a service of the hub without its token in the environment that it begins with.

``python -m pairs_course.hub.hidden_token MODULE``. What a program was started with stays readable
in ``/proc`` for every program of the same user, however it is changed later: for the kernels that
make pages, too. The token comes through a pipe instead.
"""

from __future__ import annotations

import os
import sys
from typing import Final

_TOKEN: Final = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
_PIPE: Final = "PAIRS_TOKEN_PIPE"


def take() -> None:
    """Put the token where JupyterHub's own code looks for it, if this program was started so."""
    if _PIPE in os.environ:
        with os.fdopen(int(os.environ.pop(_PIPE)), encoding="ascii") as pipe:
            os.environ[_TOKEN] = pipe.read()


def main() -> None:
    """Become the program that is named."""
    if token := os.environ.pop(_TOKEN, ""):
        leave, enter = os.pipe()
        os.write(enter, token.encode("ascii"))
        os.close(enter)
        os.set_inheritable(leave, True)
        os.environ[_PIPE] = str(leave)
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
