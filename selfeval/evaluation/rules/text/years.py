"""Years: text that was written for another year than the document's.

Earlier years are right in awards, reviews, ranges and comparisons; only what governs this year's
work is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Spot, documents, say, say_once, sentence_around, spots
from selfeval.evaluation.words import either, trade_words
from selfeval.form.field import Role
from selfeval.form.form import Phase
from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline
from selfeval.text.pattern import regex

_FILING = regex("(?:填报|填表|申报|自评|监控|编制|报送|报告)(?:日期|时间)")
_FILED: Mapping[Phase, Callable[[int], tuple[date, date]]] = {
    Phase.TARGETS: lambda year: (date(year - 1, 6, 1), date(year, 12, 31)),
    Phase.MONITORING: lambda year: (date(year, 1, 1), date(year, 12, 31)),
    Phase.SELF_EVALUATION: lambda year: (date(year, 12, 1), date(year + 2, 12, 31)),
    Phase.EVALUATION: lambda year: (date(year, 12, 1), date(year + 3, 12, 31)),
    Phase.PUBLICATION: lambda year: (date(year - 1, 6, 1), date(year + 2, 12, 31)),
}
"""Between which days the forms of a phase are filled in, at the earliest and at the latest."""
_YEAR = r"(?<![\d—–~～至到、和\-])(20\d\d)年"
_NAMED = regex(r"20\d\d年")
_PLAN = (
    _YEAR
    + r"度?(?:(?!季度|出台|印发|下发|发布|制定)[^，,。；;：:、！？\d\n]){0,16}?(?:工作要点|工作计划|工作安排|工作部署|工作方案|工作任务|重点任务|目标任务"
    r"|绩效目标|(?:{plans})计划)"
    r"(?![^，,。；;：:！？\n]{0,6}(?:自评|评价|评估|考核|考评|总结|完成|结果|基础|相比|结转|遗留|剩余|延续|跨年))"
)
_AIMED = regex(r"^\s*(20\d\d)\s*年(?!度?[的底末初]|[以之]?[前来后]|[-—–~～至到]|[^，。；]{0,30}[已了])[^，。；]*")
"""Matches a year with which a goal begins, and what is to be done in it."""
_SPRING = 6
"""Until which month of the next year something of a year may be finished."""
_LASTING = regex("中期|长期|周期|总目标")
_ACCOUNT = r"(?<![^。；;！？])(20\d\d)年(?:(?:度|全年)?[，,]|全年(?=\S)|度?(?=(?:我[局委办]|本部门|本单位|全[区市县局]|{own})?共))|截[至止](20\d\d)年(?:底|末|1[0-2]月)"
_QUOTED = regex(
    r"(?<![^。；;！？，,：\s])(20\d\d)年(?:度|全年)?(?![末底初])[^，,。；;：:、！？\d\n{｛较比增降减的]{0,16}[{｛]{2}"
)
"""Matches a year before a figure that is quoted from this year's data."""
_SET = regex(r"(?<![^。；;！？，])(20\d\d)年年?初[^，,。；;\n]{0,10}(?:设立|设定|确定|批复|下达|申报|编制)")
_ATTACHED = regex(r"(?<!\d)(20\d\d)年度?[^，。；]{0,30}?(?:自评|评价|决算|执行|监控|完成)")
"""Matches the name of an attachment that tells of a year."""
_PAST = regex(r"获|授|评为|评选|入选|命名|表彰|激励|考评|考核|验收|较|比|同期|上年|以前年度")
_DEADLINE = regex(_YEAR + r"(?:底|末|\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?)(?:之?前|以前)(?![^，。；]{0,8}[的已])")
_SO_FAR = regex(
    r"截[至止][到至]?(?:20\d\d年)?(?:目前|当前|现在|(?:[1-9]|1[01])月(?!\d|底?[^，。；]{0,4}前))|[今本]年以来"
    r"|(?<!\d)1[-—–~～至到](?:[2-9]|1[01])月|前三季度"
)
_UNTIL = ("截至", "截止", "年以来", "1-", "1—", "1–", "1~", "1～", "1至", "1到", "前三季度")
_COUNT = regex(r"\d+(?:\.\d+)?[万亿]?余?\s*[^\W\d年月日]")
_WHOLE = regex(r"全年|年底|年末|12月底|12月31日")
_RESULT = regex("完成情况|产出情况|效益情况|绩效情况|评价结论|工作成效")
_WISHED = regex(
    r"(?:^|(?<=[，。；;：:]))\s*(?:力争|争取|拟(?=[于在开组举新建完])|计划(?=[于在\d]|全年|今年|开展|举办|组织|新[建增])|预计(?=全年|年底|今年|到))"
)
_LATER = regex(r"实际|已|明年|次年|下年|下一|今后|跨年|结转|20\d\d年|比|较|超|率")
"""Matches what says of a plan that it is told beside its result, or is one of a later year."""
_DONE = regex(
    r"(?:全年|本年度?|今年|年内|截至年底|截至12月底?)[^，。；\d]{0,4}已(?!经?[建有])[^，。；的\d]{0,14}\d[\d,.]*\s*[^\W\d]{0,3}"
    r"|(?:超额|提前|圆满|如期|全部)完成了[^，。；]{0,8}|[比较](?:年初)?目标(?:少|多|高|低|超)[^，。；]{0,8}|[未没](?:有|能)?达到(?:年初|预期)?目标"
)
"""Matches what tells of something done in the year itself."""
_OF_YEAR = (Phase.SELF_EVALUATION, Phase.EVALUATION, Phase.PUBLICATION)


def plan_of_other_year(dossier: Dossier) -> Iterator[Finding]:
    """Find an earlier year's work plan governing this year's work."""
    for spot in spots(_plan(), dossier.paragraphs.holding(*_years_before(dossier))):
        if _earlier(spot, dossier):
            named = f"“{spot.match[0]}”是 {spot.match[1]} 年的"
            message = f"{named}，这份材料是 {dossier.submission.year} 年度的；是不是从去年的材料带过来的？"
            yield say(spot, message, spot.match[0].replace(spot.match[1], dossier.submission.year, 1))
    yield from _goals_of_other_year(dossier)
    for row in dossier.indicators:
        leaf = row.leaf(Role.TARGET)
        due = read(str(leaf.text)) if leaf else None
        year = (due.end_year or due.year or 0) if isinstance(due, Deadline) else 0
        if isinstance(due, Deadline) and due.is_span and str(due.year) <= dossier.submission.year:
            continue
        if leaf and _LASTING.search(" ".join((*leaf.field.path, *leaf.field.names))):
            continue
        if leaf and isinstance(due, Deadline) and year - int(dossier.submission.year) >= 1 + (due.last[0] <= _SPRING):
            message = f"“{row.name}”的年度指标值是 {leaf.text.strip()}，这份材料是 {dossier.submission.year} 年度的；是不是抄了中期的？"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _goals_of_other_year(dossier: Dossier) -> Iterator[Finding]:
    """Yield a goal that begins with an earlier year and names no other: 2024年更新泵站5座."""
    this_year = re.compile(f"{re.escape(dossier.submission.year)}|本年|今年|周期|[中长为]期|跨年")
    goals = (each for each in dossier.paragraphs.of(Role.GOAL) if each.planned and not this_year.search(each.text))
    for spot in spots(_AIMED, goals):
        lasts = any(map(_LASTING.search, spot.paragraph.leaf.field.names)) or _PAST.search(spot.match[0])
        if _earlier(spot, dossier) and not lasts and _COUNT.search(spot.paragraph.text):
            message = f"目标说的是 {spot.match[1]} 年的，这份材料是 {dossier.submission.year} 年度的；是不是从去年的材料带过来的？"
            yield say(spot, message)


def account_of_other_year(dossier: Dossier) -> Iterator[Finding]:
    """Find an account of this year's work that says it tells of an earlier year."""
    accounts = frozenset(form.slug for form in dossier.forms if form.phase is not Phase.TARGETS)
    this_year = re.compile(f"{re.escape(dossier.submission.year)}年|本年|今年")
    before = dossier.paragraphs.holding(*_years_before(dossier)) if accounts else ()
    told = (each for each in before if each.forms & accounts and not each.planned and not this_year.search(each.text))
    for spot in spots(_account(), told):
        year = spot.match[1] or spot.match[2]
        if year < dossier.submission.year and not _PAST.search(sentence_around(spot)):
            message = f"这里说的是 {year} 年的情况，这份材料是 {dossier.submission.year} 年度的，请核对年份"
            finding = say(spot, message, spot.match[0].replace(year, dossier.submission.year))
            yield finding._replace(forms=spot.forms & accounts)
    for pattern, of_year in ((_QUOTED, "后面引用的是 {} 年的数"), (_SET, "初定的不会是 {} 年度的目标")):
        for spot in spots(pattern, (each for each in before if not each.planned)):
            if _earlier(spot, dossier) and not _PAST.search(spot.match[0]):
                said = f"{spot.match[1]}年"
                place = spot.paragraph.text.at(spot.match.start(), spot.match.start() + len(said))
                message = f"“{said}”{of_year.format(dossier.submission.year)}，请核对年份"
                fix = f"{dossier.submission.year}年"
                yield Finding(place, message, spot.paragraph.leaf.where, fix, spot.forms & accounts)
    for spot in spots(_ATTACHED, (each for each in before if "附件" in " ".join(each.leaf.field.names))):
        if _earlier(spot, dossier):
            message = f"附件“{spot.paragraph.text.strip()}”是 {spot.match[1]} 年的，这份材料是 {dossier.submission.year} 年度的，请核对"
            yield Finding(spot.paragraph.text.place, message, spot.paragraph.leaf.where, forms=spot.forms & accounts)
    for leaf in (each for each in dossier.leaves if each.field.role is Role.ACTUAL):
        day = read(str(leaf.text))
        if isinstance(day, Deadline) and day.year and day.year < int(dossier.submission.year):
            message = f"实际完成的时间是 {day.year} 年，这份材料是 {dossier.submission.year} 年度的，请核对年份"
            forms = frozenset(form.slug for form in dossier.forms if leaf.field.path in form.fields)
            yield Finding(leaf.text.place, message, leaf.where, forms=forms & accounts)


def deadline_before_year(dossier: Dossier) -> Iterator[Finding]:
    """Find a planned deadline that was over before the year began."""
    for spot in spots(_DEADLINE, dossier.paragraphs.holding(*_years_before(dossier))):
        if spot.paragraph.planned and _earlier(spot, dossier):
            message = f"期限“{spot.match[0]}”在 {dossier.submission.year} 年以前，年初定的目标不会早已到期，请核对年份"
            yield say(spot, message, spot.match[0].replace(spot.match[1], dossier.submission.year, 1))


def plan_as_result(dossier: Dossier) -> Iterator[Finding]:
    """Find a wish where the result of the year belongs: 力争18座冷库全部完工."""
    of_year = forms_of_year(dossier)
    results = (
        each._replace(forms=each.forms & of_year)
        for each in (dossier.paragraphs.narrative.holding("力争", "争取", "拟", "计划", "预计") if of_year else ())
        if each.forms & of_year and not each.planned and (each.role is Role.RESULT or _RESULT.search(each.key))
    )
    found = [spot for spot in spots(_WISHED, results) if not _LATER.search(sentence_around(spot))]
    for together, forms in documents(found):
        message = f"“{together[0].match[0].strip()}”是打算，这里要写这一年做成了什么；写成结果，还没有做成的说明原因"
        yield say_once(together, forms, message)


def result_as_plan(dossier: Dossier) -> Iterator[Finding]:
    """Find a result where the goals of the year belong: 全年已接收2.7万卷."""
    goals = (each for each in dossier.paragraphs.of(Role.GOAL, Role.CONTENT) if each.phase is Phase.TARGETS)
    found = [spot for spot in spots(_DONE, goals) if spot.paragraph.narrative and spot.paragraph.planned]
    for together, forms in documents(found):
        message = f"“{together[0].match[0].strip()}”说的是已经做成的，这里要写这一年打算做成什么；是不是把完成情况写到这里来了？"
        yield say_once(together, forms, message)


def forms_of_year(dossier: Dossier) -> frozenset[str]:
    """Return the forms that tell how the year went."""
    return frozenset(form.slug for form in dossier.forms if form.phase in _OF_YEAR)


def filing_date_doubtful(dossier: Dossier) -> Iterator[Finding]:
    """Find the day on which a form was filled in where nobody can have filled it in then: a self-evaluation before the year ends."""
    year = int(dossier.submission.year)
    for leaf in dossier.leaves:
        if not any(map(_FILING.search, leaf.field.names)) or not isinstance(leaf.value, date):
            continue
        printing = [form for form in dossier.forms if leaf.field.path in form.fields]
        phases = list(dict.fromkeys(form.phase for form in printing if form.phase in _FILED))
        days = [_FILED[phase](year) for phase in phases]
        if days and not any(first <= leaf.value <= last for first, last in days):
            message = f"“{leaf.field.name}”是 {leaf.normal}，这是 {year} 年度的{'、'.join(phases)}，请核对年份和月份"
            yield Finding(leaf.text.place, message, leaf.where, forms=frozenset(form.slug for form in printing))


def part_of_year(dossier: Dossier) -> Iterator[Finding]:
    """Find counts of a year's result that go no further than some day of the year, once a document."""
    of_year = forms_of_year(dossier)
    told = dossier.paragraphs.narrative.holding(*_UNTIL) if of_year else ()
    told = [each._replace(forms=each.forms & of_year) for each in told if each.forms & of_year and not each.planned]
    found = [
        spot
        for spot in spots(_SO_FAR, told)
        if _COUNT.search(sentence_around(spot).partition(spot.match[0])[2]) and not _WHOLE.search(sentence_around(spot))
    ]
    for together, forms in documents(found):
        message = f"“{together[0].match[0]}”的数不是全年的；自评写全年或年底的数，确实只到这一天的写明日期"
        yield say_once(together, forms, message)


def _years_before(dossier: Dossier) -> frozenset[str]:
    """Return the years before its own that the documents name, as they are typed (2023年)."""
    named = _NAMED.findall(dossier.paragraphs.whole)
    return frozenset(year for year in named if year[:4] < dossier.submission.year)


def _earlier(spot: Spot, dossier: Dossier) -> bool:
    return spot.match[1] < dossier.submission.year


@lru_cache(maxsize=1)
def _plan() -> re.Pattern[str]:
    """Return a pattern of what governs the work of the year it names."""
    return regex(_PLAN.replace("{plans}", either(trade_words().plans)))


@lru_cache(maxsize=1)
def _account() -> re.Pattern[str]:
    """Return a pattern of how an account of a year begins."""
    return regex(_ACCOUNT.replace("{own}", either(trade_words().own)))
