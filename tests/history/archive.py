"""An archive to try the history commands on: a small office in a git repository of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from selfeval.cli import cli

PLACE = "2024/qinghu"
TARGETS = f"data/{PLACE}/targets.yaml"
ACTUALS = f"data/{PLACE}/actuals.yaml"
NARRATIVE = f"data/{PLACE}/narrative.yaml"
TAKES = {
    "status": ("data", "templates"),
    "compare": ("data", "templates"),
    "trend": ("data", "templates"),
    "record": ("data", "templates", "reports"),
    "log": ("data",),
    "build": ("data", "templates", "reports"),
}


def over(folder: Path, command: str, *arguments: str) -> Result:
    """Run a command over the office in a folder."""
    folders = [f"--{name}={folder / name}" for name in TAKES[command]]
    return CliRunner().invoke(cli, [command, *arguments, *folders])


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it refuses is an error."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    return done.stdout.decode().strip()


def commit(folder: Path, message: str = "改") -> None:
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
