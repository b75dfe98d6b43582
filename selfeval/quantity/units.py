"""Units as offices use them: which mean the same, and how they convert."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from selfeval.text.pattern import regex

_MONEY = """角=0.1 元=1 块=1 圆=1 元整=1 圆整=1
百元=1e2 千元=1e3 万=1e4 万元=1e4 万元整=1e4 十万元=1e5 百万元=1e6 千万元=1e7 亿=1e8 亿元=1e8"""
MONEY = {word: Decimal(factor) for word, _, factor in (entry.partition("=") for entry in _MONEY.split())}

# One line is one measure; a word stands alone (factor 1) or with its factor in the first word's unit.
_MEASURES = """
件 宗 起 例 个案 案 案件 桩
人 名 位 员 人员 口
人次 人·次 人/次
场 场次 次 期 届 回 轮 班 班次 趟 批 批次 次数 期次 节 堂 课次 波
户 户次 户数
家 所 间 家次 所次
处 座 处所
本 册 本书 卷
份 篇 条 则 封 张 幅 首 期刊 床 床位
台 套 辆 部 架 艘 台套 台/套 套/台 部台 把 只
村 个村
社区 个社区
分 分值
级 等级
岁 周岁
秒 s 毫秒=1/1000 ms=1/1000 分钟=60 min=60 小时=3600 h=3600 时=3600 学时=3600 课时=3600
天 日 自然日 个自然日
工作日 个工作日
月 个月 年=12 周年=12
周 星期 个星期
平方米 ㎡ m² m2 平米 平方 平方千米=1000000 平方公里=1000000 km²=1000000 公顷=10000 亩=2000/3
米 m 公里=1000 千米=1000 km=1000 ㎞=1000 厘米=1/100 cm=1/100 毫米=1/1000 mm=1/1000 延米
吨 t 公斤=1/1000 千克=1/1000 kg=1/1000 ㎏=1/1000 克=1/1000000 g=1/1000000 斤=1/2000
立方米 m³ ㎥ m3 方 立方 升=1/1000 L=1/1000
千瓦时 kwh kWh 度
千瓦 kw kW 兆瓦=1000 MW=1000
千伏 kV kv
千伏安 kVA 兆伏安=1000 MVA=1000
微克 μg ug 毫克=1000 mg=1000
兆 MB GB=1024 TB=1048576
Mbps Gbps=1000
MPa Mpa 兆帕
℃ 摄氏度
分贝 dB
倍
株 棵
头 匹 羽 尾
瓶 箱 袋 包 盒 支 剂 剂次 管
字
组 小组
门
道
对
种 类
栋 幢
段
块 面
根
盏
颗
层
线
页
眼
枚 粒
单
列
餐
集
片
标箱 标准箱 TEU
车次 辆次
台次
通
航次
架次
标段
车位 泊位 停车位
学分
桶 罐
镇 乡 街道
"""


def _parse_factor(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below or 1)


_LINES = [line.split() for line in _MEASURES.strip().splitlines()]
_ENTRIES = ((line[0], *entry.partition("=")) for line in _LINES for entry in line)
_TABLE = {word: (measure, _parse_factor(factor or "1")) for measure, word, _, factor in _ENTRIES}
_TABLE |= {word: ("元", factor) for word, factor in MONEY.items() if word not in ("万", "亿")}
_TABLE |= {"%": ("%", Decimal(1)), "‰": ("%", Decimal("0.1"))}
PERCENT_WORDS = frozenset(("百分比", "百分率", "百分数"))
"""How the systems of the provinces write the unit %."""
_TABLE |= dict.fromkeys(PERCENT_WORDS, ("%", Decimal(1)))
_TABLE |= dict.fromkeys(("个百分点", "百分点"), ("%点", Decimal(1)))
_TABLE |= {"个": ("个", Decimal(1)), "项": ("个", Decimal(1))}
_NEUTRAL = frozenset(("元", "秒", "天", "工作日", "月", "周", "℃", "分贝", "级", "岁", "微克", "千伏", "MPa"))
# These agree with no other measure, nor with the general words 个 and 项.
_MEASURED = _NEUTRAL | {
    "%",
    "%点",
    "分",
    "平方米",
    "米",
    "吨",
    "立方米",
    "千瓦时",
    "千瓦",
    "倍",
    "人次",
    "字",
    "兆",
    "Mbps",
}
_DAYS = {word: Decimal(1) for word in ("天", "日", "自然日", "个自然日")}
_DAYS |= {word: Decimal(7) for word in ("周", "星期", "个星期")}
_DAYS |= {word: Decimal(1) / 24 for word in ("小时", "h")}
_ROUNDED = frozenset(("元", "%", "%点", "平方米", "米", "吨", "立方米", "千瓦时", "千瓦", "倍", "℃", "兆", "微克"))
"""Measures of which whole numbers are rounded ones too."""
_GLUED = {f"人{time}": ("人", time) for time in "天日月年"}
_PER = frozenset(_TABLE) | {"生", "床日", "学期", "学年", "季度", "季", "半年", *_GLUED}
_A_YEAR = {"月": 12, "季度": 4, "季": 4, "半年": 2, "年": 1}
"""How often a part of the year comes in it: once a quarter is four times a year."""
MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8)}
STARTS = frozenset(word[0] for word in _TABLE)
"""The characters with which a unit begins."""
_TIMES = frozenset(("天", "月", "周", "季度", "学期", "半年"))
_LONGEST = max(map(len, _PER))
# 人民, 分析, 方面, 个性 … begin with a unit and are none; 12月 is a date.
_NO_UNIT = regex(
    "人民|人均|人大|分[析类别布级为之配比]|方面|年度|次[数要序]|月|"
    "个[性人体别]|天[河津]|部[门分]|项目|级别|线[上下索]|门[诊户]|"
    "页[岩面码]|眼[科部病]|粒[子度]|单[位元体独一项价]|列[入为出席支举示]|餐[厅饮馆桌具]|集[中体团市约成合装聚镇]|片[区段面]|桶装|罐[装车]"
)
# 元/亩以上: the bound is no part of the unit.
_OTHER_PER = regex(r"(?:(?!以[上下内]|[左之]|[及或]以|上下)[^\W\d_A-Za-z]){1,3}|[A-Za-z]{1,3}")


def unit_at(text: str, start: int) -> str:
    """Return the unit that begins at ``start`` (``元/人·月``); "" when none does."""
    if _NO_UNIT.match(text, start):
        return ""
    end = _end_of_word(text, start, _TABLE)
    while end > start and (per := _end_of_per(text, end, "/·." if "/" in text[start:end] else "/·")):
        end = per
    return text[start:end]


def _end_of_per(text: str, start: int, marks: str) -> int:
    """Return the end of what a unit is counted by (``/生``, ``·年``); 0 when nothing of the kind follows."""
    mark = text[start : start + 1]
    if not mark or mark not in marks:
        return 0
    end = _end_of_word(text, start + 1, _PER)
    if end > start + 1:
        return end
    other = _OTHER_PER.match(text, start + 1) if mark == "/" else None
    return other.end() if other else 0


def _end_of_word(text: str, start: int, words: Collection[str]) -> int:
    """Return the end of the longest of the words at ``start``; a unit in Latin letters must be a whole word of them."""
    for end in range(min(start + _LONGEST, len(text)), start, -1):
        if text[start:end] in words and not (_is_latin(text[end - 1]) and _is_latin(text[end : end + 1])):
            return end
    return start


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def per_at(text: str, start: int) -> str:
    """Return what is counted by, with its slash (``/月``), that begins at ``start``; "" when nothing of the kind does."""
    return text[start : _end_of_word(text, start + 1, _PER)] if text[start : start + 1] == "/" else ""


def split_times(word: str) -> tuple[Decimal, str]:
    """Split what a number is multiplied by from a unit (10000 and 亩 for ``万亩``); 万元 is a unit of its own."""
    if word in _TABLE or word[:1] not in MYRIADS:
        return Decimal(1), word
    return MYRIADS[word[0]], word[1:]


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit and nothing else."""
    return bool(word) and unit_at(word, 0) == word


def is_measure(word: str) -> bool:
    """Tell whether a word is a unit in which things are counted or measured, and neither money nor a percentage."""
    return word in _TABLE and _TABLE[word][0] not in ("元", "%", "%点")


def is_money(unit: str) -> bool:
    """Tell whether a unit is a unit of money."""
    return _TABLE.get(unit.partition("/")[0], ("", 0))[0] == "元"


def is_time(unit: str) -> bool:
    """Tell whether a unit measures how long something takes."""
    return _TABLE.get(unit, ("", 0))[0] in ("秒", "天", "工作日", "月", "周")


@lru_cache(maxsize=1024)
def is_counted(unit: str) -> bool:
    """Tell whether whole numbers of a unit are counted and not rounded: 件, 人, 天 and 元, but not 万元, % or 公里."""
    return unit == "元" or _TABLE.get(unit.partition("/")[0], (unit, 0))[0] not in _ROUNDED


def is_neutral(unit: str) -> bool:
    """Tell whether neither more nor less of a unit is good by itself, as with money and time."""
    return _TABLE.get(unit.partition("/")[0], ("", 0))[0] in _NEUTRAL


def _measures_behind(per: str) -> tuple[tuple[str, Decimal], ...]:
    """Return the measures behind the slash (``人·月``), so that 元/度 is the same as 元/千瓦时, and 元/人天 as 元/天·人."""
    if not per:
        return ()
    words = per.replace("·", "/").replace(".", "/").split("/")
    single = (part for word in words for part in _GLUED.get(word, (word,)))
    return tuple(sorted(_measure_behind(word) for word in single))


def _measure_behind(word: str) -> tuple[str, Decimal]:
    return ("月", Decimal(12) / _A_YEAR[word]) if word in _A_YEAR else _TABLE.get(word, (word, Decimal(1)))


def _turns_of(behind: tuple[tuple[str, Decimal], ...], other: tuple[tuple[str, Decimal], ...]) -> Decimal | None:
    """Return how many months the other time has for each of the one (``人·年`` beside ``人·月`` is 1/12), of two that differ in it alone."""
    months = [[size for measure, size in each if measure == "月"] for each in (behind, other)]
    rest = [[part for part in each if part[0] != "月"] for each in (behind, other)]
    return months[1][0] / months[0][0] if rest[0] == rest[1] and all(len(each) == 1 for each in months) else None


def _split_per(unit: str) -> tuple[str, str]:
    """Split a unit from what it is counted by; 台/套 is one unit."""
    word, _, per = unit.partition("/")
    return (unit, "") if unit in _TABLE else (word, per)


def _is_by_year(behind: tuple[tuple[str, Decimal], ...], other: tuple[tuple[str, Decimal], ...]) -> bool:
    """Tell whether the one is counted by the year besides (元/生·年), which the other leaves unsaid (元/生)."""
    longer, shorter = (behind, other) if len(behind) > len(other) else (other, behind)
    return longer == tuple(sorted((*shorter, _TABLE["年"]))) and not any(measure in _TIMES for measure, _ in shorter)


def factor(unit: str, into: str) -> Decimal | None:
    """Return what one ``unit`` is worth in ``into`` (10000 for 万元 in 元); None when the two do not measure the same."""
    if unit == into:
        return Decimal(1)
    (word, per), (other, other_per) = _split_per(unit), _split_per(into)
    if word == other and per in _A_YEAR and other_per in _A_YEAR:
        return Decimal(_A_YEAR[per]) / _A_YEAR[other_per]
    behind, other_behind = _measures_behind(per), _measures_behind(other_per)
    if behind != other_behind and not _is_by_year(behind, other_behind):
        turns = _turns_of(behind, other_behind)
        worth = factor(word, other) if turns else None
        return worth * turns if worth and turns else None
    if word == other:
        return Decimal(1)
    measure, size = _TABLE.get(word, (word, Decimal(1)))
    other_measure, other_size = _TABLE.get(other, (other, Decimal(1)))
    if measure == other_measure:
        return size / other_size
    if word in _DAYS and other in _DAYS:
        return _DAYS[word] / _DAYS[other]
    if "百分点" in (word, other) and {measure, other_measure} == {"%", "%点"}:  # also written for the unit %
        return Decimal(1)
    loose = "个" in (measure, other_measure) and not {measure, other_measure} & _MEASURED
    return Decimal(1) if loose else None


def convert_money(value: Decimal, unit: str, into: str) -> Decimal:
    """Return an amount in another unit of money; as it is where that is the same one or none is asked for."""
    return value * MONEY[unit] / MONEY[into] if into and into != unit else value
