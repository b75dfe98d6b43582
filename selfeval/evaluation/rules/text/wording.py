"""Words that say something else than what is meant."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents, say, say_once, spots
from selfeval.text.pattern import HAN, regex

_STOPPED = regex(
    r"(?<![请报名集稿标签写交缴期间])截止[到至]?"
    r"(?=\s*(?:\d|二[〇○零]|目前|当前|现在|今年|本年|去年|上年|年底|年末|本月|[上下]半年末))"
)
_UNIT = "(?=[个件人次名家户场宗起项份篇条])"
_MORE = regex(
    rf"(?<![\d.,，．])(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d{{0,8}}[1-9])(?<!0)\s*余(?![额款下姚杭量热万亿千百])|(?<![\d.,，．])\d{{1,8}}[1-9]\s*多{_UNIT}"
)
_MORE_OR_SO = regex(r"[余多](?<=[\d\s].)")
_NUMBER = r"\d[\d,.]*[万亿]?"
_ABOUT_TWICE = regex(
    rf"(?:大约|大概|将近|接近|超过|(?<![最附])近|(?<![合签契预节条公制])约|逾|不少于|不低于|至少)\s*{_NUMBER}\s*(?:余(?![额款])|多{_UNIT})"
    rf"|(?:大约|大概|(?<![合签契预节条公制])约)\s*{_NUMBER}[^\W\d]{{0,3}}?(?:左右|上下|以上|以下)"
    rf"|(?:不少于|不低于|至少|超过)\s*{_NUMBER}%?[^\W\d]{{0,3}}?(?:左右|以上)"
    rf"|{_NUMBER}\s*(?:余|多{_UNIT})[^\W\d]{{0,3}}?(?:左右|上下|以上)"
)
_ABOUT = regex(r"[余多右下上](?<=[\d,.万亿\s][余多]|左右|上下|以上|以下)")
_SLIPS = {
    "布署": "部署",
    "防犯": "防范",
    "松驰": "松弛",
    "通迅": "通讯",
    "竟争": "竞争",
    "台帐": "台账",
    "帐户": "账户",
    "帐目": "账目",
    "帐簿": "账簿",
    "到帐": "到账",
    "记帐": "记账",
    "因地治宜": "因地制宜",
    "相辅相承": "相辅相成",
    "一如继往": "一如既往",
    "既往开来": "继往开来",
    "再接再励": "再接再厉",
    "按步就班": "按部就班",
    "名列前矛": "名列前茅",
    "融汇贯通": "融会贯通",
    "各行其事": "各行其是",
}
"""Words that are never right, each with the right one (现代汉语词典)."""
_APART = {  # where two right words meet: 发布署名, 严防犯罪, 交通迅速, 究竟争取, 送到帐篷, 平台帐号
    "布署": "布署(?!名)",
    "防犯": "防犯(?![罪错法规人案])",
    "通迅": "通迅(?![速捷猛疾即])",
    "竟争": "(?<![究毕])竟争",
    "到帐": "到帐(?!篷)",
    "台帐": "(?<!平)台帐(?![号户篷])",
}
_DOUBLED = regex(
    "(?<!目)的的(?![确士哥])|(?<![温共总饱祥柔缓中随])和和(?![平气睦美谐解])|(?<![罢算得目终])了了(?![解结却])"
    "|(?<![于但还总只可凡若就要正])是是(?![非否])|(?<![现存实所内潜正])在在|(?<![参给])与与(?![会])|(?<![以普涉])及及(?![时格])"
    "|被被(?![告动])|(?<![即必终])将将(?![来士军])|(?<![合兼一])并并(?![购入案网行轨])"
)
"""Matches a word of one character typed twice, and not the end of one word before the beginning of another."""
_TYPED_TWICE = regex(r"([的和了是在与及被将并])\1")
_TWICE = regex(
    rf"(?<!{HAN})(?P<word>(?![一几每])(?:{HAN}){{2}})(?P=word)(?={HAN})|(?P<verb>承担|负责|开展|组织|加强|推进|推动|完成|实施|落实|完善|提高|提升|举办|进行|根据|按照|主要|全部)(?P=verb)(?![率度机者人会组部委]|方案|领导|生活)"
)
"""Matches a word of two characters typed twice: at the beginning of a clause, and those that papers are full of anywhere."""
_SLIP = regex("|".join(_APART.get(slip, slip) for slip in _SLIPS))
_ANY_SLIP = regex("|".join(_SLIPS))


def stopped_for_until(dossier: Dossier) -> Iterator[Finding]:
    """Find 截止 before a date, where 截至 is meant: 截止 takes no date after it."""
    for together, forms in documents(list(spots(_STOPPED, dossier.paragraphs.holding("截止")))):
        yield say_once(together, forms, "后面有日期时用“截至”；“截止”是停止的意思，后面不接日期", "截至")


def more_than_exact(dossier: Dossier) -> Iterator[Finding]:
    """Find 余 or 多 after a number given to the last digit."""
    for spot in spots(_MORE, dossier.paragraphs.holding(_MORE_OR_SO)):
        exact, more = spot.match[0][:-1].strip(), spot.match[0][-1]
        yield say(spot, f"“{exact}”已经是确数，后面不用“{more}”", exact)


def about_twice(dossier: Dossier) -> Iterator[Finding]:
    """Find a number called approximate, or a bound, on both sides (近500余人, 约300人左右, 不少于3次以上)."""
    for spot in spots(_ABOUT_TWICE, dossier.paragraphs.holding(_ABOUT)):
        yield say(spot, f"“{spot.match[0]}”前后两个词说的是一个意思，留一个就够了")


def misspelt_word(dossier: Dossier) -> Iterator[Finding]:
    """Find words that are never right."""
    for spot in spots(_SLIP, dossier.paragraphs.holding(_ANY_SLIP)):
        right = _SLIPS[spot.match[0]]
        yield say(spot, f"“{spot.match[0]}”写法不对，应写“{right}”", right)
    for spot in spots(_DOUBLED, dossier.paragraphs.narrative.holding(_TYPED_TWICE)):
        yield say(spot, f"“{spot.match[0]}”多打了一个字，应写“{spot.match[0][0]}”", spot.match[0][0])
    for spot in spots(_TWICE, dossier.paragraphs.narrative.holding(_TWICE)):
        word = spot.match["word"] or spot.match["verb"]
        yield say(spot, f"“{spot.match[0]}”写了两遍，应写“{word}”", word)
