"""Checks the programme, and says what is wrong: ``python -m pairs_course.programme``."""

from __future__ import annotations

import sys

from pairs_course.programme import begin
from pairs_course.programme.loader import load
from pairs_course.programme.sources import ProgrammeError

if __name__ == "__main__":
    try:
        found = load()
        begin.load()
    except ProgrammeError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{len(found.modules)} modules and {len(found.sets)} question sets are fine\n")
