"""Download the packages for this machine and for Windows, for every Python the bundle is made for.

pip decides conditions like ``platform_system == "Windows"`` by the machine it runs on, not by the one
it downloads for; so it is told one package at a time, and what each needs on the target is read here.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import platform_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

PYTHONS = ("3.11", "3.12", "3.13")
WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}


class Target(NamedTuple):
    """Hold a kind of machine: its name, the platforms wheels may be made for, and what conditions ask about it."""

    name: str
    platforms: tuple[str, ...]
    conditions: Mapping[str, str]


def targets() -> list[Target]:
    """Return this machine and 64-bit Windows, once where they are the same."""
    here = Target("本机系统", tuple(platform_tags()), {})
    return [here] if "win_amd64" in here.platforms else [here, Target("64 位 Windows", ("win_amd64",), WINDOWS)]


def download(packages: Iterable[str], lock: Path, target: Target, wheels: Path) -> str:
    """Put the packages and all they need into a folder; return why that failed, empty where it did not."""
    for python in PYTHONS:
        conditions = {**target.conditions, "python_version": python, "python_full_version": f"{python}.0"}
        done: set[str] = set()
        wanted: set[str] = {canonicalize_name(name) for name in packages}
        while new := wanted - done:
            wrong = _pip(sorted(new), lock, target.platforms, python, wheels)
            if wrong:
                return wrong
            done |= new
            wanted |= set(_needed(done, wheels, conditions))
    return ""


def _pip(names: list[str], lock: Path, platforms: Iterable[str], python: str, wheels: Path) -> str:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--constraint", str(lock), "--dest", str(wheels)]
    command += ["--python-version", python, *(f"--platform={platform}" for platform in platforms), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return errors[-1] if errors else "pip 没有说原因"


def _needed(names: set[str], wheels: Path, conditions: Mapping[str, str]) -> Iterator[str]:
    """Yield what the wheels of these packages need where the conditions hold."""
    here = {name: str(value) for name, value in default_environment().items()}
    environment = {**here, "extra": "", **conditions}
    for wheel in wheels.glob("*.whl"):
        if parse_wheel_filename(wheel.name)[0] in names:
            for needed in map(Requirement, _requires(wheel)):
                if needed.marker is None or needed.marker.evaluate(environment):
                    yield canonicalize_name(needed.name)


def _requires(wheel: Path) -> list[str]:
    """Return what a wheel says it needs, conditions included."""
    with zipfile.ZipFile(wheel) as package:
        name = next(name for name in package.namelist() if name.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(package.read(name).decode()).get_all("Requires-Dist", [])
