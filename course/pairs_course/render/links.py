"""Links in prose. Standard library only: each person's server loads this."""

from __future__ import annotations

import re


def apart(link: str) -> str:
    """Let a link to another site open in a tab of its own, which learns nothing of this one."""
    return re.sub(r'^<a (?=href="https?:)', '<a target="_blank" rel="noopener noreferrer" ', link)
