"""build --resolve: two people's work merges; conflicts in documents are settled by making them anew."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from archive import ACTUALS, NARRATIVE, PLACE, ROOT, TARGETS, change, commit, git, over
from click.testing import CliRunner, Result
from offices import office

from selfeval.cli import cli
from selfeval.history import record

MADE = f"reports/{PLACE}/部门绩效自评表.md"
YEARLY = "reports/2024/部门绩效自评汇总表.md"


def run(folder: Path, command: str, *arguments: str) -> Result:
    """Run a command over data, templates and reports of a folder."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates", "reports")]
    return CliRunner().invoke(cli, [command, *arguments, *folders])


def two(folder: Path) -> tuple[Path, Path]:
    """Lay an office with its documents and the summary into a repository, and clone it: two people's folders."""
    ours, theirs = folder / "ours", folder / "theirs"
    office(ours)
    shutil.copytree(ROOT / "templates/year-summary", ours / "templates/year-summary")
    (ours / ".gitattributes").write_text((ROOT / ".gitattributes").read_text(encoding="utf-8"), encoding="utf-8")
    (ours / ".gitignore").write_text("build/\n", encoding="utf-8")
    assert run(ours, "build").exit_code == 0
    assert run(ours, "summary", "2024").exit_code == 0
    git(ours, "init", "--quiet")
    commit(ours)
    git(ours, "clone", "--quiet", str(ours), str(theirs))
    return ours, theirs


def work(folder: Path, path: str, old: str, new: str) -> None:
    """Change the data, make documents and summary, and commit all of it."""
    change(folder / path, (old, new))
    assert run(folder, "build").exit_code == 0
    assert run(folder, "summary", "2024").exit_code == 0
    commit(folder)


def merged(ours: Path, theirs: Path) -> str:
    """Merge their work into ours, and return what git says."""
    git(ours, "fetch", "--quiet", str(theirs), "HEAD:theirs")
    done = subprocess.run(
        ["git", "-C", str(ours), "merge", "--quiet", "--no-edit", "theirs"], capture_output=True, check=False
    )
    return done.stdout.decode()


def test_the_work_of_two_people_merges(tmp_path: Path) -> None:
    """Documents and summary are those of the merged data; one command and the commit are all."""
    ours, theirs = two(tmp_path)
    work(ours, ACTUALS, "实际支出: 990.00", "实际支出: 985.00")
    work(theirs, NARRATIVE, "案件质量评估的覆盖面还不够", "偏远社区的值班律师还不够")
    assert "CONFLICT" in merged(ours, theirs)
    assert "<<<<<<<" in (ours / MADE).read_text(encoding="utf-8")
    done = run(ours, "build", "--resolve")
    assert done.exit_code == 0, done.output
    assert "冲突都解决了" in done.stdout
    git(ours, "commit", "--quiet", "--no-edit")
    made = (ours / MADE).read_text(encoding="utf-8")
    assert "985.00" in made
    assert "偏远社区的值班律师还不够" in made
    assert "985.00" in (ours / YEARLY).read_text(encoding="utf-8")
    assert git(ours, "status", "--porcelain") == ""
    assert not list(ours.rglob("*手改*"))
    assert run(ours, "build", "--force").exit_code == 0
    assert run(ours, "summary", "2024").exit_code == 0
    assert git(ours, "status", "--porcelain") == ""


def test_what_people_have_to_decide_comes_first(tmp_path: Path) -> None:
    """A line of the data that both changed is named with its place; once it is decided the same command goes through."""
    ours, theirs = two(tmp_path)
    work(ours, ACTUALS, "实际支出: 990.00", "实际支出: 985.00")
    work(theirs, ACTUALS, "实际支出: 990.00", "实际支出: 980.00")
    merged(ours, theirs)
    done = run(ours, "build", "--resolve")
    assert done.exit_code == 1
    assert f"{ACTUALS} 第 " in done.stderr
    assert "两边写得不一样" in done.stderr
    text = (ours / ACTUALS).read_text(encoding="utf-8")
    before, _, rest = text.partition("<<<<<<<")
    after = rest.partition(">>>>>>>")[2].partition("\n")[2]
    (ours / ACTUALS).write_text(f"{before}  实际支出: 980.00\n{after}", encoding="utf-8")
    assert run(ours, "build", "--resolve").exit_code == 0
    git(ours, "commit", "--quiet", "--no-edit")
    assert "980.00" in (ours / MADE).read_text(encoding="utf-8")
    assert git(ours, "status", "--porcelain") == ""


def test_an_error_in_the_merged_data_leaves_the_conflict(tmp_path: Path) -> None:
    """Nothing is settled that was not made; put right, it is."""
    ours, theirs = two(tmp_path)
    work(ours, ACTUALS, "实际支出: 990.00", "实际支出: 985.00")
    work(theirs, NARRATIVE, "案件质量评估的覆盖面还不够", "偏远社区的值班律师还不够")
    merged(ours, theirs)
    change(ours / NARRATIVE, ("自评等级: 优秀", "自评等级: 很好"))
    done = run(ours, "build", "--resolve")
    assert done.exit_code == 1
    assert "还有 " in done.stdout
    assert "narrative.yaml:3" in done.stdout
    change(ours / NARRATIVE, ("自评等级: 很好", "自评等级: 优秀"))
    assert run(ours, "build", "--resolve").exit_code == 0


def test_what_either_changed_by_hand_is_kept(tmp_path: Path) -> None:
    """Beside the new document, as always; also where it is theirs."""
    ours, theirs = two(tmp_path)
    work(ours, ACTUALS, "实际支出: 990.00", "实际支出: 985.00")
    work(theirs, NARRATIVE, "案件质量评估的覆盖面还不够", "偏远社区的值班律师还不够")
    change(theirs / MADE, ("偏远社区的值班律师还不够", "偏远社区的值班律师还远远不够"))
    commit(theirs)
    merged(ours, theirs)
    assert run(ours, "build", "--resolve").exit_code == 0
    (kept,) = ours.rglob("*手改*")
    assert "还远远不够" in kept.read_text(encoding="utf-8")
    assert "还远远不够" not in (ours / MADE).read_text(encoding="utf-8")


def test_records_of_both_are_kept(tmp_path: Path) -> None:
    """recorded.yaml is merged line by line; nobody has to edit what must not be edited."""
    ours, theirs = two(tmp_path)
    for folder, path, old in ((ours, ACTUALS, "实际支出: 990.00"), (theirs, TARGETS, "≥550件")):
        change(folder / path, (old, old.replace("990", "985").replace("≥550件", "≥560件")))
        assert over(folder, "record", PLACE, "送审").exit_code == 0
    git(ours, "fetch", "--quiet", "--no-tags", str(theirs), "HEAD:theirs")
    merged(ours, theirs)
    assert run(ours, "build", "--resolve").exit_code == 0
    git(ours, "commit", "--quiet", "--no-edit")
    assert len(record.read(ours / "data" / PLACE)) == 2
    assert record.state_in_words(ours / "data" / PLACE) == "送审后有改动"


def test_without_a_conflict_there_is_nothing_to_do(tmp_path: Path) -> None:
    """One sentence; without git the usual one."""
    ours, _ = two(tmp_path)
    done = run(ours, "build", "--resolve")
    assert (done.exit_code, done.stdout) == (0, "没有冲突，不用解决。\n")
