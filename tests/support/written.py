"""The base department of the rule pages, with one text of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from rulepages import BASE, Section, laid

from selfeval.evaluation.case import Case, cases
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules import CaseRule, TextRule
from selfeval.form.library import load
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

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
