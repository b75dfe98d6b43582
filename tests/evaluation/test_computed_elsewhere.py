"""One key, computed in one form and typed in another that is chosen too."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfeval.documents.outcome import Status
from selfeval.pipeline.batch import make
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2025", "qinghu")
HEAD = "阶段: 申报\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    打印: 否\n  年度:\n    打印: 否\n"
MONEY = "  {0}:\n    类型: 金额\n    文件: targets.yaml\n"


def told(folder: Path, computing: str, asking: str, typed: str, shown: str) -> tuple[list[Problem], list[str]]:
    """Return what is said of the key, and what each form prints of it."""
    for slug, declared in (("computing", computing), ("asking", asking)):
        home = folder / "templates" / slug
        home.mkdir(parents=True)
        (home / "form.yaml").write_text(f"名称: {slug}\n{HEAD}{declared}", encoding="utf-8")
        (home / "document.md").write_text(shown, encoding="utf-8")
    home = folder / "data" / str(PLACE)
    home.mkdir(parents=True)
    chosen = "部门:\n  名称: 云山市青湖区水务局\n年度: 2025\n表样:\n  - computing\n  - asking\n"
    (home / "targets.yaml").write_text(chosen + typed, encoding="utf-8")
    outcome = make(Workspace(folder / "data", folder / "templates", folder / "reports"), PLACE)
    assert {document.status for document in outcome.documents} == {Status.BUILT}
    printed = [
        (folder / "reports" / str(PLACE) / f"{slug}.md").read_text(encoding="utf-8").partition("\n\n<!--")[0].strip()
        for slug in ("computing", "asking")
    ]
    return [each for each in outcome.problems if each.rule == "computed-differs"], printed


@pytest.mark.parametrize(
    ("typed", "line", "printed"),
    [
        ("甲: 1\n乙: 3\n率: 33.3%\n", 0, ["33.33%", "33.3%"]),
        ("甲: 1\n乙: 3\n率: 33%\n", 9, ["33.33%", "33%"]),
        ("甲: 1\n乙: 3\n率: 43.33%\n", 9, ["33.33%", "43.33%"]),
        ("甲: 1\n乙: 0\n率: 43.33%\n", 0, ["43.33%", "43.33%"]),
    ],
)
def test_a_typed_rate_is_compared_as_it_was_rounded(tmp_path: Path, typed: str, line: int, printed: list[str]) -> None:
    """A figure with fewer digits is the same; where nothing can be computed nothing is said."""
    rate = "  率:\n    类型: 百分比\n    文件: targets.yaml\n"
    computing = MONEY.format("甲") + MONEY.format("乙") + rate + "    算式: 甲 / 乙\n"
    asking = rate
    found, shown = told(tmp_path, computing, asking, typed, "{{ 率 }}\n")
    assert [each.place.line for each in found] == ([line] if line else [])
    assert shown == printed


@pytest.mark.parametrize(("total", "lines"), [("12000", []), ("12040", []), ("13000", [12]), ("12", [12])])
def test_a_row_is_compared_with_its_own_sum_in_one_unit(tmp_path: Path, total: str, lines: list[int]) -> None:
    """What one form computes in 万元 another may ask for in 元."""
    rows = "  采购:\n    类型: 列表\n    文件: targets.yaml\n  采购.名称:\n    类型: 文本\n"
    each = "  采购.数量:\n    类型: 整数\n  采购.单价:\n    类型: 金额\n  采购.小计:\n    类型: 金额\n"
    computing = rows + each + "    算式: 采购.数量 * 采购.单价\n"
    asking = rows + "  采购.小计:\n    类型: 金额\n    单位: 元\n"
    typed = f"采购:\n  - 名称: 水泵\n    数量: 2\n    单价: 0.6\n    小计: {total}\n"
    shown = "{% for 行 in 采购 %}\n{{ 行.名称 }}{{ 行.小计 }}\n{% endfor %}\n"
    found, printed = told(tmp_path, computing, asking, typed, shown)
    assert [each.place.line for each in found] == [line - 1 for line in lines]
    assert printed == ["水泵1.20", f"水泵{total}"]
