"""Last year's folder copied for the next year: what was not moved on is said, what was is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

YEAR = ("targets.yaml", "年度: 2025", "年度: 2026")
TARGETS, ACTUALS, PUMPS = "targets.yaml", "actuals.yaml", "projects/pumps.yaml"


def edited(
    folder: Path, place: DepartmentYear, source: DepartmentYear, *changes: tuple[str, str, str]
) -> list[Problem]:
    """Return the problems of a sample copied to a place with some texts replaced."""
    home = folder / "data" / str(place)
    for each in {place, source}:
        to = folder / "data" / str(each)
        shutil.copytree(ROOT / "data" / str(source), to, ignore=shutil.ignore_patterns(".schema"))
    for file, old, new in changes:
        typed = (home / file).read_text(encoding="utf-8")
        assert typed.count(old) == 1
        (home / file).write_text(typed.replace(old, new), encoding="utf-8")
    return list(check(Workspace(folder / "data", ROOT / "templates", None), place).problems)


def carried(folder: Path, department: str, *changes: tuple[str, str, str]) -> list[Problem]:
    """Return the problems of a sample of 2025 copied for 2026."""
    before, now = (DepartmentYear(year, department) for year in ("2025", "2026"))
    return edited(folder, now, before, YEAR, *changes)


def test_columns_of_earlier_years_move_on(tmp_path: Path) -> None:
    """Each column that shows what it showed last year is named once; one new figure in it is enough to believe the rest."""
    moved = (TARGETS, "上年: 1,440.50", "上年: 1,486.20")
    told = [each.message for each in carried(tmp_path / "old", "guihe-justice") if each.rule == "amounts-unchanged"]
    assert [message[:4] for message in told] == ["“上年”", "“前年”"]
    left = [each for each in carried(tmp_path / "new", "guihe-justice", moved) if each.rule == "amounts-unchanged"]
    assert [each.message[:4] for each in left] == ["“前年”"]


def test_a_reason_of_last_year_is_asked_about(tmp_path: Path) -> None:
    """It tells of what happened in that year."""
    found = [each for each in carried(tmp_path, "jinyun-library") if each.message.startswith("“偏差原因”和 2025 年的")]
    assert [(each.rule, each.place.file[-12:]) for each in found] == [("sentence-unchanged", "actuals.yaml")]


@pytest.mark.parametrize(
    ("new", "count"),
    [
        ("2025 年更新泵站 5 座并在", 1),
        ("2026 年更新其余泵站 4 座并在", 0),
        ("在 2025 年更新 5 座的基础上，今年更新泵站 4 座并在", 0),
    ],
)
def test_a_goal_of_last_year_is_asked_about(new: str, count: int, tmp_path: Path) -> None:
    """One that names its own year, or last year beside its own, is none."""
    found = carried(tmp_path, "linjiang-water", (PUMPS, "2025 年更新泵站 5 座并在", new))
    assert sum(each.rule == "plan-of-other-year" for each in found) == count


@pytest.mark.parametrize(
    ("new", "count"),
    [
        ("2024年，区财政局规范预算收支", 1),
        ("2024年，天河区司法局规范预算收支", 1),
        ("2024年，天河区司法局来我区交流，本部门规范预算收支", 0),
        ("2024年，广州市司法局下达考核要求，本部门规范预算收支", 0),
        ("2024年，本部门规范预算收支", 0),
    ],
)
def test_a_text_that_tells_of_another_bureau_is_asked_about(new: str, count: int, tmp_path: Path) -> None:
    """One that only names it tells of its own work."""
    place = DepartmentYear("2024", "liwan")
    found = edited(tmp_path, place, place, ("narrative.yaml", "2024年，区司法局规范预算收支", new))
    assert sum(each.rule == "own-word-contradicts-name" for each in found) == count


def test_a_plan_of_money_under_the_funds_is_a_hint(tmp_path: Path) -> None:
    """A department may leave out what it does not pay in the year."""
    place = DepartmentYear("2025", "dianhu-culture")
    found = edited(tmp_path, place, place, ("projects/stage.yaml", "金额: 22.00", "金额: 20.00"))
    assert [(each.rule, str(each.level)) for each in found] == [("plan-under-funds", "hint")]


def test_a_rate_of_some_is_reckoned_again(tmp_path: Path) -> None:
    """A rate of something else than what was done is left alone."""
    place, file = DepartmentYear("2024", "qinghu-library"), "projects/mobile-library.yaml"
    wrong = edited(tmp_path / "one", place, place, (file, "17个已完成续签", "15个已完成续签"))
    other = edited(tmp_path / "two", place, place, (file, "续签率94.4%", "到期率100%"))
    assert ["15个 ÷ 18个 = 83.3%" in each.message for each in wrong if each.rule == "figure-differs"] == [True]
    assert [each for each in other if each.rule == "figure-differs"] == []


def test_a_unit_cost_with_two_digits_exchanged_is_asked_about(tmp_path: Path) -> None:
    """The money by the number of things is what it must have been."""
    place, file = DepartmentYear("2024", "qinghu-library"), "projects/reading-season.yaml"
    found = edited(tmp_path, place, place, (file, "实际: 5433元", "实际: 5343元"))
    assert [each.rule for each in found if each.rule == "unit-cost-differs"] == ["unit-cost-differs"]


def test_a_project_of_another_place_is_asked_about(tmp_path: Path) -> None:
    """It stands in the folder of a department of another city."""
    place, file = DepartmentYear("2025", "yuquan-museum"), "projects/exhibition.yaml"
    other = (file, "实施单位: 云山市玉泉区博物馆", "实施单位: 申城市浦江区体育事业中心")
    found = [each for each in edited(tmp_path, place, place, other) if each.rule == "own-word-contradicts-name"]
    assert ["申城市浦江区体育事业中心" in each.message for each in found] == [True]


def test_an_adjustment_based_on_nothing_is_incomplete(tmp_path: Path) -> None:
    """无 is no document."""
    place = DepartmentYear("2025", "jinyun-library")
    found = edited(tmp_path, place, place, ("targets.yaml", "依据: 区文化旅游委〔2025〕18号批复", "依据: 无"))
    assert [each.rule for each in found] == ["adjustment-incomplete"]
