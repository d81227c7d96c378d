"""What a page is given of a kernel that has been looked at before."""

from __future__ import annotations

from ipywidgets import DOMWidget, Label
from ipywidgets.widgets.widget import _instances

from pairs_widgets.restored import only_newest


def _known(*widgets: DOMWidget) -> list[bool]:
    return [one.model_id in _instances and one.layout.model_id in _instances for one in widgets]


def test_only_the_newest_of_a_name_is_restored() -> None:
    """What is not the course's stays as it is."""
    first, second, third, other, somebodys = (Label() for _ in range(5))

    only_newest("questions/a", first)
    only_newest("questions/b", other)
    assert _known(first, other, somebodys) == [True, True, True]
    only_newest("questions/a", second)
    only_newest("questions/a", third)

    assert _known(first, second, third, other, somebodys) == [False, False, True, True, True]


def test_a_page_that_is_not_restored_keeps_its_line() -> None:
    """Somebody may look at it in another tab."""
    first, second = Label(), Label()
    only_newest("questions/line", first)
    only_newest("questions/line", second)
    heard: list[str] = []
    first.observe(lambda change: heard.append(change["new"]), "value")

    first.value = "still there"

    assert heard == ["still there"]
    assert first.comm is not None
