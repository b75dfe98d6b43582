"""The formulas that labels make likely: totals of rows and of lists, rates, points of all indicators; each with a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfeval.authoring.form_draft.declared import DraftField, Question
from selfeval.authoring.form_draft.kinds import is_said
from selfeval.authoring.form_draft.known import key_of
from selfeval.authoring.form_draft.words import draft_words
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, Kind

Fields = Mapping[KeyPath, DraftField]
_FIGURES = {Kind.AMOUNT, Kind.COUNT, Kind.NUMBER, Kind.PERCENT}


def write_formulas(fields: Fields) -> None:
    """Write a formula into every field whose label says how it is computed."""
    _agree(fields)
    single = [made for made in fields.values() if made.place and not _is_in_list(made, fields)]
    for members in _by_group(single):
        _sum_group(members)
    for made in single:
        if made.crossing[0]:
            _sum_list(made, fields)
        else:
            _sum_list_beside(made, fields)
    for made in single:
        if made.kind is Kind.PERCENT and draft_words().rates.search(made.label) and not made.known:
            _divide(made, single)
        elif made.kind is Kind.NUMBER and draft_words().total_points.search(made.label):
            _sum_points(made, fields)


def _agree(fields: Fields) -> None:
    """Let a cell below heads be of the type of the others of its column or row where no label says what it is."""
    below = [made for made in fields.values() if made.crossing[1] and not made.known]
    told = [made for made in below if is_said(made.crossing)]
    for made in below:
        if made.kind is Kind.TEXT and made not in told:
            beside = [other for other in told if _is_beside(made, other)]
            same = [other for other in beside if other.crossing[1] == made.crossing[1]] or beside
            kinds = {other.kind for other in same}
            if len(kinds) == 1 and (kinds == {Kind.AMOUNT} or kinds < _FIGURES) and (made.crossing[0] or len(same) > 1):
                made.kind = kinds.pop()


def _is_beside(made: DraftField, other: DraftField) -> bool:
    """Tell whether two cells stand in one row or column of a table."""
    table, row = made.place.partition("第")[0], made.place.partition("行")[0]
    return other.place.partition("行")[0] == row or (
        other.place.partition("第")[0] == table and other.crossing[1] == made.crossing[1]
    )


def _in_one_table(made: DraftField, other: DraftField) -> bool:
    """Tell whether two fields stand in one table of the document."""
    return made.place.partition("第")[0] == other.place.partition("第")[0] != ""


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
    total = next((made for made in amounts if draft_words().totals.search(made.path[-1])), None)
    parts = [made for made in amounts if made is not total]
    if total is not None and len(parts) > 1:
        _compute(total, f"合计({', '.join(made.key for made in parts)})", "几项加起来")


def _sum_list(made: DraftField, fields: Fields) -> None:
    """Sum the column of a list that stands under the same head as a total below it."""
    row, head = made.crossing
    same = [other for other in fields.values() if other.label == head and _is_in_list(other, fields)]
    same = [other for other in same if _in_one_table(made, other)] or same
    if not same or not draft_words().totals.search(key_of(row)):
        return
    if same[0].kind is Kind.TEXT and same[0].is_guessed:
        beside = [
            other.kind for path, other in fields.items() if path[:-1] == same[0].path[:-1] and is_said([other.label])
        ]
        amounts = Kind.AMOUNT in beside and Kind.COUNT not in beside and Kind.NUMBER not in beside
        same[0].kind = Kind.AMOUNT if amounts else Kind.NUMBER  # what is summed up is no text
    made.kind = same[0].kind if same[0].kind in _FIGURES else made.kind
    summed = [other.words["算式"] for other in fields.values() if "算式" in other.words]
    terms = [f"合计({other.key})" for other in same if other.kind is made.kind]
    open_terms = [term for term in terms if not any(term in formula for formula in summed)]
    if terms and made.kind in _FIGURES - {Kind.PERCENT} and "算式" not in made.words:
        _compute(made, " + ".join(open_terms or terms[:1]), f"上面各条的“{head}”加起来")


def _sum_list_beside(made: DraftField, fields: Fields) -> None:
    """Sum the only amounts of a list into the total below it, beside the label that stands beside the list too."""
    beside = made.path[0] if len(made.path) > 1 else ""
    lists = [other for other in fields.values() if other.kind is Kind.LIST and key_of(other.label) == beside != ""]
    columns = [other for other in fields.values() if lists and other.path[:-1] == lists[0].path]
    amounts = [other for other in columns if other.kind is Kind.AMOUNT]
    is_total = made.kind is Kind.AMOUNT and draft_words().totals.search(made.path[-1])
    if is_total and len(amounts) == 1 and "算式" not in made.words:
        _compute(made, f"合计({amounts[0].key})", f"上面各条的“{amounts[0].label}”加起来")


def _divide(made: DraftField, fields: list[DraftField]) -> None:
    """Divide what was spent by what was planned, both in the row of a rate."""
    words = draft_words()
    row = made.place.partition("行")[0]
    beside = [other for other in fields if other.kind is Kind.AMOUNT and other.place.partition("行")[0] == row]
    spent = next((other for other in beside if words.spent.search(other.label)), None)
    planned = [other for other in beside if words.planned.search(other.label) and not words.spent.search(other.label)]
    surer = (other for other in planned if "全年" in other.label or "调整" in other.label)
    best = next(surer, planned[-1] if planned else None)
    if spent is not None and best is not None:
        _compute(made, f"{spent.key} / {best.key}", f"“{spent.label}”除以“{best.label}”")
    else:
        made.questions.append(Question(made.place, "是不是由程序算？是的，写上算式；不是的，不用改。"))


def _sum_points(made: DraftField, fields: Fields) -> None:
    """Sum the points or scores of the indicators where a label speaks of all of them: of those in its table, if there are any."""
    column = "得分" if "得分" in made.label else "分值" if "分值" in made.label else ""
    above = {path: fields.get(path[:-1]) for path in fields if path[-1] == column and _is_in_list(fields[path], fields)}
    known = [fields[path] for path, over in above.items() if over and over.kind in (Kind.INDICATORS, Kind.RESULTS)]
    near = [other for other in known if _in_one_table(made, other)] or known
    if near and "算式" not in made.words:
        _compute(made, f"合计({near[0].key})", f"各项{column}加起来（不含执行率的分）")
