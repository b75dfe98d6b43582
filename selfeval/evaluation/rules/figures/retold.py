"""What reasons, remarks and cells tell again of a figure that another text or the only indicator counted so gives.

地面翻修停开9周 in a reason where the result says 停开6周; 物资平均126分钟出库 beside 应急物资出库时间: 1.6小时.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree, comparable, equal, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import digits_of, is_like
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.units import is_money, is_time
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

LONG, SHORT = 4, 2
"""How many telling characters two texts share beside their figures; how many where nothing else is counted so."""
_SURE = 6
"""How many different characters a clause has, at least, all of which stand in another one, that says the same."""
_WHOLE, _ANY = 14, "个"
_GROUP, _PAIR = 60, 2
"""How many figures of one unit are compared with one another."""
_GENERAL = frozenset(("个", "项", "次", "件", "人", "人次", "家", "处", "种", "份"))
"""Units in which many things are counted, so that two characters in common tell little."""
_RATED = frozenset(("%", "个百分点", "百分点", "‰", "分", "倍"))
_OTHER = regex(
    "[比较每各另拟最]|(?<!平)均|应(?!急)|相比|同比|其余|剩余|预[计期]|力争|确保|计划|目标|新增|增加|减少|[缺短]少|少于|[高低多]于|提高|缩短|压缩|压减|降低|下降|上升|延长|第$|[由从]$"
)
"""Matches what says right before a figure that it is a part, a difference or an aim."""
_YEAR = regex(r"(20\d\d)年")
_PART_OF_YEAR = regex(
    r"[上下]半年|季度|截[至止]|\d月(?!\d{1,2}日)|[期学]年?[中期]|首次|期间|第[一二三四]|[全我本][国省市区县]"
)
"""Matches what says of a rate beside a day that it is of less than the year, or of another area."""
_WHEN = regex("(?:时间|时限|时长|期限|天数|工期)$")
_YEARS = regex("[两二三四五六][个]?年|[中长周]期|总目标|规划|阶段")
"""Matches what says of a figure that it is of several years."""
_CAUSE = regex("(?:因|由于)([^,;]{2,})$")
"""Matches the cause that a figure belongs to, whatever is aimed at (力争补足因大修停开的10次)."""
_ELSEWHEN = regex(
    "上年|去年|同期|往年|其中|包括|包含|分别|部分|不含|除了|除外|扣除|各[有配设]|均[有配设]|占|[人日月]均|累计"
)
"""Matches what says before a figure, since the last full stop, that it is a part or of another time."""
_SAMPLED = regex("(?:抽查|抽检|抽测|抽取|抽样|走访|查看|回访|调研|核查|暗访|核实)(?:了|的)?$")
_BEING = regex("^(?:在建|续建|停工|停开|停用|待建|待验收|未完工|未开工|未交付|没有完工|没有开工|没有交付)$")
"""Matches the words beside a figure that say how far things are and nothing else."""

_UNDONE = regex("没有|未(?!来)|尚未")


class _Told(NamedTuple):
    """Hold a figure of a text with the telling words before it and behind it; an ``exact`` one is of the year and the area."""

    each: Stated
    where: str
    ahead: str
    behind: str
    exact: bool
    of_other_year: bool

    @property
    def planned(self) -> bool:
        """Tell whether it stands in a plan."""
        return self.each.paragraph.planned


def retold(dossier: Dossier) -> Iterator[Finding]:
    """Yield the figures that another text, or an indicator that alone is counted so, gives otherwise."""
    told = _all_told(dossier)
    yield from _pairs(dossier, told)
    yield from _against_indicators(dossier, told)


def _all_told(dossier: Dossier) -> list[_Told]:
    exact = {(typed.stated.where, typed.stated.start) for typed in dossier.typed if typed.exact}
    found = []
    for each in (figure for sentence in dossier.told for figure in sentence.figures):
        is_plain = not each.rough and (each.paragraph.planned or not each.bounded)
        if is_plain and not is_money(each.figure.unit):
            noun = each.figure.unit.removeprefix(_ANY)
            behind = telling((noun if each.figure.unit.startswith(_ANY) else "") + each.trail)[:_WHOLE]
            years = _YEAR.findall(each.setting)
            found.append(
                _Told(
                    each,
                    each.where,
                    telling(each.lead)[-_WHOLE:],
                    behind,
                    (each.where, each.start) in exact,
                    any(year != dossier.submission.year for year in years),
                )
            )
    return found


def _pairs(dossier: Dossier, told: Sequence[_Told]) -> Iterator[Finding]:
    """Yield figures of two texts that count the same, one of them in a reason, a remark or a cell."""
    known = {one.unit for row in dossier.indicators for one in _values(row)}
    units: dict[str, list[_Told]] = {}
    for each in told:
        if each.each.figure.unit not in _RATED:
            units.setdefault(each.each.figure.unit, []).append(each)
    for unit, alike in units.items():
        counted = [each for each in alike if not _is_other(each)][:_GROUP]
        sampled = [each for each in alike if _SAMPLED.search(each.each.lead)]
        least = SHORT if len(alike) == _PAIR and unit not in known else LONG
        for one, other in combinations(counted, 2):
            if one.where == other.where or one.planned is not other.planned:
                continue
            if agree(one.each.figure, other.each.figure) is not False:
                continue
            are_samples = len(sampled) == _PAIR and one in sampled and other in sampled
            if not (are_samples or _tell_the_same(dossier, one, other, least)):
                continue
            is_said = _says(alike, one.where, other.each.figure) or _says(alike, other.where, one.each.figure)
            if not is_said and _forms(one, other):
                yield _differ(one, other)


def _tell_the_same(dossier: Dossier, one: _Told, other: _Told, least: int) -> bool:
    """Tell whether the words beside two figures of the year say that they count the same."""
    if dossier.submission.project and _are_as_far(one, other):
        return True
    if one.of_other_year or other.of_other_year:
        return False
    return (_may_be(one, other) and _are_named_alike(one, other, least)) or _are_same_words(one, other)


def _are_named_alike(one: _Told, other: _Told, least: int) -> bool:
    """Tell whether so many characters beside two figures are the same, one of them in no prose, or both were not done."""
    if _are_undone(one, other):
        return True
    shared = _shared(one, other) if least >= LONG else _shared_before(one, other)
    return shared >= least and not (one.each.paragraph.narrative and other.each.paragraph.narrative)


def _against_indicators(dossier: Dossier, told: Sequence[_Told]) -> Iterator[Finding]:
    """Yield a figure that is not the value of the indicator that the words before it name, or of the only one counted so."""
    named: dict[str, list[Indicator]] = {}
    for each in dossier.indicators:
        named.setdefault(telling(unspaced(str(each.name))), []).append(each)
    for one in told:
        if one.of_other_year or _is_other(one):
            continue
        row = _named(named, one) or _only_one(dossier, told, one)
        leaf = _leaf(row, planned=one.planned) if row else None
        value = _figure(row, leaf) if row and leaf else None
        if row is None or leaf is None or value is None or not comparable(value.unit, one.each.figure.unit):
            continue
        if one.where.startswith(row.values.where) or _is_near(one.each.figure, row, value):
            continue
        place = leaf.text.place
        called = "目标值" if one.planned else "指标"
        message = f"“{one.each.said}”和 {place.file} 第 {place.line} 行对不上：{called}“{row.name}”是“{leaf.text.strip()}”；请核对哪个对，改成一致"
        forms = one.each.paragraph.forms & dossier.having(leaf.field.path)
        if forms and not _says(told, one.where, value):
            yield Finding(one.each.place, message, one.where, forms=forms)


def _named(named: Mapping[str, Sequence[Indicator]], one: _Told) -> Indicator | None:
    """Return the only indicator whose whole name is all that a clause of a result says before a figure."""
    said = telling(one.each.lead)
    is_of_day = one.each.figure.unit in _RATED and not _PART_OF_YEAR.search(one.each.setting)
    if len(said) < LONG or one.planned or not (one.exact or is_of_day):
        return None
    rows = named.get(said, ())
    return rows[0] if len(rows) == 1 else None


def _only_one(dossier: Dossier, told: Sequence[_Told], one: _Told) -> Indicator | None:
    """Return the only indicator that gives a time, where a clause with the only time of its text says what is done in it."""
    unit = one.each.figure.unit
    if not is_time(unit):
        return None
    rows = [row for row in dossier.indicators if any(comparable(each.unit, unit) for each in _values(row))]
    if len(rows) != 1:
        return None
    deed = _WHEN.sub("", unspaced(str(rows[0].name)))[-SHORT:]
    if len(deed) < SHORT or deed not in one.each.lead + one.each.trail:
        return None
    beside = [each for each in told if each.where == one.where and comparable(each.each.figure.unit, unit)]
    return rows[0] if len(beside) == 1 else None


def _leaf(row: Indicator, *, planned: bool) -> Leaf | None:
    return row.leaf(Role.TARGET) if planned else row.leaf(Role.ACTUAL) or row.leaf(Role.RESULT)


def _figure(row: Indicator, leaf: Leaf) -> Figure | None:
    given = {Role.TARGET: row.goal, Role.ACTUAL: row.result}
    shown = given.get(leaf.field.role, "") if leaf.field.role else ""
    found = only_figure(shown or str(leaf.text))
    return found[0] if found else None


def _values(row: Indicator) -> list[Figure]:
    leaves = (row.leaf(role) for role in (Role.TARGET, Role.ACTUAL, Role.RESULT, Role.FORECAST))
    return [found for leaf in leaves if leaf and (found := _figure(row, leaf))]


def _is_near(figure: Figure, row: Indicator, value: Figure) -> bool:
    """Tell whether a figure is the value of an indicator, its value of another year, or what two of these differ by."""
    if agree(figure, value):
        return True
    values = _values(row)
    values += [
        found[0] for each in row.values.values() if isinstance(each, Leaf) and (found := only_figure(str(each.text)))
    ]
    apart = [
        one._replace(value=abs(one.value - same.value))
        for one, other in combinations(values, 2)
        if (same := other.in_unit(one.unit))
    ]
    return any(equal(figure, each) for each in values + apart)


def _is_other(one: _Told) -> bool:
    """Tell whether a figure is of a part, a difference or an aim."""
    cause = _CAUSE.search(one.each.lead)
    return bool(_OTHER.search(cause[1] if cause else one.each.lead) or _ELSEWHEN.search(one.each.setting))


def _may_be(one: _Told, other: _Told) -> bool:
    """Tell whether one figure may be mistyped for another; of what anything is counted in a digit must be all that is wrong."""
    digits, others = digits_of(one.each), digits_of(other.each)
    wrong = sum(map(str.__ne__, digits, others)) if len(digits) == len(others) > 1 else 0
    return one.each.figure.unit not in _GENERAL or wrong == 1 or is_like(digits, others)


def _says(told: Sequence[_Told], where: str, figure: Figure) -> bool:
    return any(each.where == where and agree(each.each.figure, figure) for each in told)


def _forms(one: _Told, other: _Told) -> frozenset[str]:
    """Return the forms that show both texts, else those that show the second one; none where they stand in two files."""
    shown = one.each.paragraph.forms, other.each.paragraph.forms
    return (shown[0] & shown[1] or shown[1]) if one.each.place.file == other.each.place.file else frozenset()


def _are_same_words(one: _Told, other: _Told) -> bool:
    """Tell whether one clause says nothing that the other does not, or both begin alike behind their figures and go on alike."""
    shorter, longer = sorted((one.ahead + one.behind, other.ahead + other.behind), key=lambda said: len(set(said)))
    is_inside = len(set(shorter)) >= _SURE and set(shorter) <= set(longer)
    if not (is_inside or (_begins(one.behind, other.behind) >= SHORT and _common(shorter, longer) >= LONG)):
        return False
    if any(_YEARS.search(each.each.setting + each.where) or _SAMPLED.search(each.each.lead) for each in (one, other)):
        return False
    return not (one.each.paragraph.narrative and other.each.paragraph.narrative) or _may_be(one, other)


def _are_undone(one: _Told, other: _Told) -> bool:
    """Tell whether two figures, of what nothing else is counted in, are of the same thing that was not done."""
    both = all(_UNDONE.search(each.each.lead + each.each.trail) for each in (one, other))
    return both and one.each.figure.unit not in _GENERAL and _common(one.behind[:LONG], other.behind[:LONG]) >= SHORT


def _are_as_far(one: _Told, other: _Told) -> bool:
    """Tell whether all that is said beside two figures is how far things are."""
    return _own(one) == _own(other) and bool(_BEING.match(_own(one)))


def _own(one: _Told) -> str:
    return (one.each.lead or one.each.trail).strip("、已均的")


def _shared(one: _Told, other: _Told) -> int:
    """Return how many telling characters stand right beside both figures, before or behind them."""
    return max(_shared_before(one, other), _begins(one.behind, other.behind))


def _shared_before(one: _Told, other: _Told) -> int:
    """Return how many telling characters stand right before one figure, and right beside the other."""
    return max(_ends(one.ahead, other.ahead), _meets(one.ahead, other.behind), _meets(other.ahead, one.behind))


def _ends(one: str, other: str) -> int:
    return _begins(one[::-1], other[::-1])


def _begins(one: str, other: str) -> int:
    count = 0
    for sign, another in zip(one, other, strict=False):
        if sign != another:
            break
        count += 1
    return count


def _meets(ahead: str, behind: str) -> int:
    return next((size for size in range(min(len(ahead), len(behind)), 1, -1) if behind.startswith(ahead[-size:])), 0)


def _common(said: str, name: str) -> int:
    """Return the length of the longest row of characters that two texts share."""
    sizes = (
        size
        for size in range(len(name), 0, -1)
        if any(name[at : at + size] in said for at in range(len(name) - size + 1))
    )
    return next(sizes, 0)


def _differ(one: _Told, other: _Told) -> Finding:
    place = one.each.place
    message = (
        f"“{other.each.said}”和 {place.file} 第 {place.line} 行对不上：那里是“{one.each.said}”；请核对哪个对，改成一致"
    )
    return Finding(other.each.place, message, other.where, forms=_forms(one, other))
