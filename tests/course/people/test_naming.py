"""Two people of the same name can be told apart wherever both are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.people.names import told_apart

NAMES = st.sampled_from(["Sam", "sam ", "SAM", "Sam  A", "Sam A", "Zoë", "Zoe\u0308", "Lee"])


@given(st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), NAMES, max_size=8))
def test_no_two_people_are_called_the_same(people: dict[str, str]) -> None:
    """Not to the eye, either; a name of one person alone stays as it is."""
    called = told_apart(people.items())

    assert called.keys() == people.keys()
    assert len(set(called.values())) == len(people)
    for username, name in people.items():
        assert called[username] in (name, f"{name} ({username})")


@pytest.mark.parametrize("other", ["Sam", "sam", " Sam", "\uff33am"])
def test_names_that_look_alike_have_the_sign_in_name_beside_them(other: str) -> None:
    """Capitals, spaces and widths are nothing that one reads by."""
    called = told_apart([("sam-a", "Sam"), ("sam-b", other), ("lee", "Lee")])

    assert called == {"sam-a": "Sam (sam-a)", "sam-b": f"{other} (sam-b)", "lee": "Lee"}
