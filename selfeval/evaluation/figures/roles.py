"""What the words beside a figure say that it is: a change, an aim, a thing of another time, a sum."""

from __future__ import annotations

import re
from functools import lru_cache

from selfeval.evaluation.figures.figure import worth_of
from selfeval.evaluation.figures.reading import A, Sentence, Stated
from selfeval.evaluation.words import either, trade_words
from selfeval.text.pattern import regex

UP = "增收|增支|增产|多收|(?<!新)增加(?!值)|增长|(?<!新)增|提高|(?<!改造)(?<!优化)提升|上升|上涨|升高|多|扩大|上浮|增幅|涨幅|新高"
DOWN = "减收|减支|减产|少收|短收|减少|减|下降|降低|降|少|压减|压缩|缩减|缩短|回落|下调|核减|调减|收窄|降幅|低"
CHANGE = regex(
    rf"(?:{UP}|{DOWN})(?:了|为|达|至|到|约|幅度|额|值|率)*$|(?:比|较|同比|环比)[^,、]*(?:{UP}|{DOWN})[^,、]*$"
)
"""Words that end before a difference: 比上年增加, 同比下降."""
GENERAL = frozenset(("个", "项", "类", "种"))
"""Units that may count anything: what is counted the words beside them say."""
LAST = regex("上年|去年|上一年|前一年|同期|前年|往年|(?:19|20)[0-9]{2}年(?:的|末|底|同期)|年初(?:的|数)?$")
"""Words that say of a figure that it is of another time."""
AIM = regex("计划|目标|任务|预计|拟|力争|应|需|不低于|不少于|要求|规划|控制数|标准")
SUM = regex("^(?:以上|总|[两二三四五六七八九]项)|(?:合计|总计|共计|(?<!公)共|总额|总量|总数)(?:有|为|达|约)?$")
"""Words before a figure that is the sum of others."""
AVERAGE = regex("平均|均(?![衡等])|每|单价|(?<!高)标准(?!化|[^,]{0,4}分)")
OTHER_BASE = regex(
    "剔除|扣除|不含|不计|不包括|含(?:有|了)?(?:上[年期月]|去年|往年|以前年度)|旧存|积存|结转|跨月|跨年|提前实施|加权|同口径(?!比上年|比去年|较上年|较去年|同比)|可比|折年|年均|复合(?=年|增)|按.{0,6}口径|剔出|除外"
)
"""Words that say that a rate has another base than the amounts beside it."""
COUNTED_TWICE = regex(
    rf"{A}[^,;]{{0,2}}同步|剔除|扣除|不含|不包括|同步(?=计入|统计|纳入|列入|实施)|同时计入|两种以上|含与"
    "|重复(?=[的者]?(?:计|统计|登记|申报|享受|参加|领取))|含重复|不重复|[有无存]?(?:交叉|重叠)|并入"
    "|不再?(?:单独|另行|另)(?=计|统计|列|作)|(?:合并|并案|一并)(?=立案|办理|处理|计|统计|审理)"
    "|同时(?:受到?|给予|享受|具有|兼|属于?)|双重|两种处分|既[^,;]{1,8}又"
    "|(?:部分|有的|少数|个别)(?:同时)?[与和为属](?![^,;()]{0,4}分离)|(?:按类|按项|分类|分别)(?=登记|计数|统计|计入|各计)"
)
"""Words that say that parts of a whole overlap, or that the whole holds less or more than they."""
RATED = frozenset(
    (
        "%",
        "个百分点",
        "百分点",
        "倍",
        "分",
        "岁",
        "℃",
        "级",
        "分贝",
        "天",
        "年",
        "月",
        "个月",
        "周",
        "小时",
        "分钟",
        "秒",
        "元/人",
    )
)
_ALONE = frozenset(
    ["间", "期", "届", "轮", "班", "班次", "批", "批次", "节", "堂", "课次", "份", "封", "张", "幅", "首", "床", "床位"]
)
"""Units that count things of their own, not what others of their measure count (4所学校, 38间教室)."""
_BRACKETED = regex(r"\([^()]*\)")
_ASIDE = regex(r"\([^()]{2,24}\)")
_MARK = regex("[,;:、。(]")


def is_additive(each: Stated) -> bool:
    """Tell whether a figure is an amount that parts can make: no rate, mark, age or span of time, no average."""
    unit = each.figure.unit
    return bool(unit) and unit not in RATED and "/" not in unit and not AVERAGE.search(each.lead)


def is_change(each: Stated) -> bool:
    """Tell whether a figure is a difference to another time."""
    return bool(CHANGE.search(each.lead))


def is_mixed(said: str) -> bool:
    """Tell whether words name a kind that can be of the same one as another kind: 党员 and 妇女, 重点 and 新建."""
    return bool(_mixed().search(said))


@lru_cache(maxsize=1)
def _mixed() -> re.Pattern[str]:
    """Return a pattern of the kinds of which one thing can be several."""
    return regex(either(trade_words().mixed))


def deed(said: str) -> str:
    """Return the first verb in words that begins another thing than a part of what was counted, empty without one."""
    found = _deeds().search(said)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def _deeds() -> re.Pattern[str]:
    """Return a pattern of the verbs that begin another thing than a part."""
    return regex(f"{either(trade_words().deeds)}(?!资金|经费|费)")


def same_measure(one: Stated, other: Stated) -> bool:
    """Tell whether two figures can be added: of one measure and, both or neither, of the general 个 and 项."""
    unit, another = one.figure.unit, other.figure.unit
    if unit == another:
        counted = one.trail[:4] if unit in GENERAL else ""
        return not counted or not other.trail or not set(counted).isdisjoint(other.trail[:4])
    if worth_of(unit, another) is None:
        return "个" in (unit, another) and (_counts_named(one, other) or _counts_named(other, one))
    return unit not in GENERAL and another not in GENERAL and _ALONE.isdisjoint((unit, another))


def _counts_named(bare: Stated, named: Stated) -> bool:
    """Tell whether a figure in 个 counts what the unit of another one names: 20万元以上的村11个, 14个村."""
    noun = named.figure.unit.removeprefix("个")
    return bare.figure.unit == "个" != named.figure.unit and noun != named.figure.unit and bare.lead.endswith(noun)


def brackets(words: str) -> list[tuple[int, int]]:
    """Return where brackets open and close, the inner ones first; one that is not closed ends with the words."""
    found, open_ = [], []
    for at, sign in enumerate(words):
        if sign == "(":
            open_.append(at)
        elif sign == ")" and open_:
            found.append((open_.pop(), at))
    return found + [(at, len(words)) for at in reversed(open_)]


def outside(sentence: Sentence, start: int, end: int) -> list[Stated]:
    """Return the figures of some of the words that stand in no bracket opened there."""
    words = sentence.words[start:end]
    if "(" not in words and ")" not in words:
        return [each for each in sentence.figures if start <= each.position < end]
    found, depth = [], 0
    for sign in words:
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif depth == 0 and sign >= "\U000f0000":
            found.append(sentence.of(sign))
    return found


def is_of_other_base(each: Stated) -> bool:
    """Tell whether the bracket right behind a rate or an average says that it has another base (亩均94万元（不含工业用地）)."""
    found = _ASIDE.match(each.plain, each.number.end)
    return bool(found and OTHER_BASE.search(found[0]))


def own_words(each: Stated) -> str:
    """Return what a figure counts, in its own words: from the last mark before it on, brackets left out."""
    return _MARK.split(_BRACKETED.sub("", each.before))[-1]
