"""A form may part the target into columns; it is judged whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import changed, office

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

COLUMNS = """  绩效指标.指标性质:
    类型: 选项
    选项: ["=", "≥", "≤"]
    文件: targets.yaml
  绩效指标.度量单位:
    类型: 文本
    文件: targets.yaml
"""


@pytest.mark.parametrize(
    ("sign", "unit", "actual", "said"),
    [
        ("≤", "场", "14", ["unmet-without-reason"]),
        ("≤", "场", "9", []),
        ("≥", "%", "9.5", ["unmet-without-reason"]),
        ("≥", "万亩", "95000亩", ["unmet-without-reason"]),
        ("≥", "场", "14", ["over-completed-without-reason"]),
        ("≥", "万人次", "10.0万", []),
    ],
)
def test_a_target_of_three_columns_is_judged_whole(
    tmp_path: Path, sign: str, unit: str, actual: str, said: list[str]
) -> None:
    """The sign and the unit of their columns count, for the actual too."""
    columns = f'≥550件\n        指标性质: "{sign}"\n        度量单位: "{unit}"\n'.replace("≥550件", '"10"')
    files = {
        **changed("form.yaml", "  绩效指标.年度指标值:\n", f"{COLUMNS}  绩效指标.年度指标值:\n"),
        **changed("targets.yaml", "≥550件\n", columns),
        **changed("actuals.yaml", "566件", f'"{actual}"'),
    }
    targets = str(files["targets.yaml"]).replace("办理法律援助案件\n", "宣传活动情况\n")
    second = '≥95%\n        指标性质: "="\n        度量单位: 无\n'
    files["targets.yaml"] = targets.replace("≥95%\n", second)
    files["actuals.yaml"] = str(files["actuals.yaml"]).replace("办理法律援助案件", "宣传活动情况")
    files["narrative.yaml"] = "自评结论: |\n  工作正常。\n自评等级: 优秀\n存在问题:\n  - 案件质量评估的覆盖面还不够。\n"
    workspace = Workspace(office(tmp_path, files) / "data", tmp_path / "templates")
    problems = check(workspace, DepartmentYear("2024", "qinghu")).problems
    assert [problem.rule for problem in problems if problem.rule not in ("goal-without-measure",)] == said
