"""Indicators and their results that stand under different headings, or under none, are told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import run
from offices import office

FORM = """\
名称: 表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
字段:
  部门.名称:
  年度:
  绩效指标:
    类型: 指标
  绩效指标.名称:
    类型: 文本
  绩效指标.年度指标值:
    类型: 指标值
  指标完成:
    类型: 对应
    文件: actuals.yaml
    对应: 绩效指标
  指标完成.实际:
    类型: 指标值
"""
HEAD = "部门:\n  名称: 青湖区司法局\n年度: 2024\n表样:\n  - form\n绩效指标:\n"
BARE = "  - 名称: 走访\n    年度指标值: ≥100户\n"
BELOW_ONE = "  产出指标:\n    - 名称: 走访\n      年度指标值: ≥100户\n"


@pytest.mark.parametrize(
    ("targets", "actuals", "said"),
    [
        (
            BARE,
            "  产出指标:\n    数量指标:\n      走访:\n        实际: 120户\n",
            "请直接写在“指标完成”下面，上面不写类别",
        ),
        (BELOW_ONE, "  走访:\n    实际: 120户\n", "请挪到“产出指标”下面"),
        (BARE, "  走访:\n    实际: 120户\n", ""),
    ],
)
def test_a_result_under_other_headings_is_told_where_it_belongs(
    tmp_path: Path, targets: str, actuals: str, said: str
) -> None:
    """A form may leave the headings open."""
    files = {"form.yaml": FORM, "targets.yaml": HEAD + targets, "actuals.yaml": f"指标完成:\n{actuals}"}
    home = office(tmp_path, {**files, "narrative.yaml": "", "document.md": "# {{ 标题 }}\n"})
    done = run("check", "--data", str(home / "data"), "--templates", str(home / "templates"))
    shown = done.stdout.decode()
    assert "出错" not in shown + done.stderr.decode()
    assert said in shown if said else "放错了类别" not in shown, shown
