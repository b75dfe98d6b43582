"""The program installed as a package: the command selfeval works in whatever folder it is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the project alone, without the packages that it needs: those are there."""
    folder = tmp_path_factory.mktemp("packages")
    source = shutil.copytree(
        ROOT, folder / "source", ignore=shutil.ignore_patterns(".git", ".venv", "build", "reports", "node_modules")
    )
    command = [*PIP, "install", "--no-deps", "--target", str(folder / "site"), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("the build backend cannot be downloaded")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def call(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the command in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, str(site / "bin" / "selfeval"), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_command_builds_in_a_folder_elsewhere(installed: Path, tmp_path: Path) -> None:
    """By the forms it brings along, the documents are those of the checkout, and lie where it was called."""
    shutil.copytree(ROOT / "data" / "2024" / "liwan", tmp_path / "data" / "2024" / "liwan")
    done = call(installed, tmp_path, "build", "2024")
    assert done.returncode == 0, done.stderr
    here = [
        sys.executable,
        "build.py",
        "build",
        "2024",
        f"--data={tmp_path}/data",
        f"--reports={tmp_path}/here/reports",
    ]
    subprocess.run(here, cwd=ROOT, check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in (tmp_path / "reports" / "2024" / "liwan").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "here/reports/2024/liwan").iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("forms", "监控"), "mof/monitoring"),
        (("explain", "missing-value"), "必填的内容没有填"),
        (("vsix",), "build/selfeval.vsix"),
        (("--help",), "用法：selfeval"),
    ],
)
def test_the_command_brings_along_what_it_reads(
    installed: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """Forms, the pages of the rules and the extension."""
    done = call(installed, tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert told in done.stdout


@pytest.mark.slow
def test_own_forms_go_before_those_brought_along(installed: Path, tmp_path: Path) -> None:
    """Where the folder has templates, they are the ones; what only a checkout can do is refused in one sentence."""
    shutil.copytree(ROOT / "templates" / "mof", tmp_path / "templates" / "mof")
    shutil.copy(ROOT / "templates" / "fields.yaml", tmp_path / "templates")
    assert "guangzhou" not in call(installed, tmp_path, "forms").stdout
    done = call(installed, tmp_path, "bundle")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "项目文件夹里" in done.stderr
    assert not (tmp_path / "build").exists()
