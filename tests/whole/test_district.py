"""A coordinator's morning over forty departments, nine of them broken in different ways: six commands at most."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from district import BROKEN, COPIED_FROM, NAMES, YEAR, lay

from selfeval.cli import cli
from selfeval.cli.status import find_standings
from selfeval.history import overview
from selfeval.history.table import aligned, width
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import departments


def run(folder: Path, command: str, *arguments: str, places: tuple[str, ...] = ("data",)) -> Result:
    """Run a command over the district."""
    folders = [f"--{name}={folder / name}" for name in places]
    return CliRunner().invoke(cli, [command, *arguments, *folders, f"--templates={ROOT / 'templates'}"])


@pytest.mark.slow
def test_the_morning(tmp_path: Path) -> None:
    """Whom to call, what to send, what is wrong, documents, the summary and a page for each: every broken one is named with its cause."""
    lay(tmp_path / "data")
    status = run(tmp_path, "status", YEAR)
    remind = run(tmp_path, "remind", YEAR, "自评", f"--out={tmp_path / 'remind'}")
    check = run(tmp_path, "check", YEAR, "--quiet", places=("data", "reports"))
    build = run(tmp_path, "build", YEAR, places=("data", "reports"))
    summary = run(tmp_path, "summary", YEAR, places=("data", "reports"))
    review = run(tmp_path, "review", YEAR, f"--out={tmp_path / 'review'}")
    assert [done.exit_code for done in (status, remind, check, build, summary, review)] == [0, 0, 1, 1, 0, 0]
    lines = status.stdout.splitlines()
    assert len(lines) == len(NAMES) + 3
    first = lines[1 : len(BROKEN) + len(COPIED_FROM) + 1]
    assert {line.split()[0] for line in first} == {*BROKEN, *COPIED_FROM}
    standings = find_standings(
        Workspace(tmp_path / "data", ROOT / "templates"), list(departments(tmp_path / "data")), []
    )
    on_terminal = list(aligned(*overview.lines(standings)))
    assert len(on_terminal) == len(NAMES) + 1
    assert all(width(line) < 80 for line in on_terminal)
    assert lines[1].split()[0] == "d05"
    assert "".join(line.strip() for line in lines[-2:]) == (
        "2025 年共 40 个部门：自评还没有开始 1 个，没有填完 3 个，有错误 4 个，批复后目标有改动 1 个，和别的部门一样 4 个，都做好了 29 个"
    )
    index = (tmp_path / "review" / YEAR / "index.html").read_text(encoding="utf-8")
    for name, (_, cause) in BROKEN.items():
        page = (tmp_path / "review" / YEAR / f"{name}.html").read_text(encoding="utf-8")
        assert cause in page, name
        assert f'href="{name}.html"' in index
        message = (tmp_path / "remind" / f"{YEAR}-自评" / f"{name}.txt").read_text(encoding="utf-8-sig")
        assert cause in message or (name == "d17" and "【还没有填】1 处" in message), name
    for name in ("d09", "d13", "d17", "d21", "d25", "d37"):
        assert f"data/{YEAR}/{name}/" in check.stdout, name
        assert f"（{name}）" in build.stdout
    said = {line.split()[0]: line for line in first}
    assert "还没有 narrative.yaml" in said["d09"]
    assert "“实际支出”后面是全角（中文）冒号" in said["d13"]
    assert said["d21"].endswith("少了“数”")
    assert said["d37"].endswith("这不是文本文件")
    for name in ("d29", "d33"):
        assert f"data/{YEAR}/{name}/" in build.stdout, name
    written = (tmp_path / "reports" / YEAR / "部门绩效自评汇总表.md").read_text(encoding="utf-8")
    assert "合计（39 个部门）" in written
    assert written.count("云山市青湖区民政局") == 1
    assert "还没有开始填" in written
    reminded = {path.stem for path in (tmp_path / "remind" / f"{YEAR}-自评").glob("d*.txt")}
    assert reminded == {*BROKEN, *COPIED_FROM}
