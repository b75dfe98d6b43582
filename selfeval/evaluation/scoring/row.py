"""The score of one indicator: what can be computed, and what is to be said about what was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from selfeval.form.profile import ONE, ZERO, Band, Profile, bare_label, find_band, round_score, value_of_step
from selfeval.quantity.direction import Direction
from selfeval.quantity.judge import judge
from selfeval.quantity.notation import print_number
from selfeval.quantity.read import read
from selfeval.quantity.values import About, Bound, Done, Quantity, Reading, Several, Wording
from selfeval.quantity.verdict import Attainment, Code, Verdict
from selfeval.text.name import fold
from selfeval.text.placeholder import gives_reason

TOLERANCE = Decimal("0.01")
"""How far a typed score may be from the computed one, for rounding."""


class Entry(NamedTuple):
    """Hold one indicator; ``levels`` are the labels above it, a goal first where there is one."""

    name: str
    levels: tuple[str, ...]
    points: Decimal | None
    target: str
    actual: str
    typed: Decimal | None = None
    reason: str = ""
    direction: Direction | None = None

    @property
    def applies(self) -> bool:
        """Tell whether the indicator was not set aside with 不适用."""
        return fold(self.actual) != "不适用"


class Row(NamedTuple):
    """Hold one scored indicator.

    ``computed`` is None where no machine should score; ``score`` is the typed score, else the computed
    one. ``why`` says in a sentence how it comes about; ``issue`` is the code of what is wrong, or "". ``counts``
    says whether it has points, known or not.
    """

    entry: Entry
    verdict: Verdict
    points: Decimal | None
    computed: Decimal | None
    score: Decimal | None
    why: str
    issue: str
    counts: bool = True


def score(profile: Profile, entry: Entry, points: Decimal | None, *, counts: bool = True) -> Row:
    """Score one indicator by a profile; a score typed by the department is kept."""
    threshold = profile.over_threshold or Decimal("Infinity")
    verdict = judge(entry.target, entry.actual, entry.name, entry.direction, threshold)
    grade = find_band(profile, entry.actual) if isinstance(read(entry.target), Wording | Done) else None
    computed, why = _compute(profile, entry, verdict, grade, points)
    kept = entry.typed if entry.typed is not None else computed
    return Row(entry, verdict, points, computed, kept, why, _issue(entry, verdict, grade, points, computed), counts)


def plain(value: Decimal) -> str:
    """Print points or a score."""
    return print_number(value, "0.##")


def compared(typed: Decimal | None, computed: Decimal | None, reason: str) -> str:
    """Return the code of what is wrong with a typed score beside the computed one."""
    if typed is None or computed is None or abs(typed - computed) <= TOLERANCE:
        return ""
    if typed > computed:
        return "score-too-high"
    return "" if gives_reason(reason) else "score-lower-than-computed"


def _compute(
    profile: Profile, entry: Entry, verdict: Verdict, grade: Band | None, points: Decimal | None
) -> tuple[Decimal | None, str]:
    if profile.forward is None:
        return None, f"“{profile.name}”：得分由单位填写，程序不计算"
    if not entry.applies:
        after = "其余指标折算到满分" if profile.rebases else "这套办法没有规定怎么计分，得分由单位填写"
        return None, f"填的是不适用，{after}"
    if grade is not None:
        return None, _graded(grade, points)
    if verdict.outcome is Attainment.UNDECIDED:
        return None, f"{verdict.reason}，得分由单位填写"
    if Code.NO_VALUE in verdict.notes:
        return None, "目标值是文字，得分由单位按完成的程度填写"
    if points is None:
        return None, "没有分值，算不出得分"
    if verdict.outcome is Attainment.MISSED:
        return _missed(profile, entry, verdict, points)
    if verdict.outcome is Attainment.EXCEEDED and profile.over_deduction:
        left = round_score(max(points - profile.over_deduction, ZERO))
        return left, f"{verdict.reason}，超过目标太多，扣分后得 {plain(left)} 分"
    return round_score(points), f"{verdict.reason}，得满分 {plain(points)} 分"


def _missed(profile: Profile, entry: Entry, verdict: Verdict, points: Decimal) -> tuple[Decimal | None, str]:
    goal, result = read(entry.target), read(entry.actual)
    if not _exact(result):
        return None, f"{verdict.reason}，没有写出准确的数，得分由单位填写"
    if _worth_nothing(goal, result):
        return round_score(ZERO), f"{verdict.reason}，得 0 分"
    # Only a lower-is-better target is missed above 1, only a higher-is-better one below.
    formula = profile.reverse if verdict.ratio is not None and verdict.ratio > 1 else profile.forward
    if verdict.ratio is None or formula is None:
        return None, f"{verdict.reason}，不能按比例算，得分由单位填写"
    best = max(_stepped(profile, entry, result), formula.share(verdict.ratio))
    computed = round_score(points * best)
    return computed, f"{verdict.reason}，{formula.word}得 {plain(computed)} 分"


def _exact(result: Reading) -> bool:
    """Tell whether an actual is a number without 约, 以上 and the like; of several, whether all are."""
    parts = result.parts if isinstance(result, Several) else (result,)
    return all(
        isinstance(part, Quantity) and part.about is About.EXACT and part.bound in (Bound.NONE, Bound.EQUAL)
        for part in parts
    )


def _worth_nothing(goal: Reading, result: Reading) -> bool:
    """Tell the cases that have no ratio and score nothing: a target of zero passed, an actual below zero."""
    if not (isinstance(goal, Quantity) and isinstance(result, Quantity)):
        return False
    return goal.value == 0 < result.value or result.value < 0 < goal.value


def _stepped(profile: Profile, entry: Entry, result: Reading) -> Decimal:
    """Give the share by the steps that the profile has for a section, for actuals in per cent; else 0."""
    if not (isinstance(result, Quantity) and result.unit == "%"):
        return ZERO
    shares = [
        value_of_step(steps, result.value / 100)
        for section, steps in profile.steps.items()
        if any(bare_label(level).endswith(bare_label(section)) for level in entry.levels)
    ]
    return max((share for share in shares if share is not None), default=ZERO)


def _graded(grade: Band, points: Decimal | None) -> str:
    limits = f"分值的 {plain(grade.floor * 100)}% 到 {plain(grade.ceiling * 100)}%"
    open_end = "" if grade.ceiling == ONE else "，不含上限"
    if points is not None:
        limits += f"（{plain(points * grade.floor)} 到 {plain(points * grade.ceiling)} 分{open_end}）"
    return f"完成情况是“{grade.words[0]}”，得分由单位填写，应当是{limits}"


def _issue(entry: Entry, verdict: Verdict, grade: Band | None, points: Decimal | None, computed: Decimal | None) -> str:
    """Name the gravest thing to be said about a row."""
    typed = entry.typed
    if typed is not None and (typed < 0 or (points is not None and typed > points)):
        return "score-over-points"
    if typed and entry.applies and verdict.code is Code.MISSING:
        return "score-without-actual"
    if typed is not None and points and grade and not _within(typed / points, grade):
        return "score-out-of-band"
    if typed is not None and typed == points and computed is None and verdict.outcome is Attainment.MISSED:
        return "full-score-missed"
    if issue := compared(typed, computed, entry.reason):
        return issue
    if gives_reason(entry.reason) or not entry.applies:
        return ""
    if verdict.outcome is Attainment.EXCEEDED:
        return "over-completed-without-reason"
    kept = typed if typed is not None else computed
    return "reason-missing" if kept is not None and points is not None and kept < points else ""


def _within(share: Decimal, grade: Band) -> bool:
    return grade.floor <= share and (share < grade.ceiling or share == grade.ceiling == ONE)


def usable(value: Decimal | None) -> Decimal | None:
    """Return a number that can be reckoned with; None for what no form can mean."""
    return value if value is not None and value.is_finite() and value.adjusted() < 9 else None
