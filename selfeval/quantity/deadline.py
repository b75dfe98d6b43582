"""Deadlines and periods: ``2024年6月底前``, ``12月31日前``, ``2024年第三季度``, ``年底前``."""

from __future__ import annotations

from selfeval.quantity.characters import read_count, to_arabic
from selfeval.quantity.values import Deadline
from selfeval.text.pattern import regex

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_END = (
    r"(?:年?度?(?:之前|以前|前|内|期间)?已?(?:全部|全面|按时|及时)?"
    r"(?:完成|完毕|办结|竣工|完工|开工|通车|验收|交付|投入使用|建成|启动|实施|印发|下达|上报|报送|提交|到位|拨付|支付|发放|兑付)*)"
)
_START = r"(?:已?于|已?在|截至|截止到|截止|到|至|不晚于|不迟于|确保|力争|≤)?"
_WHEN = regex(
    _START
    + r"(?:"
    + "|".join(
        (
            rf"(?:{_YEAR}年|当年|本年度?)?(?:(?P<from>\d{{1,2}})月?[-~至到])?(?P<month>\d{{1,2}})月"
            r"(?:(?P<day>\d{1,2})[日号](?:24[时点])?|(?P<part>底|末|初|上旬|中旬|下旬)|份)?",
            _YEAR.replace("year", "year_dashed") + r"[-./](?P<month_dashed>\d{1,2})(?:[-./](?P<day_dashed>\d{1,2}))?",
            rf"(?:{_YEAR.replace('year', 'year_named')}年度?|当年|本年度?|全?年)?"
            r"(?P<named>第?[一二三四1-4]季度|[上下]半年|年?底|年?末|年内|年终|全年|年度内)末?",
            _YEAR.replace("year", "year_alone") + r"年度?(?!之?前|以前)",
        )
    )
    + r")"
    + _END
)
_EACH_MONTH = regex(r"(?:于|在)?每个?月(?P<day>\d{1,2})[日号](?P<before>之前|以前|前|内)?" + _END)
_TO = regex("(?<=[年月日号底初末旬份])(?:--?|~|至|到)")
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def read_deadline(text: str) -> Deadline | None:
    """Read a cell that is nothing but a time; return None for any other, and for a day that no calendar has."""
    found = _WHEN.fullmatch(to_arabic(text))
    if not found:
        return _read_each_month(text) or _read_period(text)
    written = found["year"] or found["year_dashed"] or found["year_named"] or found["year_alone"]
    year = int(written) if written else None
    if found["named"]:
        months = _months_of(found["named"])
        return Deadline(text, year, (months[0], 1), _last_day(year, months[1]))
    month = int(found["month"] or found["month_dashed"] or 0)
    day = int(found["day"] or found["day_dashed"] or 0)
    if found["year_alone"]:
        return Deadline(text, year, (1, 1), (12, 31))
    first = int(found["from"] or month)
    if not (1 <= first <= month <= 12 and day <= _last_day(year, month)[1]):
        return None
    if day:
        return Deadline(text, year, (month, day), (month, day))
    begin, end = _PARTS.get(found["part"] or "", (1, 31))
    return Deadline(text, year, (first, begin), min((month, end), _last_day(year, month)), is_span=bool(found["from"]))


def _read_each_month(text: str) -> Deadline | None:
    """Read a day of every month (``每月10日前``): a time of month 0."""
    found = _EACH_MONTH.fullmatch(text)
    day = int(found["day"]) if found else 0
    if not found or not 1 <= day <= 31:
        return None
    return Deadline(text, None, (0, 1 if found["before"] else day), (0, day))


def _read_period(text: str) -> Deadline | None:
    """Read two times with a dash between (``2024年1月1日-12月31日``, ``2023年4月--2024年3月``)."""
    to = _TO.search(text)
    first, last = (read_deadline(text[: to.start()]), read_deadline(text[to.end() :])) if to else (None, None)
    if not first or not last or (last.year and not first.year):
        return None
    end_year = last.year or first.year
    if (first.year or 0, first.first) > (end_year or 0, last.last):
        return None
    return Deadline(text, first.year, first.first, last.last, True, end_year if end_year != first.year else None)


def _months_of(word: str) -> tuple[int, int]:
    """Return the first and the last month of a named part of the year (``第三季度``, ``下半年``, ``年底``)."""
    if "季度" in word:
        digit = word[-3]
        quarter = read_count(digit)
        return quarter * 3 - 2, quarter * 3
    if "半年" in word:
        return (1, 6) if word[0] == "上" else (7, 12)
    return (1, 12) if word in ("全年", "年内", "年度内") else (12, 12)


def _last_day(year: int | None, month: int) -> tuple[int, int]:
    from calendar import monthrange  # a deadline is seldom typed

    return month, monthrange(year or 2000, month)[1]
