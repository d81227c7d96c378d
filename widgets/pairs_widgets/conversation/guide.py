"""What the page says about the talk itself; paper says the same, so the words are the course's."""

from pairs_course.programme.conversation_text import (
    GUIDE,
    LONG_WAIT,
    SEALING,
    TALK,
    TOGETHER,
    VERSIONS,
    WITHOUT,
)

__all__ = ["GUIDE", "LONG_WAIT", "SEALING", "TALK", "TOGETHER", "VERSIONS", "WITHOUT"]
