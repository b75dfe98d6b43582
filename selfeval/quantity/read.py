"""Reading of one value cell: words alone first, then the numbers among the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from selfeval.quantity.bounds import AFTER, BEFORE, BEFORE_WORDS, TRAIL, any_word, split_lead
from selfeval.quantity.change import level_in_words
from selfeval.quantity.characters import (
    NUMERAL,
    NUMERAL_CHARACTERS,
    has_too_many_digits,
    read_count,
    read_numeral,
    to_half_width,
)
from selfeval.quantity.common import read_simple
from selfeval.quantity.deadline import read_deadline
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.numbers import Number, find_numbers
from selfeval.quantity.spans import days_of
from selfeval.quantity.units import MONEY, MYRIADS, is_unit, unit_at
from selfeval.quantity.values import (
    About,
    Bound,
    Deadline,
    Done,
    Nil,
    Part,
    Quantity,
    Range,
    Ratio,
    Reading,
    Several,
    Wording,
)
from selfeval.quantity.words import read_grade, read_status
from selfeval.text.pattern import regex

_SPACE = regex(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_BREAK = regex(r"(?<!\d),|,(?!\d{3}(?!\d))|[;。!?]|(?<=[\d%‰分次人件天])(?=并?且|同时(?![段期]))")
_AND = regex(r"^(?:并?且|同时)")
_SMALLER = {"年": ("个月", 12), "天": ("小时", 24), "小时": ("分", 60), "分": ("秒", 60)}
_TIME = regex(r"(?<![\d.])(\d{1,3}+)(年|天|小时|分)钟?(\d{1,2})(个月|小时|分|秒)钟?")


def _write_in_smaller_unit(found: re.Match[str]) -> str:
    """Write a time of two units in the smaller one (4分36秒 becomes 276秒)."""
    big, unit, small, less = found.groups()
    word, times = _SMALLER[unit]
    if less != word or int(small) >= times:
        return found[0]
    return f"{int(big) * times + int(small)}{less}{'钟' if less == '分' else ''}"


def _take_off_brackets(found: re.Match[str]) -> str:
    return found[1] if is_unit(found[1]) else found[0]


_SPELT_OR_DIGITS = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_CALENDAR = regex(
    rf"(?<![\d.第〇零一二三四五六七八九十])(?:(?P<years>{_SPELT_OR_DIGITS})年[零又]?)?(?P<months>{_SPELT_OR_DIGITS})个月"
    rf"(?:[零又]?(?P<days>{_SPELT_OR_DIGITS})[天日])?"
)


def _write_in_calendar_days(found: re.Match[str]) -> str:
    """Write years, months and days as one time: 一年零两个月 is 14个月, and 3个月零10天 99 to 102 days, as the months are."""
    years, months, days = (read_count(found[part] or "") for part in ("years", "months", "days"))
    if not found["days"]:
        return f"{years * 12 + months}个月" if found["years"] and months < 12 else found[0]
    low, high = (end + days for end in days_of(years * 12 + months))
    return f"{low}天-{high}天"


_MADE = any_word("""制作 拍摄 编印 编写 编制 编纂 印制 印发 购置 采购 购买 建设 新建 改建 扩建 建成 建立 完成 开展 举办 组织
    召开 聘请 聘用 招录 招聘 发放 配备 培训 维修 修建 修缮 改造 创建 打造 出版 发布 制定 出台 安装 更新 创作 演出 慰问 走访 设立 设置""")
# 制作三部宣传片, 每周两次, 一套; but not 一批, 一期工程, 一次性.
_SPELT = regex(
    rf"(?P<lead>(?:已|共|全年|累计)*(?:{_MADE}(?:完成)?了?)?|每个?(?:半年|季度?|学期|[月周日天年人])(?:开展|组织)?)"
    rf"(?P<numeral>{NUMERAL})(?P<rest>(?![批些期级类等档度年点]|次性|个百分点)[^\d{NUMERAL_CHARACTERS}]{{1,12}})"
)
_SEVERAL_DIGITS = regex("[一二两三四五六七八九]{2}")


def _write_in_digits(found: re.Match[str]) -> str:
    """Write the numeral of a cell in digits where it counts something (``三部宣传片``)."""
    value, unit = read_numeral(found["numeral"]), unit_at(found["rest"], 0)
    is_loose = _SEVERAL_DIGITS.search(found["numeral"]) or found["numeral"] + unit == "十分"  # 两三次, 十分满意
    if value is None or is_loose or not unit or not (found["lead"] or unit == found["rest"]):
        return found[0]
    return f"{found['lead']}{print_plain(value)}{found['rest']}"


# 半小时, 一个半小时, 两天半; but not 上半年, 半年度, 半天制.
_HALVED = (
    rf"(?P<count>\d+|{NUMERAL})?个?半个?(?P<unit>小时|天|年|月)|(?P<whole>\d+|{NUMERAL})个?(?P<of>小时|天|年|月)半"
)
_HALF = regex(rf"^(?P<before>{BEFORE_WORDS})?(?:{_HALVED})(?P<after>以?[内上下])?$")


def _write_half(found: re.Match[str]) -> str:
    """Write a time with a half in digits (``一个半小时`` is 1.5小时, ``半年`` 6个月)."""
    typed, unit = found["count"] or found["whole"] or "0", found["unit"] or found["of"]
    count = Decimal(typed) if typed.isdecimal() else read_numeral(typed)
    if count is None:
        return found[0]
    half = count + Decimal("0.5")
    number, word = (half * 12, "个月") if unit == "年" else (half, "个月" if unit == "月" else unit)
    return f"{found['before'] or ''}{print_plain(drop_zeros(number))}{word}{found['after'] or ''}"


def _write_bare_numeral(found: re.Match[str]) -> str:
    """Write a numeral in digits with the 万 or 亿 that it ends in (``二千九百五十万`` is 2950万)."""
    value, last = read_numeral(found[1]), found[1][-1]
    if value is None:
        return found[0]
    return f"{print_plain(drop_zeros(value / MYRIADS[last]))}{last}" if last in MYRIADS else print_plain(value)


def _write_as_percent(found: re.Match[str]) -> str:
    """Write a share in words as a percentage (``四分之三`` is 75%)."""
    parts, whole = read_numeral(found["parts"]), read_numeral(found["whole"])
    if not parts or not whole or parts > whole:
        return found[0]
    return f"{print_plain(round(100 * parts / whole, 6))}%"


_PARTLY_QUOTED = regex(
    r"^[“\"]([^\d“”\"]{0,4}\d[\d.,]*[^\d“”\"]{0,3}|优秀?|良好?|合格|较好|一般)[”\"]([^\d“”\"，,。；;、]{1,4})$"
)
"""A figure or grade in quotes, with its unit behind them: ``“≥5”个``, ``"良好"等次``."""


def _write_tens(found: re.Match[str]) -> str:
    return f"{found['before'] or ''}{'二十' if found['tens'] == '廿' else '三十'}"


def _write_for_one(found: re.Match[str]) -> str:
    """Write what many cost as what one costs (``4600元/100人次`` is 46元/人次)."""
    many = Decimal(found["many"])
    digits = found["money"].replace(",", "")
    if not many or not _PLAIN.fullmatch(digits):
        return found[0]
    return f"{print_plain(drop_zeros(round(Decimal(digits) / many, 6)))}{found['unit']}/"


_PLAIN = regex(r"\d+(?:\.\d+)?")


# Functions where a template would do: those are parsed anew for every cell.
_SHORTER: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (regex(r"^[“\"]([^“”\"]*)[”\"]$"), lambda found: found[1]),
    (regex(r"^“([^“”]*)$|^([^“”]*)”$"), lambda found: found[1] or found[2] or ""),  # one of the quotes is missing
    (_PARTLY_QUOTED, lambda found: f"{found[1]}{found[2]}"),
    (regex(r"(?<=.)\((?:含\d|满分|总分)[^()]*\)|\(含(?:本数)?\)(?=[-~至到])"), ""),
    (regex(r"\[(\d[\d.]*%?),(\d[\d.]*%?)\]"), lambda found: f"{found[1]}~{found[2]}"),
    (regex(r"(?<=\d)([%\w]?)(?:≤|<=)[^\d≤<>≥=,;、]{1,8}(?:≤|<=)(?=\d)"), lambda found: f"{found[1]}~"),  # 80%≤X≤95%
    (regex(r"(?<=\d)\(([^()\d]{1,5})\)"), _take_off_brackets),  # 95(分)
    (regex(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d ])"), lambda found: found[0].replace(" ", "")),
    (regex(r"(?P<whole>[二三四五六七八九十])分之(?P<parts>[一二三四五六七八九])"), _write_as_percent),
    (regex("^(半数|一半|二分之一)(?=以上)"), lambda _: "50%"),
    (regex(rf"^(?P<before>{BEFORE_WORDS})?(?P<tens>[廿卅])(?=[一二三四五六七八九]?[^\W\d]{{0,4}}$)"), _write_tens),
    (
        regex(rf"(?P<money>\d[\d,.]*)(?P<unit>{any_word(' '.join(MONEY))})/(?P<many>\d+)(?=[^\W\d]{{1,4}}$)"),
        _write_for_one,
    ),
    (_CALENDAR, _write_in_calendar_days),
    (_TIME, _write_in_smaller_unit),
    (_TIME, _write_in_smaller_unit),  # 1小时20分30秒 in two steps
    (_HALF, _write_half),
    (regex(rf"^{_SPELT.pattern}$"), _write_in_digits),
    (
        regex(rf"^(?=.*[万亿])([{NUMERAL_CHARACTERS}]+(?:[十百千万亿]|[十零][一二三四五六七八九]))$"),
        _write_bare_numeral,
    ),
    (
        regex(r"(?<=[元万亿])每(\w{1,2}?)(?:每([年月天日次]))?$"),
        lambda found: "/" + "·".join(filter(None, found.groups())),
    ),
    (regex(r"(/\w{1,2})[*×、](?=[天日月年次]$)"), lambda found: f"{found[1]}·"),  # 元/人*月
)
# An end that is not included, a zero that leads, an arrow: whatever is meant, it is not the numbers alone.
_DOUBTFUL = regex(
    r"\[\d[\d.]*%?,\d[\d.]*%?[])]|\(\d[\d.]*%?,\d[\d.]*%?\]|\(\d[\d.]*%,\d[\d.]*%?\)|"
    r"\d[^\d≤<>≥,;]{0,2}(?:[≤<]=?[^\d≤<>≥=,;、]{1,8}[≤<]|[≥>]=?[^\d≤<>≥=,;、]{1,8}[≥>])=?\d|"
    r"\d,(?!\d{3}(?!\d))0\d|\d、0\d|\.\.|\d[。·]\d|[↑↓]"
)
# 15,8 is 15.8 or 158: a comma that does not part thousands.
_MISPLACED_COMMA = regex(r"(?<![\d.,])(?!\d{1,3}(?:,\d{3})+(?!\d|,\d))\d+,\d+")
_SPAN_OF_YEARS = regex(
    r"(?:近|最近|过去|此前|连续)(?:\d+|[一二两三四五六七八九十]+)个?(?:年|季度|月)(?:来|内|度|以来)?(?=[^\d])"
)
_RATIO = regex(
    rf"(?P<bound>{BEFORE_WORDS})?(?P<one>\d+(?:\.\d+)?):(?P<other>\d+(?:\.\d+)?)(?:[及或]?(?P<after>以[上下内]))?"
)
_PER_MANY = regex(
    rf"(?P<bound>{BEFORE_WORDS})?(?P<number>\d+(?:\.\d+)?)[人例名]?/(?P<many>(?:10|十)万|百万|万|千)人?(?:[及或]?(?P<after>以[上下内]))?"
)
_MINUS = regex("(?:增[长加速幅]|提[高升]|上升|下降|减少|降低|降幅|变化|同比|上年|去年|约|为)-$")  # 增长-2%
# A second condition: 且不发生退回重办, 无安全事故, 覆盖全部乡镇; 不含省外 is a remark.
_CONDITION = regex(
    r"(?:并?且|同时)?(?:未|无|没|零|不(?!含|包|计))|并?且|同时|(?:全面|全部|实现|做到|确保|保证)?(?:覆盖|通过|按时|及时|符合)"
)
_LONGEST = 1000
"""How long a cell with a value in it may be."""
_BOUND_IN_LABEL = regex("[≥≤<>]|不得?(?:[低少小高多大]于|超过|突破|超出)|未突破|不超|控制在")
_CAME_TO = regex("[到至为]")
_JOINING = "、和及与且,;。"


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Read a target or an actual as written in a public form; what cannot be read comes back as Text."""
    if has_too_many_digits(text):
        return Wording(text)
    found = read_simple(text)
    return Quantity(found.value, found.unit, found.bound) if found else read_with_care(text)


def read_with_care(text: str) -> Reading:
    """Read any cell, however it is worded; slower than ``read``, with the same result."""
    clean = _SPACE.sub("", to_half_width(text).strip()).strip(" 。;,、")
    for pattern, shorter in _SHORTER:
        clean = pattern.sub(shorter, clean)
    if len(clean) > _LONGEST:
        return Wording(clean)
    if _SPAN_OF_YEARS.search(clean):
        return _read_with_span(clean)
    words = read_status(clean) or read_deadline(clean) or read_grade(clean) or _read_ratio(clean)
    if words:
        return words
    if _DOUBTFUL.search(clean) or _MISPLACED_COMMA.search(clean):
        return Wording(clean)
    segments = [segment for segment in _BREAK.split(clean) if segment]
    parts: list[Part] = []
    for segment in segments:
        said = _AND.sub("", segment)
        word = read_grade(said)
        parts += [word] if word else _read_numbers(said)
    conditions = [_read_condition(segment) for segment in segments[1:] if _CONDITION.match(segment)] if parts else []
    parts += [condition for condition in conditions if condition]
    if len(parts) == 1:
        return parts[0] if len(segments) == 1 else _keep_all_words(parts[0], clean)
    if parts:
        return _join_bounds(parts) or Several(clean, tuple(parts))
    declared = [word for word in map(read_status, segments) if word]
    if declared and all(word.done for word in declared if isinstance(word, Done)):
        return Done(clean, done=True) if any(isinstance(word, Done) for word in declared) else Nil(clean)
    return Wording(clean)


def _read_with_span(clean: str) -> Several | Wording:
    """Read what holds for some years (``近五年未发生``, ``连续三年95%以上``): the years are a condition, never the value."""
    spans = "、".join(_SPAN_OF_YEARS.findall(clean))
    bare = _SPAN_OF_YEARS.sub("", clean)
    rest = Wording(clean) if _SPAN_OF_YEARS.search(bare) else read_with_care(bare)
    if isinstance(rest, Several):
        return Several(clean, (Wording(spans), *rest.parts))
    return Wording(clean) if isinstance(rest, Done | Deadline | Wording) else Several(clean, (Wording(spans), rest))


def _read_ratio(clean: str) -> Ratio | Quantity | None:
    """Read a ratio (``≥1:2.5``) or a share of many (``≤15/10万``); return None for any other cell."""
    if found := _PER_MANY.fullmatch(clean):
        many = found["many"].replace("十", "10")
        return Quantity(Decimal(found["number"]), f"/{many}", _find_bound(found))
    found = _RATIO.fullmatch(clean)
    if not found or not Decimal(found["one"]):
        return None
    return Ratio(clean, Decimal(found["other"]) / Decimal(found["one"]), _find_bound(found))


def _find_bound(found: re.Match[str]) -> Bound:
    if found["bound"]:
        return BEFORE[found["bound"]]
    return AFTER[found["after"]] if found["after"] else Bound.NONE


def _read_condition(segment: str) -> Nil | Wording | None:
    """Read a condition in words beside a number; return None for words that have a number of their own."""
    bare = _AND.sub("", segment)
    status = read_status(bare)
    if isinstance(status, Nil):
        return status
    return None if read_grade(bare) or _read_numbers(bare) else Wording(bare)


def _keep_all_words(part: Part, clean: str) -> Reading:
    """Read the only value of a cell again, with all the words of the cell around it."""
    if not isinstance(part, Quantity | Range):
        return part
    only = _read_numbers(clean)
    return only[0] if len(only) == 1 else part


def _join_bounds(parts: list[Part]) -> Range | None:
    """Join a lower and an upper bound on the same thing (``≥90%，≤95%``)."""
    match parts:
        case [Quantity(bound=Bound.AT_LEAST) as low, Quantity(bound=Bound.AT_MOST, label="") as high] | [
            Quantity(bound=Bound.AT_MOST) as high,
            Quantity(bound=Bound.AT_LEAST, label="") as low,
        ] if low.unit == high.unit and low.value <= high.value and not (low.tail or high.tail):
            return Range(low.value, high.value, low.unit, low.label or high.label, is_bound=True)
    return None


def _read_numbers(segment: str) -> list[Quantity | Range]:
    """Read the numbers of a segment with the words around each."""
    figures = find_numbers(segment)
    parts: list[Quantity | Range] = []
    before = segment[: figures[0].start] if figures else ""
    for figure, following in _pair_with_next(figures):
        rest = segment[figure.end : following.start if following else len(segment)]
        trail = TRAIL.match(rest)
        noun = (trail["noun"] or "") if trail else ""
        rest = rest[trail.end() :] if trail else rest
        cut = _find_cut(rest) if following else len(rest)
        parts.append(_make_value(figure, before, trail, noun + (rest[:cut].rstrip(_JOINING) if following else rest)))
        before = rest[cut:]
    return parts


def _pair_with_next(figures: list[Number]) -> Iterator[tuple[Number, Number | None]]:
    yield from zip(figures, [*figures[1:], None], strict=False)


def _find_cut(between: str) -> int:
    """Return where, in the words between two numbers, those of the second begin."""
    return max(between.rfind(mark) + 1 for mark in _JOINING)


def _lengthen_unit(unit: str, tail: str) -> tuple[str, str]:
    """Add to a unit the words behind a bound that belong to it (``个工作日`` in ``10个以上工作日``)."""
    longer = unit_at(unit + tail, 0)
    return (longer, (unit + tail)[len(longer) :]) if longer.startswith(unit) else (unit, tail)


def _make_value(figure: Number, before: str, trail: re.Match[str] | None, tail: str) -> Quantity | Range:
    is_negative = _MINUS.search(before) is not None and figure.values[0] > 0
    before = before[:-1] if is_negative else before
    label, word, near = split_lead(before, 0, len(before))
    came_to = _CAME_TO.match(before, len(label)) if not word and level_in_words(before[: len(label) + 1]) else None
    label += came_to[0] if came_to else ""
    if len(figure.values) == 2:
        return Range(*figure.values, figure.unit, label, tail)
    unit, tail = _lengthen_unit(figure.unit, tail) if trail else (figure.unit, tail)
    bound = BEFORE[word] if word else Bound.NONE
    if trail and trail["bound"] and bound in (Bound.NONE, Bound.AT_MOST):
        bound = AFTER[trail["bound"]]
    if not bound:
        # ≥每个考场应考人数的105%
        said = _BOUND_IN_LABEL.findall(label)
        bound = BEFORE[said[-1]] if said else Bound.NONE
    about = About.EXACT
    if figure.is_odd:
        about = About.ODD
    elif near:
        about = About.NEARLY if "近" in near else About.AROUND
    elif trail and trail["around"]:
        about = About.AROUND
    value = -figure.values[0] if is_negative else figure.values[0]
    return Quantity(value, unit, bound, about, label, tail, figure.times)
