"""HTML that escapes what is put into it."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup


class Html(Markup):
    """A part of a page: trusted text; what ``format`` and ``join`` put into it is escaped.

    A cell of a notebook that ends with one shows it.
    """

    def _repr_html_(self) -> str:
        return str(self)


EMPTY: Final = Html("")
