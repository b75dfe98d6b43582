"""The year form: a row for each department, drawn from what is sound, and totals that mean what they say."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from golden import text
from offices import Files, changed, office
from rulepages import BASE
from sampled import sampled_rows

from selfeval.documents import check as lint
from selfeval.documents.outcome import Status
from selfeval.documents.view import Item
from selfeval.form.library import Library, load
from selfeval.pipeline.summary.year import build, gather, rows
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level

SAMPLES = Workspace(ROOT / "data", ROOT / "templates")
SLUG = "year-summary"
COLUMNS = ("名称", "范围", "预算", "支出", "执行率", "指标数", "达到", "未达到", "未判定")


def year(data: Path, library: Library, wanted: str = "2024") -> list[Item]:
    """Return the rows of the year form."""
    form = library.yearly[SLUG]
    return rows(gather(Workspace(data, library.folder), wanted, form, []), form)


def offices(folder: Path, **changes: Files) -> Library:
    """Lay one small department for each name, and the year form; return the forms."""
    for name, files in changes.items():
        office(folder, files, f"2024/{name}")
    shutil.copytree(ROOT / "templates" / SLUG, folder / "templates" / SLUG)
    return load(folder / "templates")


def test_the_samples_of_a_year(library: Library) -> None:
    """Targets alone, an explanation alone, and two projects: each row says what there is and leaves the rest blank."""
    guangzhou, liwan, qinghu = year(ROOT / "data", library)
    assert [guangzhou[name] for name in COLUMNS] == ["广州市司法局", "", "183,333.61", *[""] * 6]
    assert guangzhou["未出的表"] == ["没有自评的表"]
    assert [liwan[name] for name in COLUMNS[:5]] == ["广州市荔湾区司法局", "部门整体", "", "", ""]
    assert liwan["等级"] == ["优秀"]
    assert [qinghu[name] for name in COLUMNS[1:]] == ["2 个项目", "79.20", "73.10", "92.30%", "22", "15", "7", "0"]
    assert qinghu["得分"] == ["流动图书车服务：96.62", "青湖阅读季全民阅读活动：97.93"]
    reasons = qinghu["偏差原因"]
    assert isinstance(reasons, list)
    assert len(reasons) == 4
    assert reasons[-1] == "另有 4 项没有达到，原因见自评表"


@pytest.mark.parametrize(("wanted", "rate"), [("2020", "100.00%"), ("2022", "99.91%")])
def test_other_cities_call_it_otherwise(library: Library, wanted: str, rate: str) -> None:
    """The first expression that can be computed is taken, whatever the form calls its budget."""
    assert [row["执行率"] for row in year(ROOT / "data", library, wanted)] == [rate]


def test_a_form_with_an_error_is_not_drawn_from(tmp_path: Path) -> None:
    """The figures of a form held back are left out, and the row says which form and why."""
    wrong_files = changed("actuals.yaml", "实际支出: 990.00", "实际支出: 1,990.00")
    other_name = changed("targets.yaml", "名称: 青湖区司法局", "名称: 红岭区司法局")
    library = offices(tmp_path, good={}, wrong={**wrong_files, **other_name})
    good, wrong = year(tmp_path / "data", library)
    assert (good["支出"], good["达到"], good["未出的表"]) == ("990.00", "2", [])
    assert [wrong[name] for name in COLUMNS] == ["红岭区司法局", *[""] * 8]
    assert wrong["未出的表"] == ["部门绩效自评表：有 1 处错误"]


def test_an_amount_whose_unit_is_in_doubt_is_told_beside_the_totals(tmp_path: Path) -> None:
    """One typed in 元 among those in 万元 makes every total nonsense."""
    library = offices(tmp_path, one=changed("actuals.yaml", "实际支出: 990.00", "实际支出: 9900000.00"))
    summary = gather(Workspace(tmp_path / "data", library.folder), "2024", library.yearly[SLUG], [])
    assert [problem.rule for problem in summary.problems] == ["wrong-money-unit"]


def test_a_folder_without_forms_says_that_something_is_wrong(tmp_path: Path, library: Library) -> None:
    """Where targets.yaml was not found, nobody knows that it has no form for the year's end."""
    shutil.copytree(ROOT / "data/2024/liwan", tmp_path / "data/2024/liwan/liwan")
    (row,) = year(tmp_path / "data", library)
    (why,) = row["未出的表"] if isinstance(row["未出的表"], list) else []
    assert why.startswith("没有自评的表，有 ")


def test_amounts_of_forms_in_other_units_are_converted(tmp_path: Path) -> None:
    """The year form is in 万元 though a department's form is in 元; the rate is the same."""
    files = {
        **changed("form.yaml", "  预算执行.实际支出:\n", "  预算执行.实际支出:\n    单位: 元\n"),
        **changed("actuals.yaml", "实际支出: 990.00", "实际支出: 9,900,000"),
    }
    (row,) = year(tmp_path / "data", offices(tmp_path, big=files))
    assert (row["预算"], row["支出"], row["执行率"]) == ("1,000.00", "990.00", "99.00%")


def test_what_has_not_begun_is_said(tmp_path: Path) -> None:
    """A department without its year-end files has a row that says so."""
    library = offices(tmp_path, early={"actuals.yaml": None, "narrative.yaml": None})
    (early,) = year(tmp_path / "data", library)
    assert early["未出的表"] == ["部门绩效自评表：还没有开始填"]


def test_a_total_of_two_columns_is_of_the_departments_that_have_both(library: Library) -> None:
    """183,333.61 without spending counts as budget, and not in the rate."""
    form = library.yearly[SLUG]
    summary = gather(SAMPLES, "2024", form, [])
    total = {path[-1]: leaf.value for path in form.fields if path[0] == "合计" and (leaf := summary.leaf(path))}
    assert [str(total[name]) for name in ("部门数", "有执行率", "预算", "支出")] == ["3", "1", "183412.81", "73.10"]
    assert f"{total['执行率']:.2f}" == "92.30"


def test_nothing_is_wrong_with_the_templates(library: Library) -> None:
    """Word and Markdown name only what the form has, and show all of it."""
    form = library.yearly[SLUG]
    assert lint.check(form).problems == ()
    assert build(gather(SAMPLES, "2024", form, []), form, library, Path("nowhere")).problems == ()


def test_a_department_cannot_choose_the_year_form(tmp_path: Path) -> None:
    """The word is answered like any form that is not there."""
    offices(tmp_path, one=changed("targets.yaml", "  - form\n", "  - form\n  - year-summary\n"))
    done = run("check", f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}")
    assert done.returncode == 1
    assert "没有“year-summary”这个表样，可以写：form" in done.stdout.decode()


@pytest.mark.parametrize(
    ("right", "wrong", "shown", "message"),
    [
        ("个数(各部门)", "个数(各部门) == 3", "合计.部门数: 个数", "不能是比较"),
        ("个数(各部门)", "合计(预算.支出)", "合计.部门数: 合计", "要先写“预算.支出”"),
        ("各部门.支出:\n    - 预算", "各部门.支付:\n    - 预算", "各部门.支付:", "“各部门.支付”不是字段里的数"),
        ("各部门.名称: 汇总.名称", "各部门.名称: 汇总.名称 + 1", "各部门.名称: 汇总", "只能取自一个键"),
        ("各部门.范围: 汇总.范围", "各部门.范围: 各部门.等级", "各部门.范围: 各部门", "要先写“各部门.等级”"),
        ("  各部门.范围: 汇总.范围\n", "", "  年度:", "没有在“取数”里写“各部门.范围”"),
        ("    类型: 列表\n", "    类型: 组\n", "  年度:", "要有一个列表"),
        ("取数:", "数据:\n  - targets.yaml\n取数:", "数据:", "不能写“数据”"),
    ],
)
def test_a_wrong_declaration_is_told_at_its_line(
    tmp_path: Path, right: str, wrong: str, shown: str, message: str
) -> None:
    """The form cannot be used; what is missing as a whole is told where the fields begin."""
    offices(tmp_path, one={})
    path = tmp_path / "templates" / SLUG / "form.yaml"
    declared = path.read_text(encoding="utf-8")
    assert declared.count(right) == 1
    path.write_text(declared.replace(right, wrong), encoding="utf-8")
    library = load(tmp_path / "templates")
    (problem,) = library.problems
    assert message in problem.message
    assert shown in library.lines[problem.place.file][problem.place.line - 1]
    assert SLUG in library.broken


def test_the_year_is_known_though_the_form_does_not_list_it(tmp_path: Path) -> None:
    """Every form may print it, so the summary holds it whatever its fields are."""
    office(tmp_path, {}, "2024/one")
    folder = tmp_path / "templates/brief"
    folder.mkdir()
    (folder / "form.yaml").write_text(
        '名称: 名册\n阶段: 自评\n主体: 年度\n标题: "{{ 年度 }}年名册"\n字段:\n  各部门:\n    类型: 列表\n'
        "  各部门.名称:\n    类型: 文本\n取数:\n  各部门.名称: 汇总.名称\n",
        encoding="utf-8",
    )
    (folder / "document.md").write_text(
        "# {{ 标题 }}\n\n{% for 行 in 各部门 %}\n{{ 行.名称 }}\n\n{% endfor %}\n", "utf-8"
    )
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    assert run("summary", "2024", *folders).returncode == 0
    assert (tmp_path / "reports/2024/名册.md").read_text(encoding="utf-8").startswith("# 2024年名册\n")


def test_a_key_that_no_form_has_is_doubtful(tmp_path: Path) -> None:
    """A summary for several cities goes on working in one; a slip in a key is named with what was meant."""
    library = offices(tmp_path, one={})
    form = library.yearly[SLUG]
    outcome = build(
        gather(Workspace(tmp_path / "data", tmp_path / "templates"), "2024", form, []),
        form,
        library,
        tmp_path / "reports",
    )
    assert {problem.level for problem in outcome.problems} == {Level.WARNING}
    assert any("“预算执行.执行数”哪张表都没有" in problem.message for problem in outcome.problems)


def test_year_forms_of_one_file_name_are_not_made(tmp_path: Path) -> None:
    """Neither overwrites the other; each is told of the other."""
    offices(tmp_path, one={})
    shutil.copytree(tmp_path / "templates" / SLUG, tmp_path / "templates/another")
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    done = run("summary", "2024", *folders)
    assert done.returncode == 1
    assert done.stdout.decode().count("[same-document]") == 2
    assert not list((tmp_path / "reports").rglob("*.*"))


def test_the_committed_summary_is_what_is_built(library: Library) -> None:
    """reports/ holds the summary that the data of 2024 makes."""
    form = library.yearly[SLUG]
    outcome = build(gather(SAMPLES, "2024", form, []), form, library, ROOT / "reports")
    assert [document.status for document in outcome.documents] == [Status.UNCHANGED] * 2


def test_the_command_makes_the_summary_once(tmp_path: Path) -> None:
    """The second run finds nothing to do."""
    offices(tmp_path, one={})
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    first, second = (run("summary", "2024", *folders) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.decode().count("已生成") == 2
    assert second.stdout.decode().count("没有变化") == 2
    made = tmp_path / "reports/2024/部门绩效自评汇总表"
    row = "| 1 | 青湖区司法局 | 部门整体 | 1,000.00 | 990.00 | 99.00% | 2 | 2 | 0 | 0 |"
    assert row in made.with_suffix(".md").read_text(encoding="utf-8")
    assert "青湖区司法局" in text(made.with_suffix(".docx").read_bytes())


TWO_HEADINGS = """\
  重点任务.绩效指标:
    标签: 关键指标
  重点任务.绩效指标.名称:
    标签: 关键指标名称
  任务完成.指标完成.实际:
    标签: 关键指标完成情况
  绩效指标:
    标签: 绩效指标
"""


@pytest.mark.parametrize("again", [True, False])
def test_an_indicator_under_two_headings_is_counted_once(tmp_path: Path, again: bool) -> None:
    """Under a task with the actual, and among all indicators with the target, perhaps with the actual again."""
    form = (BASE / "form.yaml").read_text(encoding="utf-8")
    form = form.replace("  绩效指标:\n    标签: 绩效指标\n", TWO_HEADINGS)
    form = form.replace("    标签: 实际完成值\n", "    标签: 实际完成值\n    必填: 否\n")
    actuals = (BASE / "actuals.yaml").read_text(encoding="utf-8")
    if not again:
        actuals = actuals.replace("    数量指标:\n      办理法律援助案件: 566件\n", "")
    actuals = actuals.replace("    完成情况: |", "    指标完成:\n      办理法律援助案件: 566件\n    完成情况: |")
    task = "    计划资金: 60.00\n"
    targets = changed("targets.yaml", task, f"{task}    绩效指标:\n      - 名称: 办理法律援助案件\n")
    (row,) = year(tmp_path / "data", offices(tmp_path, one={"form.yaml": form, "actuals.yaml": actuals, **targets}))
    assert row["未出的表"] == []
    assert [row[name] for name in COLUMNS[5:]] == ["2", "2", "0", "0"]


def test_a_row_of_the_summary_stays_on_one_page() -> None:
    """No row of the Word template may break across pages; the head is printed again on each."""
    with zipfile.ZipFile(ROOT / "templates" / SLUG / "document.docx") as template:
        text = template.read("word/document.xml").decode()
    table_rows = text.split("</w:tr>")[:-1]
    assert all("<w:cantSplit/>" in table_row for table_row in table_rows)
    assert sum("<w:tblHeader/>" in table_row for table_row in table_rows) == 2


@pytest.mark.parametrize(
    ("name", "cells"),
    sampled_rows(
        [
            ("澜江县政务服务局", ["部门整体", "", "", "", "6", "5", "1", "0"]),  # its self-evaluation is published
            ("麓泉县教育局", ["1 个项目", "", "", "", "", "", "", ""]),  # its form has no actuals
            ("淮川县寿阳档案馆", ["部门整体", "", "", "", "", "", "", ""]),  # its indicators only get points
            ("雍城市凤翔区体育中心", ["部门整体", "1,005.00", "991.00", "98.61%", "8", "7", "1", "0"]),
            ("凤城市贺兰山路中学", ["1 个项目", "120.00", "114.00", "95.00%", "16", "7", "2", "7"]),
            ("清安县教育局", ["1 个项目", "1,800.00", "1,712.80", "95.16%", "8", "6", "2", "0"]),
        ],
        3,
    ),
)
def test_forms_of_other_regions_are_drawn_from(library: Library, name: str, cells: list[str]) -> None:
    """Wherever they put their budget, whichever phase they evaluate in; what a form does not ask for is not counted."""
    row = next(row for row in year(ROOT / "data", library, "2025") if row["名称"] == name)
    assert [row[column] for column in COLUMNS[1:]] == cells
    assert row["未出的表"] == []
