"""record and log: handed in or final, in git, and nothing else with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from archive import ACTUALS, DAY, NARRATIVE, PLACE, ROOT, TARGETS, WHO, change, commit, git, opened, over, rows
from offices import changed, office

from selfeval import __version__
from selfeval.history import record, repository

HOME = f"data/{PLACE}"
KEPT = f"{HOME}/{record.NAME}"
MADE = f"reports/{PLACE}/部门绩效自评表.md"


def recorded(folder: Path, state: str = "送审") -> str:
    """Record the office and return what is printed."""
    done = over(folder, "record", PLACE, state)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def test_a_record_is_one_commit_and_one_tag(tmp_path: Path) -> None:
    """Data, documents made for it and the record are committed with a standard message; the tag is annotated."""
    archive = opened(tmp_path)
    change(archive / ACTUALS, ("990.00", "980.00"))
    assert recorded(archive) == f"已记：{PLACE}/送审"
    names = git(archive, "-c", "core.quotepath=false", "show", "--name-only", "--format=%s", "HEAD").split("\n")
    assert names[0] == f"送审：2024 年度 青湖区司法局（{PLACE}）"
    assert set(names[2:]) == {ACTUALS, KEPT, MADE}
    assert git(archive, "cat-file", "-t", f"{PLACE}/送审") == "tag"
    assert git(archive, "rev-parse", f"{PLACE}/送审^{{commit}}") == git(archive, "rev-parse", "HEAD")
    assert git(archive, "status", "--porcelain") == ""


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    """A line that nobody's program wrote is no state, and no silence either."""
    archive = opened(tmp_path)
    recorded(archive)
    change(archive / KEPT, (" 送审 ", " 定搞 "))
    assert record.state_in_words(archive / HOME) == "recorded.yaml 被人改过，从 git 里找回"


def test_nothing_is_made_or_recorded_over_a_damaged_record(tmp_path: Path) -> None:
    """Nobody knows whether it was final: a build of the year leaves it alone and says so, and its lines stay."""
    archive = opened(tmp_path)
    recorded(archive, "定稿")
    change(archive / KEPT, (" 定稿 ", " 定搞 "))
    change(archive / ACTUALS, ("990.00", "980.00"))
    before = {path: path.read_bytes() for path in (archive / KEPT, archive / MADE)}
    done = over(archive, "build", "2024", "--quiet")
    assert done.exit_code == 2
    assert f"{KEPT}:1:1 错误 [not-made] 送审和定稿的记录被人改过" in done.stdout
    again = over(archive, "record", PLACE, "送审")
    assert again.exit_code == 2
    assert "再写会丢掉原来的记录" in again.stderr
    assert before[archive / KEPT] == (archive / KEPT).read_bytes()
    assert over(archive, "status").stdout.splitlines()[-1].endswith("送审定稿的记录被人改过 1 个，目标没有存档 1 个")
    (archive / MADE).write_bytes(before[archive / MADE])
    assert over(archive, "build", PLACE).exit_code == 0
    assert before[archive / MADE] != (archive / MADE).read_bytes()


def test_what_git_says_is_told_in_chinese(tmp_path: Path) -> None:
    """The cause and what to do come first, git's own words last."""
    archive = opened(tmp_path)
    change(archive / ACTUALS, ("990.00", "980.00"))
    (archive / ".git/index").write_bytes(b"junk")
    done = over(archive, "record", PLACE, "送审")
    assert done.exit_code == 2
    assert "git 没有做成：git 的暂存区坏了；删去 .git/index，运行 git reset，再做一次（git 的原话：" in done.output


def test_the_version_of_the_program_is_noted(tmp_path: Path) -> None:
    """At the end of its line; a line of an older program, without one, is kept as it is and still counts."""
    archive = opened(tmp_path)
    recorded(archive)
    head, line = (archive / KEPT).read_text(encoding="utf-8").splitlines()
    assert line.endswith(f" {__version__}")
    older = line.removesuffix(f" {__version__}")
    (archive / KEPT).write_text(f"{head}\n{older}\n", encoding="utf-8")
    assert record.state_in_words(archive / HOME) == "送审"
    recorded(archive, "定稿")
    kept = (archive / KEPT).read_text(encoding="utf-8").splitlines()
    assert kept == [head, older, f"{older.replace('送审', '定稿')} {__version__}"]
    assert [each.version for each in record.read(archive / HOME)] == ["", __version__]


def test_nothing_else_is_committed(tmp_path: Path) -> None:
    """What others changed stays as it was, staged or not."""
    archive = opened(tmp_path)
    office(archive, place="2024/other")
    (archive / "note.txt").write_text("staged")
    git(archive, "add", "note.txt")
    recorded(archive)
    assert git(archive, "status", "--porcelain").split("\n") == ["A  note.txt", "?? data/2024/other/"]


def test_the_same_state_is_not_recorded_twice_and_a_new_one_is_numbered(tmp_path: Path) -> None:
    """A tag is never moved: what was handed in again is 送审-2."""
    archive = opened(tmp_path)
    recorded(archive)
    head = git(archive, "rev-parse", "HEAD")
    assert "没有变化" in recorded(archive)
    assert git(archive, "rev-parse", "HEAD") == head
    change(archive / NARRATIVE, ("还不够", "不够"))
    assert record.state_in_words(archive / HOME) == "送审后有改动"
    assert recorded(archive) == f"已记：{PLACE}/送审-2"
    assert record.state_in_words(archive / HOME) == "送审"


def test_documents_made_anew_are_recorded_too(tmp_path: Path) -> None:
    """With the same data but another template there is something to record."""
    archive = opened(tmp_path)
    recorded(archive)
    change(archive / "templates/form/document.md", ("# {{ 标题 }}", "# 表：{{ 标题 }}"))
    assert over(archive, "build", PLACE).exit_code == 0
    assert recorded(archive) == f"已记：{PLACE}/送审-2"
    assert git(archive, "status", "--porcelain") == "M templates/form/document.md"


def test_an_error_is_not_recorded(tmp_path: Path) -> None:
    """Exit code 1; no commit, no tag, no record, no document."""
    archive = opened(tmp_path)
    change(archive / NARRATIVE, ("自评等级: 优秀", "自评等级: 很好"))
    head = git(archive, "rev-parse", "HEAD")
    done = over(archive, "record", PLACE, "送审")
    assert done.exit_code == 1
    assert "1 处错误" in done.stderr
    assert git(archive, "rev-parse", "HEAD") == head
    assert git(archive, "tag") == ""
    assert not (archive / KEPT).exists()
    assert not (archive / MADE).exists()


def test_a_year_is_final_until_it_is_handed_in_again(tmp_path: Path) -> None:
    """The last record decides."""
    archive = opened(tmp_path)
    assert not record.is_final(archive / HOME)
    recorded(archive)
    assert not record.is_final(archive / HOME)
    recorded(archive, "定稿")
    assert record.is_final(archive / HOME)
    change(archive / NARRATIVE, ("还不够", "不够"))
    assert record.is_final(archive / HOME)
    recorded(archive)
    assert not record.is_final(archive / HOME)


def test_the_schema_of_an_editor_is_no_change(tmp_path: Path) -> None:
    """The line that points an editor to the schema may come and go; another changed line counts."""
    archive = opened(tmp_path)
    recorded(archive, "定稿")
    assert over(archive, "schema", PLACE).exit_code == 0
    assert (archive / TARGETS).read_text(encoding="utf-8").startswith("# yaml-language-server:")
    assert record.state_in_words(archive / HOME) == "定稿"
    recorded(archive, "送审")
    assert record.state_in_words(archive / HOME) == "送审"
    change(archive / ACTUALS, ("990.00", "980.00"))
    assert record.state_in_words(archive / HOME) == "送审后有改动"


def test_a_year_that_is_not_over_is_not_final(tmp_path: Path) -> None:
    """With a form that is not due yet the targets may be handed in, but the year is not done."""
    archive = opened(tmp_path)
    (archive / ACTUALS).unlink()
    (archive / NARRATIVE).unlink()
    done = over(archive, "record", PLACE, "定稿")
    assert done.exit_code == 1
    assert "部门绩效自评表" in done.stderr
    assert recorded(archive) == f"已记：{PLACE}/送审；还没有开始填，没有在里面：部门绩效自评表"


def test_what_git_refuses_leaves_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another git at work in the same place: exit code 2, the reason, the record as before."""
    monkeypatch.setattr(repository, "PATIENCE", 0.1)
    archive = opened(tmp_path)
    (archive / ".git/index.lock").write_bytes(b"")
    done = over(archive, "record", PLACE, "送审")
    assert done.exit_code == 2
    assert "index.lock" in done.stderr
    assert not (archive / KEPT).exists()
    assert git(archive, "tag") == ""


def test_two_people_at_once(tmp_path: Path) -> None:
    """One records; the other waits, and finds nothing left to record: one line, one commit, one tag."""
    archive = opened(tmp_path)
    folders = [f"--{name}={archive / name}" for name in ("data", "templates", "reports")]
    call = [sys.executable, str(ROOT / "build.py"), "record", PLACE, "送审", *folders]
    both = [subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = sorted(process.communicate()[0].decode().strip() for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said == [f"{PLACE} 从上次送审以来没有变化，不用再记", f"已记：{PLACE}/送审"]
    assert len(record.read(archive / HOME)) == 1
    assert git(archive, "tag") == f"{PLACE}/送审"
    assert git(archive, "rev-list", "--count", "HEAD") == "2"
    assert git(archive, "status", "--porcelain") == ""


def test_a_record_that_fails_at_the_end_leaves_nothing(tmp_path: Path) -> None:
    """A branch that cannot be moved: no commit, no tag, no line, and nothing staged that the next commit would take along."""
    archive = opened(tmp_path)
    (archive / "note.txt").write_text("staged")
    git(archive, "add", "note.txt")
    head = git(archive, "rev-parse", "HEAD")
    branch = git(archive, "symbolic-ref", "HEAD")
    (archive / f".git/{branch}.lock").write_bytes(b"")
    assert over(archive, "record", PLACE, "送审").exit_code == 2
    (archive / f".git/{branch}.lock").unlink()
    assert not (archive / KEPT).exists()
    assert (git(archive, "rev-parse", "HEAD"), git(archive, "tag")) == (head, "")
    assert git(archive, "diff", "--cached", "--name-only") == "note.txt"
    assert not list((archive / ".git").glob("*.lock"))
    assert not list((archive / ".git").glob("record-*"))
    assert over(archive, "record", PLACE, "送审").exit_code == 0


@pytest.mark.parametrize("name", ["a..b", "x.lock", "a~b", "a b"])
def test_a_folder_that_git_cannot_mark_is_refused_first(tmp_path: Path, name: str) -> None:
    """With what to rename; nothing is written."""
    archive = opened(tmp_path)
    office(archive, place=f"2024/{name}")
    done = over(archive, "record", f"2024/{name}", "送审")
    assert done.exit_code == 2
    assert f"git 不认“2024/{name}/送审”这个名字" in done.stderr
    assert not (archive / "data/2024" / name / record.NAME).exists()
    assert not (archive / "reports").exists()
    assert git(archive, "rev-list", "--count", "HEAD") == "1"


def test_the_first_commit_of_a_repository_may_be_a_record(tmp_path: Path) -> None:
    """Nothing was committed before; the record alone is."""
    office(tmp_path)
    git(tmp_path, "init", "--quiet")
    assert recorded(tmp_path) == f"已记：{PLACE}/送审"
    assert git(tmp_path, "rev-parse", f"{PLACE}/送审^{{commit}}") == git(tmp_path, "rev-parse", "HEAD")
    assert git(tmp_path, "status", "--porcelain") == "?? templates/"


def test_an_unfinished_merge_is_finished_first(tmp_path: Path) -> None:
    """A record would take it along."""
    archive = opened(tmp_path)
    (archive / ".git/MERGE_HEAD").write_text(git(archive, "rev-parse", "HEAD"))
    done = over(archive, "record", PLACE, "送审")
    assert done.exit_code == 2
    assert "build --resolve" in done.stderr
    assert not (archive / KEPT).exists()


def test_a_year_is_recorded_at_once(tmp_path: Path) -> None:
    """A commit and a tag for each department without errors; the others are named with the cause."""
    archive = opened(tmp_path)
    office(archive, changed("targets.yaml", "青湖区", "青山区"), "2024/qing")
    wrong = changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好")
    office(archive, {**changed("targets.yaml", "青湖区", "青岛区"), **wrong}, "2024/wrong")
    done = over(archive, "record", "2024", "送审")
    assert done.exit_code == 1
    assert "2024/wrong：没有记：1 处错误" in done.stderr
    assert done.stdout.splitlines()[-1] == "共 3 个部门：已记 2 个，没有记 1 个：2024/wrong"
    assert git(archive, "tag").split("\n") == ["2024/qing/送审", f"{PLACE}/送审"]
    assert git(archive, "rev-list", "--count", "HEAD") == "3"
    again = over(archive, "record", "2024/qing", "qinghu", "送审")
    assert again.stdout.splitlines()[-1] == "共 2 个部门：没有变化 2 个"


def test_without_git_it_says_so(tmp_path: Path) -> None:
    """One line, exit code 2, for what cannot do without."""
    office(tmp_path)
    for arguments in (["record", PLACE, "送审"], ["compare", "--rev", "HEAD", "HEAD", PLACE]):
        done = over(tmp_path, *arguments)
        assert done.exit_code == 2
        assert "git" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_the_state_has_two_names(tmp_path: Path) -> None:
    """Anything else is answered with both."""
    done = over(opened(tmp_path), "record", PLACE, "归档")
    assert done.exit_code == 2
    assert "送审 或 定稿" in done.stderr


def test_the_log_tells_who_recorded_what_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the tags; where these are not, from what lies beside the data."""
    archive = opened(tmp_path)
    recorded(archive)
    first = git(archive, "rev-parse", "--short", "HEAD")
    change(archive / NARRATIVE, ("还不够", "不够"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-03-20T09:00:00+0800")
    recorded(archive, "定稿")
    last = git(archive, "rev-parse", "--short", "HEAD")
    said = rows(over(archive, "log", "qinghu", "--format", "markdown"))
    assert said == [["2024", f"{PLACE}/送审", DAY, WHO, first], ["2024", f"{PLACE}/定稿", "2025-03-20", WHO, last]]
    git(archive, "tag", "--delete", f"{PLACE}/送审", f"{PLACE}/定稿")
    kept = rows(over(archive, "log", PLACE, "--format", "markdown"))
    assert [row[1] for row in kept] == ["送审", "定稿"]
    assert over(archive, "log", "none").exit_code == 2


def test_nothing_recorded_is_no_trouble(tmp_path: Path) -> None:
    """One line and exit code 0; a table for a program has no rows; without git it says that too."""
    office(tmp_path)
    done = over(tmp_path, "log", "qinghu")
    git(tmp_path, "init", "--quiet")
    assert (done.exit_code, done.stdout) == (0, "qinghu 还没有送审或定稿的记录；data 也不在 git 仓库里\n")
    assert over(tmp_path, "log", "qinghu").stdout == "qinghu 还没有送审或定稿的记录\n"
    assert over(tmp_path, "log", "qinghu", "--format", "json").stdout == "[]\n"
    assert over(tmp_path, "log", "qinghu", "--format", "csv").stdout == "\ufeff年度,记录,日期,谁记的,版本\n"


def test_tags_are_revisions_to_compare(tmp_path: Path) -> None:
    """What changed between being handed in and being final."""
    archive = opened(tmp_path)
    recorded(archive)
    change(archive / TARGETS, ("≥550件", "≥560件"))
    recorded(archive, "定稿")
    done = over(archive, "compare", "--rev", f"{PLACE}/送审", f"{PLACE}/定稿", PLACE, "--format", "markdown")
    assert [row[4] for row in rows(done)] == ["调高 10件（+1.8%）"]


def test_a_tag_of_another_department_is_not_told(tmp_path: Path) -> None:
    """Neither is one that people made for themselves."""
    archive = opened(tmp_path)
    office(archive, changed("targets.yaml", "青湖区", "青山区"), "2024/qing")
    commit(archive)
    recorded(archive)
    git(archive, "tag", "--annotate", "--message", "x", f"{PLACE}/备份")
    assert over(archive, "log", "qing").stdout == "qing 还没有送审或定稿的记录\n"
    assert len(rows(over(archive, "log", "qinghu", "--format", "markdown"))) == 1


def test_a_record_stands_on_a_branch(tmp_path: Path) -> None:
    """On an old version that was checked out nobody would find it again."""
    archive = opened(tmp_path)
    git(archive, "checkout", "--quiet", "--detach")
    done = over(archive, "record", PLACE, "送审")
    assert done.exit_code == 2
    assert "git switch" in done.stderr
    assert (git(archive, "tag"), git(archive, "status", "--porcelain")) == ("", "")
