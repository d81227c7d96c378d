"""Sizes that more than one program holds to: what sends, and what takes."""

from __future__ import annotations

from typing import Final

#: Characters of a note to a pair, or to one person.
MAX_NOTE: Final = 5_000
#: Submissions that are fetched in one request: a cohort of 400 is collected in eight.
MAX_SUBMISSIONS: Final = 50
#: Pages of feedback in one request.
MAX_FEEDBACK_PAGES: Final = 50
