"""An archive to try the history commands on: a small office in a git repository of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result
from offices import office
from rulepages import RULES

from selfeval.cli import cli

ROOT = RULES.parent.parent
DAY, WHO = "2025-03-08", "李文"
for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
    os.environ.pop(name, None)  # a hook that runs the tests sets them, and git would work on the wrong repository
os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
for role in ("AUTHOR", "COMMITTER"):
    os.environ |= {f"GIT_{role}_NAME": WHO, f"GIT_{role}_EMAIL": "liwen@example.cn"}
    os.environ |= {f"GIT_{role}_DATE": f"{DAY}T09:00:00+0800"}

PLACE = "2024/qinghu"
TARGETS = f"data/{PLACE}/targets.yaml"
ACTUALS = f"data/{PLACE}/actuals.yaml"
NARRATIVE = f"data/{PLACE}/narrative.yaml"
TAKES = {
    "approve": ("data", "templates"),
    "status": ("data", "templates"),
    "compare": ("data", "templates"),
    "trend": ("data", "templates"),
    "record": ("data", "templates", "reports"),
    "log": ("data",),
    "schema": ("data", "templates"),
    "remind": ("data", "templates"),
    "build": ("data", "templates", "reports"),
}


def opened(folder: Path) -> Path:
    """Lay the base office into a folder and commit all of it to a new repository there; return the folder."""
    office(folder)
    git(folder, "init", "--quiet")
    commit(folder, "第一次")
    return folder


def over(folder: Path, command: str, *arguments: str) -> Result:
    """Run a command over the office in a folder."""
    folders = [f"--{name}={folder / name}" for name in TAKES[command]]
    return CliRunner().invoke(cli, [command, *arguments, *folders])


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it refuses is an error."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    return done.stdout.decode().strip()


def commit(folder: Path, message: str = "改") -> None:
    """Commit all there is in a folder."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def change(path: Path, *pairs: tuple[str, str]) -> None:
    """Put texts of a file in place of others; each must be there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def rows(result: Result) -> list[list[str]]:
    """Return the cells of a Markdown table that a command printed, without its head."""
    lines = [line for line in result.stdout.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]
