"""Creates the demo cohorts of ``make start``: ``python -m pairs_instructor.demo STATE [--fresh]``.

With ``--fresh`` nobody in the live cohort has sent anything yet. Safe to re-run, even after an
interruption: existing data stays.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pairs_course.programme.sources import ProgrammeError
from pairs_course.store import StoreError
from pairs_instructor.demo import make

try:
    make(Path(sys.argv[1]), fresh="--fresh" in sys.argv[2:])
except (StoreError, ProgrammeError) as error:
    sys.exit(str(error))
