"""Which widgets of a kernel a page gets when it is opened: the newest of each name.

A page asks ipywidgets for all of them, and ipywidgets knows all that were ever made. JupyterLab
makes a module's widgets anew at every reload and keeps the kernel, so each reload of a module would
bring every reload before it along, a megabyte each.
"""

from __future__ import annotations

from typing import Final

from ipywidgets import DOMWidget
from ipywidgets.widgets import widget as _ipywidgets

_newest: Final[dict[str, DOMWidget]] = {}


def only_newest(name: str, widget: DOMWidget) -> None:
    """Take the widget that had this name before from what is restored.

    A page that still shows it, in another tab, goes on talking to it: its line stays open.
    """
    if before := _newest.get(name):
        # ipywidgets has no public way out of this list but closing the line.
        for one in (before, before.layout):
            _ipywidgets._instances.pop(one.model_id, None)
    _newest[name] = widget
