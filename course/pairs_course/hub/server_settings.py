"""What a person's Jupyter server loads and allows, by role."""

from __future__ import annotations

import os
from typing import Any, Final

from pairs_course.hub.plain_page import settings as plain_settings
from pairs_course.hub.role_variable import ROLE

_EVERYBODY: Final = ("jupyterlab", "voila.server_extension", "pairs_course.hub.server_extension")
_FACILITATOR: Final = ("nbgrader.server_extensions.formgrader", "jupyter_server_terminals")
_NEVER: Final = (
    "jupyter_lsp",
    "notebook",
    "notebook_shim",
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.validate_assignment",
)
#: For a kernel without a page. JupyterLab leaves one behind for each module visited; a page that
#: wakes from sleep gets a new one.
_KERNEL_IDLE: Final = 5 * 60
#: A server without a kernel takes a place that somebody else may be waiting for.
_SERVER_IDLE: Final = 60 * 60


def configure(c: Any) -> None:
    """Fill ``c``, the configuration of the server (a traitlets ``Config``)."""
    facilitator = os.environ.get(ROLE) == "facilitator"
    loaded = {*_EVERYBODY, *(_FACILITATOR if facilitator else ())}
    c.ServerApp.jpserver_extensions = {
        name: name in loaded for name in (*_EVERYBODY, *_FACILITATOR, *_NEVER)
    }
    c.ServerApp.terminals_enabled = facilitator
    c.ServerApp.allow_root = os.geteuid() == 0
    kernel_lines(c)
    c.ServerApp.kernel_spec_manager_class = "pairs_course.hub.kernel_specs.FileKernelSpecManager"
    _lab(c)
    _idle(c)
    plain_settings.configure(c)


def kernel_lines(c: Any) -> None:
    """Set up the websockets between pages and kernels: no delay, and compressed."""
    c.ServerApp.kernel_websocket_connection_class = (
        "pairs_course.hub.prompt_websocket.PromptWebsocketConnection"
    )
    # A module's page arrives through one: a megabyte of text.
    c.ServerApp.websocket_compression_options = {"compression_level": 4}


def _lab(c: Any) -> None:
    c.LabApp.extension_manager = "readonly"
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"


def _idle(c: Any) -> None:
    """Stop idle kernels and servers: answers are in the journal, and a page restarts its kernel."""
    c.MappingKernelManager.cull_idle_timeout = _KERNEL_IDLE
    c.MappingKernelManager.cull_interval = 60
    c.MappingKernelManager.cull_connected = False
    c.ServerApp.shutdown_no_activity_timeout = _SERVER_IDLE
