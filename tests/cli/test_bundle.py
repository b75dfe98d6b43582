"""The folder for a desk without a network: what is in it, what is downloaded for whom, and that it starts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT

from selfeval.cli.bundle.assemble import assemble
from selfeval.cli.bundle.wheels import WINDOWS, needed, targets


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
    wanted |= {"检查.bat", "装到 VS Code.bat", "no-code.txt", "selfeval.vsix", "editor/vscode/LICENSES.txt"}
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


def test_windows_gets_what_its_command_line_can_read(folder: Path) -> None:
    """The batch file is ASCII and every line of it, and of the texts shown by it, ends as Windows wants."""
    batches = ("start.bat", "检查.bat", "装到 VS Code.bat")
    assert all((folder / name).read_bytes().isascii() for name in batches)
    for name in (*batches, "no-python.txt", "no-code.txt", "说明.txt"):
        data = (folder / name).read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n") > 0
    assert b"\r" not in (folder / "start.sh").read_bytes()


def test_conditions_are_decided_for_the_target() -> None:
    """A package that is needed on Windows alone is not forgotten on another machine, nor taken along for it."""
    locked = """# a comment
colours==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:aa
old==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
always==3.0 \\
    --hash=sha256:dd
"""
    windows = needed(locked, {**WINDOWS, "python_version": "3.13", "python_full_version": "3.13.0"})
    linux = {"sys_platform": "linux", "python_version": "3.11", "python_full_version": "3.11.0"}
    assert windows == "colours==1.0 --hash=sha256:aa\nalways==3.0 --hash=sha256:dd\n"
    assert needed(locked, linux) == "old==2.0 --hash=sha256:bb --hash=sha256:cc\nalways==3.0 --hash=sha256:dd\n"


def test_windows_is_always_among_the_targets() -> None:
    """Whatever machine makes the folder, a Windows desk can use it."""
    assert any("win_amd64" in target.platforms for target in targets())


@pytest.mark.slow
def test_it_starts_without_an_index(folder: Path) -> None:
    """The script makes its environment from the folder alone, and hands the command on; the second time it only runs."""
    (folder / "requirements.lock").write_text("", encoding="utf-8")
    (folder / "wheels").mkdir()
    (folder / "build.py").write_text("import sys; print('收到', sys.argv[1:], sys.prefix)", encoding="utf-8")
    alone = {**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}

    def start(*arguments: str) -> str:
        done = subprocess.run(["sh", folder / "start.sh", *arguments], capture_output=True, check=True, env=alone)
        return done.stdout.decode()

    first, second = start("check", "2024/liwan"), start()
    assert "不用上网" in first
    assert f"收到 ['check', '2024/liwan'] {folder / '.venv'}" in first
    assert second == f"收到 ['build'] {folder / '.venv'}\n"
    third = start("check", "--quiet")
    assert third.startswith("接着上次的 2024/liwan；")
    assert f"收到 ['check', '2024/liwan', '--quiet'] {folder / '.venv'}" in third


def test_the_project_itself_is_started_by_the_same_scripts() -> None:
    """The scripts beside build.py are those of the bundle: nothing is typed but a command."""
    assert (ROOT / "start.bat").read_bytes().isascii()
    assert b"\r\n" in (ROOT / "start.bat").read_bytes()
    called = (ROOT / "start.bat").read_text(encoding="utf-8") + (ROOT / "start").read_text(encoding="utf-8")
    for script in ("selfeval\\cli\\bundle\\start.bat", "selfeval/cli/bundle/start.sh"):
        assert script in called
        assert (ROOT / script.replace("\\", "/")).is_file()
    assert os.access(ROOT / "start", os.X_OK)
