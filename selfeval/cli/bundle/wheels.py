"""Download the packages for this machine and for Windows, for every Python the bundle is made for.

The lock names all of them, with their checksums and the conditions they are needed under. pip decides conditions
like ``sys_platform == "win32"`` by the machine it runs on, not by the one it downloads for; so they are decided here.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import platform_tags

PYTHONS = ("3.11", "3.12", "3.13")
WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}


class Target(NamedTuple):
    """Hold a kind of machine: its name, the platforms of its wheels, and the values that conditions of packages compare."""

    name: str
    platforms: tuple[str, ...]
    conditions: Mapping[str, str]


def targets() -> list[Target]:
    """Return this machine and 64-bit Windows, once where they are the same."""
    here = Target("本机系统", tuple(platform_tags()), {})
    return [here] if "win_amd64" in here.platforms else [here, Target("64 位 Windows", ("win_amd64",), WINDOWS)]


def download(lock: Path, target: Target, wheels: Path) -> str:
    """Put the packages of a lock into a folder; return the reason where that failed, else ""."""
    locked = lock.read_text(encoding="utf-8")
    for python in PYTHONS:
        conditions = {**target.conditions, "python_version": python, "python_full_version": f"{python}.0"}
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "wanted.txt"
            wanted.write_text(needed(locked, conditions), encoding="utf-8")
            wrong = _pip(wanted, target, python, wheels)
        if wrong:
            return wrong
    return ""


def needed(locked: str, conditions: Mapping[str, str]) -> str:
    """Return the entries of a lock whose conditions hold, without the conditions, each with its checksums."""
    here = {name: str(value) for name, value in default_environment().items()}
    environment = {**here, "extra": "", **conditions}
    kept = []
    for entry in locked.replace("\\\n", " ").splitlines():
        typed, *checksums = entry.split(" --hash=")
        if typed.strip() and not typed.startswith("#"):
            package = Requirement(typed)
            if package.marker is None or package.marker.evaluate(environment):
                kept.append(" --hash=".join([f"{package.name}{package.specifier}", *map(str.strip, checksums)]))
    return "\n".join(kept) + "\n"


def _pip(wanted: Path, target: Target, python: str, wheels: Path) -> str:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--require-hashes", "--requirement", str(wanted), "--dest", str(wheels)]
    command += ["--python-version", python, *(f"--platform={platform}" for platform in target.platforms)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return errors[-1] if errors else "pip 没有说原因"
