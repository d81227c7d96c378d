"""Voila's settings in a person's server: our page, released notebooks, nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pairs_course.hub.plain_page import guard
from pairs_course.hub.start_server import kept_me


def home_address() -> str:
    """Return Home's address on the hub that started this server."""
    return os.environ.get("JUPYTERHUB_BASE_URL", "/") + "services/course/"


def whose() -> str:
    """Return the name of the server's owner, to show on their pages; "" if unknown."""
    return str(kept_me(Path.home()).get("name") or os.environ.get("JUPYTERHUB_USER", ""))


def configure(c: Any) -> None:
    """Add the plain page to ``c``, the configuration of a server (a traitlets ``Config``)."""
    voila = c.VoilaConfiguration
    voila.template = "pairs"
    voila.allow_template_override = "NO"
    voila.allow_theme_override = "NO"
    voila.attempt_fix_notebook = False
    voila.show_tracebacks = False
    voila.extension_allowlist = []  # the page has its own script and loads no Lab extension
    voila.extension_denylist = []
    voila.file_allowlist = []  # pictures come from Jupyter's own sandboxed file address
    voila.page_config_hook = guard.only_module_pages
    voila.prelaunch_hook = guard.only_released
    c.VoilaExporter.markdown_renderer_class = "pairs_course.hub.plain_page.prose.Prose"
    c.ServerApp.jinja_template_vars = {"pairs_home": home_address()}
    voila.resources = {"pairs_home": home_address(), "pairs_person": whose()}
