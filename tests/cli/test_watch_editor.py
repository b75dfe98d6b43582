"""Without the extension: watch --editor lists every problem on a line of its own, and the tasks of VS Code read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from conftest import ROOT
from offices import office
from rulepages import BASE

from selfeval.cli.watch import BEGIN, END

TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")


def tasks() -> dict[str, dict[str, Any]]:
    """Return the tasks of VS Code by their names."""
    listed = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    return {task["label"]: task for task in listed}


def read_by(task: dict[str, Any], lines: list[str]) -> list[tuple[str, str, str, str]]:
    """Return severity, file, line and code of what a task's matchers see in some lines."""
    found = []
    for line in lines:
        for matcher in task["problemMatcher"]:
            seen = re.match(matcher["pattern"]["regexp"], line)
            if seen:
                found.append((matcher["severity"], seen[1], seen[2], seen[4]))
    return found


def test_every_problem_is_listed_anew_after_each_saving(tmp_path: Path) -> None:
    """The list begins and ends with a line of its own; what was put right is no longer in the next."""
    folder = office(tmp_path, {"targets.yaml": TARGETS.replace("年度: 2024", "年度：2024")})
    task = next(task for task in tasks().values() if "--editor" in task["args"])
    folders = [f"--{name}={folder / name}" for name in ("data", "templates")]
    command = [sys.executable, "-X", "utf8", str(ROOT / "build.py"), *task["args"][1:], *folders]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None

        def listed() -> list[str]:
            assert process.stdout is not None
            lines = [process.stdout.readline().rstrip("\n")]
            while lines[-1] != END:
                lines.append(process.stdout.readline().rstrip("\n"))
            assert lines[0] == BEGIN
            return lines[1:-1]

        line = str(TARGETS.splitlines().index("年度: 2024") + 1)
        first = listed()
        assert ("error", "data/2024/qinghu/targets.yaml", line, "fullwidth-colon") in read_by(task, first)
        assert len(read_by(task, first)) == len(first)
        (folder / "data/2024/qinghu/targets.yaml").write_text(TARGETS, encoding="utf-8")
        assert "fullwidth-colon" not in [code for *_, code in read_by(task, listed())]
        shutil.rmtree(folder / "data/2024/qinghu")
        assert listed() == []
        process.kill()
    background = task["problemMatcher"][0]["background"]
    assert re.match(background["beginsPattern"], BEGIN)
    assert re.match(background["endsPattern"], END)


def test_no_task_changes_a_file_by_itself() -> None:
    """Nothing runs when the folder is opened; 检查 and 生成 are there."""
    assert {"检查", "生成"} <= tasks().keys()
    assert not any("runOptions" in task for task in tasks().values())


def test_only_one_server_is_recommended() -> None:
    """Two would mark every slip twice."""
    wanted = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert not any("yaml" in name for name in wanted)
