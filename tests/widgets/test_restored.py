"""What a page is given of a kernel that has been looked at before."""

from __future__ import annotations

import anywidget
import traitlets as t
from ipywidgets import DOMWidget, Label
from ipywidgets.widgets.widget import _instances

from pairs_widgets.restored import only_newest


class Named(anywidget.AnyWidget):
    _esm = "export default {}"
    name = t.Unicode("")
    value = t.Unicode("")


def _known(*widgets: DOMWidget) -> list[bool]:
    return [one.model_id in _instances and one.layout.model_id in _instances for one in widgets]


def test_only_the_newest_of_a_name_is_restored() -> None:
    """What is not the course's stays as it is."""
    first, other, somebodys = Named(name="a"), Named(name="b"), Label()

    only_newest(first)
    only_newest(other)
    assert _known(first, other, somebodys) == [True, True, True]
    second = Named(name="a")
    only_newest(second)
    third = Named(name="a")
    only_newest(third)

    assert _known(first, second, third, other, somebodys) == [False, False, True, True, True]


def test_a_page_that_is_not_restored_keeps_its_line() -> None:
    """Somebody may look at it in another tab."""
    first = Named(name="line")
    only_newest(first)
    only_newest(Named(name="line"))
    heard: list[str] = []
    first.observe(lambda change: heard.append(change["new"]), "value")

    first.value = "still there"

    assert heard == ["still there"]
    assert first.comm is not None
