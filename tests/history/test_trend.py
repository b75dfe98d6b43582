"""trend: one figure over the years."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive import ROOT, change, over, rows
from offices import office

from selfeval.history.trend import LONGEST, bars


def two_years(folder: Path) -> Path:
    """Lay the office for two years, the earlier with other figures; return the folder."""
    office(folder, place="2023/qinghu")
    change(folder / "data/2023/qinghu/targets.yaml", ("年度: 2024", "年度: 2023"), ("≥550件", "≥500件"))
    change(folder / "data/2023/qinghu/actuals.yaml", ("566件", "520件"), ("1,280人次", "800人次"))
    return office(folder)


def trend(folder: Path, name: str) -> list[list[str]]:
    """Return the year, target, value and change of each row of a trend."""
    done = over(folder, "trend", "qinghu", name, "--format", "markdown")
    assert done.exit_code == 0, done.output
    return [row[:4] for row in rows(done)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("办理法律援助案件", [["≥500件", "520件", ""], ["≥550件", "566件", "增加 46件（+8.8%）"]]),
        ("接待群众来访", [["", "800人次", ""], ["", "1,280人次", "增加 480人次（+60%）"]]),
        ("预算完成率", [["", "99.00%", ""], ["", "99.00%", ""]]),
        ("基本支出", [["", "800.00", ""], ["", "800.00", ""]]),
    ],
)
def test_indicators_facts_rates_and_fields(tmp_path: Path, name: str, shown: list[list[str]]) -> None:
    """Whatever may be quoted may be followed over the years."""
    assert trend(two_years(tmp_path), name) == [["2023", *shown[0]], ["2024", *shown[1]]]


def test_a_year_without_the_name_or_the_value_is_shown_as_such(tmp_path: Path) -> None:
    """An indicator that is new, and one whose result is not there yet."""
    two_years(tmp_path)
    (tmp_path / "data/2024/qinghu/actuals.yaml").unlink()
    change(tmp_path / "data/2023/qinghu/targets.yaml", ("名称: 办理法律援助案件", "名称: 公证案件"))
    change(tmp_path / "data/2023/qinghu/actuals.yaml", ("办理法律援助案件", "公证案件"))
    assert trend(tmp_path, "办理法律援助案件") == [["2023", "", "没有这一项", ""], ["2024", "≥550件", "未填", ""]]


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """Exit code 2 and what may have been meant."""
    done = over(two_years(tmp_path), "trend", "qinghu", "办理法律援助案")
    assert done.exit_code == 2
    assert "是不是“办理法律援助案件”？" in done.stderr


def test_a_name_that_stands_for_several_things_is_asked_back() -> None:
    """Two projects have the same figure; its project tells them apart."""
    done = over(ROOT, "trend", "qinghu-library", "财政拨款")
    assert done.exit_code == 2
    assert "要写明是哪一处" in done.stderr
    done = over(ROOT, "trend", "qinghu-library", "reading-season.全年执行.财政拨款")
    assert done.stdout.splitlines()[1].split()[:2] == ["2024", "33.86"]


def test_bars_are_to_scale_and_in_one_unit() -> None:
    """Units are converted; what is no number has no bar."""
    assert [len(bar) for bar in bars(["1万人次", "5000人次", "", "优秀", "3个"])] == [LONGEST, LONGEST // 2, 0, 0, 0]
