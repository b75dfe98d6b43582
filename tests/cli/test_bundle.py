"""The folder for a desk without a network: what is in it, what is downloaded for whom, and that it starts."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT

from selfeval.cli.bundle.assemble import assemble, packages
from selfeval.cli.bundle.wheels import WINDOWS, _needed, targets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assemble the project, without packages."""
    out = tmp_path_factory.mktemp("desk") / "离线 包"
    assemble(ROOT, out, [("2024", "liwan")])
    return out


def test_the_folder_holds_the_project_and_no_waste(folder: Path) -> None:
    """What is needed to check, build and explain is there; caches and the history are not."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    wanted = {
        "build.py",
        "selfeval/cli/__init__.py",
        "selfeval/documents/html/style.css",
        "templates/fields.yaml",
        "说明.txt",
    }
    wanted |= {"docs/rules/alias.md", "start.bat", "start.sh", "start.py"}
    assert wanted <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".git", ".venv"))]


def test_only_the_departments_that_were_named_go_along(folder: Path, tmp_path: Path) -> None:
    """With their data and documents; without a name there is an empty folder to put them in."""
    for kept in ("data", "reports"):
        there = {path.relative_to(folder / kept).as_posix() for path in (folder / kept).glob("*/*")}
        assert there == {"2024/liwan"}
    assert (folder / "data/2024/liwan/targets.yaml").is_file()
    assemble(ROOT, tmp_path / "bare", [])
    assert list((tmp_path / "bare/data").iterdir()) == []
    assert not (tmp_path / "bare/reports").exists()
    done = run("check", f"--data={tmp_path / 'bare/data'}")
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert "data 里还没有部门" in done.stderr.decode()


def test_the_packages_are_those_the_program_needs(folder: Path) -> None:
    """Every package is pinned as in the lock; what only developers need is left out."""
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(line.partition("==")[0].lower() for line in lines) == sorted(packages(ROOT))
    assert all("==" in line for line in lines)


def test_windows_gets_what_its_command_line_can_read(folder: Path) -> None:
    """The batch file is ASCII and every line of it, and of the texts shown by it, ends as Windows wants."""
    assert (folder / "start.bat").read_bytes().isascii()
    for name in ("start.bat", "no-python.txt", "说明.txt"):
        data = (folder / name).read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n") > 0
    assert b"\r" not in (folder / "start.sh").read_bytes()


def test_conditions_are_decided_for_the_target(tmp_path: Path) -> None:
    """A package that is needed on Windows alone is not forgotten on another machine, nor taken along for it."""
    with zipfile.ZipFile(tmp_path / "alone-1.0-py3-none-any.whl", "w") as wheel:
        needs = [
            'colours; platform_system == "Windows"',
            'old; python_version < "3.12"',
            "always>=2",
            'extra; extra == "x"',
        ]
        wheel.writestr("alone-1.0.dist-info/METADATA", "".join(f"Requires-Dist: {need}\n" for need in needs))
    windows = {*_needed({"alone"}, tmp_path, {**WINDOWS, "python_version": "3.13"})}
    linux = {*_needed({"alone"}, tmp_path, {"platform_system": "Linux", "python_version": "3.11"})}
    assert windows == {"colours", "always"}
    assert linux == {"old", "always"}


def test_windows_is_always_among_the_targets() -> None:
    """Whatever machine makes the folder, a Windows desk can use it."""
    assert any("win_amd64" in target.platforms for target in targets())


def test_it_starts_without_an_index(folder: Path) -> None:
    """The script makes its environment from the folder alone, and hands the command on; the second time it only runs."""
    (folder / "requirements.txt").write_text("", encoding="utf-8")
    (folder / "build.py").write_text("import sys; print('收到', sys.argv[1:], sys.prefix)", encoding="utf-8")
    alone = {**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}

    def start(*arguments: str) -> str:
        done = subprocess.run(["sh", folder / "start.sh", *arguments], capture_output=True, check=True, env=alone)
        return done.stdout.decode()

    first, second = start("check", "2024/liwan"), start()
    assert "不用上网" in first
    assert f"收到 ['check', '2024/liwan'] {folder / '.venv'}" in first
    assert second == f"收到 ['build'] {folder / '.venv'}\n"
