"""Commands over several departments: a year, or a few by name, with one line that sums up."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from archive import change, commit, git, over
from click.testing import CliRunner, Result
from offices import Files, changed, office

from selfeval.cli import cli
from selfeval.submission import approval


def called(name: str) -> Files:
    """Return the targets of a department of another name."""
    return changed("targets.yaml", "名称: 青湖区司法局", f"名称: {name}")


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """Lay three departments: one sound, one without year-end files, one whose targets have an error."""
    office(tmp_path, called("甲局"), "2024/jia")
    office(tmp_path, {**called("乙局"), "actuals.yaml": None, "narrative.yaml": None}, "2024/yi")
    office(tmp_path, changed("targets.yaml", "名称: 青湖区司法局", "名称：丙局"), "2024/bing")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    """Run a command over the district."""
    return CliRunner().invoke(cli, [*arguments, f"--data={folder / 'data'}", f"--templates={folder / 'templates'}"])


def test_a_year_is_approved_at_once(district: Path) -> None:
    """What cannot be sealed is named with the cause, the others are sealed; again, they stay as they are."""
    done = run(district, "approve", "2024")
    assert done.exit_code == 1
    assert "2024/bing：targets.yaml 还有 1 处错误" in done.stderr
    assert done.stdout.splitlines()[-1] == "共 3 个部门：已存档 2 个，没有存 1 个：2024/bing"
    first = (district / "data/2024/jia" / approval.NAME).read_bytes()
    assert "已经存过档 2 个" in run(district, "approve", "2024").stdout
    assert (district / "data/2024/jia" / approval.NAME).read_bytes() == first


def test_a_year_is_not_sealed_anew(district: Path) -> None:
    """Changes that nobody approved would vanish from all departments at once: each has to be named."""
    done = run(district, "approve", "2024", "--again")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "要写明是哪些部门" in done.stderr
    assert run(district, "approve", "2024/jia", "2024/yi", "--again").exit_code == 0


def test_a_few_are_named_in_any_way(district: Path) -> None:
    """By folder, by name, with a path; each once."""
    done = run(district, "approve", "2024/jia", "乙局", "./data/2024/yi/")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "共 2 个部门：已存档 2 个")


def test_a_year_is_filled_at_once(district: Path) -> None:
    """Blanks are added where there are none, nothing typed changes."""
    before = (district / "data/2024/jia/actuals.yaml").read_bytes()
    done = run(district, "fill", "2024")
    assert done.exit_code == 1
    assert "共 3 个部门：没有要加的 1 个，加了待填的 1 个，没有做 1 个：2024/bing" in done.stdout
    assert before in (district / "data/2024/jia/actuals.yaml").read_bytes()
    assert (district / "data/2024/yi/actuals.yaml").is_file()


def test_a_department_without_a_form_of_the_phase_is_no_failure(district: Path) -> None:
    """In a year some departments choose no form of a phase: it is said once, and nothing went wrong."""
    done = run(district, "fill", "2024/jia", "2024/yi", "--phase", "评价")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "2024/jia 选的表样里没有评价阶段的表",
        "2024/yi 选的表样里没有评价阶段的表",
        "共 2 个部门：没有评价的表 2 个",
    ]
    assert run(district, "fill", "2024/jia", "--phase", "评价").exit_code == 2


def test_names_to_quote_of_several(district: Path) -> None:
    """Each department has its heading; a program reads whose each name is."""
    said = run(district, "quote", "2024/jia", "2024/yi").stdout.splitlines()
    assert said[0] == "2024/jia 甲局"
    assert "2024/yi 乙局" in said
    listed = json.loads(run(district, "quote", "2024/jia", "2024/yi", "--format", "json").stdout)
    assert {each["department"] for each in listed} == {"2024/jia", "2024/yi"}


def test_two_years_of_all_departments(district: Path) -> None:
    """Without a department all that are in both years are compared; a line each, or a column."""
    office(district, called("甲局"), "2023/jia")
    office(district, called("乙局"), "2023/yi")
    for name in ("jia", "yi"):
        change(district / "data/2023" / name / "targets.yaml", ("年度: 2024", "年度: 2023"))
    change(district / "data/2024/jia/targets.yaml", ("≥550件", "≥560件"))
    done = over(district, "compare", "2023", "2024", "--quiet")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "共 2 个部门：有变化 1 个，没有变化 1 个",
        "只在 2024 年有、没有比的 1 个：bing",
        "jia：2023 → 2024，目标值 1 处",
        "yi：2023 → 2024，没有变化",
    ]
    table = over(district, "compare", "2023", "2024", "--format", "csv").stdout
    assert [row[:3] for row in csv.reader(table.lstrip("\ufeff").splitlines())] == [
        ["部门", "变了什么", "名称"],
        ["2024/jia", "目标值", "办理法律援助案件（产出指标 → 数量指标）"],
    ]
    listed = json.loads(over(district, "compare", "2023", "2024", "--format", "json").stdout)
    assert [each["counts"] for each in listed] == [{"目标值": 1}, {}]
    assert over(district, "compare", "2023", "2024", "甲局", "--quiet").stdout == "jia：2023 → 2024，目标值 1 处\n"


def test_who_took_the_approved_copy_away_is_not_approved_by_the_way(district: Path) -> None:
    """The year leaves it out and says what to do; whoever names the department means it."""
    assert run(district, "approve", "2024/jia", "2024/yi").exit_code == 0
    git(district, "init", "--quiet")
    commit(district)
    seal = district / "data/2024/jia" / approval.NAME
    seal.unlink()
    done = run(district, "approve", "2024")
    assert "2024/jia：批复存档 approved.yaml 不见了，git 里还有" in done.stderr
    assert done.stdout.splitlines()[-1] == "共 3 个部门：已经存过档 1 个，没有存 2 个：2024/bing、2024/jia"
    assert not seal.exists()
    assert run(district, "approve", "2024/jia").exit_code == 0
    assert seal.is_file()


def test_where_nothing_is_added_nothing_is_touched(district: Path) -> None:
    """A year is filled every month: files of departments that are done keep their bytes."""
    before = {path: path.read_bytes() for path in (district / "data/2024/jia").glob("*.yaml")}
    assert "2024/jia 没有要加的" in run(district, "fill", "2024").stdout
    assert {path: path.read_bytes() for path in (district / "data/2024/jia").glob("*.yaml")} == before


def test_a_form_of_a_later_phase_is_filled_with_the_files_it_reads(district: Path) -> None:
    """Some regions publish what their departments evaluate: the blanks are those of that form."""
    change(district / "templates/form/form.yaml", ("阶段: 自评", "阶段: 公开"))
    done = run(district, "fill", "2024/yi")
    assert "没有自评阶段的表，有公开阶段的：加 --phase 公开" in done.stderr
    done = run(district, "fill", "2024/yi", "--phase", "公开")
    assert (district / "data/2024/yi/actuals.yaml").is_file(), done.output
    assert (district / "data/2024/yi/narrative.yaml").is_file()


def test_a_form_that_is_not_known_is_named_where_blanks_are_asked_for(district: Path) -> None:
    """Not that none was chosen."""
    change(district / "data/2024/yi/targets.yaml", ("- form", "- from"))
    assert "targets.yaml 第 6 行先要改好：没有“from”这个表样" in run(district, "fill", "2024/yi").stderr


def test_departments_of_one_year_only_are_named(district: Path) -> None:
    """One whose folder has another name now is compared by its own name."""
    for name, place in (("甲局", "2023/jia-ju"), ("丁局", "2023/ding"), ("乙局", "2023/yi")):
        office(district, called(name), place)
        change(district / "data" / place / "targets.yaml", ("年度: 2024", "年度: 2023"))
    assert over(district, "compare", "2023", "2024", "--quiet").stdout.splitlines() == [
        "共 2 个部门：没有变化 2 个",
        "只在 2023 年有、没有比的 1 个：ding",
        "只在 2024 年有、没有比的 1 个：bing",
        "jia（2023 年的文件夹是 jia-ju）：2023 → 2024，没有变化",
        "yi：2023 → 2024，没有变化",
    ]
