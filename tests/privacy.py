"""Who sees what, in the guide's page on privacy: ``python -m tests.privacy`` makes it anew.

It is made from the one table, so a change of an audience is a change of that page, too.
"""

from __future__ import annotations

import re
from pathlib import Path

from pairs_course.answers import visibility
from pairs_course.programme import compiled
from pairs_course.programme.content import Content

PAGE = Path(__file__).parents[1] / "instructor" / "guide" / "privacy.md"
#: What the page calls those who see an answer; None is nobody but its author.
NAMES: dict[visibility.Who | None, str] = {
    None: "nobody else",
    "partner": "the partner",
    "facilitator": "you, the facilitator",
    "other-pair": "the pair that they meet",
    "cohort": "the cohort",
}
_BLOCK = re.compile(r"(?<=<!-- who sees what -->\n).*?(?=\n<!-- end of it -->)", re.DOTALL)


def table(content: Content) -> str:
    """Return who sees what as a Markdown table, in the words that each person reads on Home."""
    asked = sum(len(visibility.table(module.id, content)) for module in content.modules)
    rows = [
        f"| who sees it | what each person reads on Home | of {asked} questions |",
        "|---|---|---|",
    ]
    rows += [
        f"| {NAMES[one.who]} | {one.words} | {one.questions} |"
        for one in visibility.summaries(content)
    ]
    return "\n".join(rows)


def filled(page: str, content: Content) -> str:
    """Return the page with its table made anew."""
    return _BLOCK.sub(lambda _: table(content), page, count=1)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), compiled.load()), encoding="utf-8")
