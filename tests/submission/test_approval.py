"""The targets that were approved, those of projects too."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT

from selfeval.evaluation.judge import evaluate
from selfeval.form.library import Library
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

PLACE = DepartmentYear("2024", "qinghu-library")
PROJECT = "projects/mobile-library.yaml"
RULES = ("target-changed", "indicator-dropped", "indicator-added", "indicator-renamed", "seal-broken")


def approved(folder: Path) -> Path:
    """Copy the sample department with projects, approve it by the command, and return its folder."""
    home = folder / "data" / str(PLACE)
    shutil.copytree(ROOT / "data" / str(PLACE), home)
    done = run("approve", str(PLACE), "--data", str(folder / "data"), "--templates", str(ROOT / "templates"), "--again")
    assert "其中项目 2 个" in done.stdout.decode()
    return home


def found(home: Path, library: Library) -> list[tuple[str, str]]:
    """Return what is said of approved targets: the rule and the file."""
    submissions = read_department(home.parent.parent, PLACE, library)
    problems = dict.fromkeys(problem for each in submissions for problem in evaluate(each, library).problems)
    return [(each.rule, each.place.file.rpartition("/")[2]) for each in problems if each.rule in RULES]


def test_what_was_approved_and_not_changed_says_nothing(tmp_path: Path, library: Library) -> None:
    """Results typed since then are no change."""
    assert found(approved(tmp_path), library) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("≥220次", "≥190次", "target-changed"),
        ("- 名称: 流动图书车出车次数", "- 名称: 流动图书车出车总次数", "indicator-renamed"),
        ("- 名称: 新增持证读者人数", "- 名称: 持证读者新增数", "indicator-renamed"),
        ("        年度指标值: ≥18个", "        年度指标值: 不少于18个", ""),
        ("        实际: 198次", "        实际: 199次", ""),
    ],
)
def test_the_targets_of_a_project_are_frozen(tmp_path: Path, library: Library, old: str, new: str, rule: str) -> None:
    """A lowered target is found in the project's file; an actual may change."""
    home = approved(tmp_path)
    file = home / PROJECT
    typed = file.read_text(encoding="utf-8")
    assert old in typed
    file.write_text(typed.replace(old, new, 1), encoding="utf-8")
    assert found(home, library) == ([(rule, "mobile-library.yaml")] if rule else [])


def test_an_approved_project_is_missed(tmp_path: Path, library: Library) -> None:
    """Taking its file away takes its targets away."""
    home = approved(tmp_path)
    (home / PROJECT).unlink()
    assert found(home, library) == [("indicator-dropped", "targets.yaml")]


def test_a_copy_of_an_older_program_knows_no_projects(tmp_path: Path, library: Library) -> None:
    """Nothing is said of projects that were never sealed."""
    home = approved(tmp_path)
    targets = (home / "targets.yaml").read_bytes()
    (home / approval.NAME).write_bytes(approval.seal(targets, date(2024, 1, 20)))
    (home / PROJECT).write_text((home / PROJECT).read_text(encoding="utf-8").replace("≥220次", "≥190次"), "utf-8")
    assert found(home, library) == []


def test_a_project_in_the_copy_cannot_be_changed(tmp_path: Path, library: Library) -> None:
    """The checksum is that of the whole copy."""
    home = approved(tmp_path)
    copy = (home / approval.NAME).read_text(encoding="utf-8")
    (home / approval.NAME).write_text(copy.replace("≥220次", "≥190次"), encoding="utf-8")
    assert ("seal-broken", approval.NAME) in found(home, library)


def explained(home: Path, reason: str) -> None:
    """Lower a target of a project and explain it."""
    file = home / PROJECT
    typed = file.read_text(encoding="utf-8").replace("≥220次", "≥190次", 1)
    where = "项目指标.产出指标.数量指标.流动图书车出车次数.年度指标值"
    block = f"说明情况:\n  - 规则: target-changed\n    位置: {where}\n    原文: ≥190次\n    理由: {reason}\n"
    file.write_text(typed + block, encoding="utf-8")


@pytest.mark.parametrize(("reason", "asked"), [("车坏了。", True), ("车坏了，区财政局批复同意调整。", False)])
def test_a_changed_target_needs_a_document(tmp_path: Path, library: Library, reason: str, asked: bool) -> None:
    """A sentence alone is not enough."""
    home = approved(tmp_path)
    explained(home, reason)
    submissions = read_department(tmp_path / "data", PLACE, library)
    rules = [problem.rule for each in submissions for problem in evaluate(each, library).problems]
    assert ("explanation-without-reason" in rules) is asked


@pytest.mark.slow
def test_an_explained_change_stands_in_status_and_summary(tmp_path: Path) -> None:
    """Both name the target, the approved value, the value now and the reason."""
    explained(approved(tmp_path), "区财政局批复同意调整。")
    folders = ("--data", str(tmp_path / "data"), "--templates", str(ROOT / "templates"))
    status = run("status", "2024", "--details", *folders)
    summary = run("summary", "2024", *folders, "--reports", str(tmp_path / "reports"))
    for said in (status.stdout.decode(), summary.stdout.decode()):
        assert "“流动图书车出车次数”的目标值降低了：批复“≥220次”，现在“≥190次”" in said
        assert "（说明：区财政局批复同意调整。）" in said


@pytest.mark.slow
def test_a_copy_that_git_knows_is_missed(tmp_path: Path) -> None:
    """Check and status say that it is gone, and nothing is recorded without it."""
    home = approved(tmp_path)
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -qm a"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    folders = ("--data", str(tmp_path / "data"), "--templates", str(ROOT / "templates"))
    assert "不见了" not in run("status", "2024", *folders).stderr.decode()
    assert "approval-gone" not in run("check", str(PLACE), *folders).stdout.decode()
    (home / approval.NAME).unlink()
    for asked in (str(PLACE), "2024"):
        told = run("check", asked, *folders).stdout.decode()
        assert "targets.yaml:1:1 提醒 [approval-gone] 批复存档 approved.yaml 不见了" in told
        assert f"git checkout HEAD -- {home / approval.NAME}" in told
    assert f"{PLACE} 批复存档 approved.yaml 不见了" in run("status", "2024", *folders).stderr.decode()
    done = run("record", str(PLACE), "定稿", *folders, "--reports", str(tmp_path / "reports"))
    assert done.returncode == 2
    assert "没有记：批复存档 approved.yaml 不见了" in done.stderr.decode()


def test_a_copy_whose_deletion_was_committed_is_missed_too(tmp_path: Path) -> None:
    """Whoever checks the department is told, with the commit that still has it."""
    home = approved(tmp_path)
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@b commit -qm a"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    (home / approval.NAME).unlink()
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "b"], cwd=tmp_path, check=True
    )
    first = subprocess.run(["git", "rev-parse", "--short", "HEAD~1"], cwd=tmp_path, check=True, capture_output=True)
    folders = ("--data", str(tmp_path / "data"), "--templates", str(ROOT / "templates"))
    told = run("check", str(PLACE), *folders).stdout.decode()
    assert f"git checkout {first.stdout.decode().strip()} -- {home / approval.NAME}" in told


def test_an_indicator_renamed_after_its_approval_is_one_message(tmp_path: Path, library: Library) -> None:
    """The files that still have the approved name are right until the new one is approved."""
    home = approved(tmp_path)
    targets = home / "targets.yaml"
    text = targets.read_text(encoding="utf-8")
    targets.write_text(text.replace("名称: 新书编目差错率", "名称: 新书差错率"), encoding="utf-8")
    (submission, *_) = read_department(home.parent.parent, PLACE, library)
    said = [each for each in evaluate(submission, library).problems if each.blocks]
    assert [(each.rule, each.fix) for each in said] == [("indicator-renamed", "名称: 新书编目差错率")]
