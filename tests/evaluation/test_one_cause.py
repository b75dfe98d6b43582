"""One cause is named once, whichever stage finds it, and whichever file it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulepages import BASE, Section, run

CAUSES = [
    ("targets.yaml", "基本支出: 800.00", "基本支出: [800", "unclosed-bracket"),
    ("targets.yaml", "基本支出: 800.00", "基本支出: #REF!", "spreadsheet-error"),
    ("targets.yaml", "  级次: 区", "  级别：区", "unknown-key fullwidth-colon"),
    ("targets.yaml", "    计划资金: 60.00", "    计划资金: 60.00\n    计划资金:", "duplicate-key"),
    ("targets.yaml", "    计划资金: 60.00", "    计划资金:\n    计划资金: 60.00", "duplicate-key"),
    ("narrative.yaml", "  - 案件质量评估的覆盖面还不够。", "  - 覆盖面: 还不够。", "colon-in-text"),
    ("narrative.yaml", "  - 案件质量", '  - "案件"质量"评估"', "text-after-quote"),
    ("narrative.yaml", "自评等级: 优秀", "自评等级: “优秀”", "fullwidth-quotes"),
    ("targets.yaml", "年度: 2024\n", "年度: 2024\n自评等级: 优秀\n", "misplaced-key"),
    ("targets.yaml", "总体目标: |", "预算执行:\n  调整预算: 980.00\n总体目标: |", "misplaced-key"),
    ("actuals.yaml", "  调整预算: 1,000.00\n  实际", "  - 调整预算: 1,000.00\n  - 实际", "extra-dash"),
    ("actuals.yaml", "      办理法律援助案件: ", "      - 办理法律援助案件: ", "extra-dash"),
]


@pytest.mark.parametrize(("file", "typed", "slip", "said"), CAUSES, ids=[each[2].strip() for each in CAUSES])
def test_one_cause_is_named_once(file: str, typed: str, slip: str, said: str, tmp_path: Path) -> None:
    """Only the rules expected speak, each once."""
    text = (BASE / file).read_text(encoding="utf-8")
    assert typed in text
    files = {file: text.replace(typed, slip, 1).encode()}
    if "自评等级" in slip and file == "targets.yaml":
        narrative = (BASE / "narrative.yaml").read_text(encoding="utf-8")
        files["narrative.yaml"] = narrative.replace("自评等级: 优秀\n", "").encode()
    problems = run(Section(files, ()), tmp_path).problems
    assert " ".join(problem.rule for problem in problems) == said
