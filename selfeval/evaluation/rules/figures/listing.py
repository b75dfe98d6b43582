"""A list of parts: what stands in it, of what it may be, and what the text says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.figures.figure import worth_of
from selfeval.evaluation.figures.reading import ANY, Sentence, Stated
from selfeval.evaluation.figures.reckon import is_slip_of, value_of
from selfeval.evaluation.figures.roles import AVERAGE, SUM, deed, is_additive, is_change, own_words, same_measure
from selfeval.text.pattern import regex

_CLASSES = "(?!交通费|商品和服务|工资福利|对个人和家庭|资本性|社会保障缴费)"
"""How the names of classes of spending go on that begin with 其他 and close no list."""
CLOSING = regex(
    f"^[,、;和及以]*(?:以?及)?(?:其他{_CLASSES}|其余|其它{_CLASSES}|余下|剩余|表扬及其他)|等?其他{_CLASSES}[^,、]{{0,6}}$"
)
OPEN_REST = regex(rf"[,、](?:其余|剩余|余下|不足)[^,;{ANY[1:-1]}]*(?=[,;]|$)")
"""Matches a rest of which no figure is given: what follows is no part any more."""
_FIFTH, _TWENTIETH = 5, 20
"""Of how many parts one may be too much in a list that is taken for the parts of a whole."""
_ROW = regex("(?:分别|依次)[为是]?$")
"""Matches what says that a figure begins a row of all (每期金额分别为)."""
_STOCKED = regex("(?:年初|上年|年末)结转|结转[和与]?结余")
_FIGURE = regex(ANY)
_BRACKETED = regex(r"\([^()]*\)")
STOCK = regex("上年|去年|上期|往年|历年|以前|年初|期初|结转|旧存|存量|跨年")
BACK = 8
"""How many sentences back the figure stands, at the farthest, that is parted by sorts."""
_BASE = regex("(?:完成|占)[^,;]{0,8}(?:预算|计划|目标|任务)[^,;]{0,4}$")
_BOUND = regex("及?(?:以上|以下|以内)")


class PartList(NamedTuple):
    """Hold parts in order, the figures of which they may be, and what the text says of the list.

    ``core`` of the parts stand side by side, ``counted`` is what each of these counts; the other parts may belong
    to them. ``complete`` says that there are no more of them, ``apart`` that none counts what another one counts, ``close`` that
    the first stands in the clause of the word that announces the list, ``tight`` that it begins there and the others
    follow between 、, ``weak`` that others stand behind semicolons.
    """

    wholes: tuple[Stated, ...]
    parts: tuple[Stated, ...]
    core: int
    counted: tuple[str, ...]
    complete: bool
    apart: bool
    close: bool = False
    tight: bool = False
    weak: bool = False


def is_whole(each: Stated) -> bool:
    """Tell whether a figure can be parted: it is an exact amount, and not the base of a rate (完成预算34万元的84%)."""
    exact = is_additive(each) and not is_change(each) and not each.rough and not each.bounded
    return exact and not each.trail.startswith("的") and not _BASE.search(each.lead)


def parts_of(figures: Sequence[Stated], whole: Stated) -> Iterator[Stated]:
    """Yield those that may be parts: of one measure with the whole, up to a sum, differences left out."""
    for each in figures:
        if same_measure(each, whole):
            again = whole.lead.endswith(each.lead)  # 总产28.7万吨，其中夏粮总产13.9万吨
            if SUM.search(each.lead) and not again and not _is_end_of_bound(each):
                return
            mean = AVERAGE.search(each.lead) and not _ROW.search(each.lead)
            if not is_change(each) and not mean and not each.rough:
                yield each


def _is_end_of_bound(each: Stated) -> bool:
    """Tell whether the words before a figure end a bound that is its name: 8日以上13件."""
    behind = each.number.start - len(each.lead) - 1
    return bool(_BOUND.fullmatch(each.lead)) and behind >= 0 and each.plain[behind] not in ",;:、("


def core_of(sentence: Sentence, parts: Sequence[Stated], *, strict: bool) -> int:
    """Return how many parts stand side by side: between 、, or each behind a comma and none with a verb of its own."""
    own = set(map(id, sentence.figures))
    positions = [each.position if id(each) in own else -1 for each in parts]
    loose: bool | None = None
    for number in range(1, len(parts)):
        one, other = positions[number - 1], positions[number]
        if other < 0 and loose is not False and (strict or not deed(own_words(parts[number]))):
            continue
        if one < 0 or other < 0 or parts[number].paragraph is not parts[0].paragraph or other < one:
            return number
        between = _BRACKETED.sub("", sentence.words[one + 1 : other])
        closing = bool(CLOSING.search(own_words(parts[number])))
        comma = "," in between and not closing
        loose = comma if loose is None else loose
        said = own_words(parts[number])
        verb = "" if _STOCKED.search(said) else deed(said)
        if comma and one + 1 < other and _is_other(sentence, parts, number):
            return number
        if (comma and not loose) or (comma and not strict and verb and verb not in own_words(parts[0])):
            return number
    return len(parts)


def _is_other(sentence: Sentence, parts: Sequence[Stated], number: int) -> bool:
    """Tell whether a part behind a comma is no more of a list: 检出的68批次, or behind a figure of another measure.

    Where the second part stands behind one too (小学3所，学生120人，中学2所), each item has two figures.
    """
    if parts[number].lead.endswith("的") and not parts[0].lead.endswith("的"):
        return True
    return number > 1 and _apart(sentence, parts, number) and not _apart(sentence, parts, 1)


def _apart(sentence: Sentence, parts: Sequence[Stated], number: int) -> bool:
    """Tell whether a figure stands between a part and the one before it, in no bracket."""
    between = sentence.words[parts[number - 1].position + 1 : parts[number].position]
    return bool(_FIGURE.search(_BRACKETED.sub("", between)))


def is_near(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether parts make little more or less than a whole."""
    return abs(value_of(parts, whole) - whole.figure.value) * _FIFTH <= whole.figure.value


def is_nearly(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether hardly anything is lacking of a whole, or too much."""
    return abs(value_of(parts, whole) - whole.figure.value) * _TWENTIETH <= whole.figure.value


def is_slip(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether one of the figures, with one slip of the fingers less, would make the parts and the whole agree."""
    excess = value_of(parts, whole) - whole.figure.value
    if is_slip_of(whole, whole.figure.value + excess):
        return True
    worth = [(each, worth_of(whole.figure.unit, each.figure.unit) or Decimal(1)) for each in parts]
    return any(is_slip_of(each, each.figure.value - excess * factor) for each, factor in worth)
