"""The grade that a text gives against the grade that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.text.pattern import regex

_GRADE = regex(
    r"(?:本部门|本单位|我局|部门整体|整体支出|综合|绩效)?自评(?:等级|等次|结果|结论|评定)?(?:评定)?(?:为|是|：|:|达到)?[“\"]?(?P<grade>优秀?|良好?|中等?|合格|差)(?=[”\"。；;，,、\s]|$|等)"
)
_NEAR = 12
"""How many characters before a grade say whose it is."""
_MARK = regex("[，。；,;]")
_NOT_OURS = regex("上年|去年|上一年|指标|项目|任务|其中")


def typed_grade_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 本部门自评优秀 where 良好 was chosen, be either of them printed or not."""
    chosen = dossier.submission.with_role(Role.GRADE)
    grade = str(chosen.text).strip().strip('“”"') if chosen else ""
    if chosen is None or not grade:
        return
    forms = frozenset(form.slug for form in dossier.forms)
    for leaf in dossier.leaves:
        for text in leaf.value if isinstance(leaf.value, tuple) else ():
            for match in _GRADE.finditer(text):
                before = _MARK.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
                if match["grade"][0] != grade[0] and not _NOT_OURS.search(before):
                    place, name = chosen.text.place, chosen.field.label or chosen.field.path[-1]
                    message = f"文字里写的是“{match['grade']}”，{place.file} 第 {place.line} 行的“{name}”是“{grade}”；请核对哪个对，改成一致"
                    yield Finding(text.at(*match.span()), message, leaf.where, "", forms)
