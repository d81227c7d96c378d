"""A module's prose as HTML for the plain page: only what Markdown can say, nothing that runs.

The released digest covers what runs in the kernel. Prose is not covered, so whatever a changed
cell may hold (HTML, addresses with a script in them) has to stay text here.
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
        self.exclude_anchor_links = True  # each would be one more stop for the Tab key
        self._allow_harmful_protocols = None

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a block of code as text, a diagram's too: drawing it would take a script."""
        return str(HTMLRenderer.block_code(self, code, info))

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one that leads elsewhere opens beside the module, which stays open."""
        return apart(HTMLRenderer.link(self, text, url, title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image by its address. (Voila's own way fails with an asynchronous server.)"""
        return str(HTMLRenderer.image(self, text, url, title))
