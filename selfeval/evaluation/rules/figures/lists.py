"""Lists said to have N items, and names said to be N: 四件事：一是…二是…三是…, 甲、乙、丙四个镇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.quantity.characters import to_half_width
from selfeval.text.pattern import regex

_NUMBER = r"(?<![第\d.一二三四五六七八九十百几数前后近]) ?(?P<count>十[一二三四五六七八九]|[两二三四五六七八九十](?![一二三四五六七八九十百千万])|1\d|[2-9])(?!\d) ?"
_UNITS = "项|个|条|方面|大|份|类|点|种|件|道|座|所|家|处|场|镇|乡|街道|村|社区|支|部|县|市|区|省|组|款|门|台|套|本|篇|步|名|字|轮|方|地|校|院|局|站"
_COUNTS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ANNOUNCED = regex(
    rf"{_NUMBER}个?(?:{_UNITS})(?P<noun>[^,。;:、\n“”《》()0-9]{{0,14}})"
    r"(?P<mark>”?[,]?(?:即|分别为|分别是|依次为|依次是|具体为|具体是|具体包括|包括|主要是|具体如下|如下)?[:](?!\d(?![.、]))|[,]?(?:即|分别为|分别是|依次为|依次是)|。?\n|。(?=一是|一、|\(一|第一|首先|1[.、]))"
)
_OPEN_ENDED = regex("等|主要|其中|例如|比如|之一|以上|左右|余|多|级|批|期|年|月|人|次|万|亿|元|%")
_QUOTED_NUMBER = regex('[“"+]$')
_SCHEMES = tuple(
    map(
        regex,
        (
            r"(?P<n>[一二三四五六七八九十]{1,2})是(?!否)",
            r"\((?P<n>[一二三四五六七八九十]{1,3})\)",
            r"(?:^|(?<=[\n。;:,]))(?P<n>[一二三四五六七八九十]{1,2})、",
            r"第(?P<n>[一二三四五六七八九十])(?:轮|批|步|期|阶段|类|方面|项|层|组|条|次)?(?=[^\W\d]|[,、:是])",
            r"\((?P<n>\d{1,2})\)",
            r"(?:^|(?<=[\n。;:,]))(?P<n>\d{1,2})[.、](?!\d)",
            r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])",
        ),
    )
)
_ORDINALS = regex("首先|其次|再次|然后|最后")
_TITLE_RUN = regex(r"《[^《》]+》(?:(?:[、,和及与]|以及)?《[^《》]+》)*")
_TITLED = regex(rf"(?P<titles>《[^《》]+》(?:(?:[、,和及与]|以及)?《[^《》]+》)+)(?P<more>等)?{_NUMBER}个?(?:{_UNITS})")
_TITLE = regex("《[^《》]+》")
_ONE = r"[^,。;:、\n()\d《》]"
_NAME = r"[^,。;:、\n()\d《》]{1,14}(?:\([^()]{1,14}\))?"
_NAMED = regex(
    rf"(?P<names>(?:{_NAME}、)+(?:(?!等){_ONE}){{1,14}}(?:\\([^()]{{1,14}}\\))?)(?P<more>等)?(?:共|共计|合计|这)?{_NUMBER}个?(?:{_UNITS})(?P<noun>[^,。;:、\n\d()]{{0,12}})"
)
_LEVELS = regex("[一二两三四五六七八九十][级层类]")
_OFFICE = regex("(?:镇|乡|街道|局|委员会|中心|公司|社区|学校|医院)$")
_AFTER_FIGURE = regex(r"[0-9][^,。;:、\n]{0,4}$")
_COUNTED = r"[^,。;:、()]*\d(?:件|个|万|亿|元|%|人|公里|户|次|家|座|所|处)"
_BRACKETED = regex(
    rf"{_NUMBER}个?(?:{_UNITS})[^,。;:、\n()0-9]{{0,6}}\((?P<names>(?:(?!{_COUNTED})[^,。;:、()等]{{2,12}}、)+(?!{_COUNTED})[^,。;:、()等]{{2,12}})\)"
)
_AND = regex("以及|和|及|与")
_LISTED = regex(
    "(?:措施|举措|方面|工作|问题|任务|特点|经验|做法|环节|重点|建议|原因|机制|制度|能力|行动|工程|文件|办法|抓手|关键|不足|亮点|成效|体系|清单|事|内容|目标"
    "|要求|方向|变化|转变|提升|突破|课题|指标|难题|短板|优势|活动|载体|平台|阵地|渠道|方式|途径|类型|情形|步骤|阶段|条件)$"
)
_ABSTRACT = regex("(?:项|条|方面|大|点|类|件|种|份|轮|步|门|道|字|组|期|批)$")
_BY_NUMBER = regex("[:。\\n]")
_OTHER_COUNT = regex(_NUMBER)
_MOST = 2
"""By how many names a count may be off that is still taken for a count of these names."""


def list_count_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a list of another number of items, or another number of names, than the text says."""
    for paragraphs in dossier.paragraphs.narrative.values:
        yield from _of_text(paragraphs)


def _of_text(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    texts = [to_half_width(paragraph.text) for paragraph in paragraphs]
    whole, begin = "\n".join(texts), 0
    for paragraph, text in zip(paragraphs, texts, strict=True):
        for match in _ANNOUNCED.finditer(whole, begin, begin + len(text) + 1):
            yield from _announced(paragraph, whole, begin, match)
        for match in _BRACKETED.finditer(text):
            yield from _counted(paragraph, match, {len(match["names"].split("、"))}, None)
        for match in _TITLED.finditer(text):
            yield from _counted(paragraph, match, {len(_TITLE.findall(match["titles"]))}, match["more"])
        for match in _NAMED.finditer(text):
            if _AFTER_FIGURE.search(text, 0, match.start()):
                continue
            if match["noun"] or not match["count"].isdigit() or "个" in match[0][-3:-1]:
                names = match["names"].split("、")
                ands = sum(len(_AND.findall(name)) for name in names)
                sure = _sure_ands(names)
                if _LEVELS.search(match["names"]):
                    continue
                names, ands = [*names, *[""] * sure], ands - sure
                yield from _counted(paragraph, match, set(range(len(names), len(names) + ands + 1)), match["more"])
        begin += len(text) + 1


def _sure_ands(names: Sequence[str]) -> int:
    """Return how many 和 stand between two names: both end as the other names end (北塘水库和龙口水库)."""
    ends = {name[-1] for name in names[:-1] if name}
    sides = [side for side in _AND.split(names[-1]) if side]
    if all(side[-1] in ends for side in sides) or all(map(_OFFICE.search, sides)):
        return len(sides) - 1
    return 0


def _counted(paragraph: Paragraph, match: re.Match[str], possible: set[int], more: str | None) -> Iterator[Finding]:
    """Yield names that are not as many as the text says; with 等 there may be more than are named."""
    count, least = _count(match["count"]), min(possible)
    wrong = least > count if more else count not in possible
    if wrong and least > 1 and abs(least - count) <= _MOST:
        message = f"前面列了 {least} 个，这里说是“{match['count']}”个；请核对是数字不对还是漏了"
        yield _at(paragraph, match.start("count"), match.end("count"), message)


def _announced(paragraph: Paragraph, whole: str, begin: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield a list behind its announcement that has another number of items."""
    if (
        not _is_list(match)
        or _OPEN_ENDED.search(match["noun"])
        or (_QUOTED_NUMBER.search(whole[begin : match.start("count")]) and "即" not in match["mark"])
    ):
        return
    sentence = whole[max(begin, whole.rfind("。", begin, match.start())) : match.start("count")]
    others = {_count(other["count"]) for other in _OTHER_COUNT.finditer(sentence)}
    possible = _items(whole, match.end(), broken="\n" in match["mark"] or match["mark"].startswith("。"))
    count = _count(match["count"])
    if possible and count not in possible and not possible & others and min(possible) > 1:
        message = f"这里说是“{match['count']}”项，后面列了 {min(possible)} 项；请核对是数字不对还是漏了"
        yield _at(paragraph, match.start("count") - begin, match.end("count") - begin, message)


def _is_list(match: re.Match[str]) -> bool:
    """Tell whether what is counted may be listed: 三项措施, but not 十五个乡镇开展试点."""
    noun = match["noun"]
    plain = _ABSTRACT.search(match[0].removesuffix(match["mark"]).removesuffix(noun))
    return not noun or bool(plain) or bool(_LISTED.search(noun)) or not _BY_NUMBER.match(match["mark"])


def _at(paragraph: Paragraph, start: int, end: int, message: str) -> Finding:
    return Finding(paragraph.text.at(start, end), message, paragraph.leaf.where, "", paragraph.forms)


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
    if len(names) < 2 or max(map(len, names[:-1])) > 24:
        return set()
    ands = sum(len(_AND.findall(name)) for name in names)
    possible = set(range(len(names), len(names) + ands + 1))
    parts = sentence.split(";")
    return possible | {len(parts)} - {1}


def _ordinal(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text)
    if "①" <= text <= "⑮":
        return ord(text) - ord("①") + 1
    return _count(text) if all(sign in _COUNTS for sign in text) else 0


def _count(word: str) -> int:
    if word.isdigit() and word.isascii():
        return int(word)
    tens, _, ones = word.rpartition("十")
    if "十" in word:
        return (_COUNTS[tens] if tens else 1) * 10 + (_COUNTS[ones] if ones else 0)
    return _COUNTS[word]
