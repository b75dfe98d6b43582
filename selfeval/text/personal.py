"""Personal data in a text: numbers of identity cards, phones and accounts, mailboxes, and the like.

A number counts whatever stands beside it, a comma, a point, a Chinese character, and however it is grouped. What is
in doubt counts, too; an amount with its unit, the phone of an office and a code of an organisation do not.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from selfeval.text.pattern import regex


class Personal(StrEnum):
    """Name a kind of personal data."""

    IDENTITY = "身份证号码"
    PHONE = "电话号码"
    ACCOUNT = "银行账号"
    MAILBOX = "电子邮箱"
    CERTIFICATE = "证件号码"
    WECHAT = "微信号"
    QQ = "QQ号"
    PLATE = "车牌号码"
    ADDRESS = "住址"
    BIRTH = "出生日期"


class PersonalData(NamedTuple):
    """Hold what was found: its kind, where it stands, and its letters and digits in half width.

    ``certain`` says that it is a mobile number, or an identity number whose check character is right.
    """

    kind: Personal
    start: int
    end: int
    bare: str
    certain: bool


_SIGNS = r" .-·_/*\()"
_GAP = rf"[{re.escape(_SIGNS)}]{{0,3}}"
"""What may stand between the groups of a number; other dashes, blanks and brackets are turned into these first."""
_MEASURE = r"(?!\d|\.?\d*\s*[万亿]*(?:元|美元|欧元|港元|平方|立方|千瓦|[万亿度吨]|公斤|千克|%))"
_COUNT = r"(?!\d|\.?\d*\s*(?:[万亿元人次件个起宗户条度吨%]|平方|立方|千瓦))"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_DAY = rf"(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12]\d|3[01])"
_BIRTHDAY = rf"(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}\d){{2}}{_GAP}(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:0{_GAP}[1-9]|[12]{_GAP}\d|3{_GAP}[01])"
_PREFIX = rf"(?:(?:\+|00)?{_GAP}86{_GAP})?"
_BETWEEN = (" ", r"\.", "-", "·", "_", "/")


def _grouped(first: str, second: str, digits: str) -> str:
    """Return a pattern for a number in groups of any length with one and the same sign between them."""
    return "|".join(
        rf"(?<!\d)(?<!\d{sign}){first}{sign}?{second}(?:{sign}?\d){digits}(?!{sign}?\d)" for sign in _BETWEEN
    )


_MOBILE = (
    rf"(?<!\d){_PREFIX}\(?(?P<mobile>1[3-9]\d(?:{_GAP}\d{{4}}{_GAP}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}}"
    rf"|\d{_GAP}\d{{4}}{_GAP}\d{{3}}|\d\d{_GAP}\d{{6}})){_MEASURE}"
    rf"|(?:{_grouped('1', '[3-9]', '{9}')}){_MEASURE}"
)
_LANDLINES = regex(
    rf"(?<!\d)(?<!\d[A-Z]){_PREFIX}[(]?0\d{{2,3}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}{_COUNT}"
    rf"|(?<!\d)(?:\+|00){_GAP}86{_GAP}[(]?[1-9]\d{{1,2}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
    rf"|(?:(?<=电话)|(?<=手机)|(?<=座机)|(?<=传真)|(?<=联系方式)|(?<=[Tt][Ee][Ll]))[^\d\n，。；,;]{{0,6}}(?P<number>\d{{3,4}}{_GAP}\d{{4}}){_COUNT}(?! ?-\d)"
)
_OFFICE = regex(
    r"(?:(?:办公室?|值班室?|监督|举报|投诉|咨询|服务|预约|报名|窗口|公开|单位|热线)(?:电话|座机)|热线|总机|传真)[^\d，。；、,]{0,4}$"
)
"""What stands before the phone number of an office, which is public."""
_SAYS = r"[号码为是：:()\s“”\"'\-]{0,6}"
_CERTIFICATE = (
    r"(?:护照|通行证|回乡证|台胞证|居留证|身份证|军官证|士兵证|警官证|学生证|医学证明"
    r"|社保|社会保[障险]|医保|低保证?|[结离]婚证|[驾行]驶证|残疾人?证|病历|住院|就诊|门诊|学籍|学(?=号)|准考证)[^\dA-Za-z，。；]{0,8}"
    r"(?P<number>[A-Za-z]{1,3}\d{6,12}(?:\(?[\dA]\))?|(?<=[号码为是：: 第])[A-Za-z]?\d[\d-]{5,18})(?![\d-]|\s*[万亿元人次件个本份张对辆套册例户名%])"
)
_WECHAT = (
    r"(?:(?:微信|薇信|[Vv]信|(?<![A-Za-z])(?:[Ww]e[Cc]hat|WECHAT|[Vv][Xx]|[Ww][Xx]))(?:账号|[Ii][Dd])?"
    rf"{_SAYS}(?P<number>(?=[A-Za-z0-9_\\-]{{0,20}}[0-9_\-]|(?<=号)|(?<=号[：:为是码]))[A-Za-z][A-Za-z0-9_\\-]{{5,20}}|(?<=号[：: 为是码])\d{{6,12}}))"
    r"|(?<![A-Za-z])wxid_[A-Za-z0-9]{6,}"
)
_HOUSE = r"[\d一二三四五六七八九十]{1,5}(?:号|栋|幢|弄|巷|组|队|室|单元|座)"
_ADDRESS = (
    r"(?:家庭住?地?址|户籍(?:所在)?地址?|居住地址?|现?住址|常住地址|家住|现住|现居|居住[在于])[\s为是在于]{0,3}"
    rf"(?:[：:|]\s*(?P<number>[^，。；,;|\n]{{2,}})|[^\d，。；、,;|：:\n]{{1,24}}{_HOUSE}[^，。；、,;|\n]*)"
    r"|(?:[\u4e00-\u9fa5]{1,6}(?:小区|花园|苑|新村|公寓|家园))?(?<!中心)(?<!大[厦楼])(?<!政府)(?<!\d)\d{1,4}(?:栋|幢|号楼|座)"
    r"(?:[\d一二三四五六七八九十]{1,2}单元\d{2,4}[室房户号]?|\d{2,4}[室房])"
)
_BIRTH = (
    r"(?:出生(?:日期|年月日?|时间|于)|生日)[：:为是\s|]{0,4}(?P<number>(?:19|20)?\d\d[年.\-/]\d{1,2}(?:[月.\-/](?:\d{1,2}日?)?)?)"
    r"|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:出)?生(?=[，。；、,)|\s]|$)"
)
_QQ = rf"(?<![A-Za-z])[Qq][Qq](?:群|账号)?{_SAYS}(?P<number>[1-9]\d{{4,10}}){_COUNT}"
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][· .]?"
    rf"(?=[A-Z]{{0,5}}\d)(?:[A-HJ-NP-Z\d]{{4}}[A-HJ-NP-Z\d学警港澳]|[A-HJ-NP-Z\d]{{6}})(?![A-Za-z]){_COUNT}"
)
_AT = r"@|\\?[(\[] ?[Aa][Tt] ?\\?[)\]]|\\?#(?=[A-Za-z0-9-]+\.(?:com|cn|net|org)(?![A-Za-z]))"
"""What stands in a mailbox before its host, also as people write it who would hide it from programs."""
_POINT = r"\.|\\?[(\[] ?[Dd][Oo][Tt] ?\\?[)\]]"
_KINDS = (
    (
        Personal.IDENTITY,
        regex(r"\d(?:\D{0,3}\d){13}"),
        regex(
            rf"(?<!\d)[1-9](?:{_GAP}\d){{5}}{_GAP}{_BIRTHDAY}(?:(?:{_GAP}\d){{3}}{_GAP}[\dXx×](?:[1-7][1-4])?|(?:\\?[*×Xx]){{3,4}})(?!\d)"
            rf"|(?<!\d){_PROVINCE}\d{{4}}{_GAP}\d\d{_GAP}{_DAY}{_GAP}\d{{3}}{_MEASURE}"
        ),
    ),
    (Personal.PHONE, regex(r"\d(?:\D{0,3}\d){10}"), regex(_MOBILE)),
    (
        Personal.ACCOUNT,
        regex(r"\d(?:[ -]{0,2}\d){7}"),
        regex(
            r"(?:(?<=账号)|(?<=帐号)|(?<=账户)|(?<=帐户)|(?<=卡号)|(?<=银行))[^\d\n，。；]{0,12}(?P<number>\d(?:[ -]?\d){7,24})(?!\d)"
            rf"|{_grouped('6', '2', '{14,17}')}"
            r"|(?<!\d)(?:62|60|4\d|5\d|3[57])\d\d(?:[ \-]{1,2}\d{4}){3}(?:[ \-]{0,2}\d{1,3})?(?!\d)"
            rf"|(?<!\d)(?<!代码)(?<!代码[：: 为])\d{{16,19}}(?![A-Z](?![A-Za-z\d])){_MEASURE}"
        ),
    ),
    (Personal.CERTIFICATE, regex("证|护照|保|病历|住院|诊|学籍|学号"), regex(_CERTIFICATE)),
    (Personal.ADDRESS, regex("[住户居栋幢]"), regex(_ADDRESS)),
    (Personal.BIRTH, regex("生"), regex(_BIRTH)),
    (Personal.WECHAT, regex("[微薇Vv]信|[Ww][Ee][Cc][Hh]|[Vv][Xx]|[Ww][Xx]"), regex(_WECHAT)),
    (Personal.QQ, regex("[Qq][Qq]"), regex(_QQ)),
    (Personal.PLATE, regex("[A-HJ-NP-Z]"), regex(_PLATE)),
    (Personal.PHONE, regex(r"\d(?:\D{0,3}\d){6}"), _LANDLINES),
    (
        Personal.MAILBOX,
        regex(_AT),
        regex(
            rf"(?<![A-Za-z0-9._%+\\-])[A-Za-z0-9._%+\\-]{{1,64}} ?(?:{_AT}) ?[A-Za-z0-9-]+(?: ?(?:{_POINT}) ?[A-Za-z0-9-]+)+"
        ),
    ),
)
"""Each kind with what any of it holds, looked for first, and its pattern."""
_SENTENCE = regex(r"[^\n。；]+")
_NUMERALS = "一二三四五六七八九〇零○幺"
_SPELLED = regex(
    rf"(?P<identity>[{_NUMERALS}]{{15,18}}[Xx]?)|[一幺][三四五六七八九][一二三四五六七八九〇零○幺]{{9}}|[壹][叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖零]{{9}}"
)
_TO_DIGITS = str.maketrans("一二三四五六七八九〇零○幺壹贰叁肆伍陆柒捌玖", "1234567890001123456789")
_PLAIN = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；"},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad\t"), " "),
    **dict.fromkeys(map(ord, "−–—―‐‑﹣﹘"), "-"),
    **dict.fromkeys(map(ord, "•‧・"), "·"),
}
_APART = re.escape("".join((*_SIGNS, *(chr(code) for code, sign in _PLAIN.items() if sign in _SIGNS))))
_LATIN = "A-HJ-NP-ZＡ-Ｚ"
_MAYBE = regex(
    rf"[\d@＠#＃(\[（［{_NUMERALS}壹护通回台居身军士警学医微薇qｑvＶｖwＷｗ住户现生{_LATIN}](?:"  # nothing else begins any: said first, for speed
    rf"(?<=\d)(?:[{_APART}]{{0,3}}\d){{6}}"
    r"|(?<=[@＠])|(?<=[#＃])(?=[A-Za-z0-9-]+[.．])|(?<=[(\[（［]) ?[Aa][Tt] ?\\?[)\]）］]"
    rf"|(?<=[{_NUMERALS}])(?=[{_NUMERALS}]{{10}})"
    r"|(?<=壹)(?=[壹贰叁肆伍陆柒捌玖零]{10})"
    r"|(?<=户)籍|(?<=现)[住居]|(?<=居)住[地在于]|(?<=住)[址地]|(?<=家住)|(?<=出生)|(?<=[月日]生)|(?<=生)日|(?<=\d)[栋幢座]|(?<=\d)号楼"
    r"|(?<=护)照|(?<=[通回台居身军士警学])[行乡胞留份官兵生]证|(?<=医)学证明"
    r"|(?<=[微薇VvＶｖ])信|(?<=[QqＱｑ])[QqＱｑ]|(?<=[VvWwＶｖＷｗ])[XxＸｘEeＥｅ]"
    rf"|(?<=[\u4e00-\u9fa5][{_LATIN}])[·• .]?[\dA-ZＡ-Ｚ０-９]{{5}})"
)
"""What every text with personal data holds, looked for first."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def find_personal(text: str) -> list[PersonalData]:
    """Return all personal data in a text, from its beginning to its end."""
    return [
        trace._replace(start=trace.start + part.start(), end=trace.end + part.start())
        for part in (_SENTENCE.finditer(text) if _MAYBE.search(text) else ())
        if _MAYBE.search(part[0])
        for trace in _find(part[0])
    ]


def _find(text: str) -> list[PersonalData]:
    """Return the personal data in one sentence."""
    plain = text.translate(_PLAIN)
    traces = [
        _trace(Personal.IDENTITY if found["identity"] else Personal.PHONE, found, found[0].translate(_TO_DIGITS))
        for found in _SPELLED.finditer(plain)
    ]
    for kind, hint, pattern in _KINDS:
        if not hint.search(plain):
            continue
        traces += (
            _trace(kind, found, found[0])
            for found in pattern.finditer(plain)
            if pattern is not _LANDLINES or not _OFFICE.search(plain, max(found.start() - 16, 0), found.start())
        )
        plain = pattern.sub(lambda found: " " * len(found[0]), plain)
    return sorted(traces, key=lambda trace: trace.start)


def mask(bare: str) -> str:
    """Return a number with its middle hidden, so that a message does not tell it again."""
    return f"{bare[:3]}****{bare[-2:]}" if len(bare) > 8 else f"{bare[:1]}****{bare[-1:]}"


def _trace(kind: Personal, found: re.Match[str], text: str) -> PersonalData:
    groups = found.groupdict()
    inside = "number" if groups.get("number") else 0
    bare = "".join(filter(str.isalnum, groups["number"] if inside else text)).upper()
    certain = _is_identity(bare) if kind is Personal.IDENTITY else bool(groups.get("mobile"))
    return PersonalData(kind, *found.span(inside), bare, certain)


def _is_identity(bare: str) -> bool:
    """Tell whether the last character of an identity number checks the others (GB 11643-1999)."""
    if len(bare) != len(_WEIGHTS) + 1:
        return False
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(bare, _WEIGHTS, strict=False)) % 11] == bare[-1]
