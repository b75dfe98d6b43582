"""Scores typed by the department, against points, the profile's computation and the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.checks import low_rate_denied
from selfeval.evaluation.score import Scored, number
from selfeval.evaluation.scoring.row import plain
from selfeval.evaluation.verdicts import Pair, has_reasons
from selfeval.form.field import Kind, Need, Role
from selfeval.form.operands import column_of
from selfeval.quantity.verdict import Attainment, Code
from selfeval.source.node import Text
from selfeval.submission.quotes import fill
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder, gives_reason

_FULL = Decimal(100)
_TAKEN_OFF = "扣分"
_UNDONE = regex(
    "[未没](?:能|有)?(?:按[时期]|如期|全部|全面)?(?:完成|达到|达标|建成|装成|安装|实现|开展|完工|验收)|推迟|推后|延期|延后|滞后|停工|停开|晚到"
    "|补[建装种植办齐]|补充?完成|尚缺|缺口|[没未]有?交付"
)
"""Words of a reason that say that something was not done, or not in time."""
_EXCEEDED = regex(
    "超额完成|超过(?:年初|年度)*(?:目标|计划)|超出(?:年初|年度)*(?:目标|计划)|提前完成(?!率)|多完成|好于(?:目标|预期)"
)
"""Words of a reason that say that more was done than was wanted."""
_RATED = "自评"
_SCORE_SAID = regex(r"自评(?:得分|总分|总得分|结果)(?:为|是|：)?\s*(\d{1,3}(?:\.\d+)?)\s*分")
_GRADE_SAID = regex(r"自评(?:等级|等次|结果|结论)?(?:为|是|：)?[“\"]?(优秀|良好|优|良|中|差)(?![化质势点])")


def section_points_differ(case: Case) -> Iterator[Finding]:
    """Compare the points below each heading with what the form gives it."""
    for path, field in case.form.fields.items():
        for section, points in field.section_points.items():
            wanted = tuple(map(fold, section))
            rows = [row for row in case.indicators if tuple(map(fold, row.levels[: len(wanted)])) == wanted]
            rows = [row for row in rows if row.tree == path]
            typed = [number(row, Role.POINTS) for row in rows]
            if not typed or None in typed or _has_twins(rows):
                continue
            total = sum((value for value in typed if value is not None), Decimal(0))
            if total != points:
                message = (
                    f"“{section[-1]}”各项分值合计 {plain(total)} 分，"
                    f"表样规定 {plain(points)} 分，相差 {plain(abs(total - points))} 分"
                )
                yield Finding(rows[0].levels[len(section) - 1].place, message, ".".join((*path, *section)))


def _has_twins(rows: Sequence[Indicator]) -> bool:
    """Tell whether an indicator stands twice among others, which is reported there, so that its points count twice."""
    names = [tuple(map(fold, (*row.levels, row.parent, row.name))) for row in rows]
    return len(set(names)) < len(names)


def total_points_differ(case: Case) -> Iterator[Finding]:
    """Compare the points of all indicators and the execution rate with 100, where each section has the points it should have."""
    yield from _full_points_differ(case)
    scored = case.score
    if scored is None or case.form.scoring is None or scored.sheet.total_points is None:
        return
    field, execution = case.form.fields[case.form.scoring.indicators], scored.sheet.execution.points or Decimal(0)
    total, due = scored.sheet.total_points, case.form.points_due
    if not field.full_points or total - execution in due or _is_open(case, scored):
        return
    if _has_twins(scored.indicators) or any(section_points_differ(case)):
        return
    added = f"加上执行率的 {plain(execution)} 分，" if execution else ""
    idle = [f"“{row.entry.name}”" for row in scored.sheet.rows if not row.counts]
    without = f"；没有分值的：{'、'.join(idle)}" if idle else ""
    full = execution + field.full_points if isinstance(field.full_points, Decimal) else _FULL
    message = f"各项指标的分值{added}合计 {plain(total)} 分，应为 {plain(full)} 分，相差 {plain(abs(total - full))} 分{without}"
    yield Finding(scored.indicators[0].values.place, message, ".".join(case.form.scoring.indicators))


def _full_points_differ(case: Case) -> Iterator[Finding]:
    """Compare the points of indicators that are not scored, all of them typed, with the sum that the form names."""
    for path, field in case.form.fields.items():
        is_scored = case.form.scoring is not None and case.form.scoring.indicators == path
        if is_scored or not isinstance(field.full_points, Decimal):
            continue
        rows = [row for row in case.indicators if row.tree == path]
        typed = [value for row in rows if (value := number(row, Role.POINTS)) is not None]
        total = sum(typed, Decimal(0))
        if not rows or len(typed) < len(rows):
            continue
        if total != field.full_points:
            lack = plain(abs(total - field.full_points))
            message = f"各项指标的分值合计 {plain(total)} 分，应为 {plain(field.full_points)} 分，相差 {lack} 分"
            yield Finding(rows[0].values.place, message, ".".join(path))


def _is_open(case: Case, scored: Scored) -> bool:
    """Tell whether the points are not all typed by the department yet, or the form itself gives points that cannot make 100."""
    rows = list(zip(scored.sheet.rows, scored.indicators, strict=True))
    untyped = [row for row, indicator in rows if number(indicator, Role.POINTS) is None]
    first = scored.indicators[0]
    column = column_of(case.form.fields, (*first.tree, *first.keys.get(Role.POINTS, ("",))))
    wanted = column is not None and column.need is Need.YES and column.formula is None
    return any(row.counts or wanted for row in untyped) or not case.form.sections_fit


def score_over_points(case: Case) -> Iterator[Finding]:
    """Find a score above the points of its indicator, or below zero (财预〔2020〕10号, form note)."""
    for row in case.indicators:
        points, typed = number(row, Role.POINTS), number(row, Role.SCORE)
        leaf = row.leaf(Role.SCORE)
        if points is None or typed is None or leaf is None or 0 <= typed <= points:
            continue
        message = f"“{row.name}”得分 {plain(typed)} 分，应在 0 到分值 {plain(points)} 分之间"
        yield Finding(leaf.text.place, message, leaf.where)


def lost_points_without_reason(case: Case) -> Iterator[Finding]:
    """Find a score below the points without a reason, where the target is not plainly missed."""
    scored = case.score
    lower = {
        indicator.values.where
        for row, indicator in (zip(scored.sheet.rows, scored.indicators, strict=True) if scored else ())
        if row.issue in ("score-lower-than-computed", "score-too-high")
    }
    for pair in case.verdicts:
        row = pair.indicator
        points, typed = number(row, Role.POINTS), number(row, Role.SCORE)
        leaf = row.leaf(Role.SCORE)
        told = pair.reasoned or pair.verdict.outcome is Attainment.MISSED or row.values.where in lower
        if points is None or typed is None or leaf is None or typed >= points or told:
            continue
        met = "已经达到目标，却" if pair.verdict.outcome in (Attainment.MET, Attainment.EXCEEDED) else ""
        lost = f"“{row.name}”{met}扣了 {plain(points - typed)} 分"
        if has_reasons(case.submission.schema, row):
            fix = f"{row.key(Role.SCORE)}: {leaf.text}\n{row.key(Role.REASON)}: （写明原因和改进措施）"
            yield Finding(leaf.text.place, f"{lost}，没有写{row.key(Role.REASON)}", leaf.where, fix)
        else:
            yield Finding(leaf.text.place, f"{lost}，表上没有偏差原因一栏，原因写在“说明情况”里", leaf.where)


def reason_without_loss(case: Case) -> Iterator[Finding]:
    """Find full points beside a reason why points were taken off, and a target met or missed beside a reason that says the reverse."""
    yield from low_rate_denied(case)
    for pair in case.verdicts:
        row, reason = pair.indicator, pair.indicator.leaf(Role.REASON)
        if reason is None or not gives_reason(reason.text) or find_placeholder(reason.text):
            continue
        points, typed = number(row, Role.POINTS), number(row, Role.SCORE)
        name = reason.field.path[-1]
        if _TAKEN_OFF in name and points is not None and typed == points:
            message = f"“{row.name}”得了满分 {plain(points)} 分，却写了“{name}”；扣了分的改得分，没有扣分的删去这一行"
            yield Finding(reason.text.place, message, reason.where)
        elif pair.verdict.outcome is Attainment.MET and pair.verdict.ratio == 1 and _UNDONE.search(reason.text):
            message = (
                f"“{row.name}”达到了目标（目标 {pair.goal}，实际 {pair.result}），“{name}”却说没有做完；看看哪个不对"
            )
            yield Finding(reason.text.place, message, reason.where)
        elif pair.verdict.outcome is Attainment.MISSED and _EXCEEDED.search(reason.text):
            message = (
                f"“{row.name}”没有达到目标（目标 {pair.goal}，实际 {pair.result}），“{name}”却说超过了；看看哪个不对"
            )
            yield Finding(reason.text.place, message, reason.where)


def score_too_high(case: Case) -> Iterator[Finding]:
    """Find a typed score above what the profile computes."""
    yield from _issues(case, "score-too-high")


def score_lower_than_computed(case: Case) -> Iterator[Finding]:
    """Find a typed score below what the profile computes, without a reason."""
    yield from _issues(case, "score-lower-than-computed")


def score_without_actual(case: Case) -> Iterator[Finding]:
    """Find points given where no actual is filled in."""
    yield from _issues(case, "score-without-actual")


def score_out_of_band(case: Case) -> Iterator[Finding]:
    """Find a score that does not fit the grade word of a qualitative actual."""
    yield from _issues(case, "score-out-of-band")


def full_score_missed(case: Case) -> Iterator[Finding]:
    """Find full marks for a target that was missed and whose score no formula gives."""
    yield from _issues(case, "full-score-missed")


def score_missing(case: Case) -> Iterator[Finding]:
    """Find an optional score that nobody gave and no formula can give, so that the total stays blank, once a sheet."""
    scored = case.score
    if scored is None or scored.sheet.total is not None:
        return
    blank = [
        (row, indicator)
        for row, indicator in zip(scored.sheet.rows, scored.indicators, strict=True)
        if row.counts and row.points is not None and row.score is None and row.entry.applies
        if indicator.leaf(Role.ACTUAL) is not None and not _has_gap(indicator)
    ]
    caused = {pair.indicator.values.where for pair in case.verdicts if _is_told_of(pair)} if blank else set[str]()
    blank = [each for each in blank if each[1].values.where not in caused]
    for row, indicator in blank[:1]:
        column = column_of(case.form.fields, (*indicator.tree, *indicator.keys.get(Role.SCORE, ("",))))
        if column is not None and column.need is Need.NO and column.formula is None:
            many = f"等 {len(blank)} 项" if len(blank) > 1 else ""
            message = f"“{indicator.name}”{many}的{column.path[-1]}要自己填，没有填，总得分是空的：{row.why}"
            yield Finding(indicator.name.place, message, indicator.values.where)


def _is_told_of(pair: Pair) -> bool:
    """Tell whether something else is said of an indicator that leaves its score open: a bound or an actual that may be wrong."""
    is_unexplained = pair.verdict.outcome is Attainment.MISSED and not pair.reasoned
    has_other_unit = pair.verdict.code in (Code.UNIT_MISSING, Code.UNIT_DIFFERS)
    is_doubted = not {Code.DIRECTION_CONTRADICTS, Code.NO_VALUE}.isdisjoint(pair.verdict.notes)
    return is_unexplained or has_other_unit or is_doubted


def _has_gap(row: Indicator) -> bool:
    """Tell whether something of an indicator is still to be filled in, or could not be read, which is said where it stands."""
    typed = [leaf for leaf in row.values.values() if isinstance(leaf, Leaf) and leaf.text]
    return any(leaf.value is None or find_placeholder(str(leaf.text)) for leaf in typed)


def _issues(case: Case, issue: str) -> Iterator[Finding]:
    scored = case.score
    if scored is None:
        return
    for row, indicator in zip(scored.sheet.rows, scored.indicators, strict=True):
        leaf = indicator.leaf(Role.SCORE)
        if row.issue != issue or leaf is None or _is_reported(indicator.leaf(Role.ACTUAL)):
            continue
        if issue == "score-without-actual" and _is_asked(case, indicator):
            continue
        target, actual = row.entry.target, row.entry.actual
        may_tell = has_reasons(case.submission.schema, indicator)
        reason = f"写明“{indicator.key(Role.REASON)}”" if may_tell else "在“说明情况”里写明理由"
        message = {
            "score-without-actual": f"“{indicator.name}”没有写实际完成值，却得了 {leaf.text} 分",
            "full-score-missed": f"“{indicator.name}”没有达到目标（目标 {target}，实际 {actual}），却得了满分",
            "score-lower-than-computed": f"“{indicator.name}”得了 {leaf.text} 分：{row.why}；确实要扣分的，{reason}",
        }.get(issue, f"“{indicator.name}”得了 {leaf.text} 分：{row.why}")
        fix = f"{indicator.key(Role.SCORE)}: {plain(row.computed)}" if row.computed is not None else ""
        yield Finding(leaf.text.place, message, leaf.where, fix)


def _is_asked(case: Case, row: Indicator) -> bool:
    """Tell whether an actual is missing where the form wants one, which is said where it belongs."""
    column = column_of(case.form.fields, (*row.tree, *row.keys.get(Role.ACTUAL, ("",))))
    return row.leaf(Role.ACTUAL) is None and column is not None and column.need is Need.YES


def _is_reported(actual: Leaf | None) -> bool:
    """Tell whether an actual was typed and could not be read, which is said where it stands."""
    return actual is not None and actual.value is None and bool(actual.text.strip())


def conclusion_differs(case: Case) -> Iterator[Finding]:
    """Find a total or grade in the text, or a grade field, that is not the score sheet's."""
    scored = case.score
    if scored is None or scored.sheet.total is None:
        return
    total, grade = scored.sheet.total, scored.sheet.grade
    for leaf in case.dossier.leaves:
        if leaf.field.path not in case.form.fields or not isinstance(leaf.value, tuple):
            continue
        for line in leaf.value:
            if _RATED in line or "{{" in line:
                yield from _sentence_differs(case, leaf, line, total, grade)
    for path, field in case.form.fields.items():
        typed = case.submission.leaf(path) if field.kind is Kind.CHOICE and field.role is Role.GRADE else None
        if typed and grade and str(typed.text)[:1] != grade[0]:
            message = f"自评等级写“{typed.text}”，按 {plain(total)} 分应为“{grade}”"
            yield Finding(typed.text.place, message, typed.where)


def _sentence_differs(case: Case, leaf: Leaf, line: Text, total: Decimal, grade: str) -> Iterator[Finding]:
    """Find a total or grade said in one paragraph of a text that is not the score sheet's."""
    for said in _SCORE_SAID.finditer("".join(fill(line, case.index))):
        if Decimal(said[1]) != total:
            message = f"这里写自评 {said[1]} 分，各项得分合计是 {plain(total)} 分"
            yield Finding(line.place, message, leaf.where)
    for said in _GRADE_SAID.finditer(line):
        if grade and said[1][0] != grade[0]:
            message = f"这里写自评“{said[1]}”，按 {plain(total)} 分应为“{grade}”"
            yield Finding(line.at(*said.span(1)), message, leaf.where)
