"""A desk to try new and fill on: a small office, and commands run over it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from selfeval.cli import cli

POINTER = "# yaml-language-server: $schema=.schema/{}.json\n"
"""The first line of a file, which tells editors its schema."""


def over(folder: Path, command: str, *arguments: str) -> Result:
    """Run a command over the office in a folder."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates")]
    return CliRunner().invoke(cli, [command, *arguments, *folders])


def build(folder: Path, place: str) -> list[str]:
    """Build a department and return what became of each document."""
    done = over(folder, "build", place, f"--reports={folder / 'reports'}", "--format", "json")
    return [document["status"] for document in json.loads(done.stdout)["documents"]]


def problems(folder: Path, place: str, *levels: str) -> list[str]:
    """Return rule, file and line of all that a check of a department says, or of these levels only."""
    said = json.loads(over(folder, "check", place, "--format", "json").stdout)
    return [
        f"{each['rule']} {Path(each['file']).name}:{each['line']}"
        for each in said["problems"]
        if not levels or each["level"] in levels
    ]


def blanks(folder: Path, place: str) -> list[str]:
    """Return what a check must say of files in which nothing is wrong but the blanks, targets first."""
    files = sorted((folder / "data" / place).rglob("*.yaml"), key=lambda path: (path.name != "targets.yaml", path))
    return [
        f"placeholder {path.name}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if is_blank(line)
    ]


def is_blank(line: str) -> bool:
    """Tell whether a line has a blank to fill."""
    return "待填" in line and not line.lstrip().startswith("#")


def filled(path: Path, **values: str) -> None:
    """Type values in place of the blanks behind keys, or of the text blanks below them."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        if is_blank(line):
            owner = line if ": " in line else lines[number - 1]
            key = owner.split(":")[0].strip().removeprefix("- ")
            start = line.index("待填")
            rest = line.partition("  #")[2]
            lines[number] = line[:start] + values[key] + (f"  #{rest}" if rest else "")
    path.write_text("\n".join(lines), encoding="utf-8")
