"""The service with its pages, without a hub, for every test of them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from ...strategies import MODULE
from .site import PEOPLE, Begun, app_on


@pytest.fixture
def store(tmp_path):
    """A cohort of one pair with a facilitator and a sponsor, and one released module."""
    with Store.in_folder(tmp_path) as opened:
        opened.people.add_cohort("demo", roster_of(PEOPLE), demo=True)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            cell_less = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            packed.writestr(f"{MODULE}.ipynb", json.dumps(cell_less))
        opened.releases.put("demo", MODULE, archive.getvalue())
        yield opened


@pytest.fixture
def begun():
    """Takes the place of the hub."""
    return Begun()


@pytest.fixture
def client(store, begun):
    """The service with its pages, without a hub."""
    app = app_on(store, begun=begun)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened
