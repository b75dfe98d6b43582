"""Scores, grades and ranks in a text: parts that make the total, points taken off, the band of a grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    differs,
    is_slip_of,
    is_swap,
    is_swap_of_sum,
    is_turned,
    joined,
    print_like,
)
from selfeval.evaluation.figures.roles import is_change
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Spot, say
from selfeval.quantity.characters import read_count, to_half_width
from selfeval.text.pattern import regex

_TOTAL = regex(
    "(?:总得?分|得分|(?:综合|最终|自评|评价|总)评分|共得|总计得|合计得|评价得|自评得)(?:合计|总计)?(?:为|是|达到?|:)*$|总分(?:为|是)?$"
)
_OFF = regex("(?:扣(?:减|除|分|掉)?|核[减扣]|失分)(?:了|合计|共计|总计)?$")
_ALL_OFF = regex(
    "(?:(?P<count>[两二三四五六七八九])[项类处个](?:指标)?)?(?:合计|共计?|总计|累计)(?:被)?(?:扣(?:减|除|分|掉)?|核[减扣]|失分)了?$"
)
_OFF_FOR = regex("(?:扣[减除掉]?|核[减扣]|失分)[^,;、得]{1,14}$")
"""Matches what says of points for what they were taken off (核减资金管理分2.5分)."""
_FULL = regex("(?:满分|分值|权重|标准分|总分值|赋分)(?:为|是|均为|共)?$|^满分$")
_NOT_TOTAL = regex("上年|去年|分别|依次|平均|最高|最低|满分|由")
_SECTION = regex("(?<!总)(?<!各)(?<!项)(?:指标|部分|环节|方面)得分(?:为|是)?$")
"""Matches what says the score of a section, of which later sentences speak no more."""
_SECTIONS = regex("过程|管理"), regex("产出"), regex("效益|效果")
_YEARS = regex("上年|去年|上一年|较|比|复核|由.*提高|第三方")
_LAST = regex("上年|去年|上一年|前年")
_REACH = 600
"""How far behind a score its bands stand."""
_NEAR = Decimal("0.3")
_QUITE_NEAR = Decimal("0.05")
_MANY = 3
_AS = "(?:的)?(?:评定?|评价|确?定|等[级次])*为"
_BAND = regex(
    rf"(?P<low>\d+(?:\.\d+)?)分?(?:\((?:不?含)\))?(?:[-—~至到])(?P<high>\d+(?:\.\d+)?)分?(?:\((?:不?含)\))?(?:\([^)]*\))?{_AS}“?(?P<one>优秀?|良好?|中等?|一般|合格|较?差|不合格|[ABCD]级?)”?"
    rf"|(?P<least>\d+(?:\.\d+)?)分?(?:\(含\))?(?:及?以上|\(含\)以上){_AS}“?(?P<two>优秀?|良好?|中等?|合格|[ABCD]级?)”?"
    rf"|[≥>](?P<over>\d+(?:\.\d+)?)分?{_AS}“?(?P<three>优秀?|良好?|中等?|合格|[ABCD]级?)”?"
    rf"|(?P<from>\d+(?:\.\d+)?)[≤<](?:得分|分数|总分|[SsXx])[<≤](?P<to>\d+(?:\.\d+)?)分?{_AS}“?(?P<four>优秀?|良好?|中等?|一般|合格|较?差|[ABCD]级?)”?"
    rf"|(?P<under>\d+(?:\.\d+)?)分?以下{_AS}“?(?P<five>较?差|不合格|[CD]级?)”?"
    rf"|“?(?P<seven>优秀?|良好?|中等?|合格|较?差|[ABCD]级?)”?(?:等[级次])?[:(为](?:得分|总分|分数)?(?P<begin>\d+(?:\.\d+)?)分?(?:\(含\))?"
    rf"(?:[-—~至到](?P<end>\d+(?:\.\d+)?)分?|及?以上)(?!{_AS}“?[优良中合较差])"
    rf"|(?:得分|总分)?<(?P<below>\d+(?:\.\d+)?)分?{_AS}“?(?P<six>较?差|不合格|[CD]级?)”?"
)
_GRADE = regex(
    r"(?:等级|等次|评定|评为|评价|结果|结论)[^,。;()0-9]{0,4}?(?:为|是|列|:)“?(?P<grade>优秀?|良好?|中等?|一般|合格|较?差|不合格|[ABCD]级)(?![以分秀好]|”?的)”?"
)
_RANKED = regex(r"第\d+[位名]")
_RANK = regex(
    r"第(?P<new>\d+)[位名](?:[^。;第]{0,10}?)(?:较|比)(?:上年|去年|上一年|上期)?(?:的)?第(?P<old>\d+)[位名](?P<way>提升|上升|前进|前移|提高|进步|下降|后退|后移|下滑|退后)了?(?P<by>\d+)个?(?:[位名]|名次)"
    r"|(?:由|从)[^。;第]{0,8}第(?P<first>\d+)[位名](?P<turn>提升|上升|前进|前移|提高|跃升|进步|下降|后退|后移|下滑|退|升|降|跌)(?:到|至|为)[^。;,，第]{0,8}第(?P<last>\d+)[位名][,，]?(?:(?:提升|上升|前进|前移|进步|跃升|下降|后退|后移|下滑)了?(?P<more>\d+)个?(?:[位名]|名次))?"
)
_SIGNS = regex(A)
_MADE = regex(
    rf"(?P<whole>{A})[,(]?由(?P<parts>(?:[^,;{ANY[1:-1]}]{{1,10}}{A}[、和]?){{2,}})[^,;]{{0,8}}?(?:组成|构成)"
)
_WEIGHED = regex(
    rf"(?P<whole>{A})(?P<mark>[,(]?(?:其中|包括|分别为|下设)[:,]?|:)(?P<parts>[^,;、{ANY[1:-1]}]{{1,10}}{A}(?:、[^,;、{ANY[1:-1]}]{{1,10}}{A})+)"
)
_GAINED = regex("(?:^|[^总])得(?:分)?(?:为)?$")
_SUMMED = regex(
    "^(?:以上|上述)?(?:[两三四五六七八九十][项类个](?:指标)?)?(?:合计|总计|共计|共|总分|总得分|最终|最后|综合)(?:得分?)?(?:为|是)?$"
)
_SUM_OF_ALL = regex("(?:总得?分|共计|合计|总计|自评得分|综合得分)(?:为|是|得)?$")
_TOTAL_AGAIN = regex("总分|总得分")
_ALL_IN_ALL = regex(
    "总得分(?:为|是)?$|总分(?:为|是)?$|综合得分(?:为|是)?$|(?:合计|共计|总计)得?分?(?:为|是)?$|(?P<count>[两二三四五六七八九])[项类](?:指标)?共?得分?$"
)
_MEAN = regex("平均(?:[得评]?分(?:数|值)?)?(?:为|是)?$")
_OF_ALL = regex("(?P<count>[两二三四五六七八九十]|[0-9]{1,2})[项个类][^,;]{0,6}平均")
_WITHOUT_ENDS = regex("(?:去掉|去除|剔除|除去)[^,;]{0,3}最高")
"""Matches what leaves the best and the worst mark out of a mean."""
_WAY = "(?:按“?(?:预算)?执行率(?:[×x]|乘以|与)(?:该|本)?(?:项)?(?:指标)?分值(?:的乘积)?”?(?:计[分算]|折算|核算)?|按比例|按执行率|据此|折算|按完成率)[^。;]{0,8}?(?:得(?:分)?|计)(?:为)?"
_BY_RATE = (
    regex(rf"(?P<full>{A})[^。;]{{0,40}}?(?P<rate>{P})[^。;]{{0,4}}?{_WAY}(?P<got>{A})"),
    regex(
        rf"(?P<rate>{P})[^。;]{{0,14}}?(?:分值|满分|权重|标准分)(?:为)?(?P<full>{A})[^。;]{{0,6}}?{_WAY}(?P<got>{A})"
    ),
)
_ASIDE = regex(rf"\((?:满分|分值|权重)?(?P<full>{A})\)(?:实)?得(?:分)?(?P<got>{A})")
_BY_RATE_BEFORE = regex(rf"(?P<rate>{P})[^。;]{{0,4}}?{_WAY}(?P<got>{A})")
_OTHERS_FULL = regex("(?:其余|其他|其它)[^,;。]{0,12}(?:满分|未扣分|不扣分)|无其[他它]扣分")
"""Matches what says that no other points were taken off."""
_SELF = regex("自评|初评|自查")
_HUNDRED, _FAR = Decimal(100), Decimal(20)
_POINT = "分"
_AND = ("、", "和")
_LOWER = regex(
    rf"(?P<one>{A}),?(?:比|较)[^,;{ANY[1:-1]}]{{0,10}}(?P<other>{A}),?(?P<way>提高|高出?|增加|上升|多|低|减少|下降|降低|少)了?(?P<by>{A})"
)
_LESS = regex("低|减少|下降|降低|少")
_WEIGHTS = regex(
    rf"(?:权重|分值|满分)(?:分别|依次)(?:为|是)?(?P<parts>{A}(?:[、和]{A})+),(?:合计|共计?|总分|满分|总分值|总计)(?:为)?(?P<full>{A})"
)
"""Match by how much one score is more or less than another, and the weights of all sections with their sum."""
_BOUND = 6
_BOUND_LEAD = regex("[≥≤<>至—~-]$")
_BOUND_TRAIL = regex(r"(?:\((?:不?含)\))?(?:及?以[上下]|[-—~至到]|为“?[优良中合较差])")
"""Match what stands before and behind points that bound a band (80分（含）至90分为良)."""
_GRADED_BY = regex("(?:按照?|根据|依据|对照|据此|参照|绩效等级|评价等级|等级)")
"""Matches how a sentence begins that goes on with the score of the one before."""
_IN_BETWEEN = regex("加分后|复评|复核后|调整后|扣分后")
"""Matches what makes of a score another one before it is graded."""


def typed_score_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a total score that its parts, the points taken off or the band of its grade contradict; and ranks."""
    yield from _ranked(dossier.paragraphs.narrative.holding(_RANKED))
    for passage in dossier.passages:
        if any(map(_points, passage)):
            yield from _scored(passage)


def _scored(passage: Sequence[Sentence]) -> Iterator[Finding]:
    totals: list[Stated] = []
    for at, sentence in enumerate(passage):
        points = _points(sentence)
        if points and not _make_the_most(points):
            yield from _parts(passage, at, totals)
            yield from _over_full(sentence)
            yield from _reviewed(sentence)
            yield from _over_aside(sentence)
            yield from _made(sentence)
            yield from _weighed(sentence)
            yield from _apart(sentence)
        if len(sentence.figures) > 2:
            yield from list(_by_rate(sentence)) or _by_plain_rate(sentence)
        if at and len(sentence.figures) > 1:
            yield from _by_rate_before(passage[at - 1], sentence)
        totals += (each for each in points if _TOTAL.search(each.lead))
    yield from _taken_off(passage)
    yield from _graded(passage)


def _points(sentence: Sentence) -> list[Stated]:
    return [each for each in sentence.figures if each.figure.unit == _POINT and not each.rough and not each.bounded]


def _make_the_most(points: Sequence[Stated]) -> bool:
    """Tell whether the greatest of some marks is all others together (满分100分，分别扣2分、1分，得分97分)."""
    most = max(points, key=lambda each: each.figure.value)
    made = sum(each.figure.value for each in points) == 2 * most.figure.value
    return len(points) > 2 and made and not _GAINED.search(most.lead)


def _parts(passage: Sequence[Sentence], at: int, totals: Sequence[Stated]) -> Iterator[Finding]:
    """Yield a total that the scores of a list do not make, be it before them or behind them; ``totals`` are those told before."""
    sentence = passage[at]
    points = _points(sentence)
    for number, whole in enumerate(points):
        if _TOTAL.search(whole.lead) and not _NOT_TOTAL.search(whole.lead):
            behind = [each for each in _behind(passage, at, number) if not _is_apart(each)]
            some = bool(behind) and "其中" in behind[0].before.removeprefix(whole.before)
            scores = [*totals, *(each for each in points[:number] if _TOTAL.search(each.lead))]
            sums = list(accumulate(each.figure.value for each in behind))[1:]
            # 自评96分，复核88.5分。自评中，决策10分，……: the parts are of the first
            if not any(each.figure.value in sums for each in scores):
                yield from _judge(whole, behind, some=some)
        if _SUMMED.search(whole.lead):
            before = [each for each in points[:number] if not _is_apart(each)]
            taken_off = any(_OFF.search(each.lead) for each in points[:number])
            yield from () if taken_off else _judge(whole, before)
        if every := _ALL_IN_ALL.search(whole.lead):
            gained = [each for sentence in passage[:at] for each in _gained(sentence, _points(sentence))]
            gained += _gained(sentence, points[:number])
            yield from _compare(whole, gained[-read_count(every["count"]) :] if every["count"] else gained)
        if _MEAN.search(whole.lead):
            yield from _averaged(whole, points[:number])


def _made(sentence: Sentence) -> Iterator[Finding]:
    """Yield 满分100分，由决策20分、过程20分、产出30分、效益25分组成."""
    for match in _MADE.finditer(sentence.words):
        whole = sentence.of(match["whole"])
        parts = [sentence.of(sign) for sign in _SIGNS.findall(match["parts"])]
        value = sum((each.figure.value for each in parts), Decimal(0))
        if {each.figure.unit for each in (whole, *parts)} == {"分"} and value != whole.figure.value:
            yield differs(whole, f"{joined(parts)} = {print_like(value, parts[0])}", "是总分还是哪一项不对")


def _weighed(sentence: Sentence) -> Iterator[Finding]:
    """Yield 产出指标权重40分，其中数量15分、质量10分、时效15分、成本5分: full marks that are more than those of the whole."""
    for match in _WEIGHED.finditer(sentence.words):
        whole = sentence.of(match["whole"])
        parts = [sentence.of(sign) for sign in _SIGNS.findall(match["parts"])]
        value = sum((each.figure.value for each in parts), Decimal(0))
        plain = {each.figure.unit for each in (whole, *parts)} == {_POINT} and _FULL.search(whole.lead)
        if plain and not any(_GAINED.search(each.lead) or _OFF.search(each.lead) for each in parts):
            lacking = whole.figure.value - value
            if lacking < 0 or (lacking and "其中" not in match["mark"] and lacking <= _NEAR * whole.figure.value):
                yield differs(whole, f"{joined(parts)} = {print_like(value, parts[0])}", "是总分还是哪一项不对")


def _gained(sentence: Sentence, points: Sequence[Stated]) -> list[Stated]:
    """Return the points that were gained: those behind 得, and those that go on with them behind 、."""
    found: list[Stated] = []
    for number, each in enumerate(points):
        goes_on = found and found[-1] is points[number - 1] and sentence.gaps[sentence.at(each.sign)] in _AND
        if _GAINED.search(each.lead) or goes_on:
            found.append(each)
    return found


def _is_apart(each: Stated) -> bool:
    """Tell whether points are taken off, or full marks."""
    return bool(_OFF.search(each.lead) or _FULL.search(each.lead))


def _behind(passage: Sequence[Sentence], at: int, number: int) -> list[Stated]:
    """Return the points behind a total: those of its brackets, of its sentence, or of the sentences that go on with it."""
    sentence, points = passage[at], _points(passage[at])
    whole = points[number]
    behind = points[number + 1 :]
    if not behind and not _SECTION.search(whole.lead):
        for later in passage[at + 1 : at + 6]:
            behind += _points(later)
            if later.stop != ";":
                break
    bracket = sentence.words.find("(", whole.position)
    if 0 <= bracket - whole.position <= len("分("):
        end = sentence.words.find(")", bracket)
        behind = [each for each in behind if sentence.words.find(each.sign, bracket, end) > 0]
    return behind


def _averaged(whole: Stated, before: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 三位专家评分88分、91分和94分，平均得分92分; of so many items (五项简单平均) the last ones."""
    marks = [each for each in before if not (_is_apart(each) or each.compared)]
    of_all = _OF_ALL.search(whole.lead)
    marks = marks[-read_count(of_all["count"]) :] if of_all else marks
    if _WITHOUT_ENDS.search(whole.before):
        marks = sorted(marks, key=lambda each: each.figure.value)[1:-1]
    value = sum((each.figure.value for each in marks), Decimal(0)) / max(len(marks), 1)
    if (
        len(marks) > 1
        and abs(value - whole.figure.value) > whole.figure.step / 2
        and (abs(value - whole.figure.value) < _FAR or is_turned(print_like(value, whole), whole.shown))
    ):
        shown = f"（{' + '.join(each.shown for each in marks)}）÷ {len(marks)} = {print_like(value, whole)}"
        yield differs(whole, shown)


def _judge(whole: Stated, behind: Sequence[Stated], *, some: bool = False) -> Iterator[Finding]:
    gained = [each for each in behind if _GAINED.search(each.lead)]
    yield from _compare(whole, gained if len(gained) > 1 else behind, some=some)


def _compare(whole: Stated, parts: Sequence[Stated], *, some: bool = False) -> Iterator[Finding]:
    """Yield a total that its parts do not make; ``some`` says that there may be more of them."""
    parts = [each for each in parts if each.figure.value <= whole.figure.value and not _TOTAL_AGAIN.search(each.lead)]
    sums = list(accumulate((each.figure.value for each in parts), initial=Decimal(0)))
    if len(parts) < 2 or whole.figure.value in sums[2:] or _YEARS.search("".join(each.lead for each in parts)):
        return
    if not _TOTAL_AGAIN.search(whole.lead) and any(_TOTAL.search(each.lead) for each in parts):
        return  # one of several scores side by side
    lacking = whole.figure.value - sums[-1]
    some = some and not _are_all_sections(parts)
    far = len(parts) < _MANY or lacking > _QUITE_NEAR * whole.figure.value
    if some and lacking > 0 and far and not is_swap_of_sum(parts, whole):
        return
    if is_swap_of_sum(parts, whole) or abs(sums[-1] - whole.figure.value) <= _NEAR * whole.figure.value:
        shown, finest = joined(parts), min(parts, key=lambda each: each.figure.step)
        yield differs(whole, f"{shown} = {print_like(sums[-1], finest)}", "是总分还是哪一项不对")


def _are_all_sections(parts: Sequence[Stated]) -> bool:
    """Tell whether parts are all sections of a scheme, the last of which is for what came of it (过程、产出、效益)."""
    return all(any(name.search(each.lead) for each in parts) for name in _SECTIONS)


def _apart(sentence: Sentence) -> Iterator[Finding]:
    """Yield 复核得分85.4分，比自评95.4分低11分, and 权重分别为20分、25分、35分、30分，满分100分."""
    for match in _LOWER.finditer(sentence.words):
        one, other, by = (sentence.of(match[name]) for name in ("one", "other", "by"))
        known = {abs(each.figure.value - other.figure.value) for each in _points(sentence)}
        plain = {each.figure.unit for each in (one, other, by)} == {_POINT} and by.figure.value not in known
        if plain and not is_change(one) and not any(each.rough for each in (one, other, by)):
            high, low = (other, one) if _LESS.match(match["way"]) else (one, other)
            value = high.figure.value - low.figure.value
            yield from [differs(by, f"{high.shown} - {low.shown} = {print_like(value, by)}")] if value > 0 else ()
    for match in _WEIGHTS.finditer(sentence.words):
        parts, full = [sentence.of(sign) for sign in _SIGNS.findall(match["parts"])], sentence.of(match["full"])
        value = sum((each.figure.value for each in parts), Decimal(0))
        if {each.figure.unit for each in (full, *parts)} == {_POINT} and value != full.figure.value:
            yield differs(full, f"{joined(parts)} = {print_like(value, parts[0])}", "是总分还是哪一项不对")


def _over_full(sentence: Sentence) -> Iterator[Finding]:
    """Yield 满分10分，得11分."""
    full: Stated | None = None
    off: list[Stated] = []
    points = _points(sentence)
    for number, each in enumerate(points):
        if ")" in sentence.gaps[sentence.at(each.sign)]:
            full, off = None, []
        gained = bool(_GAINED.search(each.lead))
        beside = number > 0 and sentence.gaps[sentence.at(each.sign)] in ("得", ",得", "实得", ",实得")
        most = points[number - 1] if beside and "扣" not in points[number - 1].lead else full
        if _FULL.search(each.lead):
            full, off = each, []
        elif _OFF.search(each.lead):
            off.append(each)
        elif gained and most:
            lefts = [most.figure.value - each.figure.value for each in off] if most is full else []
            lefts += [most.figure.value - sum(each.figure.value for each in off)] if len(lefts) > 1 else []
            if each.figure.value > most.figure.value:
                yield found_at(each, f"满分 {most.shown}，得分却写了 {each.shown}；请核对哪个不对")
            elif lefts and each.figure.value not in lefts:
                shown = f"{most.shown} - {off[0].shown} = {print_like(lefts[0], each)}"
                yield differs(each, shown)
            full, off = None, []


def _over_aside(sentence: Sentence) -> Iterator[Finding]:
    """Yield 产出指标（50分）得52分."""
    for match in _ASIDE.finditer(sentence.words):
        full, got = sentence.of(match["full"]), sentence.of(match["got"])
        if full.figure.unit == got.figure.unit == _POINT and got.figure.value > full.figure.value:
            yield found_at(got, f"满分 {full.shown}，得分却写了 {got.shown}；请核对哪个不对")


def _reviewed(sentence: Sentence) -> Iterator[Finding]:
    """Yield 自评95分，复核扣3分，复核得分93分, and 满分40分，得36.5分，扣4.5分: the three do not fit."""
    points = _points(sentence)
    if len(points) != _MANY or len(sentence.figures) != _MANY:
        return
    first, second, third = points
    whole, off, left = (first, third, second) if _OFF.search(third.lead) else (first, second, third)
    scored = _FULL.search(whole.lead) if off is third else _SELF.search(whole.lead)
    if not scored or not _OFF.search(off.lead) or not (_GAINED.search(left.lead) or _TOTAL.search(left.lead)):
        return
    real = whole.figure.value - off.figure.value
    if real != left.figure.value and abs(real - left.figure.value) < _FAR:
        yield differs(left, f"{whole.shown} - {off.shown} = {print_like(real, left)}")


def _by_rate(sentence: Sentence) -> Iterator[Finding]:
    """Yield 分值10分，执行率92.4%，按比例得9.42分."""
    for match in (match for pattern in _BY_RATE for match in pattern.finditer(sentence.words)):
        full, rate, got = (sentence.of(match[name]) for name in ("full", "rate", "got"))
        real = full.figure.value * rate.figure.value / 100
        others = (each.figure.value * rate.figure.value / 100 - got.figure.value for each in _points(sentence))
        if full.figure.unit != got.figure.unit or any(abs(lacking) <= got.figure.step for lacking in others):
            continue
        if abs(real - got.figure.value) < full.figure.value:
            shown = f"{full.shown} × {rate.shown} = {print_like(real, got)}"
            yield differs(got, shown)


def _by_rate_before(earlier: Sentence, sentence: Sentence) -> Iterator[Finding]:
    """Yield 分值10分，得分=执行率×分值。全年执行率为82.03%，据此计8.93分: the full marks stand in the sentence before."""
    full = [each for each in _points(earlier) if _FULL.search(each.lead)]
    for match in _BY_RATE_BEFORE.finditer(sentence.words) if len(full) == 1 else ():
        rate, got = sentence.of(match["rate"]), sentence.of(match["got"])
        own = [each for each in _points(sentence) if each.position < got.position]
        real = full[0].figure.value * rate.figure.value / 100
        if not own and got.figure.unit == _POINT and abs(real - got.figure.value) > got.figure.step:
            yield differs(got, f"{full[0].shown} × {rate.shown} = {print_like(real, got)}")
            return
    for rate, got in pairwise(sentence.figures) if len(full) == 1 else ():
        yield from _of_rate(full[0], rate, got)


def _by_plain_rate(sentence: Sentence) -> Iterator[Finding]:
    """Yield 执行率98%，分值10分，得分8.9分: points right behind a rate and the full marks, but for two digits that changed places."""
    for full, rate, got in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
        yield from _of_rate(rate, full, got) if full.figure.unit == "%" else _of_rate(full, rate, got)


def _of_rate(full: Stated, rate: Stated, got: Stated) -> Iterator[Finding]:
    """Yield points that are not the rate of the full marks but for two digits that changed places."""
    plain = (full.figure.unit, rate.figure.unit, got.figure.unit) == (_POINT, "%", _POINT) and not rate.rough
    if plain and "率" in rate.lead and _FULL.search(full.lead) and _GAINED.search(got.lead):
        real = print_like(full.figure.value * rate.figure.value / 100, got)
        if is_swap(real, got.shown) or is_turned(real, got.shown):
            yield differs(got, f"{full.shown} × {rate.shown} = {real}")


def _taken_off(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 共扣4.5分 that the points taken off do not make, and a score that is not what is left of the full marks."""
    points = [each for sentence in passage for each in _points(sentence)]
    togethers = [number for number, each in enumerate(points) if _ALL_OFF.search(each.lead)]
    yield from () if togethers else _left_of_all(passage, points)
    if len(togethers) != 1:
        return
    (at,) = togethers
    together = points[at]
    off = [each for each in _all_off(points) if each is not together]
    before = [each for each in points[:at] if each in off]
    counted = _ALL_OFF.search(together.lead)
    count = read_count(counted["count"]) if counted and counted["count"] else 0
    if count:
        before = off = before[-count:] if len(before) >= count else []
    chosen = before if len(before) > 1 else off
    total = sum((each.figure.value for each in chosen), Decimal(0))
    right = any(sum(each.figure.value for each in some) == together.figure.value for some in (before, off))
    if len(chosen) > 1 and not right and total <= together.figure.value * 2:
        shown, finest = joined(chosen), min(chosen, key=lambda each: each.figure.step)
        message = f"{shown} = {print_like(total, finest)}，这里写的是共扣 {together.shown}；请核对哪个不对"
        yield found_at(together, message)
    yield from _left(points, together)
    full = next((each for each in points if _FULL.search(each.lead) and each.figure.value >= _HUNDRED), None)
    score = next((each for each in points if _TOTAL.search(each.lead) and each is not together), None)
    if full and score:
        left = full.figure.value - together.figure.value
        if left != score.figure.value and abs(left - score.figure.value) < _FAR:
            shown = f"{full.shown} - {together.shown} = {print_like(left, score)}"
            yield differs(score, shown)


def _all_off(points: Sequence[Stated]) -> list[Stated]:
    """Return the points that were taken off: those behind such a word, and those that go on with them behind 、."""
    found: list[Stated] = []
    for number, each in enumerate(points):
        between = each.plain[points[number - 1].number.end : each.number.start] if number else ""
        goes_on = found and found[-1] is points[number - 1] and between.startswith(_AND) and "," not in between
        if _OFF.search(each.lead) or _OFF_FOR.search(each.lead) or (goes_on and not _GAINED.search(each.lead)):
            found.append(each)
    return found


def _left_of_all(passage: Sequence[Sentence], points: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 满分100分。……扣3分，……扣1分，其余各项均得满分，自评得分98分: the points taken off leave another score."""
    full = [each for each in points if _FULL.search(each.lead) and each.figure.value >= _HUNDRED]
    off = [each for each in points if _OFF.search(each.lead)]
    scores = [each for each in points if _TOTAL.search(each.lead) and not _NOT_TOTAL.search(each.lead)]
    rest = [*full[:1], *off, *scores]
    if len(full) != 1 or not off or len(scores) != 1 or len(rest) != len(points):
        return
    if not any(_OTHERS_FULL.search(sentence.words) for sentence in passage):
        return
    left = full[0].figure.value - sum((each.figure.value for each in off), Decimal(0))
    if left != scores[0].figure.value:
        shown = f"{full[0].shown} - " + " - ".join(each.shown for each in off)
        yield differs(scores[0], f"{shown} = {print_like(left, scores[0])}")


def _left(points: Sequence[Stated], together: Stated) -> Iterator[Finding]:
    """Yield 自评得分97.5分，共扣4.3分: of a hundred points, where two digits that changed places are all that is wrong."""
    scores = [each for each in points if _TOTAL.search(each.lead)]
    if len(scores) == 1 and not any(_FULL.search(each.lead) for each in points):
        left = _HUNDRED - together.figure.value
        known = {scores[0].number.start, together.number.start}
        rest = [each for each in points if each.number.start not in known]
        made = bool(rest) and sum((each.figure.value for each in rest), Decimal(0)) == together.figure.value
        made = (
            made and all(map(_OFF.search, (each.lead for each in rest))) and abs(left - scores[0].figure.value) < _FAR
        )
        if is_swap(print_like(left, scores[0]), print_like(scores[0].figure.value, scores[0])) or (
            left != scores[0].figure.value and (made or (not rest and is_slip_of(scores[0], left)))
        ):
            shown = f"100分 - {together.shown} = {print_like(left, scores[0])}"
            yield differs(scores[0], shown)


def _graded(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield a grade in whose band, as the text itself gives it, the score does not lie."""
    for at, sentence in enumerate(passage):
        grade = _GRADE.search(sentence.words)
        score = _score_of(passage, at, grade.start()) if grade else None
        if not grade or not score or _LAST.search(score.lead) or _IN_BETWEEN.search(sentence.words, 0, grade.start()):
            continue
        bands = list(_bands(score.plain[max(0, score.begin - _REACH) : score.begin + _REACH]))
        named = [band for band in bands if band[2][0] == grade["grade"][0]]
        value = score.figure.value
        if named and all(not (low <= value <= high) for low, high, _ in named):
            fits = next((name for low, high, name in bands if low <= value < high), "")
            told = f"，按这里的标准是“{fits}”" if fits else ""
            yield found_at(score, f"{score.shown} 不在“{grade['grade']}”的分数段里{told}；请核对哪个不对")
            return


def _score_of(passage: Sequence[Sentence], at: int, end: int) -> Stated | None:
    """Return the score before a grade: of its own sentence, else the one of the sentences before; none where it is not sure."""
    points = [each for each in _points(passage[at]) if each.position < end and not _FULL.search(each.lead)]
    own = [each for each in points if not (_BOUND_LEAD.search(each.lead) or _BOUND_TRAIL.match(_behind_of(each)))]
    totals = [each for each in own if _TOTAL.search(each.lead)] if len(own) > 1 else own
    for earlier in () if own else reversed(passage[max(0, at - 2) : at]):
        totals = [each for each in _points(earlier) if _SUM_OF_ALL.search(each.lead)]
        if not totals and _GRADED_BY.match(passage[at].words):
            totals = [each for each in _points(earlier) if _TOTAL.search(each.lead)]
        if totals:
            break
    return totals[0] if len(totals) == 1 else None


def _behind_of(each: Stated) -> str:
    return each.plain[each.number.end : each.number.end + _BOUND]


def _bands(text: str) -> Iterator[tuple[Decimal, Decimal, str]]:
    for match in _BAND.finditer(text):
        found = match.groupdict()
        name = next(found[key] for key in ("one", "two", "three", "four", "five", "six", "seven") if found[key])
        low = found["low"] or found["least"] or found["over"] or found["from"] or found["begin"] or "0"
        high = found["high"] or found["to"] or found["under"] or found["below"] or found["end"] or "1000"
        yield Decimal(low), Decimal(high), name


def _ranked(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """Yield 第3位，较上年的第6位提升5位."""
    for paragraph in paragraphs:
        for match in _RANK.finditer(to_half_width(paragraph.text)):
            spot, found = Spot(paragraph, match), match
            new, old = int(found["new"] or found["last"]), int(found["old"] or found["first"])
            by = found["by"] or found["more"]
            up = (found["way"] or found["turn"]) in ("提升", "上升", "前进", "前移", "提高", "跃升", "进步", "升")
            if (old - new if up else new - old) < 0 or (by and abs(old - new) != int(by)):
                way = "上升" if new < old else "下降"
                yield say(spot, f"从第 {old} 位到第 {new} 位是{way} {abs(old - new)} 位，这里写的不是；请核对哪个不对")
