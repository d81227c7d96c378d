"""Which widgets of a kernel a page gets when it is opened: the newest of each name.

A page asks ipywidgets for all of them, and ipywidgets knows all that were ever made. JupyterLab
makes a module's widgets anew at every reload and keeps the kernel, so each reload of a module would
bring every reload before it along, a megabyte each.
"""

from __future__ import annotations

from ipywidgets import DOMWidget
from ipywidgets.widgets.widget import _instances


def only_newest(newest: DOMWidget) -> None:
    """Take the widget that had its ``name`` before from what is restored.

    A page that still shows it, in another tab, goes on talking to it: its line stays open.
    """
    for one in list(_instances.values()):
        # By its name alone: anywidget gives each widget a class of its own.
        if one is not newest and getattr(one, "name", None) == newest.name:
            # ipywidgets has no public way out of this list but closing the line.
            for gone in (one, one.layout):
                _instances.pop(gone.model_id, None)
