"""The review pages: every indicator of a department in one view, for the coordinator alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from archive import change
from click.testing import CliRunner, Result
from conftest import ROOT
from lxml import html
from offices import changed, office

from selfeval.cli import cli

TARGETS, ACTUALS = (f"data/2024/qinghu/{name}.yaml" for name in ("targets", "actuals"))


def run(folder: Path, *arguments: str) -> Result:
    """Run a command over the office."""
    return CliRunner().invoke(cli, [*arguments, f"--data={folder / 'data'}", f"--templates={folder / 'templates'}"])


def reviewed(folder: Path, place: str = "2024/qinghu") -> str:
    """Return the review page of a department."""
    done = run(folder, "review", place, f"--out={folder / 'out'}")
    assert done.exit_code == 0, done.output
    return (folder / "out" / f"{place}.html").read_text(encoding="utf-8")


def cells(page: str, indicator: str) -> list[str]:
    """Return the cells of the row of an indicator, its name left out."""
    for row in html.fromstring(page).iter("tr"):
        texts = [" ".join("".join(map(str, cell.itertext())).split()) for cell in row]
        if texts[0].startswith(indicator):
            return texts[1:]
    raise AssertionError(indicator)


def test_an_indicator_is_seen_over_the_year_and_the_year_before(tmp_path: Path) -> None:
    """Target, actual, verdict and last year's target and actual stand in its row."""
    office(tmp_path)
    office(tmp_path, place="2023/qinghu")
    change(tmp_path / "data/2023/qinghu/targets.yaml", ("年度: 2024", "年度: 2023"), ("≥550件", "≥500件"))
    change(tmp_path / "data/2023/qinghu/actuals.yaml", ("566件", "512件"))
    target, halfway, actual, verdict, before, reason, changes, _ = cells(reviewed(tmp_path), "办理法律援助案件")
    assert (target, halfway, actual, reason, changes) == ("≥550件", "", "566件", "", "")
    assert verdict.startswith("达到目标值 ≥550，实际 566")
    assert before == "≥500件实际 512件"


def test_the_sample_with_projects(tmp_path: Path) -> None:
    """Halfway and forecast, projects each in a section with their own indicators only, deviation reasons."""
    done = run(ROOT, "review", "2024/qinghu-library", "--out", str(tmp_path))
    page = (tmp_path / "2024/qinghu-library.html").read_text(encoding="utf-8")
    assert done.exit_code == 0
    assert cells(page, "接待读者人次")[:2] == ["≥65万人次", "39.6万人次预计 67万人次"]
    assert [each.text for each in html.fromstring(page).iter("h2")] == [
        "部门",
        "流动图书车服务",
        "青湖阅读季全民阅读活动",
    ]
    assert page.count('scope="row">接待读者人次') == 1
    assert "没有达到 4 项" in page


def test_changes_of_the_approved_and_findings_stand_at_their_indicator(tmp_path: Path) -> None:
    """Each once, with its place; an explained one with its reason; what is about no indicator stands below."""
    office(tmp_path)
    assert run(tmp_path, "approve", "2024/qinghu").exit_code == 0
    explained = "说明情况:\n  - 规则: target-changed\n    位置: 绩效指标.产出指标.数量指标.办理法律援助案件.年度指标值\n    理由: 区财政局〔2024〕12号批复\n"
    change(tmp_path / TARGETS, ("≥550件", "≥540件"), ("表样:\n", f"{explained}表样:\n"))
    change(tmp_path / ACTUALS, ("矛盾纠纷调解成功率: 98%", "矛盾纠纷调解成功率: 92%"))
    page = reviewed(tmp_path)
    changes, _ = cells(page, "办理法律援助案件")[-2:]
    assert changes.count("目标值降低了") == 1
    assert changes.startswith("已说明")
    assert "区财政局〔2024〕12号批复" in changes
    missed = cells(page, "矛盾纠纷调解成功率")
    assert missed[3].startswith("没有达到")
    assert "actuals.yaml 第 " in missed[-1]
    change(tmp_path / "data/2024/qinghu/narrative.yaml", ("自评等级: 优秀", "自评等级: 很好"))
    below = reviewed(tmp_path).partition("指标以外的问题")[2]
    assert "narrative.yaml 第 3 行" in below


def test_the_index_lists_the_first_to_look_at_first(tmp_path: Path) -> None:
    """With a link to each page; one department alone leaves the others' pages."""
    office(tmp_path)
    named = changed("targets.yaml", "名称: 青湖区司法局", "名称: 红岭区<民政>局")
    office(tmp_path, {**named, "actuals.yaml": None, "narrative.yaml": None}, "2024/early")
    assert run(tmp_path, "review", "2024", f"--out={tmp_path / 'out'}").exit_code == 0
    index = (tmp_path / "out/2024/index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)">([^<]+)', index) == [
        ("early.html", "红岭区&lt;民政&gt;局"),
        ("qinghu.html", "青湖区司法局"),
    ]
    assert "自评还没有开始" in index
    reviewed(tmp_path)
    assert (tmp_path / "out/2024/early.html").is_file()
    assert (tmp_path / "out/2024/index.html").is_file()


def test_the_pages_are_internal_and_need_nothing_else(tmp_path: Path) -> None:
    """They say so, load nothing, and no public page is made of them."""
    page = reviewed(office(tmp_path))
    assert "内部使用，不公开" in page
    assert not re.search(r"<script|<link|<img|https?://", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("name", ["review"])
def test_a_year_without_departments_is_told(tmp_path: Path, name: str) -> None:
    """One sentence, exit code 2."""
    office(tmp_path)
    assert run(tmp_path, name, "2019").exit_code == 2


@pytest.mark.parametrize(
    ("place", "counts", "indicator", "row"),
    [
        ("2025/yunxi-education", "17 项指标：打了分 17 项。", "绩效指标明确性", ["", "", "", "得分 2／3"]),
        (
            "2025/haihe-park",
            "8 项指标：达到 7 项",
            "养护绿地面积",
            ["≥86公顷", "", "86公顷", "达到实际完成值和目标值相同"],
        ),
        ("2025/luquan-education", "7 项指标：没有实际值 7 项。", "享受资助人数", ["≥1860人", "", "", ""]),
    ],
)
def test_each_form_is_shown_by_what_it_asks_for(
    tmp_path: Path, place: str, counts: str, indicator: str, row: list[str]
) -> None:
    """Points where it gives points, a target with the sign and unit of its other columns; the folder stands at the top."""
    assert run(ROOT, "review", place, "--out", str(tmp_path)).exit_code == 0
    page = (tmp_path / f"{place}.html").read_text(encoding="utf-8")
    assert counts in page
    assert cells(page, indicator)[:4] == row
    assert f"{place}。内部使用" in page


def test_an_actual_that_was_not_judged_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """Without targets.yaml no form is known that would judge it; it stands in its row all the same."""
    shutil.copytree(ROOT / "data/2025/pujiang-sports", tmp_path / "data/2025/pujiang-sports")
    (tmp_path / "data/2025/pujiang-sports/targets.yaml").unlink()
    folders = ("--data", str(tmp_path / "data"), "--templates", str(ROOT / "templates"))
    assert CliRunner().invoke(cli, ["review", "2025", *folders, "--out", str(tmp_path)]).exit_code == 0
    page = (tmp_path / "2025/pujiang-sports.html").read_text(encoding="utf-8")
    assert "6 项指标：没有判定 6 项。" in page
    assert "2025/pujiang-sports" in page
    assert ">pujiang-sports</span>" in (tmp_path / "2025/index.html").read_text(encoding="utf-8")
