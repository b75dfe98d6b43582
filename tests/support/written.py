"""The base department of the rule pages, with one text of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from rulepages import BASE, Section, laid

from selfeval.evaluation.case import Case, cases
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules import RULES, CaseRule, TextRule
from selfeval.form.library import load
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

RECKONED = {
    name: rule
    for name, rule in RULES.items()
    if name.startswith("typed-") or name in ("figure-differs", "list-count-differs")
}
"""The rules that reckon with typed figures."""

TABLES = {
    "  预算执行.调整预算:\n": "  预算执行.年初预算:\n    标签: 年初预算数\n  预算执行.调整预算:\n",
    "  调整预算: 1,000.00\n": "  年初预算: 800.00\n  调整预算: 1,000.00\n",
    "办理法律援助案件: 566件": "养护绿地面积: 45.6万平方米",
    "名称: 办理法律援助案件": "名称: 养护绿地面积",
    "≥550件": "≥45万平方米",
    "矛盾纠纷调解成功率: 98%": "苗木成活率: 96.5%",
    "名称: 矛盾纠纷调解成功率": "名称: 苗木成活率",
}
"""Makes the budget table 年初预算 800.00万元, 调整预算 1,000.00万元, 实际支出 990.00万元, the indicators 养护绿地面积 45.6万平方米, 苗木成活率 96.5%."""

FIELDS = Path(__file__).parent.parent.parent / "templates" / "fields.yaml"


def written(folder: Path, text: str, year: str = "2024", changes: tuple[tuple[str, str], ...] = ()) -> Case:
    """Write the department of a year with a text as its 自评结论, and read it."""
    form, department = folder / "templates" / "form", folder / "data" / year / "qinghu"
    form.mkdir(parents=True, exist_ok=True)
    department.mkdir(parents=True, exist_ok=True)
    shutil.copy(FIELDS, form.parent)
    shutil.copy(BASE / "form.yaml", form)
    for name in ("targets.yaml", "actuals.yaml"):
        content = (BASE / name).read_text(encoding="utf-8").replace("年度: 2024", f"年度: {year}")
        for old, new in changes:
            content = content.replace(old, new)
        (department / name).write_text(content, encoding="utf-8")
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    (department / "narrative.yaml").write_text(f"自评结论: |\n{lines}自评等级: 优秀\n", encoding="utf-8")
    library = load(form.parent)
    return cases(read_department(folder / "data", DepartmentYear(year, "qinghu"), library)[0])[0]


def concluded(folder: Path, text: str, changes: Mapping[str, str] = MappingProxyType({})) -> Case:
    """Read the department of the rule pages with a text as its 自评结论, and changes in its other files."""
    files = {name: (BASE / name).read_text(encoding="utf-8") for name in ("targets.yaml", "actuals.yaml", "form.yaml")}
    files["form.yaml"] = files["form.yaml"].replace("  自评结论:\n", "  指标完成.说明:\n    必填: 否\n  自评结论:\n", 1)
    for old, new in changes.items():
        files = {name: content.replace(old, new) for name, content in files.items()}
    lines = text.replace("\n", "\n  ")
    files["narrative.yaml"] = f"自评结论: |\n  {lines}\n自评等级: 优秀\n存在问题:\n  - 覆盖面还不够。\n"
    library = laid(Section({name: content.encode() for name, content in files.items()}, ()), folder)
    (submission,) = read_department(folder / "data", DepartmentYear("2024", "qinghu"), library)
    return cases(submission)[0]


def findings(rule: TextRule | CaseRule, case: Case) -> list[Finding]:
    """Return what a rule finds, whether it looks at texts or at a case."""
    return list(rule.check(case.dossier) if isinstance(rule, TextRule) else rule.check(case))
