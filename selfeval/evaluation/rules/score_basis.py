"""What is said of a score beside it, in the criterion or the reason, against its points and the score itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.figures.reckon import is_like
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.score import number
from selfeval.evaluation.scoring.row import plain
from selfeval.form.field import Role
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.notation import drop_zeros
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_CRITERION = regex("(?:评分|扣分|计分|得分|打分)(?:标准|规则|办法|细则|方法|依据)")
_POINTS = r"(\d+(?:\.\d+)?)\s*分"
_GIVEN = regex(rf"(?:得|计|记|满分(?:为)?)\s*{_POINTS}(?![/／])")
_ANY_POINTS = regex(rf"(?<![评测打达到于]){_POINTS}(?![/／钟]|以[上下]|及以)")
_NOT_GIVEN = regex("扣|减|达到|不[低高]于|[评测打][为得]?\\d")
"""Matches what says of the only points in a criterion that they are taken, or are those of somebody else's scale."""
_OF_SOME = regex("各|每|另|加|基础|依次|分别|至|[-~～—]")
"""Matches what says of points that they are for some of the criterion."""
_TAKEN = regex(rf"每[^，。；]{{1,16}}?扣\s*{_POINTS}")
_TAKEN_AT_ALL = regex("扣|减")
_RATE = regex(r"([^\W\d_]{0,6}(?:率|满意度))(?:为|是|达到?|只有)?\s*(\d+(?:\.\d+)?)\s*%")
_PARTS = regex(
    r"(?:^|[,，;；])(?P<names>[^,，;；\d扣每按比例最超满加减]{2,24}?)(?P<each>各)?(?:得|计)?\s*(?P<points>\d+(?:\.\d+)?)\s*分(?=$|[,，;；。])"
)
"""Matches what one part of a criterion is worth, and nothing of steps, bounds or shares."""
_FEWEST = 2
"""How many parts a criterion has, at least, whose points are added."""
_HUNDRED = Decimal(100)


def score_basis_differs(case: Case) -> Iterator[Finding]:
    """Find 得15分 where an indicator has 10 points, 每…扣2分 beside one point lost, 执行率82.5% beside 3.7 of 4 points."""
    for row in case.indicators:
        points, score = number(row, Role.POINTS), number(row, Role.SCORE)
        for leaf in (each for each in row.values.values() if isinstance(each, Leaf)):
            is_criterion = any(map(_CRITERION.search, leaf.field.names)) and leaf.field.role is None
            message = ""
            if is_criterion and points:
                message = _of_points(leaf, points) or _of_sum(leaf, points) or _of_loss(leaf, points, score)
            if not message and (is_criterion or leaf.field.role is Role.REASON) and points and score is not None:
                message = _of_rate(row, leaf, score / points * _HUNDRED, score / points)
            if message:
                yield Finding(leaf.text.place, f"“{row.name}”{message}", leaf.where)


def _of_points(leaf: Leaf, points: Decimal) -> str:
    """Return what is wrong with the points that a criterion gives: more than there are, or other ones for all of it."""
    text = to_half_width(str(leaf.text))
    given = [Decimal(each) for each in _GIVEN.findall(text) or _only_points(text)]
    if not given or max(given) == points:
        return ""
    is_whole = len(given) == 1 and not _OF_SOME.search(text[: text.index("分")])
    if max(given) > points or is_whole:
        return f"的分值是 {plain(points)} 分，“{leaf.field.path[-1]}”写的是得 {plain(max(given))} 分；请核对哪个不对"
    return ""


def _of_sum(leaf: Leaf, points: Decimal) -> str:
    """Return what is wrong with the points of the parts of a criterion that do not make its own (财务、采购制度各2分，执行到位1分)."""
    text = to_half_width(str(leaf.text))
    found = [
        (Decimal(each["points"]), each["names"].count("、") + 1 if each["each"] else 1)
        for each in _PARTS.finditer(text)
    ]
    total = sum((each * count for each, count in found), Decimal(0))
    is_whole = "".join(each[0] for each in _PARTS.finditer(text)) == text.rstrip("。")
    if not is_whole or len(found) + any(count > 1 for _, count in found) < _FEWEST or total == points:
        return ""
    return f"的分值是 {plain(points)} 分，“{leaf.field.path[-1]}”里各项加起来是 {plain(total)} 分；请核对哪个不对"


def _only_points(text: str) -> list[str]:
    """Return the points of a criterion that names no others: 不超过预算6分."""
    found = _ANY_POINTS.findall(text)
    return found if len(found) == 1 and not _NOT_GIVEN.search(text) else []


def _of_loss(leaf: Leaf, points: Decimal, score: Decimal | None) -> str:
    """Return what is wrong with points lost that the only step of a criterion does not make, both being whole numbers."""
    text = to_half_width(str(leaf.text))
    steps = _TAKEN.findall(text)
    if score is None or len(steps) != 1 or len(_TAKEN_AT_ALL.findall(text)) != 1:
        return ""
    step, lost = Decimal(steps[0]), points - score
    if lost <= 0 or not step or step % 1 or lost % 1 or not lost % step or not score:
        return ""
    return f"扣了 {plain(lost)} 分，“{leaf.field.path[-1]}”写的是每次扣 {plain(step)} 分，扣不出来；请核对哪个不对"


def _of_rate(row: Indicator, leaf: Leaf, rate: Decimal, share: Decimal) -> str:
    """Return what is wrong with a rate that is a slip of the finger away from the share of the points that was given."""
    for name, typed in _RATE.findall(to_half_width(str(leaf.text))):
        own = str(row.name)
        if not (own in name or name in own) or share >= 1:
            continue
        shown = str(drop_zeros(rate.quantize(Decimal(1).scaleb(-len(typed.partition(".")[2])))))
        digits, others = typed.replace(".", ""), shown.replace(".", "")
        if digits != others and Decimal(typed) != rate and is_like(digits, others):
            return f"得了分值的 {shown}%，“{leaf.field.path[-1]}”写的是 {typed}%；请核对哪个不对"
    return ""
