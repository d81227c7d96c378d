"""Who to call, as an operator sets it."""

from __future__ import annotations

import pytest

from pairs_course.hub.settings import Settings, SettingsError
from pairs_course.programme.help_lines import EXAMPLE, HelpLine, HelpLinesError, read


def test_lines_are_read_in_their_order():
    """Words and numbers, with any spaces around them."""
    assert read(" In an emergency : 112 ;  Someone to talk to, free: 0800 111 0 111;") == (
        HelpLine("In an emergency", "112"),
        HelpLine("Someone to talk to, free", "0800 111 0 111"),
    )
    assert read("") == read(" ; ") == ()
    assert len(read(EXAMPLE)) == 2


@pytest.mark.parametrize("given", ["999", "In an emergency: 999; Samaritans", "Emergency: soon"])
def test_a_line_without_words_or_a_number_is_refused(given):
    """The course does not start with a line that nobody could call."""
    with pytest.raises(HelpLinesError, match="must say when to call which number"):
        read(given)
    with pytest.raises(SettingsError, match="COURSE_HELP_LINES must say when"):
        Settings.from_env({"COURSE_HELP_LINES": given})


def test_the_programs_of_a_course_are_told():
    """What the operator set reaches the service."""
    settings = Settings.from_env({"COURSE_HELP_LINES": EXAMPLE})

    assert settings.to_env()["COURSE_HELP_LINES"] == EXAMPLE
