"""Configures JupyterHub for the course: sign-in, servers, services and permissions."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

import pairs_course
from pairs_course import course_time
from pairs_course.hub import capacity
from pairs_course.hub.authenticator import RosterAuthenticator
from pairs_course.hub.settings import RUN, Settings, node, programs_path

HOME: Final = "/services/course/"
#: Space-separated addresses of the proxies in front of the hub's own.
PROXIES: Final = "COURSE_PROXIES"
TRYING_OUT: Final = (
    "This is for trying out, without real answers: people here are not kept apart from each other."
)

_PACKAGE = Path(pairs_course.__file__).parent
_PAGES = _PACKAGE / "service" / "pages" / "static"


def configure(c: Any, settings: Settings) -> None:
    """Fill ``c``, JupyterHub's configuration (a traitlets ``Config``)."""
    _hub(c, settings)
    _proxy(c, settings)
    _pages(c, settings)
    _people(c, settings)
    _servers(c, settings)
    _services(c, settings)


def _hub(c: Any, settings: Settings) -> None:
    c.JupyterHub.bind_url = settings.address
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.JupyterHub.db_url = f"sqlite:///{settings.hub_folder / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(settings.hub_folder / "cookie_secret")
    c.JupyterHub.default_url = HOME
    c.JupyterHub.log_level = "WARN"
    # Left alone, the hub would judge by its own proxy, which always speaks plain http.
    secure = settings.public.startswith("https://")
    c.JupyterHub.tornado_settings = {"cookie_options": {"secure": True}} if secure else {}
    # Sign-in attempts are counted by address; only these proxies may report a client's.
    c.JupyterHub.trusted_downstream_ips = os.environ.get(PROXIES, "").split()


def _proxy(c: Any, settings: Settings) -> None:
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
    c.ConfigurableHTTPProxy.command = node(settings.root)
    c.ConfigurableHTTPProxy.pid_file = str(settings.hub_folder / "proxy.pid")


def _pages(c: Any, settings: Settings) -> None:
    c.JupyterHub.template_paths = [str(_PACKAGE / "hub" / "templates")]
    c.JupyterHub.template_vars = {
        "pages_css": (_PAGES / "pages.css").read_text(encoding="utf-8"),
        "pages_logo": (_PAGES / "pairs.svg").read_text(encoding="utf-8"),
        "pages_home": HOME,
        "trying_out": TRYING_OUT if settings.trying_out else "",
    }


def _people(c: Any, settings: Settings) -> None:
    c.JupyterHub.authenticator_class = RosterAuthenticator
    c.RosterAuthenticator.state = str(settings.state)
    c.JupyterHub.load_roles = [
        # Only people on a roster can sign in, so every user of the hub belongs to the course.
        _role("user", "self", *_access("course", "dashboards")),
        _role("server", "users:activity!user", "access:servers!server", *_access("course")),
        _role("dashboards", *_access("course")) | {"services": ["dashboards"]},
        # Home starts a person's server early, so that it is ready when they open a module. It
        # first checks how many are running.
        _role("course", "servers", "list:users", "read:servers") | {"services": ["course"]},
    ]


def _servers(c: Any, settings: Settings) -> None:
    c.JupyterHub.spawner_class = settings.spawner
    c.JupyterHub.active_server_limit = settings.servers
    c.JupyterHub.concurrent_spawn_limit = capacity.starting_at_once()
    c.SimpleLocalProcessSpawner.home_dir_template = str(settings.homes / "{username}")
    c.Spawner.cmd = [sys.executable, "-m", "pairs_course.hub.start_server"]
    c.Spawner.default_url = "/pairs/home"  # a server has no start page; this redirects to Home
    c.Spawner.env_keep = ["LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", course_time.ZONE]
    c.Spawner.environment = {
        "PATH": programs_path(),
        "COURSE_URL": settings.course_url,
        "PAIRS_PROGRAMME": str(settings.programme),
        # A desk links to the folder of a cohort that its facilitator was added to.
        "COURSE_COHORTS": str(settings.state / "cohorts"),
        "PYTHONNOUSERSITE": "1",
        # One pool for all threads, so that freed memory is reused. Kernels inherit this.
        "MALLOC_ARENA_MAX": "1",
        RUN: str(settings.state),
    }
    # The hub interrupts, terminates, then kills a server; together that must fit in ten seconds.
    c.LocalProcessSpawner.interrupt_timeout = 4
    c.LocalProcessSpawner.term_timeout = 1
    c.LocalProcessSpawner.kill_timeout = 1


def _services(c: Any, settings: Settings) -> None:
    environment = settings.to_env() | {"PATH": programs_path()}
    if zone := os.environ.get(course_time.ZONE):
        environment[course_time.ZONE] = zone
    # The course's service runs it, and imports nothing of the dashboards.
    environment["COURSE_PAGES"] = "pairs_instructor.dashboards.make_pages"
    ports = {"course": settings.service_port, "dashboards": settings.dashboards_port}
    programs = {"course": "pairs_course.service", "dashboards": "pairs_instructor.dashboards"}
    c.JupyterHub.services = [
        {
            "name": name,
            "url": f"http://127.0.0.1:{ports[name]}",
            "command": [sys.executable, "-m", "pairs_course.hub.hidden_token", programs[name]],
            "environment": environment | {"COURSE_URL": settings.course_url},
            "oauth_no_confirm": True,
            "display": False,
        }
        for name in ("course", "dashboards")
    ]


def _role(name: str, *scopes: str) -> dict[str, Any]:
    return {"name": name, "scopes": list(scopes)}


def _access(*services: str) -> list[str]:
    return [f"access:services!service={name}" for name in services]
