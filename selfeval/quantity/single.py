"""One number with its unit, as typed in a field; a slip of the keyboard is named at its character."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from selfeval.quantity.characters import NUMERAL, read_numeral, to_half_width
from selfeval.quantity.typed import Typed, ask, refuse
from selfeval.quantity.units import MYRIADS
from selfeval.text.pattern import regex

NIL = frozenset(
    {"-", "--", "/", "//", "\\", "无", "没有", "暂无", "空", "*", "**", "n/a", "N/A", "NA", "None", "不适用"}
)


class Single(NamedTuple):
    """Hold a number and the unit typed behind it ("" when there is none)."""

    value: Decimal
    unit: str


LOOKALIKE = str.maketrans("OoQIl|〇零", "00011100")
_LONGEST = 60
"""How long a number with its unit may be."""
_PLAIN = regex(r"[0-9]+(?:\.[0-9]+)?")
_FRAME = regex(
    r"(?:人民币|RMB|rmb)?\s*¥?\s*(?P<open>\()?(?P<sign>[-+]|负)?\s*¥?\s*"
    r"(?P<body>(?=[.,OoQIl|〇零]*\d)[\dOoQIl|〇零.](?:[\dOoQIl|〇零.,'。·、\s]*[\dOoQIl|〇零.])?)"
    r"(?P<unit>\s*[^\d\s.,()][^\d.,]*?)?\s*(?P<close>\))?\.?"
)
_SPELT = regex(rf"(?P<sign>负)?(?P<body>{NUMERAL}?)(?P<unit>(?:[万亿]元)?[^\d.]*)")
_POINTED = regex(r"\d{1,3}(?:\.\d{3})+\.\d+")
_POWER = regex(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,2}")
_GROUPED = regex(r"\d{1,3}(?:[, ]\d{3})+|\d*")
_MISPLACED = regex(r"(?<=\d{4})[,' ]|[,' ]+(?!\d{3}(?:\D|$))|'")
_ANY_NUMBER = regex(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?")


def read_single(text: str) -> Single | Typed[Decimal]:
    """Read one number with an optional unit, or say what is wrong with the text and where."""
    if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
        return Single(Decimal(text), "")
    halved, typed = to_half_width(text), text.strip()
    bare = halved.strip(" 。;,、") or halved.strip()
    if bare in NIL or set(bare) <= {"-", "/", " "}:
        return ask(
            text,
            "nil-for-number",
            f"这里要填数字，“{typed}”看不出是零还是没有数据：确实没有发生就填 0，还不知道就先空着。",
            "0",
        )
    if bare[0] in "#=":
        return refuse(text, "spreadsheet-error", f"“{typed}”是表格软件里的公式或出错标记，不是数字：请填算好的结果。")
    if _POWER.fullmatch(bare):
        fix = format(Decimal(bare), "f")
        return ask(
            text,
            "scientific-notation",
            f"“{typed}”是表格软件的缩写（科学计数），后面的位数可能丢了：请核对后写全。",
            fix,
        )
    if spelt := _SPELT.fullmatch(bare):
        value = read_numeral(spelt["body"])
        if value is not None:
            value, unit = _take_off_myriads(spelt["body"], spelt["unit"].strip(), value)
            return Single(-value if spelt["sign"] else value, unit)
    framed = _FRAME.fullmatch(bare) if len(bare) <= _LONGEST else None
    if not framed or bool(framed["open"]) != bool(framed["close"]):
        return _refuse_text(text)
    shift = halved.index(bare) + framed.start("body")
    slip = _find_slip(text, framed["body"], shift)
    if slip:
        return slip
    value = Decimal(re.sub(r"[,\s]", "", framed["body"]))
    negative = framed["open"] or framed["sign"] in ("-", "负")
    return Single(-value if negative else value, (framed["unit"] or "").strip())


def _take_off_myriads(body: str, unit: str, value: Decimal) -> tuple[Decimal, str]:
    """Read 五千万 as 860万 is read: a number of 万."""
    if unit or body[-1] not in MYRIADS or len(body) == 1:
        return value, unit
    return value / MYRIADS[body[-1]], body[-1]


def _find_slip(text: str, body: str, shift: int) -> Typed[Decimal] | None:
    """Find the first slip inside a number: a letter, a wrong point, a second point, a moved separator."""
    body_fixed = body.translate(LOOKALIKE)

    def refuse_at(rule: str, message: str, fix: str, at: int, length: int = 1) -> Typed[Decimal]:
        fixed = to_half_width(text)[:shift] + fix + to_half_width(text)[shift + len(body) :] if fix else ""
        return refuse(text, rule, message, fixed.strip(), (shift + at, shift + at + length))

    if found := re.search(r"[OoQIl|〇零]", body):
        digit = body_fixed[found.start()]
        return refuse_at(
            "letter-in-number",
            f"“{body}”里的“{found[0]}”不是数字 {digit}，会算错：请改成数字 {digit}。",
            body_fixed,
            found.start(),
        )
    if found := re.search(r"[。·、]", body):
        return refuse_at(
            "chinese-point",
            f"“{body}”里的“{found[0]}”不能当小数点：请用英文句点。",
            re.sub(r"[。·、]", ".", body),
            found.start(),
        )
    points = [found.start() for found in re.finditer(r"\.", body)]
    if len(points) > 1:
        single = re.sub(r"(?<=\d)\.(?=\d{3}\.)" if _POINTED.fullmatch(body) else r"\.+(?=\.)", "", body)
        fixed = single if single.count(".") == 1 else ""
        return refuse_at(
            "two-points",
            f"“{body}”里有 {len(points)} 个小数点，不知道哪个是对的：请只留一个。",
            fixed,
            points[1],
        )
    whole_part, _, decimals = body.partition(".")
    if _GROUPED.fullmatch(whole_part.strip()) and re.fullmatch(r"\s*\d*", decimals):
        return None
    found = _MISPLACED.search(body) or re.search(r"[,' ]", body)
    comma_for_point = re.fullmatch(r"\d+,\d{1,2}", body)
    fixed = body.replace(",", ".") if comma_for_point else re.sub(r"[,' ]", "", body)
    at = found.start() if found else 0
    return refuse_at(
        "moved-separator",
        f"“{body}”里的分隔号位置不对（应当每三位一个），可能漏了或多了数字：请核对，数字里可以不写逗号。",
        fixed,
        at,
        len(found[0]) if found else len(body),
    )


def _refuse_text(text: str) -> Typed[Decimal]:
    numbers = _ANY_NUMBER.findall(to_half_width(text))
    if len(numbers) == 1:
        return refuse(text, "not-a-number", f"“{text.strip()}”不只是一个数字，算不出来：这里只填数字。", numbers[0])
    return refuse(text, "not-a-number", f"“{text.strip()}”不是数字：这里要填一个数字。")
