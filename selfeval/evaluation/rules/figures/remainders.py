"""What is left of amounts that stand clauses or sentences before it: 可用资金430.4万元。……支出417.28万元……，年末结余31.12万元.

So far apart, and among other amounts, an amount is only taken for what two or three others leave where one slip of the
fingers is all that is wrong, and where no others of its measure make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import Span, add, digits_of, is_slip_in_sum, less, measured, span
from selfeval.evaluation.figures.roles import LAST, RATED, is_change, outside, own_words, same_measure
from selfeval.text.pattern import regex

Signed = list[tuple[Stated, int]]
"""Figures with a sign each: those that are added, and those that are taken off."""
_BACK, _MOST = 4, 10
"""How many sentences with figures back the amounts stand at the farthest, and how many of them may make what is left."""
_LEAST = 3
"""How many digits an amount has, at least, of which a slip tells that it is what others leave; fewer where those three stand alone."""
_LEFT = regex(
    "(?:结余|结转下年|(?:年末|年底|期末|月末)[^,;]{0,4}(?:结转|结余|结存|余额|存量|库存)|剩余|尚余|节约|节支|节省|未支付|未拨付|未完成|(?:尚未|未)(?:办结|结案|审结)|在办|缺口|尚缺|还差)"
    "[下年度继续办理使用支付拨资金额数款项和与及结转余存的为共计合达有是仅]{0,10}$"
)
_GONE = regex(
    "销售|售出|轮出|支出|执行|支付|使用|拨付|办结|审结|结案|完成|发放|到位|兑付|调出|出库|消耗|领用|发出|答复|整改|处置|化解|解决|修复|处理|验收|销号|接种|实际采购|成交|中标|结算|审定"
)
_CAME = regex("购进|收购|采购|调入|轮入|收入|新收|受理|新增|入库|购入|接收|下达|安排|追加|到账|收到|登记")
_STOCK = regex("(?:上年|年初|期初|月初)[^,;]{0,4}(?:结转|结余|结存|余额|库存|存量|未结|未办结|旧存)|旧存")
_WHOLE = regex(
    "接到|受理|收到|排查|发现|梳理|登记|预算|安排|下达|可用|收入|总|共|合计|资金|到位|合同|概算|计划|任务|应"
)
_TO_COME = regex("收入(?:年初|调整)?(?:预算|计划|任务|目标)")
_ASIDE = regex(r"\([^()]*\)")
_YEAR = regex("全年|本年|当年|年内|合计|共")
"""Matches how a clause begins that goes on with the whole behind the parts of another one."""
_MORE = regex("弥补|分配|上[缴解]|收回|核销|移送|撤[回销]|转[入出]|还本|提取|盘[盈亏]|报废|其他")
"""Matches what may have come or gone besides."""


def remainders(passage: Sequence[Sentence], at: int) -> Iterator[tuple[Signed, Stated]]:
    """Yield what is left in a sentence that is a slip away from what others leave, with these."""
    sentence = passage[at]
    for left in outside(sentence, 0, len(sentence.words)):
        if not _is_left(left):
            continue
        window = [*[one for one in passage[:at] if one.figures][-_BACK:], sentence]
        said = "".join(_ASIDE.sub("", one.words) for one in (*window, *passage[at + 1 : at + 2]))
        known = [each for one in window for each in outside(one, 0, len(one.words)) if same_measure(each, left)]
        amounts = [each for each in known if each is not left and _is_amount(each)]
        before = [each for each in known[: known.index(left)] if _is_amount(each)][-_MOST:]
        amounts = amounts[-_MOST:]
        if len(before) < 2 or any(each.rough for each in known) or _MORE.search(said) or _are_made(amounts, left):
            continue
        alone = len(known) == _LEAST and all(each.is_beside(left) for each in known)
        if len(digits_of(left)) < _LEAST and not alone:
            continue
        terms = next((terms for terms in _ways(before) if is_slip_in_sum(terms, left)), None)
        if terms:
            yield terms, left


def _is_left(each: Stated) -> bool:
    words = each.lead or own_words(each)
    plain = not (each.rough or each.bounded or is_change(each)) and each.figure.unit not in RATED
    return plain and bool(_LEFT.search(words)) and not _STOCK.search(words) and not LAST.search(words)


def _is_amount(each: Stated) -> bool:
    return not is_change(each) and each.figure.value > 0


def _are_made(amounts: Sequence[Stated], left: Stated) -> bool:
    """Tell whether any two amounts leave another one, or any two a third one of them, or any two make it."""
    told = span(left.figure)
    spans = [span(measured(each, left)) for each in amounts]
    pairs: list[tuple[int, int, Span]] = [
        (one, other, add(spans[one], spans[other])) for one, other in combinations(range(len(spans)), 2)
    ]
    return (
        any(told.meets(each) for each in spans)
        or any(told.meets(total) for _, _, total in pairs)
        or any(less(spans[one], each).meets(told) for one in range(len(spans)) for each in spans)
        or any(
            less(total, spans[third]).meets(told) or less(spans[third], total).meets(told)
            for one, other, total in pairs
            for third in range(len(spans))
            if third not in (one, other)
        )
    )


def _may_be_spent(each: Stated) -> bool:
    """Tell whether an amount is what something may be left of: not what was to come in (收入预算)."""
    return bool(_WHOLE.search(each.lead)) and not _TO_COME.search(each.lead)


def _ways(before: Sequence[Stated]) -> Iterator[Signed]:
    """Yield a stock with what came less what went, then each whole less what went, the nearest first."""
    whole = [each for each in before if "其中" not in (each.before if _YEAR.match(each.lead) else each.setting)]
    gone = next((each for each in reversed(whole) if _GONE.search(each.lead) and not _WHOLE.match(each.lead)), None)
    if gone is None:
        return
    stock = next((each for each in before if _STOCK.search(each.lead)), None)
    came = next((each for each in reversed(whole) if each not in (stock, gone) and _CAME.search(each.lead)), None)
    if stock and came:
        yield [(stock, 1), (came, 1), (gone, -1)]
    for each in reversed(before):
        if each is not gone and _may_be_spent(each) and measured(each, gone).value > gone.figure.value:
            yield [(each, 1), (gone, -1)]
