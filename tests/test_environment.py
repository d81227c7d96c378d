"""What the project says it needs, what is pinned, and what conda is told: the same everywhere."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUN = PROJECT["dependencies"]
TEST = PROJECT["optional-dependencies"]["dev"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)")


def _pins(name: str) -> dict[str, str]:
    found = [PIN.match(line) for line in (ROOT / name).read_text().splitlines()]
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


@pytest.mark.parametrize(
    ("name", "needed"), [("requirements.txt", RUN), ("requirements-dev.txt", [*RUN, *TEST])]
)
def test_everything_needed_is_pinned_within_its_range(name: str, needed: list[str]) -> None:
    """Each dependency of pyproject.toml has one pin, and the pin is one that it allows."""
    pins = _pins(name)

    wrong = [
        text
        for text in needed
        if (one := Requirement(text))
        and not one.specifier.contains(pins.get(one.name.lower(), "0"))
    ]

    assert wrong == []


def test_both_files_pin_the_same() -> None:
    """Tests run with the very packages that the course runs with."""
    run, tests = _pins("requirements.txt"), _pins("requirements-dev.txt")

    assert {name: tests.get(name) for name in run} == run


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    """Packages come from one's own index, and are exactly the tested ones."""
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text))
    addresses = re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text)
    without = [entry.split()[0] for entry in entries if entry.strip() and "--hash=" not in entry]

    assert (without, addresses) == ([], [])


def test_every_test_is_run() -> None:
    """pytest looks, in this order, in the places that pyproject.toml names alone."""
    paths = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    named = [ROOT / path for path in paths["testpaths"]]
    files = (ROOT / "tests").rglob("test_*.py")

    assert [p for p in files if not any(p.is_relative_to(place) for place in named)] == []


def test_conda_gets_python_pip_and_the_project() -> None:
    """environment.yml asks for the Python of pyproject.toml and adds nothing of its own."""
    asked = yaml.safe_load((ROOT / "environment.yml").read_text())

    assert asked["dependencies"] == [
        f"python {PROJECT['requires-python']}",
        "pip",
        {"pip": ["-e ."]},
    ]


def test_node_packages_are_pinned_without_addresses() -> None:
    """The lock has a hash for each package of package.json and says no address."""
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = package["dependencies"] | package["devDependencies"]

    assert {name: lock[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [path for path, entry in lock.items() if path and "integrity" not in entry] == []
    assert [path for path, entry in lock.items() if "resolved" in entry] == []
