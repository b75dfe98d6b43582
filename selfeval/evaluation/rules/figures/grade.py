"""The grade that was chosen, against the score typed beside it and the grade that a text gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.form.form import Form
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_GRADE = regex(
    r"(?:本部门|本单位|我局|部门整体|整体支出|综合|绩效)?自评(?:等级|等次|结果|结论|评定)?(?:评定)?(?:为|是|：|:|达到)?[“\"]?(?P<grade>优秀?|良好?|中等?|合格|差)(?=[”\"。；;，,、\s]|$|等)"
)
_OWN = "自评"
_NEAR = 12
"""How many characters before a grade say whose it is."""
_MARK = regex("[，。；,;]")
_NOT_OURS = regex("上年|去年|上一年|指标|项目|任务|其中")
_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
"""From which score on, out of 100, a grade is given where the form does not say so (财预〔2020〕10号)."""


def typed_grade_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 优 beside a score of 72, and 本部门自评优秀 in a text where 良好 was chosen, be either of them printed or not."""
    for values in dossier.side_by_side:
        for grade in values.get(Role.GRADE, ()):
            for score in values.get(Role.SCORE, ()):
                yield from _score_differs(dossier, grade, score)
    yield from _text_differs(dossier)


def _score_differs(dossier: Dossier, chosen: Leaf, score: Leaf) -> Iterator[Finding]:
    """Compare a grade with the score out of 100 beside it; a score at which two grades meet may have either."""
    points, grade = score.value, str(chosen.text).strip()
    if not isinstance(points, Decimal) or not 0 <= points <= 100:
        return
    for form in dossier.forms:
        grades = _grades(form)
        fitting = [
            word for at, (word, floor) in enumerate(grades) if floor <= points <= (grades[at - 1][1] if at else 100)
        ]
        if fitting and any(word[0] == grade[:1] for word, _ in grades) and all(word[0] != grade[0] for word in fitting):
            message = f"“{chosen.field.name}”写的是“{grade}”，旁边的“{score.field.name}”是 {score.text} 分，应为“{fitting[0]}”；请核对哪个不对"
            yield Finding(chosen.text.place, message, chosen.where, forms=dossier.having(chosen.field.path))
            return


def _grades(form: Form) -> tuple[tuple[str, Decimal], ...]:
    """Return the grades of a form, the best first, each with the score from which it is given."""
    profile = form.scoring.profiles.known.get(form.scoring.profile) if form.scoring else None
    return profile.grades if profile and profile.grades else _GRADES


def _text_differs(dossier: Dossier) -> Iterator[Finding]:
    chosen = dossier.submission.with_role(Role.GRADE)
    grade = str(chosen.text).strip().strip('“”"') if chosen else ""
    if chosen is None or not grade:
        return
    forms = frozenset(form.slug for form in dossier.forms)
    for leaf in dossier.leaves:
        for text in leaf.value if isinstance(leaf.value, tuple) else ():
            for match in _GRADE.finditer(text) if _OWN in text else ():
                before = _MARK.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
                if match["grade"][0] != grade[0] and not _NOT_OURS.search(before):
                    place, name = chosen.text.place, chosen.field.label or chosen.field.path[-1]
                    message = f"文字里写的是“{match['grade']}”，{place.file} 第 {place.line} 行的“{name}”是“{grade}”；请核对哪个对，改成一致"
                    yield Finding(text.at(*match.span()), message, leaf.where, "", forms)
