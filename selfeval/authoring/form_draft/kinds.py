"""Which type a field has, by the words of its label, and whether they say so beyond doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import PlaceToFill, WrittenAs
from selfeval.form.field import Kind
from selfeval.quantity.units import is_counted, is_money, is_time, is_unit, split_times
from selfeval.text.pattern import regex

_NOTE = regex(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_TAIL = regex(r"(?:(?<=..)第\d年|[\dA-Za-z①-⑳%％:：、.．\s]|(?<=..)(?:合计|小计|总计))+$")
_SUM = regex("(?:合计|小计|总计)[\\s\\d]*$")
"""Matches what sums up figures, whatever they are of: 其他来源合计."""
_UNITS_BEHIND: Mapping[Kind, str] = {
    Kind.AMOUNT: r"[千百万亿]?元",
    Kind.PERCENT: r"[%％]",
    Kind.COUNT: r"人次?(?![员民力才])|条(?![件例款文目约])|起(?![止讫草])|宗|例(?!如)|批(?![复准示])|卷|棵|盏|张|[户台套件册篇场间辆座所头株]|本(?![级年市省区县部单院局所次期项])|个(?![人体])|家(?![庭具])|项(?!目)|份(?!额)|次(?![数序年])|名(?![称单])|处(?![理长室])",
    Kind.NUMBER: r"[百千万亿](?:人次?|[户册株头只座])|分(?![析别管])|倍|年(?![度月份_＿\s])|个?月(?!份)|天|公里|亩|平方米|立方米|公顷|[百千万亿]?吨|千克",
}
"""What stands behind gaps for figures of each type."""
_BEHIND = {kind: regex(rf"\s*(?:{unit})") for kind, unit in _UNITS_BEHIND.items()}
_IN_BRACKETS = regex(r"(?<=[^（(【][^（(【])[（(【](?:单位[:：])?([^（）()【】]{1,8})[）)】]")
_NO_UNITS = regex("村|社区|镇|乡|街道|小?组|部|等?级|种?类|标?段|人员|案件|处所|单")
"""Words in brackets that are units elsewhere, and in labels say who, where or which: 所属乡（镇）, 评价（等级）."""
_POINTS = "分"
_LABOUR = regex("[人工][日天月年]")
_CHOICES = regex(r"[（(]([一-龥]{1,4}(?:[/／][一-龥]{1,4})+)[）)]")
_ASKED = regex("(?:^有无|是否)(?!.*(?:原因|说明|情况|[及和]))")
"""Matches a label that asks for yes or no, whatever word it ends with (目标是否公开, 有无变更)."""
_IN_WORDS = regex("大写")
"""Matches a label that asks for an amount in words."""
_TWO = regex(r"(.{2,}?)及")
"""Matches the first of two things that a label asks for: 规格 in 规格及数量."""
_TEXTS = (Kind.TEXT, Kind.PROSE, Kind.LINES, None)
"""Types that a word in the middle of a label says too."""
_MONEY_IN_BRACKETS = regex(r"[（(](?:(?:金额)?单位[:：])?(元|千元|万元|百万元|亿元)(?:[/／][^（）()]{1,4})?[）)]")
_MONEY_BEHIND = regex(r"\s*(元|千元|万元|百万元|亿元)")
_NEAR = 1
"""How many characters may follow a word at the end of a label that still says what it asks for: 预算 in 预算数."""


class LabelSaid(NamedTuple):
    """Hold what a label says: a type, or that it asks for a text of sentences; sure where its last word says so."""

    kind: Kind | None
    is_prose: bool
    is_sure: bool


def said(label: str) -> LabelSaid:
    """Return what a label says: a unit in brackets, else the word nearest to its end, for that one says what it is."""
    if unit := row_unit(label):
        return LabelSaid(unit, is_prose=False, is_sure=True)
    if choices_said(label):
        return LabelSaid(Kind.CHOICE, is_prose=False, is_sure=True)
    if _IN_WORDS.search(label):
        return LabelSaid(Kind.TEXT, is_prose=False, is_sure=True)
    plain = _NOTE.sub("", _NOTE.sub("", label))
    if _ASKED.search(plain):
        return LabelSaid(Kind.YES_NO, is_prose=False, is_sure=True)
    plain = _TAIL.sub("", plain) or plain or label
    words = draft_words()
    ends = [(max((found.end() for found in pattern.finditer(plain)), default=0), kind) for pattern, kind in words.kinds]
    prose = max((found.end() for found in words.prose.finditer(plain)), default=0)
    last = max(prose, *(end for end, _ in ends))
    if not last:
        return LabelSaid(None, is_prose=False, is_sure=False)
    nearest, end = next(((kind, end) for end, kind in ends if end and end >= last - _NEAR), (None, 0))
    is_sure = last >= len(plain) - _NEAR
    if not is_sure and nearest not in _TEXTS:
        nearest = None  # 投入经济性 is no amount
    if nearest not in _TEXTS and (two := _TWO.match(plain)) and said(two[1]) == (Kind.TEXT, False, True):
        return LabelSaid(Kind.TEXT, is_prose=False, is_sure=False)
    if nearest is Kind.TEXT and _SUM.search(label):
        return LabelSaid(Kind.AMOUNT, is_prose=False, is_sure=False)
    return LabelSaid(nearest, is_prose=prose >= max(end, last - _NEAR, 1), is_sure=is_sure)


def counted(label: str, around: Sequence[str], *, in_money: bool) -> LabelSaid | None:
    """Return what a head says that counts anything (计划数, 完成数), by the labels around it; None for any other head.

    ``in_money`` tells that a unit of money is stated above.
    """
    if not _COUNT_ALONE.search(label) or row_unit(label):
        return None
    told = [said(each) for each in around if each]
    is_money = any(each.kind is Kind.AMOUNT and each.is_sure for each in told)
    return LabelSaid(Kind.AMOUNT if is_money or in_money else Kind.NUMBER, is_prose=False, is_sure=is_money)


_COUNT_ALONE = regex(
    "(?:^|[）)])(?:全年|本年|上年|累计|年度)?(?:计划|完成|实际|目标|预计|核定|批复|申报|审核|调整后)+数$"
)
"""Matches a head under which anything may be counted, money too."""


def choices_said(label: str) -> tuple[str, ...]:
    """Return the answers that a label gives in brackets (自评等级（优/良/中/差）), none where it gives none."""
    found = _CHOICES.search(label)
    return tuple(regex("[/／]").split(found[1])) if found else ()


def row_unit(label: str) -> Kind | None:
    """Return the type that a unit in brackets gives to all figures of a row (药占比（%）), None where there is none."""
    return next(filter(None, (_kind_of_unit(found[1]) for found in _IN_BRACKETS.finditer(label))), None)


def _kind_of_unit(unit: str) -> Kind | None:
    """Return the type of figures in a unit, None where the word is none."""
    plain = unit.replace("％", "%").replace("／", "/").strip()
    times, word = split_times(plain)
    if is_money(plain):
        return Kind.AMOUNT
    if plain == "%":
        return Kind.PERCENT
    if is_time(word) or word == _POINTS or _LABOUR.fullmatch(word):
        return Kind.NUMBER
    if not is_unit(word) or _NO_UNITS.fullmatch(word):
        return None
    return Kind.COUNT if times == 1 and is_counted(word) else Kind.NUMBER


def unit_behind(blank: PlaceToFill) -> Kind | None:
    """Return the type that the unit behind a gap of a text says, or one alone in a cell, None where none stands there."""
    if blank.end < 0:
        return _kind_of_unit(blank.text.strip(" _＿　"))
    behind = blank.whole[blank.end :]
    return next((kind for kind, unit in _BEHIND.items() if unit.match(behind)), None)


def money_unit(text: str, behind: str = "") -> str:
    """Return the unit of money in brackets in a label, or at the beginning of what stands behind a gap; empty where none is."""
    found = _MONEY_IN_BRACKETS.search(text) or _MONEY_BEHIND.match(behind)
    return found[1] if found else ""


def kind_of(labels: Sequence[str], shape: WrittenAs) -> Kind:
    """Return the type that the labels of a blank say, the nearest label first, and the room that there is."""
    if shape is WrittenAs.DAY:
        return Kind.DATE
    is_wide = shape is WrittenAs.PROSE
    for number, label in enumerate(reversed(labels)):
        found, is_prose, sure = said(label)
        has_room = is_wide or (not number and _has_room(label, shape))
        if found is Kind.LINES or is_prose:
            prose = Kind.LINES if found is Kind.LINES else Kind.PROSE
            return prose if has_room else Kind.TEXT if found in (None, Kind.LINES) else found
        if is_wide and found is Kind.TEXT and not sure:
            return Kind.PROSE
        if found is not None and (not is_wide or not number or found in _SHORT):
            return found
    return Kind.PROSE if is_wide else Kind.TEXT


def _has_room(label: str, shape: WrittenAs) -> bool:
    """Tell whether a place has room for the paragraphs that its label asks for: in narrow cells of rows, reasons are a sentence."""
    is_asked = said(label).is_sure and not draft_words().sentence.search(label)
    return shape is WrittenAs.CELL or (shape is WrittenAs.NARROW and is_asked)


_SHORT = (Kind.TEXT, Kind.DATE, Kind.YEAR)
"""Types that a label further out says of wide cells too: 计划 and 实际 beside 起止时间."""


def is_said(labels: Sequence[str]) -> bool:
    """Tell whether any of some labels says a type that stands below a head; a head that is a year says none."""
    return any(found.kind not in (None, Kind.YEAR) or found.is_prose for found in map(said, labels))


def is_sure(labels: Sequence[str], nearest: int = 1) -> bool:
    """Tell whether one of the ``nearest`` labels says a type with its last word; one further out is only a guess."""
    told = (found for found in map(said, labels[-nearest:][::-1]) if found.kind is not None or found.is_prose)
    return next((found.is_sure for found in told), False)
