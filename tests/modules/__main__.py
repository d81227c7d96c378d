"""Checks the content of every module: ``python -m tests.modules``, a part of ``make lint``.

Says what is wrong as ``module: check: what``, one line each, and exits with 1 if there is anything.
"""

from __future__ import annotations

import sys

from .lesson import read
from .test_modules import CHECKS, IDS


def main() -> int:
    """Check, and say what is wrong."""
    problems = [
        f"{module}: {check.__name__}: {problem}"
        for module in IDS
        for check in CHECKS
        for problem in check(read(module))
    ]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    if not problems:
        sys.stdout.write(f"{len(IDS)} modules pass {len(CHECKS)} content checks\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
