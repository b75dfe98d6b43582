"""Dates and spans of time in a text: days that do not exist, 历时, quarters, five-year plans, an end before its start."""

from __future__ import annotations

import re
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Printed, Spot, say, spots
from selfeval.quantity.characters import read_count, to_half_width
from selfeval.text.pattern import regex

_DATE = regex(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年|(?P<same>当年|同年|(?P<own>本年度?|今年))|(?P<next>次年|翌年|第二年))?\s*"
    r"(?:(?<![\d.])(?P<month>\d{1,2})\s*月|(?<=[至到—-])(?=\d{1,2}[日号]))(?:\s*(?P<day>\d{1,2})\s*[日号](?!均))?"
)
_SPAN = regex(
    r"(?P<word>历时|为期|[展会工汛学]期|(?P<term>合同期限?|服务期限?|租期|租赁期限?|委托期限?|聘期|任期)|用时|耗时|共计|总工期|周期|持续|建设期|前后共?|连续|时间|时长|(?:共计?|累计|一?共)(?:展出|运行|开放|值守|进行|举行|举办|持续|施工)|期限|计|共)(?:约|近)?(?P<about>约|近)?(?:为|达)?\s*(?P<count>\d{1,4}|[一二两三四五六])\s*(?P<unit>个月|天|日历天|日|年(?!半)|周|个工作日|工作日)(?P<more>余|多|左右|以上)?"
)
_EARLY = regex(
    r"(?P<way>提前|提早|推迟|延期|逾期|延迟|超期)(?:了)?\s*(?P<count>\d{1,3})\s*(?P<unit>天|日|个月)(?:完成|完工|实现)?"
)
_LENGTH = regex("(?:工期|工时|周期|期限|时长)[^,，]{0,4}$")
"""Matches what says that something is early by a length of time, not by a day."""
_DAYS = regex(r"(?<![\d月])(\d{1,4})\s*(?:天|日(?!期)|个?工作日|个?日历天)")
_LENGTHS = regex(r"(?<![\d月])(\d{1,4})\s*(?:天|个?日历天)")
_GIVEN = regex(r"\d\s*(?:天|个月|日历天|个?工作日|日[之以]?内)|开工|动工|启动|进场|开始")
_ENDED = regex("完工|竣工|完成|建成|交付|结束")
_DONE = regex("实际|提前|推迟")
"""Matches what says of a day that something was done on it."""
_DUE = regex("合同|约定|计划|要求|规定|原定|应[于在当]")
_QUARTER = regex(
    r"(?:前(?P<quarters>[两二三])个?季度|(?<!前)第?(?P<quarter>[一二三四])季度|(?P<half>[上下]半年))\s*[(（]\s*(?P<first>\d{1,2})\s*月?\s*[-—－~～至到]+\s*(?P<last>\d{1,2})\s*月\s*[)）]"
)
_PLAN = regex(
    r"[“\"]?十(?P<plan>[一二三四五])五[”\"]?(?:规划|时期|期间)*\s*[(（]\s*(?P<first>\d{4})\s*年?\s*[-—－~～至到]+\s*(?P<last>\d{4})\s*年?\s*[)）]"
)
_YEARS = regex(
    r"(?P<count>[两二三四五六])年[^，。；（(\d]{0,8}[(（]\s*(?P<first>20\d{2})\s*年?\s*[-—－~～至到]+\s*(?P<last>20\d{2})\s*年?\s*[)）]"
)
_YEARS_SPAN = regex(r"(?<!\d)(?P<first>20\d{2})年?[—–~～至\-]+(?P<last>20\d{2})年(?!\d)")
_MONTHS_SPAN = regex(
    r"20\d{2}年(?P<first>\d{1,2})月(?:\d{1,2}日)?\s*[—–~～至到\-]+\s*(?P<last>\d{1,2})月(?:\d{1,2}日)?"
)
_DIGIT_MONTH = regex("[0-9０-９] ?月")
_BRACKETED_YEAR = regex("[(（] ?[0-9０-９]{4}")
_UNTIL = regex("起?(?:[-—－~～]+|至|到)")
_ON = regex("[,，]?(?:即|已|就)?[于在至到]")
"""Matches what leads from how early something was to its day (提前5天于11月10日开始)."""
_LEAP = 2024
_FROM_TO = regex("[至到]|(?:启动|开始|开工|开幕|开班).*(?:结束|完成|完工|闭幕|结业)")
"""Matches what says of two days that something went on from the one to the other."""
_TO_END = regex("到期|截止|终止|届满|止于|[至到]$")
"""Matches what says of the second of two days that a term ends on it."""
_GAP = regex("累计|每期|分.{0,2}[期批次]|工作日|扣除|间断|轮流|共办|实际(?!历时|工期|用时)")
_OTHER_SPAN = regex("现场|有效|[两二三四五六七八九十\\d]个?月|其中|主汛期")
"""Matches what says between two dates and a span that it is one of another time."""
_OWED = regex("(?:合同|计划|约定|批复|定额|规定|要求)的?$")
"""Matches what says right before a span that it is what was due (较合同工期90天)."""
_OF_MONTHS = regex(r"对?\d{1,2}月?[-—－~～至到]+\d{1,2}月")
"""Matches the months of which something is that was done in a span."""
_TERM = regex(
    r"(?:期限|服务期|合同期|租期|工期|任期|建设期|实施期)(?:为|共)?(?P<count>[一二两三四五六]|\d{1,2})(?P<unit>年(?!半)|个月)[,，(（:：]?(?:即|自|从)?(?=\d{4}年)"
)
_SPAN_AHEAD = regex(
    r"(?:为期|历时|展期|会期|工期|周期|时长|持续)(?:为|共)?(?P<count>\d{1,3}|[一二两三四五六])(?P<unit>个月|天|日)的?[,，(（:：]?(?:时间)?(?:即|自|从|于|为)?(?=\d{1,4}[年月])"
)
_WITHOUT_BREAK = regex(
    r"连续(?:展出|展示|展览|营业|开放|运行|举办|供暖|供热|供水|值守|接待|放映|演出)了?(?P<count>\d{1,3})(?P<unit>天|日)(?![余多])"
)
_CLOSED = regex("(?:[闭收关落结终停截](?:幕|馆|园|市|官|灯|业|展|闭|束|止)|止)(?:[,，]|期间)?(?:共)?")
_OPENED = regex("[自从起]|[开启亮](?:幕|放|园|馆|市|业|灯|展|始|动)|举办|举行")
"""Match what something did from its first day to its last without a break, what ends it and what begins it."""
_FULL_YEARS = regex(
    r"(?:已|稳定|连续|正常|平稳|安全|累计)*(?:运行|运营|营运|服务|开放|使用|服役|供水|供电)?(?:已|时间)?满(?P<count>[一二两三四五六七八九十]|\d{1,2})(?P<unit>年(?!以上)|个月)"
)
_UP_TO = regex("(?:截[至止到]|[至到])$")
"""Match for how many years something has been there, and what stands before the day up to which."""
_NEAR = 12
"""How many characters before a span may say that it has gaps."""
_FEW_WEEKS = 2
"""By how many weeks a term may be longer or shorter than its days are, holidays or not."""
_REACH = 200
"""How many characters back in its sentence the two days of a span stand at the farthest."""
_STOP, _FULL_STOP = regex("[。！？；;\n]"), regex("[。！？\n]")


class _Dated(NamedTuple):
    """Hold a date found in a text: a day, or a month where ``day`` is 0."""

    spot: Spot
    year: int
    month: int
    day: int

    @property
    def months(self) -> int:
        """Return the months since the year nought."""
        return self.year * 12 + self.month

    @property
    def as_day(self) -> date:
        """Return the day, the first of a month without one."""
        return date(self.year, self.month, self.day or 1)


def typed_period_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a day that does not exist, and a span of time that its two dates do not make."""
    year = dossier.submission.year
    yield from _periods(dossier.paragraphs.narrative, int(year) if year.isdigit() else 0)
    yield from _months_reversed(dossier)
    for spot in spots(_YEARS_SPAN, dossier.paragraphs.holding(_YEARS_SPAN)):
        if spot.match["last"] < spot.match["first"]:
            yield say(
                spot, f"“{spot.match[0]}”的末年 {spot.match['last']} 比首年 {spot.match['first']} 还早；请核对哪个不对"
            )


def _months_reversed(dossier: Dossier) -> Iterator[Finding]:
    """Yield a cell with a time that ends in an earlier month than it begins in: 2025年8月至6月."""
    for spot in spots(_MONTHS_SPAN, dossier.paragraphs.holding(_MONTHS_SPAN)):
        first, last = int(spot.match["first"]), int(spot.match["last"])
        if not spot.paragraph.narrative and last < first:
            yield say(spot, f"“{spot.match[0]}”的结束比开始还早；请核对月份，到第二年的写上“次年”")


def _periods(paragraphs: Printed, year: int) -> Iterator[Finding]:
    for paragraph in paragraphs.holding(_DIGIT_MONTH):
        dates = list(_dates(paragraph, year))
        yield from _impossible(dates)
        yield from _spans(paragraph, [each for each in dates if _exists(each)])
    for paragraph in paragraphs.holding(_EARLY):
        yield from _shorter(paragraph)
    for paragraph in paragraphs.holding("季度(", "季度（", "半年(", "半年（"):
        yield from _quarters(paragraph)
    for paragraph in paragraphs.holding(_BRACKETED_YEAR):
        yield from _plans(paragraph)


def _impossible(dates: Sequence[_Dated]) -> Iterator[Finding]:
    for each in dates:
        spot, month = each.spot, each.month
        if not 1 <= month <= 12:
            if each.day:
                yield say(spot, f"没有 {month} 月；请核对")
            continue
        longest = monthrange(each.year or _LEAP, month)[1]
        if each.day > longest:
            leap = f"，{each.year} 年不是闰年" if month == 2 and each.day == 29 else ""
            yield say(spot, f"{month} 月没有 {each.day} 日{leap}；请核对")


def _quarters(paragraph: Paragraph) -> Iterator[Finding]:
    for spot in _find(_QUARTER, paragraph):
        found = spot.match
        if found["quarters"]:
            first, last = 1, read_count(found["quarters"]) * 3
        elif found["quarter"]:
            first = read_count(found["quarter"]) * 3 - 2
            last = first + 2
        else:
            first, last = (1, 6) if found["half"] == "上半年" else (7, 12)
        if (int(found["first"]), int(found["last"])) != (first, last):
            name = found["half"] or (f"前{found['quarters']}季度" if found["quarters"] else f"{found['quarter']}季度")
            yield say(
                spot, f"{name}是 {first}—{last} 月，这里写的是 {found['first']}—{found['last']} 月；请核对哪个不对"
            )


def _plans(paragraph: Paragraph) -> Iterator[Finding]:
    for spot in _find(_PLAN, paragraph):
        first = 2006 + (read_count(spot.match["plan"]) - 1) * 5
        if (int(spot.match["first"]), int(spot.match["last"])) != (first, first + 4):
            yield say(
                spot,
                f"“十{spot.match['plan']}五”是 {first}—{first + 4} 年，这里写的是 {spot.match['first']}—{spot.match['last']} 年；请核对",
            )
    for spot in _find(_YEARS, paragraph):
        first, last, count = int(spot.match["first"]), int(spot.match["last"]), read_count(spot.match["count"])
        if last - first + 1 != count and last - first != count:
            yield say(
                spot, f"{first}—{last} 年是 {last - first + 1} 年，这里写的是{spot.match['count']}年；请核对哪个不对"
            )


def _dates(paragraph: Paragraph, year: int) -> Iterator[_Dated]:
    """Yield the dates of a paragraph; one without a year is of the year of the date before it."""
    last, month = year, 1
    for spot in _find(_DATE, paragraph):
        found = spot.match
        last = year if found["own"] else int(found["year"]) if found["year"] else last + 1 if found["next"] else last
        month = int(found["month"] or month)
        yield _Dated(spot, last, month, int(found["day"] or 0))


def _spans(paragraph: Paragraph, dates: Sequence[_Dated]) -> Iterator[Finding]:
    if len(dates) < 2:
        return
    text = str(paragraph.text)
    for spot in _find(_SPAN, paragraph):
        stops = _FULL_STOP if spot.match["word"].startswith("总") else _STOP
        start = max((stop.end() for stop in stops.finditer(text, 0, spot.match.start())), default=0)
        inside = _joined([each for each in dates if start <= each.spot.match.start() < spot.match.start()], text)
        found = spot.match
        if len(inside) != 2 or found["about"] or found["more"] or _GAP.search(text, start, spot.match.end()):
            continue
        first, last = inside
        said = text[start : spot.match.end()]
        if _OTHER_SPAN.search(_OF_MONTHS.sub("", text[last.spot.match.end() : spot.match.start()])):
            continue
        if found["term"] and not _TO_END.search(text, first.spot.match.end(), last.spot.match.start()):
            continue
        owed = _OWED.search(text, start, found.start())
        if owed and not _DUE.search(text, start, first.spot.match.start()):
            continue
        between = text[last.spot.match.end() : found.start()]
        if found["word"] == "连续" and (
            between or not _UNTIL.fullmatch(text[first.spot.match.end() : last.spot.match.start()])
        ):
            continue
        if found["word"].startswith(("共", "计")) and not _FROM_TO.search(said):
            continue
        yield from _span(spot, first, last)
    yield from _early(paragraph, dates, text)
    yield from _without_break(paragraph, dates, text)
    yield from _full_years(paragraph, dates, text)
    yield from _terms(paragraph, dates, text)
    yield from _ahead(paragraph, dates, text)


def _joined(inside: Sequence[_Dated], text: str) -> Sequence[_Dated]:
    """Return the two days of a span among months of which something else is (8月1日至8月12日对1—7月执行情况开展监控)."""
    days = [each for each in inside if each.day]
    if len(inside) == len(days) or len(days) != 2:
        return inside
    one, other = (each.spot.match for each in days)
    return days if _UNTIL.fullmatch(text[one.end() : other.start()]) else inside


def _without_break(paragraph: Paragraph, dates: Sequence[_Dated], text: str) -> Iterator[Finding]:
    """Yield 9月1日开幕，9月30日闭幕，连续展出20天: what opened on one day and closed on the other was there on others too."""
    for spot in _find(_WITHOUT_BREAK, paragraph) if "连续" in text else ():
        pair = _both_before(dates, text, spot.match.start())
        if pair and not _GAP.search(text, pair[0].spot.match.start(), spot.match.end()):
            first, last = pair
            closed = _CLOSED.fullmatch(text[last.spot.match.end() : spot.match.start()].strip())
            begun = text[max(0, first.spot.match.start() - 1) : last.spot.match.start()]
            if closed and _OPENED.search(begun):
                yield from _span(spot, first, last)


def _full_years(paragraph: Paragraph, dates: Sequence[_Dated], text: str) -> Iterator[Finding]:
    """Yield 自2021年1月1日上线，截至2023年12月31日已运行满四年: from the one day to the other are not so many years."""
    for spot in _find(_FULL_YEARS, paragraph) if "满" in text else ():
        pair = _both_before(dates, text, spot.match.start())
        if not pair or text[pair[1].spot.match.end() : spot.match.start()].strip("，,底末日 "):
            continue
        first, last = pair
        count = read_count(spot.match["count"]) * (12 if spot.match["unit"] == "年" else 1)
        months = last.months - first.months + 1
        longest = count + (12 if spot.match["unit"] == "年" else 1)
        at = last.spot.match.start()
        if _UP_TO.search(text, max(0, at - _NEAR), at) and months > 1 and not count <= months <= longest + 1:
            told = f"{spot.match['count']}{spot.match['unit']}"
            yield say(
                spot, f"从 {_print(first)} 到 {_print(last)} 是 {months} 个月，这里写的是满{told}；请核对哪个不对"
            )


def _both_before(dates: Sequence[_Dated], text: str, end: int) -> tuple[_Dated, _Dated] | None:
    """Return the only two dates of a sentence before something in it."""
    least = max(0, end - _REACH)
    start = max((stop.end() for stop in _STOP.finditer(text, least, end)), default=least)
    at = bisect(dates, end, key=lambda each: each.spot.match.start())
    inside = [each for each in dates[max(0, at - 3) : at] if each.spot.match.start() >= start]
    return (inside[0], inside[1]) if len(inside) == 2 and inside[0].as_day < inside[1].as_day else None


def _terms(paragraph: Paragraph, dates: Sequence[_Dated], text: str) -> Iterator[Finding]:
    """Yield 期限三年，自2022年1月1日至2025年12月31日: the two days make another term."""
    for spot in _find(_TERM, paragraph):
        pair = [each for each in dates if each.spot.match.start() >= spot.match.end()][:2]
        if len(pair) < 2 or pair[0].spot.match.start() != spot.match.end() or not (pair[0].day and pair[1].day):
            continue
        first, last = pair
        between = text[first.spot.match.end() : last.spot.match.start()]
        word = spot.match["count"]
        count = read_count(word) * (12 if spot.match["unit"] == "年" else 1)
        least, most = _months(first, last)
        if _UNTIL.fullmatch(between) and first.as_day < last.as_day and not least - 1 <= count <= most + 1:
            message = f"从 {_print(first)} 到 {_print(last)} 是 {most} 个月，这里写的是 {word}{spot.match['unit']}；请核对哪个不对"
            yield say(spot, message)


def _ahead(paragraph: Paragraph, dates: Sequence[_Dated], text: str) -> Iterator[Finding]:
    """Yield 为期10天，从5月6日至5月25日: a span told before its two days."""
    for spot in _find(_SPAN_AHEAD, paragraph):
        pair = [each for each in dates if each.spot.match.start() >= spot.match.end()][:2]
        if len(pair) < 2 or pair[0].spot.match.start() != spot.match.end():
            continue
        first, last = pair
        between = text[first.spot.match.end() : last.spot.match.start()]
        near = max(0, spot.match.start() - _NEAR), last.spot.match.end() + _NEAR
        if _UNTIL.fullmatch(between) and not _GAP.search(text, *near):
            yield from _span(spot, first, last)


def _find(pattern: re.Pattern[str], paragraph: Paragraph) -> Iterator[Spot]:
    """Yield what a pattern finds in a paragraph read in half width, whose signs stand where they were typed."""
    for match in pattern.finditer(to_half_width(paragraph.text)):
        yield Spot(paragraph, match)


def _exists(each: _Dated) -> bool:
    return 1 <= each.month <= 12 and each.day <= monthrange(each.year, each.month)[1]


def _span(spot: Spot, first: _Dated, last: _Dated) -> Iterator[Finding]:
    count, unit = read_count(spot.match["count"]), spot.match["unit"]
    if last.as_day < first.as_day:
        yield say(
            last.spot,
            f"结束的时间（{last.spot.match[0].strip()}）比开始的时间（{first.spot.match[0].strip()}）还早；请核对哪个不对",
        )
        return
    months = last.months - first.months
    if unit in ("天", "日", "日历天") and first.day and last.day:
        days = (last.as_day - first.as_day).days
        if count not in (days, days + 1):
            yield say(
                spot, f"从 {_print(first)} 到 {_print(last)} 是 {days + 1} 天，这里写的是 {count} 天；请核对哪个不对"
            )
    elif unit == "个月" and count not in _months(first, last):
        yield say(
            spot, f"从 {_print(first)} 到 {_print(last)} 是 {months} 个月，这里写的是 {count} 个月；请核对哪个不对"
        )
    elif unit == "周" and first.day and last.day:
        weeks = (last.as_day - first.as_day).days // 7
        if abs(count - weeks) > _FEW_WEEKS:
            yield say(
                spot, f"从 {_print(first)} 到 {_print(last)} 是 {weeks} 周，这里写的是 {count} 周；请核对哪个不对"
            )
    elif unit == "年" and not (count * 12 - 3 <= months + 1 <= count * 12 + 3):
        yield say(spot, f"从 {_print(first)} 到 {_print(last)} 是 {months} 个月，这里写的是 {count} 年；请核对哪个不对")


def _months(first: _Dated, last: _Dated) -> tuple[int, int]:
    """Return how many months lie between two dates, the least and the most that may be said."""
    months = last.months - first.months
    if not (first.day and last.day):
        return months, months + 1
    behind = last.as_day + timedelta(days=1)
    if behind.day == first.day:
        return (behind.year * 12 + behind.month - first.months,) * 2
    return (months - 1, months) if last.day < first.day - 1 else (months, months + (last.day > first.day))


def _early(paragraph: Paragraph, dates: Sequence[_Dated], text: str) -> Iterator[Finding]:
    """Yield 计划6月30日完工，实际6月20日完工，提前15天."""
    for spot in _find(_EARLY, paragraph):
        start = max((stop.end() for stop in _STOP.finditer(text, 0, spot.match.start())), default=0)
        end = spot.match.end()
        end = (on.end() if (on := _ON.match(text, end)) else end) + 1
        inside = [each for each in dates if start <= each.spot.match.start() < end and each.day]
        promised = _promised(dates, text, start) if len(inside) == 1 and start else None
        inside = [promised, *inside] if promised else list(_due_and_done(inside, text))
        if len(inside) < 2 or spot.match["unit"] == "个月" or _is_length(text[start : spot.match.start()]):
            continue
        found = {abs((one.as_day - other.as_day).days) for one in inside for other in inside}
        found |= {abs(days - year) for days in found for year in (365, 366)}  # a day without a year may be of another
        found |= {abs((one.as_day - other.as_day).days) for one in inside for other in dates if other.day}
        count = int(spot.match["count"])
        lengths = [int(length) for length in _DAYS.findall(text[start:end])]
        if any(abs(one - other) == count for one, other in combinations(lengths, 2)):
            continue
        if len(inside) == 2 and not found & {count - 1, count, count + 1}:
            one, other = inside
            if _UNTIL.fullmatch(text[one.spot.match.end() : other.spot.match.start()]):
                continue
            days = abs((one.as_day - other.as_day).days)
            yield say(spot, f"{_print(one)} 和 {_print(other)} 相差 {days} 天，这里写的是 {count} 天；请核对哪个不对")


def _shorter(paragraph: Paragraph) -> Iterator[Finding]:
    """Yield 合同工期240天，实际工期225天，提前25天: one length was due, the other one is what it took, and they lie otherwise apart."""
    text = to_half_width(paragraph.text)
    for spot in _find(_EARLY, paragraph):
        start = max((stop.end() for stop in _STOP.finditer(text, 0, spot.match.start())), default=0)
        before, count = text[start : spot.match.start()], int(spot.match["count"])
        lengths = [int(length) for length in _LENGTHS.findall(before)]
        if len(lengths) != 2 or len(_DAYS.findall(before)) != 2 or _DIGIT_MONTH.search(before):
            continue
        days = abs(lengths[0] - lengths[1])
        if _DUE.search(before) and "实际" in before and spot.match["unit"] != "个月" and days not in (count, 0):
            yield say(spot, f"{lengths[0]} 天和 {lengths[1]} 天相差 {days} 天，这里写的是 {count} 天；请核对哪个不对")


def _due_and_done(inside: Sequence[_Dated], text: str) -> Sequence[_Dated]:
    """Return of several days the one that was due and the one on which it was done, all where these are not sure (3月1日开工，约定8月27日完工，实际8月17日完工)."""
    spans = zip(inside, [each.spot.match.start() for each in inside], strict=True)
    words = [(each, text[max(0, start - _NEAR) : start].rpartition("，")[2]) for each, start in spans]
    due = [each for each, said in words if _DUE.search(said)]
    done = [each for each, said in words if _DONE.search(said)]
    return [*due, *done] if len(inside) > 2 and len(due) == len(done) == 1 and due[0].day else inside


def _is_length(before: str) -> bool:
    """Tell whether something is early by a length of time that the sentence gives, or from its begin on."""
    return bool(_LENGTH.search(before) and _GIVEN.search(before))


def _promised(dates: Sequence[_Dated], text: str, start: int) -> _Dated | None:
    """Return the one day that the sentence before says something was due on (合同约定6月30日竣工。), None without one."""
    last = max((stop.end() for stop in _STOP.finditer(text, 0, start - 1)), default=0)
    days = [each for each in dates if last <= each.spot.match.start() < start]
    due = _DUE.search(text, last, start) and not _GIVEN.search(text, last, start)
    if len(days) == 2 and _DUE.search(text, last, days[0].spot.match.start()):
        behind = text[days[1].spot.match.end() : days[1].spot.match.end() + 2]
        return days[1] if days[1].day and _ENDED.match(behind) else None  # 计划4月1日动工、6月29日完工
    return days[0] if due and len(days) == 1 and days[0].day else None


def _print(each: _Dated) -> str:
    return f"{each.year} 年 {each.month} 月" + (f" {each.day} 日" if each.day else "")
