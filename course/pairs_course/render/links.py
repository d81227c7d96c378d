"""Links in prose. Standard library only: each person's server loads this."""

from __future__ import annotations

import re


def apart(link: str) -> str:
    """Make a link to another site open in a new tab, without a referrer or opener."""
    return re.sub(r'^<a (?=href="https?:)', '<a target="_blank" rel="noopener noreferrer" ', link)
