"""The formulas that labels make likely: totals of rows and of lists, rates, points of all indicators; each with a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfeval.authoring.form_draft.declared import DraftField, Question
from selfeval.authoring.form_draft.known import key_of
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, Kind
from selfeval.text.pattern import regex

_TOTAL = regex(r"(?:年度)?(?:资金)?(?:总额|合计|总计|小计)|.*(?:资金总额|金额合计|资金合计|总额|合计|总计)")
_TOTAL_POINTS = regex(r"总分|总得分|合计")
_SPENT = regex(r"执行数|实际支出|支出数|决算数|实际执行|完成数")
_PLANNED = regex(r"全年预算|调整.*预算|预算数|预算|到位")
_RATE = regex(r"(?:预算)?(?:执行|完成|支出)率")

Fields = Mapping[KeyPath, DraftField]


def write_formulas(fields: Fields) -> None:
    """Write a formula into every field whose label says how it is computed."""
    single = [made for made in fields.values() if made.place and not _is_in_list(made, fields)]
    for members in _by_group(single):
        _sum_group(members)
    for made in single:
        if made.crossing[0]:
            _sum_list(made, fields)
    for made in single:
        if made.kind is Kind.PERCENT and _RATE.search(made.label) and not made.known:
            _divide(made, single)
        elif made.kind is Kind.NUMBER and _TOTAL_POINTS.search(made.label):
            _sum_points(made, fields)


def _is_in_list(made: DraftField, fields: Fields) -> bool:
    above = fields.get(made.path[:-1])
    return above is not None and above.kind in CONTAINERS - {Kind.GROUP}


def _compute(made: DraftField, formula: str, asked: str) -> None:
    made.words["算式"] = formula
    made.questions.append(Question(made.place, f"照标签看是{asked}，由程序算。对吗？"))


def _by_group(fields: list[DraftField]) -> Iterator[list[DraftField]]:
    groups: dict[KeyPath, list[DraftField]] = {}
    for made in fields:
        if made.kind is Kind.AMOUNT and len(made.path) > 1:
            groups.setdefault(made.path[:-1], []).append(made)
    yield from groups.values()


def _sum_group(amounts: list[DraftField]) -> None:
    """Sum the amounts of a group into the one that is called a total."""
    total = next((made for made in amounts if _TOTAL.fullmatch(made.path[-1])), None)
    parts = [made for made in amounts if made is not total]
    if total is not None and len(parts) > 1:
        _compute(total, f"合计({', '.join(made.key for made in parts)})", "几项加起来")


def _sum_list(made: DraftField, fields: Fields) -> None:
    """Sum the column of a list that stands under the same head as a total below it."""
    row, head = made.crossing
    same = (other for other in fields.values() if other.label == head and _is_in_list(other, fields))
    column = next((other for other in same if other.kind is made.kind), None)
    if column is not None and _TOTAL.fullmatch(key_of(row)) and "算式" not in made.words:
        _compute(made, f"合计({column.key})", f"上面各条的“{head}”加起来")


def _divide(made: DraftField, fields: list[DraftField]) -> None:
    """Divide what was spent by what was planned, both in the row of a rate."""
    row = made.place.partition("行")[0]
    beside = [other for other in fields if other.kind is Kind.AMOUNT and other.place.partition("行")[0] == row]
    spent = next((other for other in beside if _SPENT.search(other.label)), None)
    planned = [other for other in beside if _PLANNED.search(other.label) and not _SPENT.search(other.label)]
    surer = (other for other in planned if "全年" in other.label or "调整" in other.label)
    best = next(surer, planned[-1] if planned else None)
    if spent is not None and best is not None:
        _compute(made, f"{spent.key} / {best.key}", f"“{spent.label}”除以“{best.label}”")
    else:
        made.questions.append(Question(made.place, "是不是由程序算？是的，写上算式；不是的，不用改。"))


def _sum_points(made: DraftField, fields: Fields) -> None:
    """Sum the points or scores of the indicators where a label speaks of all of them."""
    indicators = next((each for each in fields.values() if each.kind is Kind.INDICATORS), None)
    column = "得分" if "得分" in made.label else "分值" if "分值" in made.label else ""
    if indicators is not None and column:
        found = next(
            (other for path, other in fields.items() if path[-1] == column and _is_in_list(other, fields)), None
        )
        if found is not None and found.path[:-1] == indicators.path:
            _compute(made, f"合计({found.key})", f"各项{column}加起来（不含执行率的分）")
