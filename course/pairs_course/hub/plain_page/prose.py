"""A module's prose as HTML for the plain page: plain Markdown only, nothing that runs.

The released digest covers code, not prose. So HTML or script addresses in an altered cell must
stay text.
"""

from __future__ import annotations

from typing import Any

from mistune import HTMLRenderer
from voila.exporter import VoilaMarkdownRenderer

from pairs_course.render.links import apart


class Prose(VoilaMarkdownRenderer):
    """Voila's ``markdown_renderer_class``, with raw HTML shown as text and no links on headings."""

    def __init__(self, contents_manager: Any, **options: Any) -> None:
        super().__init__(contents_manager, **{**options, "escape": True})
        self.exclude_anchor_links = True  # each would add a tab stop
        self._allow_harmful_protocols = None

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a code block as text, even a diagram: drawing it would need a script."""
        return str(HTMLRenderer.block_code(self, code, info))

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one to another site opens in a new tab, so that the module stays open."""
        return apart(HTMLRenderer.link(self, text, url, title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image by its address; Voila's own method fails with an asynchronous server."""
        return str(HTMLRenderer.image(self, text, url, title))
