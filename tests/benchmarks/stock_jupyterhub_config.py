"""A JupyterHub as it comes, for comparison; ``sides.stock`` starts it.

The environment has more in it than JupyterLab and ipywidgets (Voila, nbgrader, Notebook 7): what
those add to everybody's server and page is switched off, so that stock is as light as it can be.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from pairs_course.programme import loader

c = get_config()  # type: ignore[name-defined]  # noqa: F821
FOLDER = Path(os.environ["STOCK_FOLDER"])
HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "modules"
SETTINGS = FOLDER / "settings"
NOT_STOCK = ["voila.server_extension", "notebook"] + [
    f"nbgrader.server_extensions.{name}"
    for name in ("formgrader", "validate_assignment", "assignment_list", "course_list")
]
STOCK_EXTENSIONS = ["@jupyter-widgets", "anywidget", "jupyterlab_pygments"]


def fill_home(spawner: Any) -> None:
    """Put the module, and the notebook that echoes, into a newcomer's home."""
    home = FOLDER / "homes" / spawner.user.name
    if not home.exists():
        shutil.copytree(MODULES, home)
        shutil.copy(HERE / "echo.ipynb", home)


def write_settings() -> None:
    """Write what the servers read: only what belongs to JupyterLab and ipywidgets is loaded."""
    extensions = SETTINGS / "labextensions"
    extensions.mkdir(parents=True, exist_ok=True)
    for name in STOCK_EXTENSIONS:
        link = extensions / name
        if not link.exists():
            link.symlink_to(Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name)
    server = {
        "ServerApp": {"jpserver_extensions": dict.fromkeys(NOT_STOCK, False)},
        "LabApp": {
            "labextensions_path": [str(extensions)],
            # Asks another host for news and versions, which would only disturb the measuring.
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        },
    }
    (SETTINGS / "jupyter_server_config.json").write_text(json.dumps(server))
    loader.compile_to(FOLDER / "programme.json")


write_settings()
c.JupyterHub.bind_url = os.environ["STOCK_ADDRESS"]
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{os.environ['STOCK_HUB_PORT']}"
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie_secret")
c.JupyterHub.log_level = "WARN"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['STOCK_PROXY_PORT']}"
c.ConfigurableHTTPProxy.command = json.loads(os.environ["STOCK_PROXY"])
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.JupyterHub.authenticator_class = "dummy"  # no hash to compute, so it costs stock nothing
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "homes" / "{username}")
c.Spawner.pre_spawn_hook = fill_home
c.Spawner.default_url = "/lab"
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.env_keep = ["LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"]
c.Spawner.environment = {
    "PATH": os.environ["PATH"],
    "PYTHONNOUSERSITE": "1",
    "PAIRS_PROGRAMME": str(FOLDER / "programme.json"),
    "PAIRS_RUN": os.environ["PAIRS_RUN"],
    "JUPYTER_CONFIG_PATH": str(SETTINGS),
}
