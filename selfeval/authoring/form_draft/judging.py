"""What a drafted form judges by: its scoring, the sum of its points, spending within the budget; each with a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from selfeval.authoring.form_draft.declared import DraftField, DraftSection, Question
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import RepeatedRows
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Phase
from selfeval.quantity.fields import number
from selfeval.text.pattern import regex

_IN_HEAD = regex(r"[（(](?:共|合计|满分)?\s*(\d{2,3})\s*分?[）)]")
_WHOLE = Decimal(100)
_SCORED_BY = ("年度指标值", "实际", "分值", "得分")
_PROFILE = "mof-2020"
"""The scoring of the ministry: 10 points for the execution rate, 90 for the indicators."""

Fields = Mapping[KeyPath, DraftField]


def write_judging(drafting: Drafting) -> None:
    """Write how a form is scored, what its points come to, and that spending stays within the budget."""
    made = next((each for each in drafting.fields.values() if each.kind is Kind.INDICATORS), None)
    if made is not None:
        total = _printed_total(drafting, made)
        rate = _rate(drafting.fields)
        is_left = _given_to_levels(_listing_of(drafting, made)) != _WHOLE  # points for the execution rate
        is_self = drafting.nature.phase is Phase.SELF_EVALUATION
        if is_self and is_left and rate is not None and _is_scored(drafting.fields, made):
            _score(drafting, made, rate)
            if total not in (None, _WHOLE, _WHOLE - 10):
                made.words["满分"] = str(total)
        elif total not in (None, _WHOLE):
            made.words["满分"] = str(total)
    if not any(section.word == "评分" for section in drafting.declared.sections):
        _demand_scores(drafting.fields)
    for check in _checks(drafting.fields):
        drafting.declared.sections.append(check)


def _demand_scores(fields: Fields) -> None:
    """Let the scores of all rows be typed: the program computes none."""
    for path, field in fields.items():
        if path[-1] == "得分" and _is_in_list(field, fields):
            field.words.pop("必填", None)


def _printed_total(drafting: Drafting, made: DraftField) -> Decimal | None:
    """Return what the points of all indicators come to, as printed in the head of their column or beside their headings."""
    listing = _listing_of(drafting, made)
    heads = (_IN_HEAD.search("".join(column.labels)) for column in listing.columns if not column.level)
    columns = [column for column in drafting.fields.values() if column.path[-1] in ("分值",)]
    printed = next((found[1] for found in heads if found), "") if columns else ""
    return number(printed).value if printed else _given_to_levels(listing)


def _listing_of(drafting: Drafting, made: DraftField) -> RepeatedRows:
    rows = (each for each in drafting.form.asked if isinstance(each, RepeatedRows))
    return next(each for each in rows if each.rows[0] == made.place)


def _given_to_levels(listing: RepeatedRows) -> Decimal | None:
    """Return the points that all headings of the first level have together, None where one of them prints none."""
    first = [listing.points.get((name,)) for name in listing.levels]
    return (
        sum((number(points or "").value or Decimal(0) for points in first), Decimal(0))
        if first and all(first)
        else None
    )


def _rate(fields: Fields) -> DraftField | None:
    """Return the rate of spending, the one of the whole sum where there are several."""
    rates = [each for each in fields.values() if each.kind is Kind.PERCENT and draft_words().rates.search(each.label)]
    whole = (each for each in rates if each.crossing[0] and draft_words().totals.search(each.path[-1]))
    return next(whole, rates[0] if rates else None)


def _is_scored(fields: Fields, made: DraftField) -> bool:
    keys = {path[-1] for path, field in fields.items() if path[:-1] and fields.get(path[:-1], made).kind in _ROWS}
    return keys.issuperset(_SCORED_BY)


_ROWS = (Kind.INDICATORS, Kind.RESULTS)


def _score(drafting: Drafting, made: DraftField, rate: DraftField) -> None:
    asked = f"先照财政部的办法（{_PROFILE}）打分：执行率 10 分，指标 90 分。对吗？别的办法看 templates/scoring.yaml，不打分的删去这几行。"
    lines = (f"方案: {_PROFILE}", f"指标: {made.key}", f"执行率: {rate.key}")
    drafting.declared.sections.append(DraftSection("评分", lines, (Question(made.place, asked),)))
    for field in drafting.fields.values():
        if (
            field.kind is Kind.NUMBER
            and field.place
            and len(field.path) < 3
            and not _is_in_list(field, drafting.fields)
        ):
            _take_score(field, rate)


def _is_in_list(made: DraftField, fields: Fields) -> bool:
    above = fields.get(made.path[:-1])
    return above is not None and above.kind not in (Kind.GROUP,)


def _take_score(field: DraftField, rate: DraftField) -> None:
    """Let a single number print the score of the execution rate beside it, or the total."""
    row = field.place.partition("行")[0]
    words = {word for word in ("得分", "总分", "评分") if word in field.label}
    if not words:
        return
    if row == rate.place.partition("行")[0] and field.path != rate.path:
        key, asked = "评分.执行得分", "执行率的得分"
    elif draft_words().total_points.search("".join((field.label, *field.crossing))):
        key, asked = "评分.总得分", "总得分，执行率的分在内"
    else:
        return
    field.words["算式"] = key
    field.questions = [Question(field.place, f"照标签看是{asked}，由程序算。对吗？")]


def _checks(fields: Fields) -> Iterator[DraftSection]:
    """Yield the check that what was spent is not more than what was planned, where both stand in one row."""
    words = draft_words()
    for spent in fields.values():
        if spent.kind is not Kind.AMOUNT or not spent.place or not words.spent.search(spent.label):
            continue
        row = spent.place.partition("行")[0]
        beside = [other for other in fields.values() if other.place.partition("行")[0] == row and other is not spent]
        planned = [
            other
            for other in beside
            if other.kind is Kind.AMOUNT and words.planned.search(other.label) and not words.spent.search(other.label)
        ]
        if planned and not _is_in_list(spent, fields) and spent.key not in _forecasts(fields):
            lines = (
                "spending-over-budget:",
                f"  算式: {spent.key} <= {planned[-1].key}",
                f"  位置: {spent.key}",
                "  级别: 提醒",
                f"  说明: {spent.label}超过了{planned[-1].label}",
            )
            asked = f"“{spent.label}”一般不超过“{planned[-1].label}”，超过了就提醒。对吗？"
            yield DraftSection("核对", lines, (Question(spent.place, asked),))
            return


def _forecasts(fields: Fields) -> list[str]:
    return [each.key for each in fields.values() if "预计" in each.label]
