"""Runs the course's service under JupyterHub: ``python -m pairs_course.service``.

JupyterHub sets ``JUPYTERHUB_SERVICE_URL``, ``JUPYTERHUB_SERVICE_PREFIX`` and the rest of
``JUPYTERHUB_*``; ``COURSE_STATE`` is the state folder.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuth

from pairs_course.hub import hidden_token
from pairs_course.hub.settings import OWN_CODE, SERVERS, start_command
from pairs_course.programme import compiled, help_lines
from pairs_course.service import pages
from pairs_course.service.app import create_app
from pairs_course.service.oauth import HubSignIn
from pairs_course.service.page_making import PageMaking
from pairs_course.service.spawner_client import HubServers
from pairs_course.service.token_auth import HubIdentity
from pairs_course.service.uvicorn_server import Server
from pairs_course.store import Store, StoreError


def main() -> None:
    """Serve until told to stop."""
    hidden_token.take()
    try:
        address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
        prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
        state = Path(os.environ["COURSE_STATE"])
    except KeyError as missing:
        sys.exit(
            f"{missing.args[0]} is not set. JupyterHub starts this service; run: {start_command()}"
        )
    if address.hostname is None or address.port is None:
        sys.exit(f"JUPYTERHUB_SERVICE_URL must be http://host:port, got {address.geturl()}")
    try:
        store = Store.in_folder(state)
    except StoreError as error:
        sys.exit(str(error))
    with store:
        auth = HubOAuth()
        places = int(os.environ.get(SERVERS) or 0)
        servers = HubServers(auth.api_url, auth.api_token, places)
        app = create_app(
            store,
            compiled.load(),
            HubIdentity(),
            prefix=prefix,
            servers=servers,
            own_code=os.environ.get(OWN_CODE) == "yes",
            making=PageMaking.from_env(),
        )
        pages.attach(
            app,
            HubSignIn(auth, prefix),
            servers,
            hub_prefix=auth.hub_prefix,
            base_prefix=prefix.removesuffix("services/course/"),
            help_lines=help_lines.read(os.environ.get(help_lines.SETTING, "")),
        )
        with contextlib.suppress(KeyboardInterrupt):  # the hub stops its services with SIGINT
            Server(app, address.hostname, address.port).run()


if __name__ == "__main__":
    main()
