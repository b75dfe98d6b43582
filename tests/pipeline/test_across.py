"""What only shows where the departments of a year stand beside each other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.form.library import load
from selfeval.pipeline.across import Neighbours, compare
from selfeval.pipeline.batch import run
from selfeval.pipeline.summary.year import build, gather
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.problem.disk import HUGE
from selfeval.submission.folder import DepartmentYear, departments

FIGURES = "全年开展食品安全监督检查三千六百家次，抽检食品1,280批次，合格率98.6%，立案查处各类违法案件120件，受理消费投诉举报并全部按期办结回访。"
PHRASE = "坚持以人民为中心的发展思想，全面贯彻落实上级决策部署，牢牢把握高质量发展这个首要任务，统筹发展和安全，扎实推动各项工作落地见效，不断取得新的更大的成绩。"


def copied(folder: Path, name: str = "liwan - 副本") -> Workspace:
    """Copy a sample department, and its folder again under another name."""
    for copy in ("liwan", name):
        shutil.copytree(ROOT / "data/2024/liwan", folder / "data/2024" / copy)
    return Workspace(folder / "data", ROOT / "templates", None)


def compared(workspace: Workspace, rule: str) -> list[Problem]:
    """Return what a rule says of all departments."""
    outcomes = compare(workspace.data, run(workspace, list(departments(workspace.data))))
    return [problem for outcome in outcomes for problem in outcome.problems if problem.rule == rule]


def test_a_copied_folder_is_named(tmp_path: Path) -> None:
    """The later one is told where the first lies."""
    (found,) = compared(copied(tmp_path), "department-twice")
    assert found.place.file == "data/2024/liwan - 副本/targets.yaml"
    assert "文件夹 liwan 里" in found.message


def test_beside_one_department_a_copy_of_its_folder_is_named(tmp_path: Path) -> None:
    """It has a name that begins alike, and the very same targets."""
    workspace = copied(tmp_path, "liwan-2")
    for place in departments(workspace.data):
        (outcome,) = compare(workspace.data, run(workspace, [place]), is_alone=True)
        (found,) = [problem for problem in outcome.problems if problem.rule == "department-twice"]
        other = {"liwan": "liwan-2", "liwan-2": "liwan"}[place.department]
        assert f"文件夹 {other} 里" in found.message
    targets = tmp_path / "data/2024/liwan-2/targets.yaml"
    targets.write_text(targets.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (outcome,) = compare(workspace.data, run(workspace, [DepartmentYear("2024", "liwan")]), is_alone=True)
    assert "department-twice" not in {problem.rule for problem in outcome.problems}


def test_a_file_copied_within_a_department_is_named(tmp_path: Path) -> None:
    """It is the file of another project that is the very same."""
    shutil.copytree(ROOT / "data/2025/heting-cdc", tmp_path / "data/2025/heting-cdc")
    folder = tmp_path / "data/2025/heting-cdc/monitored"
    shutil.copyfile(folder / "vaccination.yaml", folder / "vaccination-2.yaml")
    (found,) = compared(Workspace(tmp_path / "data", ROOT / "templates", None), "same-as-department")
    assert found.place.file.endswith("vaccination.yaml")
    assert "vaccination-2.yaml 一字不差，像是多复制了一份" in found.message


def test_a_summary_counts_a_copied_department_once(tmp_path: Path) -> None:
    """The copy has no row, and a problem says so."""
    workspace = copied(tmp_path)
    library = load(ROOT / "templates")
    form = next(iter(library.yearly.values()))
    once, twice = (
        gather(Workspace(data, workspace.templates), "2024", form, [])
        for data in (_single(tmp_path / "single"), workspace.data)
    )
    assert twice.tree == once.tree
    outcome = build(twice, form, library, tmp_path / "reports")
    assert [problem.rule for problem in outcome.problems] == ["department-twice"]


def _single(folder: Path) -> Path:
    shutil.copytree(ROOT / "data/2024/liwan", folder / "data/2024/liwan")
    return folder / "data"


@pytest.mark.parametrize(
    ("text", "found"), [(FIGURES, 1), (PHRASE, 0), ("\n  ".join(PHRASE + word for word in "甲乙丙"), 1)]
)
def test_a_text_of_another_department(tmp_path: Path, text: str, found: int) -> None:
    """A long paragraph with figures is a department's own; single phrases are everybody's."""
    for name in ("甲区市场监督管理局", "乙区市场监督管理局"):
        folder = tmp_path / "data/2024" / f"office{ord(name[0])}"
        folder.mkdir(parents=True)
        (folder / "targets.yaml").write_text(
            f"部门:\n  名称: {name}\n年度: 2024\n表样:\n  - guangzhou/targets\n总体目标: |\n  {text}\n",
            encoding="utf-8",
        )
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    said = compared(workspace, "same-as-department")
    assert len(said) == found
    assert all(each.related and each.place.line == 7 for each in said)


RESULTS = "预算执行:\n" + "".join(
    f"  {key}: {number}1.20\n" for number, key in enumerate(("年初预算", "调整预算", "实际支出"), 1)
)
TASKS = "任务完成:\n" + "".join(
    f"  第{word}项任务:\n    完成情况: 按计划办结{word}百件。\n    实际资金: 8.40\n" for word in "一二三四五"
)


@pytest.mark.parametrize(
    ("text", "found"), [(RESULTS + TASKS, 1), (RESULTS, 0), (RESULTS + TASKS.replace("8.40", "待填"), 0)]
)
def test_a_file_of_another_department(tmp_path: Path, text: str, found: int) -> None:
    """Who copies a whole file copies its figures; short files, and those still to be filled in, are alike everywhere."""
    for name in ("甲区市场监督管理局", "乙区市场监督管理局"):
        folder = tmp_path / "data/2024" / f"office{ord(name[0])}"
        folder.mkdir(parents=True)
        targets = f"部门:\n  名称: {name}\n年度: 2024\n表样:\n  - guangzhou/self-evaluation\n"
        (folder / "targets.yaml").write_text(targets, encoding="utf-8")
        (folder / "actuals.yaml").write_text(f"# {name}\n{text}", encoding="utf-8")
    said = compared(Workspace(tmp_path / "data", ROOT / "templates", None), "same-as-department")
    assert len(said) == found
    assert all(each.place.file.endswith("/actuals.yaml") and "这个文件和" in each.message for each in said)


def test_a_folder_that_had_another_name_last_year(tmp_path: Path) -> None:
    """It is told which one to rename; where the name is the same, or nobody was there, nothing is said."""
    workspace = copied(tmp_path)
    shutil.rmtree(workspace.data / "2024/liwan - 副本")
    assert compared(workspace, "folder-renamed") == []
    shutil.copytree(workspace.data / "2024/liwan", workspace.data / "2023/lwsfj")
    (found,) = compared(workspace, "folder-renamed")
    assert "把 2023/lwsfj 改名为 liwan" in found.message
    (workspace.data / "2023/lwsfj").rename(workspace.data / "2023/liwan")
    assert compared(workspace, "folder-renamed") == []


@pytest.mark.parametrize(("text", "found"), [(FIGURES, 1), (PHRASE, 0)])
def test_a_project_copied_from_another(tmp_path: Path, text: str, found: int) -> None:
    """A paragraph with figures in two project files of one department was copied; a phrase may be."""
    folder = tmp_path / "data/2024/office"
    (folder / "projects").mkdir(parents=True)
    (folder / "targets.yaml").write_text(
        "部门:\n  名称: 甲区档案馆\n年度: 2024\n表样:\n  - mof/project-self-evaluation\n", encoding="utf-8"
    )
    for name in ("整理", "保护"):
        (folder / "projects" / f"p{ord(name[0])}.yaml").write_text(
            f"项目:\n  名称: 档案{name}\n项目目标: |\n  {text}\n", encoding="utf-8"
        )
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    said = compared(workspace, "same-as-department")
    assert len(said) == found


def test_a_project_file_copied_whole_is_told_once(tmp_path: Path) -> None:
    """Its name says it; each paragraph of it would say the same again."""
    folder = tmp_path / "data/2024/qinghu-library"
    shutil.copytree(ROOT / "data/2024/qinghu-library", folder)
    shutil.copy(folder / "projects/reading-season.yaml", folder / "projects/reading-season(1).yaml")
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    assert len(compared(workspace, "same-document")) == 2
    assert compared(workspace, "same-as-department") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("乙区市场监督管理局全年检查食品企业320家，立案12起。", 1),
        ("全年任务都已完成。2024年，乙区市场监督管理局检查食品企业320家。", 1),
        ("会同乙区市场监督管理局检查食品企业320家，立案12起，全部办结。", 0),
        ("乙区市场监督管理局、区公安局和本局联合检查企业320家。", 0),
        ("甲区市场监督管理局全年检查食品企业320家，立案12起。", 0),
        ("丙区市场监督管理局全年检查食品企业320家，立案12起。", 0),
    ],
)
@pytest.mark.parametrize("city", ["", "云山市"])
def test_a_sentence_that_tells_of_another_department(tmp_path: Path, text: str, found: int, city: str) -> None:
    """The other one is of the same year; what two did together, and what an unknown office did, is left alone.

    A text may leave out the city above a district.
    """
    for name, told in ((f"{city}甲区市场监督管理局", text), (f"{city}乙区市场监督管理局", "全年工作有序推进。")):
        folder = tmp_path / "data/2024" / f"office{ord(name[-9])}"
        folder.mkdir(parents=True)
        (folder / "targets.yaml").write_text(
            f"部门:\n  名称: {name}\n年度: 2024\n表样:\n  - guangzhou/targets\n总体目标: |\n  {told}\n",
            encoding="utf-8",
        )
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    assert len(compared(workspace, "other-department-named")) == found


def test_the_longest_name_counts_among_those_that_begin_alike(tmp_path: Path) -> None:
    """A text of the team below an office is not taken for one of the office."""
    told = "乙区市场监督管理局执法大队检查食品企业320家，立案12起。"
    offices = {
        "a": ("甲区市场监督管理局", told),
        "b": ("乙区市场监督管理局", ""),
        "c": ("乙区市场监督管理局执法大队", ""),
    }
    for department, (name, text) in offices.items():
        folder = tmp_path / "data/2024" / department
        folder.mkdir(parents=True)
        typed = f"部门:\n  名称: {name}\n年度: 2024\n表样:\n  - guangzhou/targets\n总体目标: {text or '全年工作有序推进。'}\n"
        (folder / "targets.yaml").write_text(typed, encoding="utf-8")
    (found,) = compared(Workspace(tmp_path / "data", ROOT / "templates", None), "other-department-named")
    assert "“乙区市场监督管理局执法大队”" in found.message
    assert "（c）" in found.message


def test_a_line_that_changed_in_the_meantime_is_no_copy(tmp_path: Path) -> None:
    """Where the first file no longer says it, nothing is claimed of it."""
    places = [DepartmentYear("2024", department) for department in "ab"]
    for place in places:
        folder = tmp_path / "data" / str(place)
        folder.mkdir(parents=True)
        (folder / "targets.yaml").write_text(f"总体目标: |\n  {FIGURES}\n", encoding="utf-8")
    known = Neighbours(tmp_path / "data")
    assert known.add(places[0], "甲局") == []
    (tmp_path / "data" / str(places[0]) / "targets.yaml").write_text("总体目标: 另一句\n", encoding="utf-8")
    assert known.add(places[1], "乙局") == []


def test_a_huge_file_is_not_compared(tmp_path: Path) -> None:
    """What is too large to be read as data is not read for what it has in common with others either."""
    workspace = copied(tmp_path)
    with (tmp_path / "data/2024/liwan/actuals.yaml").open("ab") as file:
        file.truncate(HUGE * 10)
    assert [found.rule for found in compared(workspace, "department-twice")] == ["department-twice"]
    assert compared(workspace, "file-too-large")
