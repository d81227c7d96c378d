"""The hub service ``dashboards``: Voila with one page and no other way in.

Voila's own handlers would give viewers a kernel each, and files. Here they are left out: there is
the hub's sign-in, and ``cohort/<cohort>``.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlparse

import tornado.web
from jupyter_server.utils import url_path_join
from jupyterhub.singleuser.extension import JupyterHubIdentityProvider
from traitlets.config import Config
from voila.app import Voila
from voila.utils import get_page_config

from pairs_instructor.dashboards import pages, summaries
from pairs_instructor.dashboards.handlers import CohortPage, Missing
from pairs_instructor.dashboards.rendering import KeptPages, PlainHeadings, Rendering, WholePages
from pairs_instructor.dashboards.summaries import PublishedPage

COHORT: Final = r"cohort/([a-z0-9][a-z0-9-]{0,39})/?"


class HubIdentity(JupyterHubIdentityProvider):
    """Sign-in through the hub, with its addresses below this service's prefix."""

    def get_handlers(self) -> list[tuple[Any, ...]]:
        """Return the sign-in's handlers, where the hub expects those of a service."""
        prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
        return [(url_path_join(prefix, path), *rest) for path, *rest in super().get_handlers()]


class Dashboards(Voila):
    """The service; made ready by :func:`settings`."""

    @property
    def home(self) -> str:
        """The address of Home, on the same host."""
        return url_path_join(os.environ.get("JUPYTERHUB_BASE_URL", "/"), "services/course/")

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Return the sign-in and the page; nothing of Voila's own."""
        render = Rendering(
            self._renderer,
            self.kernel_manager,
            self.home,
            float(os.environ.get("DASHBOARDS_RENDER_LIMIT", "60")),
        )
        self.kept = KeptPages(_state() / "pages", render)
        base: str = self.base_url
        return [
            *self.identity_provider.get_handlers(),
            (url_path_join(base, COHORT), CohortPage, {"dashboards": self}),
            (
                base.rstrip("/") + "/?",
                tornado.web.RedirectHandler,
                {"url": self.home, "permanent": False},
            ),
            (".*", Missing, {"home": self.home}),
        ]

    async def published(self, cohort: str, viewer: str) -> PublishedPage:
        """Ask the course service what this viewer may see; see :mod:`summaries` for errors."""
        token: str = self.identity_provider.hub_auth.api_token
        return await summaries.published(os.environ["COURSE_URL"], token, cohort, viewer)

    def _renderer(self, notebook: str) -> WholePages:
        return WholePages(
            voila_configuration=self.voila_configuration,
            traitlet_config=self.config,
            notebook_path=notebook,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=get_page_config(
                base_url=self.base_url,
                settings=self.app.settings,
                log=self.log,
                voila_configuration=self.voila_configuration,
            ),
        )


def settings(notebooks: Path = pages.NOTEBOOKS) -> Config:
    """Return the whole configuration; no file is read besides.

    ``JUPYTERHUB_SERVICE_URL`` and ``JUPYTERHUB_SERVICE_PREFIX`` say where to listen.
    """
    url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
    c = Config()
    c.Voila.ip, c.Voila.port, c.Voila.port_retries = url.hostname, url.port, 0
    c.Voila.base_url = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
    c.Voila.open_browser = False
    c.Voila.log_level = logging.WARNING
    c.Voila.tornado_settings = {"log_function": _log_request}
    c.Voila.identity_provider_class = HubIdentity
    c.Voila.auto_token = True  # else Voila gives the identity provider one, which it does not take
    c.Voila.root_dir = str(notebooks)
    c.Voila.config_file_paths = []
    c.VoilaConfiguration.template = pages.TEMPLATE
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.extension_allowlist = []
    c.VoilaExporter.markdown_renderer_class = PlainHeadings
    return c


def main(notebooks: Path = pages.NOTEBOOKS) -> None:
    """Serve the notebooks of a folder until the hub ends this process."""
    paths = [str(pages.JUPYTER_DATA), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    Dashboards.launch_instance(argv=[], config=settings(notebooks))


def _state() -> Path:
    return Path(os.environ.get("COURSE_STATE", ".state")).absolute()


def _log_request(handler: tornado.web.RequestHandler) -> None:
    """Log failures alone, and without the query, which may hold a sign-in's code."""
    if handler.get_status() >= 500:
        request = handler.request
        logging.getLogger("pairs.dashboards").error(
            "%s %s: %s", request.method, request.path, handler.get_status()
        )
