"""Size limits shared by programs that send and programs that receive."""

from __future__ import annotations

from typing import Final

#: Characters in a note to a pair or a person.
MAX_NOTE: Final = 5_000
#: Submissions fetched in one request, so a cohort of 400 takes eight.
MAX_SUBMISSIONS: Final = 50
#: Feedback pages in one request.
MAX_FEEDBACK_PAGES: Final = 50
