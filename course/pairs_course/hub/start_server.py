"""Starts a person's server: fetches the release, then runs ``jupyterhub-singleuser``.

The hub runs ``python -m pairs_course.hub.start_server`` as ``Spawner.cmd``. Nothing here may stop
the server from starting: while the service is unavailable, the last copy fetched is used.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from pairs_course.answers.journal import own_folder
from pairs_course.atomic_write import atomic_write
from pairs_course.hub import module_sync
from pairs_course.hub.import_trims import load_less
from pairs_course.hub.role_variable import ROLE
from pairs_course.service_line import ServiceLine

_HERE: Final = Path(__file__).parent
#: Bytes that must be free in a home; Jupyter's own files for a server need far less.
ROOM: Final = 100_000


def main() -> None:
    """Prepare the home folder and the environment, then run the server."""
    home = Path.home()
    os.chdir(home)
    role = prepare(home)
    os.environ.update(environment(home, role))
    load_less()
    # Imported now because it reads the environment.
    from jupyterhub.singleuser import main as serve

    serve()  # takes the hub's arguments


def prepare(home: Path) -> str:
    """Update the module folders and settings of ``home``; return the person's role."""
    config = home / ".pairs" / "config"
    try:
        own_folder(home / ".pairs")
        own_folder(config)
    except OSError as problem:
        _say("folders not created", problem)
    me, digests = _kept(config / "me.json"), _kept(config / "released.json")
    try:
        line = ServiceLine.from_env()
        me = line.get_json("api/me")
        digests = module_sync.bring_up_to_date(home, line, me)
    except (KeyError, OSError, ValueError) as problem:
        _say("modules not fetched", problem)
    try:
        known: dict[str, Any] = {key: me[key] for key in ("role", "cohort", "name") if key in me}
        _write(config / "me.json", known)
        write_digests(config, digests)
    except OSError as problem:  # a full disk: the page opens read-only, and says so
        _say("settings not written", problem)
    return str(me.get("role", "patient-leader"))  # an unknown role gets the fewest rights


def write_digests(config: Path, digests: dict[str, str]) -> None:
    """Write which notebooks may run on opening, for the plain page and for JupyterLab."""
    _write(config / "released.json", digests)
    (config / "labconfig").mkdir(exist_ok=True)
    home = os.environ.get("JUPYTERHUB_BASE_URL", "/") + "services/course/"
    page = {"pairsCourse": json.dumps(digests), "pairsHome": home}
    page["pairsPerson"] = str(_kept(config / "me.json").get("name", ""))
    _write(config / "labconfig" / "page_config.json", page)


def environment(home: Path, role: str) -> dict[str, str]:
    """Return the variables that the server needs in addition to the hub's."""
    lab = _widgets() / "lab"
    settings = [lab / "settings" / "everyone", _HERE / "server"]
    if role != "facilitator":
        settings.insert(0, lab / "settings" / "participant")
    # In a full home a server could not even write its runtime files. With those elsewhere, answers
    # can still be read, and the page can say that nothing more is saved.
    elsewhere = {} if _has_room(home) else _outside()
    return elsewhere | {
        ROLE: role,
        "JUPYTER_PATH": os.pathsep.join([str(lab), str(_HERE / "plain_page")]),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, [home / ".pairs" / "config", *settings])),
    }


def _outside() -> dict[str, str]:
    folder = tempfile.mkdtemp(prefix="pairs-")
    return dict.fromkeys(("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"), folder)


def _widgets() -> Path:
    """Return the folder of the package ``pairs_widgets`` without importing it."""
    spec = importlib.util.find_spec("pairs_widgets")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pairs_widgets is not installed")
    return Path(spec.submodule_search_locations[0])


def kept_me(home: Path) -> dict[str, Any]:
    """Return the person's role, cohort and name, as saved when the server started."""
    return _kept(home / ".pairs" / "config" / "me.json")


def _kept(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, data: dict[str, Any]) -> None:
    atomic_write(path, json.dumps(data, ensure_ascii=False))


def _has_room(home: Path) -> bool:
    """Return whether Jupyter's own small files fit in ``home``."""
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(bytes(ROOM))
            file.flush()
    except OSError:
        return False
    return True


def _say(what: str, problem: Exception) -> None:
    # This goes to the hub's log, so no names and no token.
    print(f"start_server: {what}: {problem}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
