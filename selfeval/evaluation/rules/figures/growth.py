"""Growth: 比上年增加80万元，增长10%; 由540件下降到459件，减少81件; 由91.4%提高到94.0%，提高2.6个百分点.

Any two of the new figure, the old one and the difference give the rest. The old one is the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from selfeval.evaluation.figures.figure import Figure
from selfeval.evaluation.figures.reading import ANY, WORD, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    add,
    differs,
    digits_of,
    is_said,
    is_slip_in_sum,
    is_swap,
    less,
    may_be_slip,
    measured,
    print_like,
    share,
    span,
)
from selfeval.evaluation.figures.roles import DOWN, RATED, UP, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.respective import FALL, FALLEN, RISE, RISEN, out_of_order
from selfeval.text.pattern import regex

_SILENT = regex(
    "口径|可比|剔除|扣除|不变价|年均(?!浓度|值|降[水雨]|气温|水[位温]|流量|径流)|折年|基数|复合(?=年|增)|环比.*同比|平均增长|增速|超额|超出"
)
_TO = regex(rf"(?:{UP}|{DOWN}|[升降涨跌])[^,]{{0,6}}?(?:到了?|至|为)[^,]{{0,8}}$")
_OLD = regex(
    r"(?:上年|去年|上一年|前一年|前年|同期|上月|上季度|(?:比|较|与|由|从)(?:[12][0-9]{3}年|“?十[二三四]五”?末?))[^,;]*$|(?:由|从)[^,;]*$|^(?:与|同|比|较)[^,;]*(?:数|的|预算|计划)$"
)
_CHANGE = regex(
    rf"(?:(?P<up>{UP}|涨|超|扩大)|(?P<down>{DOWN}))(?:了|约|幅度?|额|率|比例|达|近)*(?:为|了)?$|"
    rf"(?:比|较|同比|环比|相比)[^,;、]*(?:(?P<more>{UP}|扩大|高出?)|(?P<fewer>{DOWN}))[^,;、到至]{{0,6}}$"
)
_SAME_TIME = regex("^(?:[件人户批宗起例家]次?数?)?(?:同比|[比较](?:上年|去年)(?:同期)?)[^,;]{0,4}$")
"""Matches what says of a growth that it is that of the figure before it to the year before."""
_TAKEN_OFF = regex("[核审压扣调]减|减免|下浮|节[约支省]|压缩")
"""Matches what says that a part was taken off of an amount."""
_TIMES = regex(rf"(?:是|为|达到?|相当于){WORD}*?(?P<old>{A}){WORD}{{0,2}}的(?P<times>{A})")
_BECAME = regex("^(?:变为|变成|变化为|调整[为到]|到|至)")
_CARRIED = regex("(?:同比|比|较|与)(?:上年|去年|上一年|20[0-9]{2}年)")
_SUBJECT = regex(rf"(?:同期)?(?:相比)?,?([^,;0-9]{{2,6}}?)(?:{UP}|{DOWN})")
_MEAN = regex("[日月周次]均|平均每")
_AIMED = regex("计划|目标|任务|预算|定额|标准|指标")
_COMPARED, _TO_LAST = regex("^(?:比|较|与)"), regex("^[比较](?:上年|去年|上一年)(?:同期)?")
_NO_SUBJECT = regex(
    rf"(?:比|较|与|同比|环比|相比)?(?:上年|去年|上一年|前一年|前年|同期|上月|上季度|上周|年初|[12][0-9]{{3}}年)*(?:同期|末|底|度|初)?(?:{UP}|{DOWN}|涨|超|扩大|净|同比|环比|相比|幅度?|额|率|了|约|为|达|近|的|数|仅|共|也|各|均|又|再|总量|总额|同口径)+"
)
_OLD_ASIDE = regex(r"(?:同比|上年|上年同期|去年|去年同期|上年为|同期)\($")
_THEN = regex("^(?:上年|去年|上一年|20[0-9]{2}年)(?:同期|末|底|度)?[^,为是有]{0,6}(?:为|是|有|共)?$")
_EXTENT = regex("[增涨升降减]幅度?(?:为|达到?|是)?$")
_RISING = regex(f"{UP}|[升涨]")
_FALLING = regex(f"{DOWN}|[降跌]")
_SIGNS = regex(ANY)
_FROM, _REACHED = regex("[由从]"), regex("^(?:总[数量额])?(?:达到?|增至|升至|降至)(?:了)?$")
"""Match how an old figure begins that a growth before it is of, and a new one behind its difference and growth."""
_ADDED = regex("^(?:净|共)?新增(?:了)?$")
_IN_TURN = regex(rf"(?P<new>{A}),环比(?P<way>{UP}|{DOWN})(?:了|约)?(?P<rate>{P})")
_QUARTER = regex("([一二三四])季度")
_A_YEAR = regex("(20[0-9]{2})年")
_EACH_GROWN = regex(
    rf"(?P<way>{UP}|{DOWN})(?:了|约)?(?P<changes>{A}(?:[、和及与]{A})+)[,(](?:同比|比上年|较上年)?(?:分别|各)?(?:{UP}|{DOWN})(?:了|约)?"
    rf"(?P<rates>{P}(?:[、和及与](?:{UP}|{DOWN})?{P})+)"
)
_ROW = rf"(?P<rates>{P}(?:[、,和及与]+(?:{UP}|{DOWN})?{P})+)"
_RESPECTIVE = (
    regex(rf"(?:分别|各|依次)(?:同比|比上年|较上年)?(?P<way>{UP}|{DOWN}|涨)(?:了|约|为)?{_ROW}"),
    regex(rf"(?P<way>增幅|增速|增长率|涨幅|降幅|升幅)(?:分别|依次)(?:为|是|达到?)?{_ROW}"),
)
_TIMES_OF_OLD = regex(rf"(?:是|为|达到?|相当于)(?:上年|去年|同期|上年同期|原来)的(?P<times>{A})")
_BESIDE_NEW = regex(rf"(?P<new>{A}),(?:同比|[比较](?:上年|去年)(?:同期)?)(?P<way>{UP}|{DOWN})(?:了|约)?(?P<rate>{P})")
_LAST_YEAR = regex("上年|去年|上一年")
_LESS_THAN_YEAR = regex("[上下]半年|季度|月|[年期]末|[年期]底")
_OTHER_TIME = regex(f"{_LAST_YEAR.pattern}|{_LESS_THAN_YEAR.pattern}")
_RANKED, _RANKS = regex("排名|位次|名次|排位|位居|居"), ("位", "名")
_PAIR = 2
_KEPT = 5
"""How many figures, and how many rates, may be the new one of a change behind them."""
_LEAST, _MOST = 3, 5
"""How many digits a growth has, at least, of which two tell that they changed places, and how many figures it may be of."""
_NOUN, _BACK = 4, 2
"""How many characters of what is counted an old figure shares, and how many sentences before it stands."""
_SINCE = regex(rf"(?:比|较)(?P<year>20[0-9]{{2}})年{WORD}{{0,6}}?(?P<way>{UP}|{DOWN})(?:了|约)?(?P<rate>{P})")
_MORE_THAN_THEN = regex(
    rf"(?:比|较)(?P<year>20[0-9]{{2}})年{WORD}{{0,6}}?(?P<way>{UP}|{DOWN})(?:了|约)?(?P<change>{A})"
)
_OF_YEAR = regex("(?P<year>20[0-9]{2})年(?:度|末|底)?(?:为|有|共)?$")
_OWN_YEAR = regex("(?<![比较])(20[0-9]{2})年")
_MORE = regex("^(?P<up>多)[^,;到至]{1,4}$|^(?P<down>少|节约|节省|节支)[^,;到至]{0,4}$")
"""Matches a change behind the old figure that a verb tells (比上年的52.4万元节约, 较上年多争取)."""
_EXTENT_AHEAD = regex("[,](?P<word>[增涨升降减跌]幅|增长率|下降率)[^,;。]*,(?:达到?|为|是)$")
"""Matches what says a clause before a rate that it is a growth (增幅居全省前列，达到8.4%)."""
_BY_UNIT = regex(
    rf"(?P<unit>[件人户宗起家批例])数(?:同比|[比较](?:上年|去年)(?:同期)?)?(?P<way>{UP}|{DOWN})(?:了|约)?(?P<rate>{P})"
)
_THEN_OF = regex("同期|上年|去年")
_EACH = regex("分别|(?<!支)(?<!支出)(?<!支[总合]计)(?<!支出[总合]计)各(?![项类级种地县区乡镇])|双双")


@dataclass
class _ToldGrowth:
    """Hold what a sentence has told so far of one comparison."""

    new: list[Stated] = field(default_factory=list)
    old: Stated | None = None
    difference: Stated | None = None
    waiting: tuple[Stated, bool] | None = None
    up: bool = True
    points: Stated | None = None
    reached: Stated | None = None
    mean: Stated | None = None

    def recall(self, each: Stated) -> None:
        """Take a figure for the old one; an old mean is that of the mean before it (日均1190人次，较上年日均1140人次增加50人次)."""
        if _MEAN.search(each.lead):
            self.new = [self.mean] if self.mean and same_measure(self.mean, each) else []
        self.old = each

    def keep(self, each: Stated) -> None:
        """Take a figure for a new one beside the last of its sort: shares of parts do not hide what they are parts of."""
        alike = [one for one in self.new if (one.figure.unit == "%") is (each.figure.unit == "%")]
        first = alike[0] if len(alike) == _KEPT else None
        self.new = [*(one for one in self.new if one is not first), each]

    def take_for_old(self, change: Stated) -> None:
        """Take the new figure for the old one where it is of the year before a change (2023年支出30万元，2024年增加3万元)."""
        years = [_OWN_YEAR.findall(each.before) for each in (*self.new[-1:], change)]
        if self.new and not self.old and all(years) and int(years[0][-1]) == int(years[1][-1]) - 1:
            self.old, self.new = self.new[-1], []


def typed_growth_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find a difference, a growth or a direction that the figures beside it do not give."""
    for at, sentence in enumerate(passage):
        if not _SILENT.search(sentence.words):
            carried = _carried(passage, at) if at else ()
            yield from list(_compare(sentence, carried)) or list(_by_unit(sentence)) or _swapped(passage, at)
            if at:
                yield from _told_before(passage[max(0, at - _BACK) : at], sentence)
            if any(each.figure.unit == "倍" for each in sentence.figures):
                yield from _multiplied(sentence)
                yield from _times_of_old(sentence)
            if sum(each.figure.unit == "%" for each in sentence.figures) > 1:
                yield from list(_each(passage[max(0, at - 1) : at + 1])) or _respective(sentence)
            if "环比" in sentence.words:
                yield from _in_turn(sentence)
            if "比2" in sentence.words or "较2" in sentence.words:
                yield from _since(sentence)
                yield from _more_than_then(passage[max(0, at - 1) : at + 1])


def _swapped(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield 支出总额增加164.00万元，增长1.74%: of one of the figures before it another growth, but for two digits."""
    near = [each for one in passage[max(0, at - _BACK) : at] for each in one.figures]
    for change, rate in pairwise(passage[at].figures):
        way, other = _CHANGE.search(change.lead), _CHANGE.search(rate.lead)
        if (
            rate.figure.unit != "%"
            or len(digits_of(rate)) < _LEAST
            or change.rough
            or rate.rough
            or not way
            or not other
        ):
            continue
        up = bool(way["up"] or way["more"])
        before = [*near, *(each for each in passage[at].figures if each.position < change.position)]
        news = [each for each in before if same_measure(each, change) and not (_CHANGE.search(each.lead) or each.rough)]
        told = [_ToldGrowth([new], None, change, None, up) for new in news[-_MOST:]]
        if up is not bool(other["up"] or other["more"]):
            continue
        given = [(shown, one, base) for each in told for shown, one, base in _readings(each, up=up)]
        shares = [share(one, base) for _, one, base in given]
        plain = [share(span(measured(change, each)), span(each.figure)) for each in news]
        if any(each and each.meets(span(rate.figure)) for each in (*shares, *plain)):
            continue
        for shown, one, base in given:
            real = print_like((one.low + one.high) / (base.low + base.high) * 100, rate) if base.low > 0 else ""
            if is_swap(real, rate.shown):
                yield differs(rate, f"{shown} = {real}")
                break


def _multiplied(sentence: Sentence) -> Iterator[Finding]:
    """Yield 6.48亿元，是上年5.4亿元的2.1倍: it is another multiple."""
    for match in _TIMES.finditer(sentence.words):
        old, times = sentence.of(match["old"]), sentence.of(match["times"])
        before = [each for each in sentence.figures[: sentence.at(old.sign)] if same_measure(each, old)]
        new = before[-1].figure.in_unit(old.figure.unit) if before and not before[-1].rough else None
        given = share(span(new), span(old.figure)) if new and times.figure.unit == "倍" else None
        if new and given and not Span(given.low / 100, given.high / 100).meets(span(times.figure)):
            real = print_like(new.value / old.figure.value, times)
            yield differs(times, f"{before[-1].shown} ÷ {old.shown} = {real}")


def _told_before(earlier: Sequence[Sentence], sentence: Sentence) -> Iterator[Finding]:
    """Yield 上年接待读者41.6万人次。今年接待读者46.8万人次，同比增长11.1%: the old figure stands in a sentence before."""
    for match in _BESIDE_NEW.finditer(sentence.words):
        new, rate = sentence.of(match["new"]), sentence.of(match["rate"])
        noun = new.lead[-_NOUN:]
        if len(noun) < _NOUN or new.rough or rate.rough or _OTHER_TIME.search(new.before):
            continue
        alike = [each for one in earlier for each in one.figures if noun in each.lead and same_measure(each, new)]
        if len(alike) != 1 or alike[0].rough or alike[0].bounded or not _LAST_YEAR.search(alike[0].before):
            continue
        if _LESS_THAN_YEAR.search(alike[0].before):
            continue
        up = not _FALLING.search(match["way"])
        found = list(_grown(_ToldGrowth([new], alike[0], up=up), rate, up=up))
        others = [each for each in sentence.figures if each is not new and same_measure(each, new)]
        yield from found if not others else ()


def _carried(passage: Sequence[Sentence], at: int) -> Sequence[Stated]:
    """Return the figures before a sentence of one of which it tells the growth, the likeliest last: 与上年相比，支出减少……."""
    found = _CARRIED.match(passage[at].words)
    if passage[at].words.startswith("其中"):
        return passage[at - 1].figures
    if not found:
        return ()
    subject = _SUBJECT.match(passage[at].words, found.end())
    first = at - 1
    while first and passage[first - 1].stop == ";":
        first -= 1
    earlier = [each for sentence in passage[first:at] for each in sentence.figures]
    named = [each for each in earlier if subject and subject[1] in each.lead]
    named = named or [each for each in earlier if subject and set(subject[1]) <= set(each.lead)]
    return named[::-1] or (earlier if len(earlier) == 1 else ())


def _by_unit(sentence: Sentence) -> Iterator[Finding]:
    """Yield 受理532件768人，去年同期为787件1279人，件数下降47.9%: of the figures in the unit that it names another growth."""
    for match in _BY_UNIT.finditer(sentence.words) if "数" in sentence.words else ():
        rate = sentence.of(match["rate"])
        alike = [each for each in sentence.figures[: sentence.at(rate.sign)] if each.figure.unit == match["unit"]]
        if len(alike) == _PAIR and not any(each.rough for each in (*alike, rate)):
            new, old = alike
            if _THEN_OF.search(sentence.words, new.position, old.position) and not _THEN_OF.search(new.before):
                up = not _FALLING.search(match["way"])
                yield from _grown(_ToldGrowth([new], old, up=up), rate, up=up)


def _times_of_old(sentence: Sentence) -> Iterator[Finding]:
    """Yield 由上年的14场增加到42场，为上年的4倍: the two figures before give another multiple."""
    for match in _TIMES_OF_OLD.finditer(sentence.words):
        times = sentence.of(match["times"])
        before = sentence.figures[: sentence.at(times.sign)]
        if times.figure.unit != "倍" or len(before) < 2 or times.rough:
            continue
        old, new = before[-2:]
        if not (_OLD.search(old.lead) and _TO.search(new.lead) and same_measure(old, new)) or old.rough or new.rough:
            continue
        one = new.figure.in_unit(old.figure.unit)
        given = share(span(one), span(old.figure)) if one else None
        if one and given and not Span(given.low / 100, given.high / 100).meets(span(times.figure)):
            yield differs(times, f"{new.shown} ÷ {old.shown} = {print_like(one.value / old.figure.value, times)}")


def _respective(sentence: Sentence) -> Iterator[Finding]:
    """Yield 门诊45.2万人次、住院1.38万人次，上年分别为40.0万和1.20万，分别增长11.5%和15.0%."""
    for match in (match for pattern in _RESPECTIVE for match in pattern.finditer(sentence.words)):
        rates = [each for each in map(sentence.of, _SIGNS.findall(match["rates"])) if not each.rough]
        before = [each for each in sentence.figures if each.position < match.start() and each.figure.unit not in RATED]
        down = _FALLING.search(match["way"])
        yield from out_of_order(rates, before, (FALL, FALLEN) if down else (RISE, RISEN))


def _in_turn(sentence: Sentence) -> Iterator[Finding]:
    """Yield 二季度1980万元，三季度2310万元，环比增长14.3%: the figure of the quarter before gives another growth."""
    for match in _IN_TURN.finditer(sentence.words):
        new, rate = sentence.of(match["new"]), sentence.of(match["rate"])
        before = [each for each in sentence.figures[: sentence.at(new.sign)] if same_measure(each, new)][-1:]
        own, last = _QUARTER.search(new.lead), _QUARTER.search(before[0].lead) if before else None
        if own and last and "一二三四".find(own[1]) == "一二三四".find(last[1]) + 1 and not before[0].rough:
            up = not _FALLING.search(match["way"])
            yield from _grown(_ToldGrowth([new], before[0], up=up), rate, up=up)


def _since(sentence: Sentence) -> Iterator[Finding]:
    """Yield 2022年1250个、2024年1890个，比2022年增长41.2%: the figures of the two years give another growth."""
    for match in _SINCE.finditer(sentence.words):
        rate = sentence.of(match["rate"])
        before = [each for each in sentence.figures[: sentence.at(rate.sign)] if not each.rough]
        of_years = [(found["year"], each) for each in before if (found := _OF_YEAR.search(each.lead))]
        olds = [each for year, each in of_years if year == match["year"]]
        if len(olds) != 1 or rate.rough:
            continue
        (old,) = olds
        news = [each for _, each in of_years if each is not old and same_measure(each, old)]
        up = not _FALLING.search(match["way"])
        spans = [(each, less(*((span(measured(each, old)), span(old.figure))[:: 1 if up else -1]))) for each in news]
        given = [(each, share(change, span(old.figure))) for each, change in spans]
        if given and not any(each and each.meets(span(rate.figure)) for _, each in given):
            new, shown = news[-1], given[-1][1]
            if shown and shown.low > 0:
                high, low = (new, old) if up else (old, new)
                real = print_like((shown.low + shown.high) / 2, rate)
                yield differs(rate, f"（{high.shown} - {low.shown}）÷ {old.shown} = {real}")


def _more_than_then(near: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 其中2023年395人、2024年661人；2024年比2023年增加226人: another difference of the figures of two years, but for a slip."""
    sentence = near[-1]
    for match in _MORE_THAN_THEN.finditer(sentence.words):
        change = sentence.of(match["change"])
        before = [each for one in near for each in one.figures if each.number.start < change.number.start]
        alike = [each for each in before if same_measure(each, change) and not each.rough]
        of_years = [(found["year"], each) for each in alike if (found := _OF_YEAR.search(each.lead))]
        olds = [each for year, each in of_years if year == match["year"]]
        news = [each for year, each in of_years if year > match["year"]]
        if len(olds) != 1 or change.rough:
            continue
        up = not _FALLING.search(match["way"])
        told = [list(_apart(olds[0], new, change, up=up)) for new in news]
        sign = 1 if up else -1
        if told and all(told) and is_slip_in_sum([(news[-1], sign), (olds[0], -sign)], change):
            yield from told[-1]


def _each(near: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 事故126起，死亡84人，同比减少21起、13人，分别下降16.7%和13.4%: of each in its order another growth."""
    sentence = near[-1]
    before = [each for one in near for each in one.figures]
    for match in _EACH_GROWN.finditer(sentence.words):
        changes = [sentence.of(sign) for sign in _SIGNS.findall(match["changes"])]
        rates = [sentence.of(sign) for sign in _SIGNS.findall(match["rates"])]
        first = before.index(changes[0])
        if len(changes) != len(rates) or _SILENT.search(match[0]):
            continue
        up = bool(_RISING.search(match["way"]))
        for change, rate in zip(changes, rates, strict=True):
            news = [each for each in before[:first] if same_measure(each, change) and not each.rough]
            told = [_ToldGrowth([new], None, change, None, up) for new in news]
            found = [list(_grown(one, rate, up=up)) for one in told]
            if found and all(found):
                yield from found[-1]


def _compare(sentence: Sentence, carried: Sequence[Stated]) -> Iterator[Finding]:
    told = _ToldGrowth([each for each in carried if not each.rough])
    for each, gap in zip(sentence.figures, sentence.gaps, strict=False):
        if _EACH.search(gap):
            told = _ToldGrowth()
        elif not (each.rough or each.bounded):
            yield from _take(told, each, gap)


def _take(told: _ToldGrowth, each: Stated, gap: str) -> Iterator[Finding]:
    """Take a figure by what it is: a change, the new one of a change, the old one, or one of its own."""
    change = _CHANGE.search(each.lead)
    extent = _EXTENT_AHEAD.search(gap) if each.figure.unit == "%" and not change else None
    more = _MORE.search(each.lead) if told.old and not change else None
    new = bool(_TO.search(each.lead)) and not (each.figure.unit == "%" and _EXTENT.search(each.lead))
    if extent:
        yield from _changed(told, each, up=not _FALLING.search(extent["word"]))
    elif more and told.old and same_measure(told.old, each):
        yield from _changed(told, each, up=bool(more["up"]))
    elif change and not new:
        told.take_for_old(each)
        yield from _changed(told, each, up=bool(change["up"] or change["more"]))
    elif new or (told.old and _BECAME.match(gap) and same_measure(told.old, each)):
        yield from _renewed(told, each, turned=new)
        told.new, told.difference, told.waiting = [each], None, None
        told.reached = each if new else None
    elif each.trail.startswith("相比"):
        told.old, told.difference, told.waiting = each, None, None
    elif _ADDED.match(each.lead) and told.old and any(same_measure(one, each) for one in told.new):
        yield from _changed(told, each, up=True)
    elif _OLD_ASIDE.search(gap) or _is_old(told, each):
        yield from _recalled(told, each)
        told.recall(each)
        if told.waiting and "(" in gap:
            yield from _grown(told, told.waiting[0], up=told.waiting[1])
        told.waiting = told.waiting if _FROM.match(each.lead) else None
    elif _MEAN.search(each.lead):
        told.mean = each
    else:
        yield from _reached(told, each)
        told.keep(each)
        told.old = told.difference = told.waiting = None


def _is_old(told: _ToldGrowth, each: Stated) -> bool:
    """Tell whether a figure is said to be of before, or of the year before that of the figure before it (2024年8640人次，2023年为8000人次)."""
    if _OLD.search(each.lead):
        return not each.lead.startswith("上年结")
    year = _A_YEAR.match(each.lead) if told.new and _THEN.match(each.lead) else None
    own = _OWN_YEAR.findall(told.new[-1].before) if year else []
    return bool(year and own and int(year[1]) == int(own[-1]) - 1)


def _renewed(told: _ToldGrowth, each: Stated, *, turned: bool) -> Iterator[Finding]:
    """Yield a new figure that went the other way, or does not fit the difference or the growth told before it."""
    if not told.old or not same_measure(told.old, each):
        return
    found = list(_turned(told.old, each, up=bool(_RISING.search(each.lead)))) if turned else []
    if not found and told.difference and same_measure(told.difference, each):
        found = list(_apart(told.old, each, told.difference, up=told.up))
    if not found and told.waiting:
        found = list(_grown(_ToldGrowth([each], told.old), told.waiting[0], up=told.waiting[1]))
    yield from found


def _recalled(told: _ToldGrowth, each: Stated) -> Iterator[Finding]:
    """Yield 比上年减少62万元，下降5%，上年支出为1420万元: an old figure behind the new one and its change that they do not give."""
    news = [one for one in told.new if same_measure(one, each)]
    if not _THEN.search(each.lead) or told.old:
        return
    if told.difference and same_measure(told.difference, each):
        found = [list(_apart(each, new, told.difference, up=told.up)) for new in news]
        yield from found[-1] if found and all(found) else ()
        if not news and told.waiting and told.up == told.waiting[1]:
            yield from _grown(_ToldGrowth([], each, told.difference, None, told.up), told.waiting[0], up=told.up)
    elif told.points and each.figure.unit == "%" and news:
        yield from _apart(each, news[-1], told.points, up=told.up)


def _reached(told: _ToldGrowth, each: Stated) -> Iterator[Finding]:
    """Yield 增加1.2万人，增长6.5%，达到25.2万人: a new figure behind its difference and its growth."""
    after = told.waiting and told.difference and not told.old and _REACHED.search(each.lead)
    if after and told.waiting and told.difference and same_measure(told.difference, each):
        change = _ToldGrowth([each], None, told.difference, None, told.up)
        yield from _grown(change, told.waiting[0], up=told.waiting[1])


def _turned(old: Stated, new: Stated, *, up: bool) -> Iterator[Finding]:
    """Yield 由80增至72: it went the other way."""
    other = None if _RANKED.search(old.before) and old.figure.unit in _RANKS else new.figure.in_unit(old.figure.unit)
    if other and (other.value < old.figure.value if up else other.value > old.figure.value):
        way, real = ("升", "降") if up else ("降", "升")
        yield found_at(new, f"由 {old.shown} 到 {new.shown} 是{real}，这里写的是{way}；请核对哪个不对")


def _changed(told: _ToldGrowth, each: Stated, *, up: bool) -> Iterator[Finding]:
    unit = each.figure.unit
    if told.new and _is_of_later_year(each, told.new[-1]):
        told.old = told.new.pop()
    if _AIMED.search(each.lead) or _is_other_subject(each, told):
        told.new, told.old, told.difference, told.waiting = [], None, None, None
        return
    again = told.old and _TO_LAST.match(each.lead) and _LAST_YEAR.search(told.old.lead)
    if _COMPARED.search(each.lead) and (told.difference or told.old) and not again:
        told.old = told.difference = told.waiting = None
    if unit == "%":
        told.waiting = (each, up) if not told.old and (told.difference is None or not told.new) else None
        yield from list(_against(told, each, up=up)) or _grown(told, each, up=up)
        return
    if unit in ("个百分点", "百分点"):
        new = next((one for one in reversed(told.new) if one.figure.unit == "%"), None)
        if new and told.old and told.old.figure.unit == "%":
            yield from _apart(told.old, new, each, up=up)
        told.points, told.up = each, up
        return
    if unit == "倍":
        yield from _grown_times(told, each) if up else ()
        return
    alike = [one for one in told.new if same_measure(one, each)]
    if alike and told.old and same_measure(told.old, each):
        found = [list(_apart(told.old, new, each, up=up)) for new in alike]
        yield from found[-1] if all(found) else ()
    told.difference, told.up = each, up
    if told.waiting and told.waiting[1] == up and told.old is None:
        yield from _grown(told, told.waiting[0], up=up)
        told.waiting = None


def _grown_times(told: _ToldGrowth, times: Stated) -> Iterator[Finding]:
    """Yield 由12场增加到30场，增长3.5倍: neither so many times more, nor so many times what it was, as many say."""
    if not told.old or len(told.new) != 1 or not same_measure(told.new[0], told.old):
        return
    (new,), old = told.new, told.old
    given = share(span(measured(new, old)), span(old.figure))
    if given is None or any(
        Span(given.low / 100 - ones, given.high / 100 - ones).meets(span(times.figure)) for ones in (0, 1)
    ):
        return
    real = print_like(measured(new, old).value / old.figure.value - 1, times)
    yield differs(times, f"（{new.shown} - {old.shown}）÷ {old.shown} = {real}")


def _against(told: _ToldGrowth, growth: Stated, *, up: bool) -> Iterator[Finding]:
    """Yield 增至668批次，批次同比下降10.0%: the one rose, and the other fell."""
    if not told.reached or told.old or told.difference or not _SAME_TIME.search(growth.lead):
        return
    rose, fell = (bool(way.search(told.reached.lead)) for way in (_RISING, _FALLING))
    if rose is not fell and rose is not up:
        way, other = ("升", "降") if rose else ("降", "升")
        yield found_at(
            growth, f"前面写的是{way}到 {told.reached.shown}，这里写的是{other} {growth.shown}；请核对哪个不对"
        )


def _is_of_later_year(each: Stated, other: Stated) -> bool:
    """Tell whether a change names a later year than the figure before it (2021年支出4488万元，2022年支出增加233万元)."""
    year, before = _A_YEAR.match(each.lead), _A_YEAR.match(other.lead)
    return bool(year and before and int(year[1]) == int(before[1]) + 1)


def _is_other_subject(each: Stated, told: _ToldGrowth) -> bool:
    """Tell whether a change is of something that none of the figures before it counts (工业投资增长12.6%)."""
    subject = "" if _ADDED.match(each.lead) else _NO_SUBJECT.sub("", each.lead)
    known = "".join(one.lead + one.trail for one in (*told.new, told.old, told.difference) if one)
    own = set(subject)
    return bool(known) and len(own) > 1 and len(own & set(known)) * 2 <= len(own)


def _apart(old: Stated, new: Stated, each: Stated, *, up: bool) -> Iterator[Finding]:
    """Yield a difference that the old and the new figure do not have."""
    unit = "%" if new.figure.unit == "%" else each.figure.unit
    one, other = new.figure.in_unit(unit), old.figure.in_unit(unit)
    if not one or not other:
        return
    given = less(span(one), span(other)) if up else less(span(other), span(one))
    if not given.meets(span(each.figure)):
        value = one.value - other.value
        if abs(value) == each.figure.value:
            yield found_at(
                each,
                f"由 {old.shown} 到 {new.shown} 是{'升' if value > 0 else '降'}，这里写的是{'升' if up else '降'}；请核对哪个不对",
            )
        else:
            high, low = (new, old) if value > 0 else (old, new)
            yield differs(each, f"{high.shown} - {low.shown} = {print_like(abs(value), each)}")


def _grown(told: _ToldGrowth, growth: Stated, *, up: bool) -> Iterator[Finding]:
    """Yield a growth that no two of the new figure, the old one and the difference give."""
    if told.difference and told.up != up and any(_fits_turned(told, growth, way) for way in (up, not up)):
        word = "增加" if told.up else "减少"
        yield found_at(
            growth, f"前面写的是{word} {told.difference.shown}，这里的 {growth.shown} 方向相反；请核对哪个不对"
        )
        return
    rate = span(growth.figure)
    if _TAKEN_OFF.search(growth.lead) and _is_part_of_new(told, rate):
        return
    found: tuple[str, Decimal] | None = None
    for shown, change, base in _readings(told, up=up):
        given = share(change, base)
        if given is None or given.low < 0:
            continue
        if given.meets(rate):
            return
        middle = (change.low + change.high) / (base.low + base.high) * 100
        found = found or (shown, middle)
    if not found and told.old and len(told.new) == 1 and not told.difference:
        yield from _other_way(told, growth, up=up)
    if (
        found
        and not is_said(growth, found[1])
        and (len(told.new) == 1 or _is_slip(told, growth, found[1], up=up) or _has_wrong_base(growth, found[1], up=up))
    ):
        shown, real = found
        yield differs(growth, f"{shown} = {print_like(real, growth)}")


def _is_part_of_new(told: _ToldGrowth, rate: Span) -> bool:
    """Tell whether a rate is what was taken off of the figure before it (金额8624万元，核减412万元，核减率4.8%)."""
    change = told.difference
    given = (share(span(measured(change, new)), span(new.figure)) for new in told.new) if change else ()
    return any(each and each.meets(rate) for each in given)


def _other_way(told: _ToldGrowth, growth: Stated, *, up: bool) -> Iterator[Finding]:
    """Yield 86.4万人次，上年为72.0万人次，同比下降20.0%: just what it rose by."""
    for _, change, base in _readings(told, up=not up):
        given = share(change, base)
        if given and given.low > 0 and given.meets(span(growth.figure)) and told.old:
            way, real = ("升", "降") if up else ("降", "升")
            yield found_at(
                growth,
                f"由 {told.old.shown} 到 {told.new[0].shown} 是{real}，这里写的是{way} {growth.shown}；请核对哪个不对",
            )
            return


def _has_wrong_base(growth: Stated, real: Decimal, *, up: bool) -> bool:
    """Tell whether a growth is what the change is of the new figure, not of the old one."""
    base = 100 + real if up else 100 - real
    given = real / base * 100 if base > 0 else real
    return abs(given - growth.figure.value) <= growth.figure.step


def _is_slip(told: _ToldGrowth, growth: Stated, real: Decimal, *, up: bool) -> bool:
    """Tell whether one slip in a growth, in its figures or in its change is all that is wrong."""
    rate = growth.figure.value / 100
    times = 1 + rate if up else 1 - rate
    if may_be_slip(growth.shown, print_like(real, growth)) or not rate or times <= 0:
        return True
    old, change = told.old, told.difference
    possible: list[tuple[Stated, Stated, Decimal]] = []
    for new in told.new:
        possible += [(new, old, times), (old, new, 1 / times)] if old else []
        possible += [(change, new, abs(1 - 1 / times)), (new, change, times / rate)] if change else []
    possible += [(change, old, rate), (old, change, 1 / rate)] if change and old else []
    return any(
        may_be_slip(one.shown, print_like(measured(other, one).value * by, one))
        for one, other, by in possible
        if same_measure(one, other)
    )


def _fits_turned(told: _ToldGrowth, growth: Stated, up: bool) -> bool:
    """Tell whether a growth is what a difference makes, but for its direction."""
    return any(
        given is not None and given.meets(span(growth.figure))
        for _, change, base in _readings(told, up=up)
        for given in [share(change, base)]
    )


def _is_change_of(new: Stated, old: Stated, change: Figure, *, up: bool) -> bool:
    """Tell whether a change is what a new figure has more than the old one, or less."""
    one = new.figure.in_unit(old.figure.unit) if same_measure(new, old) else None
    high, low = (one, old.figure) if up else (old.figure, one)
    return high is not None and low is not None and less(span(high), span(low)).meets(span(change))


def _readings(told: _ToldGrowth, *, up: bool) -> Iterator[tuple[str, Span, Span]]:
    """Yield each way to reckon a growth: how it is written, the change and its base."""
    old, difference = told.old, told.difference
    if old and difference and same_measure(old, difference):
        figure = difference.figure.in_unit(old.figure.unit)
        if figure:
            yield f"{difference.shown} ÷ {old.shown}", span(figure), span(old.figure)
            if any(_is_change_of(new, old, figure, up=up) for new in told.new):
                return  # what is printed of all three holds at once
    for new in reversed(told.new):
        if new.figure.unit == "%":
            continue
        if old and same_measure(new, old):
            other = new.figure.in_unit(old.figure.unit)
            if other:
                one, base = span(other), span(old.figure)
                high, low = (new, old) if up else (old, new)
                yield (
                    f"（{high.shown} - {low.shown}）÷ {old.shown}",
                    less(one, base) if up else less(base, one),
                    base,
                )
        elif difference and not old and same_measure(new, difference):
            figure = difference.figure.in_unit(new.figure.unit)
            if figure:
                one, change = span(new.figure), span(figure)
                base = less(one, change) if up else add(one, change)
                yield f"{difference.shown} ÷（{new.shown} {'-' if up else '+'} {difference.shown}）", change, base
