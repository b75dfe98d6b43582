"""The year as a CI matrix: the file does what docs/province.md says, and its shares together are the whole year."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/province.yaml").read_text(encoding="utf-8"))
BUILD, TOGETHER = WORKFLOW["jobs"]["build"], WORKFLOW["jobs"]["together"]


def step(job: dict[str, Any], name: str) -> str:
    """Return the command of a step."""
    (command,) = [step["run"] for step in job["steps"] if step.get("name") == name]
    return str(command)


def call(command: str, folder: Path, **environment: str) -> None:
    """Run the command of a step in a folder, with this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-ec", command], cwd=folder, env={**os.environ, "PATH": path, **environment}, check=True)


def documents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every document of a project."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("reports/**/*.*")}


def test_every_share_has_a_machine() -> None:
    """The list of shares counts up to the number by which the year is divided."""
    assert BUILD["strategy"]["matrix"]["share"] == list(range(1, int(WORKFLOW["env"]["OF"]) + 1))


@pytest.mark.slow
def test_the_shares_together_are_the_year(tmp_path: Path) -> None:
    """Two machines make what one makes, byte for byte; documents that were there before do not cover new ones."""
    for name in ("one", "two", "all", "whole"):
        for inner in ("selfeval", "templates", "data", "docs/rules"):
            shutil.copytree(ROOT / inner, tmp_path / name / inner)
        shutil.copy(ROOT / "build.py", tmp_path / name)
        (old := tmp_path / name / "reports" / "2024" / "liwan").mkdir(parents=True)
        (old / "旧的.md").write_text("旧的", encoding="utf-8")
        call("git init -q && git add . && git -c user.name=t -c user.email=t@t commit -qm all", tmp_path / name)
    for share, name in (("1", "one"), ("2", "two")):
        for wanted in ("build", "pack"):
            call(step(BUILD, wanted), tmp_path / name, YEAR="2024", SHARE=share, OF="2")
        shutil.move(tmp_path / name / f"made-{share}.tar", tmp_path / "all")
    for wanted in ("unpack", "summary"):
        call(step(TOGETHER, wanted), tmp_path / "all", YEAR="2024")
    call("python build.py build 2024 && python build.py summary 2024", tmp_path / "whole")
    assert documents(tmp_path / "all") == documents(tmp_path / "whole")
