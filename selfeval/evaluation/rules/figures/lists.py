"""Lists said to have N items, and names said to be N: 四件事：一是…二是…三是…, 甲、乙、丙四个镇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.evaluation.words import trade_words
from selfeval.quantity.characters import read_count, to_half_width
from selfeval.text.pattern import regex

_NUMBER = r"(?<![第\d.一二三四五六七八九十百几数前后近]) ?(?P<count>十[一二三四五六七八九]|[两二三四五六七八九十](?![一二三四五六七八九十百千万])|1\d|[2-9])(?!\d) ?"
_UNITS = "部分|项|个|条|方面|大|份|类|点|种|件|道|座|所|家|处|场|镇|乡|街道|村|社区|支|部|县|市|区|省|组|款|门|台|套|本|篇|步|名|字|轮|方(?![案法式向针])|地|校|院|局|站|馆|园|厂|桥|库|港|天|科(?![室技学普协研])"
_COUNT = regex(
    rf"(?=[ 两二三四五六七八九十1-9]){_NUMBER}(?P<general>个?)(?P<unit>{_UNITS})(?P<noun>(?:(?![两二三四五六七八九十]个?(?:项|个|条|类|件|方面))(?:[^,。;:、\n“”《》()0-9-]|(?<=[镇乡村区])\([^(),、0-9]{{1,6}}\))){{0,14}})"
)
_MARK = regex(
    r"(?:“[^“”\n]{1,6}”)?”?[,]?(?:即|分别为|分别是|依次为|依次是|具体为|具体是|具体包括|包括|包含|主要是|具体如下|如下)?(?:[:](?!\d(?![.、]))|-{1,2}(?=一是|首先|第一))"
    r"|”?[,]?(?:即|分别为|分别是|依次为|依次是)|。?\n|。(?=一是|一、|\(一|第一|首先|1[.、])"
)
_OPEN_ENDED = regex("等|其中|例如|比如|之一|以上|左右|余|多|级|批|期|年|月|人(?!服务)|次|万|亿|元|%")
_QUOTES = frozenset('“"+')
_NEAR = 20
"""How near before a count 、 stands between its names."""
_SCHEMES = tuple(
    map(
        regex,
        (
            r"(?P<n>[一二三四五六七八九十]{1,2})是(?!否)",
            r"(?P<n>[一二三四五六七八九十])(?:抓|要|看|保|促|强|建|查|治|防|重)(?=[“\w])",
            r"\((?P<n>[一二三四五六七八九十]{1,3})\)",
            r"(?:^|(?<=[\n。;:,]))(?P<n>[一二三四五六七八九十]{1,2})、",
            r"其(?P<n>[一二三四五六七八九十])(?=[、,:是为在])",
            r"第(?P<n>[一二三四五六七八九十])(?:轮|批|步|期|阶段|类|方面|项|层|组|条|次)?(?=[^\W\d]|[,、:是])",
            r"\((?P<n>\d{1,2})\)",
            r"(?:^|(?<=[\n。;:,]))(?P<n>\d{1,2})[.、](?!\d)",
            r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])",
        ),
    )
)
_OWN_COUNT = regex(r"\d(?:个|项|家|处|所|座|条|件|次|场|名)$")
"""Matches a name with a count of its own (金沙社区3个)."""
_COUNTS_OWN = regex("[两二三四五六七八九十][个所家座处][^、]{1,8}、")
"""Matches a name before the last one that has a count of its own (城区两所学校、乡镇三所学校)."""
_ORDINALS = regex("首先|其次|再次|然后|最后")
_TITLE_RUN = regex(
    r"《[^《》]+》(?:(?:[、,和及与]|以及)?《[^《》]+》)*|“[^“”]+”(?:(?:[、和及与]|以及)?“[^“”]+”)+(?=[。;,\n]|$)"
)
_TITLED = regex(r"(?P<titles>《[^《》]+》(?:(?:[、,和及与]|以及)?《[^《》]+》)+)(?P<more>等)?$")
_TITLE = regex("《[^《》]+》|“[^“”]+”")
_NAMES = regex(
    r"(?P<names>(?:[^,。;:、\n()\d《》]{1,14}(?:\([^()]{1,14}\))?、)+[^,。;:、\n()\d《》]{1,14}?(?:\([^()]{1,14}\))?)(?P<more>等)?(?:共|共计|合计|这)?$"
)
_ALTOGETHER = regex(
    r"(?:包括|包含|涵盖|分别[为是]|[即为是])(?P<names>(?:[^,。;:、()\d《》]{2,20}、)+[^,。;:、()\d《》]{2,20}),(?:共|共计|合计|总计|总共)有?$"
)
"""Matches names behind a word that says of what they are all (范围包括局机关、档案馆、信息中心，共计3个单位)."""
_BODY = regex("(?:单位|部门|机构)[^,。;:]{0,4}$")
_SEVERAL = regex("等|[各某]|所有|若干|部分|其[他它余]|下[属辖]|所属|直属|相关|有关")
"""Matches what says of a name that it stands for several."""
_BACK = 200
"""How many characters before a count its names stand, at the farthest."""
_LEVELS = regex("[一二两三四五六七八九十][级层类]")
_WITH_FIGURES = regex(
    r"(?:^|[,。;:、])(?P<names>(?:[^,。;:、()\d]{2,10}\d[\d,.]*[^,。;:、()\d]{1,3}、)+[^,。;:、()\d]{2,10}\d[\d,.]*[^,。;:、()\d]{1,3}),$"
)
_WEEKDAY = regex("(?:周|星期)[一二三四五六日]$")
_FIGURED = regex(
    r"(?:(?<=用于)|(?<=包括)|(?<=安排)|(?<=实施)|(?<=[:,]))(?:[^,。;:、()\d]{2,14}\d[\d,.]*[^,。;:、()\d]{1,3}、)+[^,。;:、()\d]{2,14}\d[\d,.]*[^,。;:、()\d]{1,3}$"
)
"""Matches names with figures of their own right before the count of them (用于护栏92万元、路面61万元两个项目)."""
_SO_MANY = regex(
    r"(?<=[问题原因不足经验做法特点体会建议措施成效短板变化难点])(?:主要|大致)?有(?P<count>[两二三四五六七八九])(?P<general>)(?P<unit>)(?P<noun>)(?P<stop>[:,](?=一是|\(一\)|1[.、]|①))"
)
"""Matches what says of a list that it has so many items, without a unit (主要问题有三：一是……)."""
_SO_MANY_ONES = regex("[两二三四五六七八九]个一”[^,。;:“”]{0,14}:(?P<items>[^。:]+)")
_LISTED_UNDER = ("项目", "工程", "标段")
_NAMED_THEN = regex(
    rf"(?P<before>[^,。;:、]{{0,8}}){_NUMBER.replace('count', 'first')}个?(?P<unit>{_UNITS})(?P<noun>[^,。;:、\n()0-9]{{0,10}}),"
    r"(?:分别|依次|即|具体)?(?:为|是|包括|有)(?P<names>[^,。;:\n()\d]+(?:、[^,。;:\n()\d]+)+),$"
)
"""Matches a count with all its names, behind which the same is counted again."""
_GOES_ON = regex("$|[总均全共已日年的]|合计|占地|面积|完成|建成|投入|开放|配|位于|分布|装机|累计")
"""Matches what goes on behind a name that is not the begin of a longer one (公园驿站)."""
_OFFICE = regex("(?:镇|乡|街道|局|委员会|中心|公司|社区|学校|医院)$")
_AFTER_FIGURE = regex(r"[0-9](?![0-9]*年)[^,。;:、\n]{0,4}$")
_ASIDE = regex(r"\((?P<names>[^,。;:()等]{2,12}(?:、[^,。;:()等]{2,12})+)\)")
_FIGURE = regex(r"\d(?:件|个|万|亿|元|%|人|公里|户|次|家|座|所|处)")
_AND = regex("以及|(?<![涉普危波])及(?![时早格]|$)|和(?![谐平]|$)|与(?!会|$)")
_HEADING = regex("^[一二三四五六七八九十]{1,2}、")
"""Matches the number of a heading before names in its line."""
_GIVEN = regex("[两二三四五六七八九十]个[^、]{0,8}的")
"""Matches the end of another list, of what the names are in (城东、城西两个学区的)."""
_LISTED = regex(
    "(?:措施|举措|方面|工作|问题|任务|特点|经验|做法|环节|重点|建议|原因|机制|制度|能力|行动|工程|文件|办法|抓手|关键|不足|亮点|成效|体系|清单|事|内容|目标"
    "|要求|方向|变化|转变|提升|突破|课题|指标|难题|短板|优势|活动|载体|平台|阵地|渠道|方式|途径|类型|情形|步骤|阶段|条件|方案|报告|规划|意见|通知|子项|板块|模块|项目|部分|节点|领域|维度)(?:依次|分步|有序|组织)*(?:进行|开展|实施|推进|展开)?$"
)
_ABSTRACT = frozenset(
    ["项", "条", "方面", "大", "点", "类", "件", "种", "份", "轮", "步", "门", "道", "字", "组", "部分"]
)
"""Units of what is listed: measures, sorts and steps."""
_BY_NUMBER = regex("[:。\\n]")
_OTHER_COUNT = regex(_NUMBER)
_KIND = 2
"""How many characters of what is counted end each of the names that stand with figures of their own."""
_MOST, _SHORTEST = 2, 2
"""By how many names a count may be off that is still taken for a count of these names, and how long a name is."""
_GOES_ON_LISTING = regex("[^,。;:、的]{0,10}(?:、|等)")
"""Matches behind a count that it is part of the last of several names (残疾人、红十字会等)."""
_ENDS_IN_DEED = regex(
    "(?:提出|设[置立]|制定|形成|开展|实施|完成|建成|新[增建]|推出|涌现|组织|安排|下达|落实|确定|明确|建立|出台|印发|举办|召开|获得?|达|超|共|跨)$"
)
"""Matches the end of words before a count that are no name (围绕增速、结构提出5项指标)."""


def list_count_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a list of another number of items, or another number of names, than the text says."""
    for paragraphs in dossier.paragraphs.narrative.values:
        yield from _of_text(paragraphs)


def _of_text(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    texts = [to_half_width(paragraph.text) for paragraph in paragraphs]
    whole, begin = "\n".join(texts), 0
    for paragraph, text in zip(paragraphs, texts, strict=True):
        for match in _SO_MANY.finditer(whole, begin, begin + len(text)) if "有" in text else ():
            yield from _announced(paragraph, whole, begin, match, match)
        for match in _COUNT.finditer(whole, begin, begin + len(text)):
            mark = _MARK.match(whole, match.end())
            if mark:
                yield from _announced(paragraph, whole, begin, match, mark)
            yield from _aside(paragraph, whole, begin, match)
            yield from _ones(paragraph, whole, begin, match)
            yield from _named_before(paragraph, whole, begin, match)
            yield from _figured(paragraph, whole, begin, match)
        begin += len(text) + 1


def _ones(paragraph: Paragraph, whole: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield “五个一”管护机制：一张清单……；一个平台……；一套标准……；一支队伍……: so many items that begin with 一."""
    found = _SO_MANY_ONES.match(whole, match.start())
    items = found["items"].split(";") if found else []
    if found and len(items) > 1 and all(item.startswith("一") for item in items):
        yield from _counted(paragraph, begin, match, {len(items)})


def _aside(paragraph: Paragraph, whole: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 改造危桥5座（大河桥、石门桥、红旗桥、双江桥）."""
    names = _ASIDE.match(whole, match.end())
    if names and not _FIGURE.search(names["names"]):
        yield from _counted(paragraph, begin, match, {names["names"].count("、") + 1})


def _named_before(paragraph: Paragraph, whole: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 石门、龙潭、响水、白沙三座水库, and titles that are more or fewer than are counted."""
    text = whole[max(begin, match.start() - _BACK) : match.start()].rstrip(" ")
    if text[-1:] in _QUOTES:
        return  # a slogan: “四个意识”
    if text.endswith(","):
        yield from _with_figures(paragraph, text, begin, match)
        yield from _again(paragraph, text, begin, match)
        return
    if together := _ALTOGETHER.search(text) if text.endswith(("共", "计", "有")) else None:
        listed = together["names"].split("、")
        counted = match["unit"] + match["noun"]
        named = all(name[-1] in counted for name in listed) or (_BODY.search(counted) and _are_bodies(listed))
        if named and not _SEVERAL.search(together["names"]):
            yield from _counted(paragraph, begin, match, _numbers(listed))
        return
    titles = _TITLED.search(text) if text.endswith(("》", "等")) else None
    if titles:
        yield from _counted(paragraph, begin, match, {len(_TITLE.findall(titles["titles"]))}, more=bool(titles["more"]))
        return
    names = _NAMES.search(text, _begin_of_names(text)) if "、" in text[-_NEAR:] else None
    after_figure = names and not names["names"].startswith("年") and _AFTER_FIGURE.search(text, 0, names.start())
    if (
        not names
        or after_figure
        or _COUNTS_OWN.search(names["names"])
        or _LEVELS.search(names["names"])
        or _is_other_unit(names["names"], match)
    ):
        return
    if not (match["noun"] or match["general"]) and match["count"].isdigit():
        return
    told = _HEADING.sub("", _GIVEN.split(names["names"])[-1])
    ways = [way for way in (told.split("、"), _unquoted(told).split("、")) if len(way) > 1]
    listed = ways[-1] if ways and told.count("“") == told.count("”") else []
    if len(listed) < 2 or len(listed[-1]) < _SHORTEST or _ENDS_IN_DEED.search(listed[-1]):
        return
    possible = {number for way in ways for number in _numbers(way)}
    count = read_count(match["count"])
    far = min(abs(number - count) for number in possible) > 1 and len({name[-1] for name in listed}) > 1
    alone = count == len(_AND.findall(listed[-1])) + 1 > 1  # 特困人员、孤儿与残疾人两项补贴
    far = far or (alone and not _end_alike(listed, match))
    if far or _GOES_ON_LISTING.match(whole, match.end("unit")):
        return
    yield from _counted(paragraph, begin, match, possible, more=bool(names["more"]))


def _begin_of_names(text: str) -> int:
    """Return from where on names at the end of a text may stand: behind its last comma, if that is in no bracket."""
    return 0 if ")" in text else max(map(text.rfind, ",。;:\n《》")) + 1


def _end_alike(names: Sequence[str], match: re.Match[str]) -> bool:
    """Tell whether all names end in what is counted (市图书馆、市博物馆和市美术馆, 2家场馆)."""
    every = [*names[:-1], *_AND.split(names[-1])]
    return all(name[-1:] in match["unit"] + match["noun"][: _KIND + 1] for name in every)


def _unquoted(names: str) -> str:
    """Return names from behind a quotation that may end before them (“一县一策”支持北山、南山)."""
    behind = names.rpartition("”")[2]
    return names if not behind or behind[0] in "、和及与" else behind


def _is_other_unit(names: str, match: re.Match[str]) -> bool:
    """Tell whether a count is of days, and the names are none (元旦、春节3天)."""
    return match["unit"] == "天" and not all(map(_WEEKDAY.search, names.split("、")))


def _figured(paragraph: Paragraph, whole: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 用于护栏92万元、路面61万元、标线33万元两个项目: names with figures of their own right before the count of them."""
    if not (match["unit"] + match["noun"]).startswith(_LISTED_UNDER):
        return
    run = _FIGURED.search(whole[max(begin, match.start() - _BACK) : match.start()])
    if run:
        yield from _counted(paragraph, begin, match, {run[0].count("、") + 1})


def _with_figures(paragraph: Paragraph, text: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 新桥街道62.4万元、柳林街道48.1万元、东湖街道39.5万元，四个街道的补贴: names with figures of their own."""
    run = _WITH_FIGURES.search(text)
    named = match["noun"][:_KIND] if match["unit"] == "个" else match["unit"]
    run = None if run and run[0].startswith("、") else run  # the first name is longer than names are
    names = [re.split(r"\d", name, maxsplit=1)[0] for name in run["names"].split("、")] if run else []
    if named and all(named in name for name in names):
        yield from _counted(paragraph, begin, match, {len(names)})


def _again(paragraph: Paragraph, text: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 新建公园4个，分别是甲园、乙园、丙园和丁园，5个公园总面积2.6万平方米: more of the same than were named."""
    told = _NAMED_THEN.search(text)
    if not told or told["unit"] != match["unit"]:
        return
    counted = told["noun"] or told["before"]
    ends = (counted[-length:] for length in range(len(counted), _KIND - 1, -1))
    noun = next((end for end in ends if match["noun"].startswith(end)), "")
    if not noun or not _GOES_ON.match(match["noun"], len(noun)):
        return
    names = told["names"].split("、")
    most = len(names) + sum(len(_AND.findall(name)) for name in names)
    if read_count(match["count"]) > most:
        yield from _counted(paragraph, begin, match, {len(names) + _sure_ands(names)})


def _are_bodies(names: Sequence[str]) -> bool:
    """Tell whether each name is that of an office, or of what an office is without its branches (局本级)."""
    return all(name.endswith(("本级", "机关", *trade_words().endings)) for name in names)


def _numbers(names: Sequence[str]) -> set[int]:
    """Return how many names there may be: a 和 that is not sure to stand between two of them may stand inside one."""
    sure = _sure_ands(names)
    ands = sum(bool(found.start()) for name in names for found in _AND.finditer(name)) - sure  # 和美园 is one
    return set(range(len(names) + sure, len(names) + sure + ands + 1))


def _sure_ands(names: Sequence[str]) -> int:
    """Return how many 和 stand between two names: both end as the other names end (北塘水库和龙口水库)."""
    ends = {name[-1] for name in names[:-1] if name}
    sides = [side for side in _AND.split(names[-1]) if side]
    lengths = {len(name) for name in (*names[1:-1], *sides)}
    short = len(names) > _MOST and lengths == {_SHORTEST}  # 城关、马集、龙泉、赤岸和云溪
    if short or all(side[-1] in ends for side in sides) or all(map(_OFFICE.search, sides)):
        return len(sides) - 1
    return 0


def _counted(
    paragraph: Paragraph, begin: int, match: re.Match[str], possible: set[int], *, more: bool = False
) -> Iterator[Finding]:
    """Yield names that are not as many as the text says; with 等 there may be more than are named."""
    count, least = read_count(match["count"]), min(possible)
    wrong = least > count if more else count not in possible
    if wrong and least > 1 and abs(least - count) <= _MOST:
        listed = f"{least} 至 {max(possible)}" if len(possible) > 1 and not more else f"{least}"
        yield _say(paragraph, begin, match, f"前面列了 {listed} 个，这里说是“{match['count']}”个")


def _say(paragraph: Paragraph, begin: int, match: re.Match[str], message: str) -> Finding:
    place = paragraph.text.at(match.start("count") - begin, match.end("count") - begin)
    return Finding(place, f"{message}；请核对是数字不对还是漏了", paragraph.leaf.where, "", paragraph.forms)


def _announced(
    paragraph: Paragraph, whole: str, begin: int, match: re.Match[str], mark: re.Match[str]
) -> Iterator[Finding]:
    """Yield a list behind its announcement that has another number of items."""
    quoted = whole[match.start("count") - 1 : match.start("count")] in _QUOTES and "即" not in mark[0]
    if quoted or _OPEN_ENDED.search(match["noun"]) or _is_heading_next(match, mark):
        return
    if not _is_list(match, mark) and not _end_as_counted(match, whole[mark.end() : mark.end() + _BACK]):
        return
    stop = max(whole.rfind(mark, begin, match.start()) for mark in "。;")
    sentence = whole[max(begin, stop, match.start() - _BACK) : match.start("count")]
    others = {read_count(other["count"]) for other in _OTHER_COUNT.finditer(sentence)}
    possible = _items(whole, mark.end(), broken="\n" in mark[0] or mark[0].startswith("。"))
    count = read_count(match["count"])
    if possible and count not in possible and not possible & others and min(possible) > 1:
        yield _say(paragraph, begin, match, f"这里说是“{match['count']}”项，后面列了 {min(possible)} 项")


def _is_heading_next(match: re.Match[str], mark: re.Match[str]) -> bool:
    """Tell whether the sentence of a plain count ends, and a heading follows that need not be its first item (移送线索3件。)."""
    return mark[0].startswith("。") and match["count"].isdigit() and not _LISTED.search(match["noun"])


def _is_list(match: re.Match[str], mark: re.Match[str]) -> bool:
    """Tell whether what is counted may be listed: 三项措施, but not 十五个乡镇开展试点."""
    plain = not match["noun"] or match["unit"] in _ABSTRACT
    return plain or bool(_LISTED.search(match["noun"])) or not _BY_NUMBER.match(mark[0])


def _end_as_counted(match: re.Match[str], behind: str) -> bool:
    """Tell whether names behind a colon end in what is counted (三支队伍：巡查队、抢险队、宣传队)."""
    names = re.split("[,;。\n]", behind, maxsplit=1)[0].split("、")
    return len(names) > 1 and all(name and name[-1] in match["unit"] + match["noun"] for name in names)


def _items(whole: str, start: int, *, broken: bool) -> set[int]:
    """Return how many items a list may be read to have, empty where none begins at ``start``."""
    at = start
    while at < len(whole) and whole[at] in ":\n 　":
        at += 1
    for scheme in _SCHEMES:
        first = scheme.match(whole, at)
        if first and _ordinal(first["n"]) == 1:
            return {_run(scheme, whole, at)}
    if whole.startswith("首先", at):
        return {len(_until_last(_ORDINALS.findall(whole, at)))}
    titles = _TITLE_RUN.match(whole, at)
    if titles:
        after = whole[titles.end() : titles.end() + 1]
        return {len(_TITLE.findall(titles[0]))} if after != "等" else set()
    return set() if broken else _named(whole, at)


def _run(scheme: re.Pattern[str], whole: str, at: int) -> int:
    """Return up to which number a list counts on from 1."""
    last = 0
    for match in scheme.finditer(whole, at):
        number = _ordinal(match["n"])
        if number == last + 1:
            last = number
        elif number == 1:
            break
    return last


def _until_last(words: list[str]) -> list[str]:
    return words[: words.index("最后") + 1] if "最后" in words else words


def _named(whole: str, at: int) -> set[int]:
    """Return how many names stand behind an announcement, by every way to part them; none where there may be more."""
    sentence = re.split("[。\n]", whole[at : at + 400], maxsplit=1)[0]
    if "等" in sentence or "、" not in sentence:
        return set()
    first = re.split("[,;]", sentence, maxsplit=1)[0]
    names = first.split("、")
    if len(names) < 2 or max(map(len, names[:-1])) > 24 or all(map(_OWN_COUNT.search, names)):
        return set()
    parts = sentence.split(";")
    return _numbers(names) | {len(parts)} - {1}


def _ordinal(text: str) -> int:
    if "①" <= text <= "⑮":
        return ord(text) - ord("①") + 1
    return read_count(text)
