"""What belongs in an indicator's name and what in its value, and how a value ends."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents, say_once, spots
from selfeval.form.field import Kind, Role
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.read import read
from selfeval.quantity.values import Quantity
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import HAN, regex

LONGEST = 20
"""How long a value is before it may be a sentence, which ends in a stop."""
SHORTEST = 3
"""How long a label is before it is more than a verb."""
_TWO = regex(r"(?:率|次数|人数|件数|数量|满意度)[、，,和与及][^（）]*(?:率|次数|人数|件数|数量|满意度)[。；]?$")
_ASIDE = regex(r"[（(][^（()）]*[)）]")
_STOPS = "。；，;,.．"
_FINAL = regex(rf"(?<![。；;])[{_STOPS}]$")
_SENTENCE = regex(r"[，,；;：:].*。$")
_PHONE = regex("(?:电话|手机|手机号码?|联系方式|传真)$")
_POSTCODE = regex("(?:邮政编码|邮编)$")
_PERSON = regex(rf"{HAN}{{2,4}}")
_NOBODY = frozenset(("不适用", "暂无", "没有", "无电话", "同上", "待定", "待补", "待填"))
_BETWEEN_PHONES = regex(r"[、,;/]|或|\s{2,}")
_DIALLED = regex(r"[+(]?\d[\d()\s-]{4,24}\d")
_LOCAL = r"[2-9]\d{6,7}(?:-\d{1,6})?"
_PHONE_NUMBER = regex(
    rf"(?:\+?(?:00)?86-?)?(?:1[3-9]\d-?\d{{4}}-?\d{{4}}|\(?0\d{{2,3}}\)?-?{_LOCAL}|{_LOCAL})"
    rf"|\+?(?:00)?86-?\d{{2,3}}-?{_LOCAL}|[48]00-?\d{{3}}-?\d{{4}}|\d{{3,6}}"
)


def stop_after_value(dossier: Dossier) -> Iterator[Finding]:
    """Find short values that end in a stop; a sentence of several clauses may end in 。."""
    stopped = (each for each in dossier.paragraphs if each.text.rstrip()[-1:] in _STOPS and len(each.text) <= LONGEST)
    values = (each for each in stopped if each.leaf.field.kind is Kind.QUANTITY and not _SENTENCE.search(each.text))
    found = list(spots(_FINAL, values))
    for together, forms in documents(found):
        value = together[0].paragraph.text
        yield say_once(together, forms, f"表格里的值末尾不加“{value[-1]}”", str(value[:-1]))


def wrong_digit_count(dossier: Dossier) -> Iterator[Finding]:
    """Find phone numbers and postcodes with a digit too few or too many."""
    for leaf in (each for each in dossier.leaves if each.field.kind is Kind.TEXT):
        is_phone, is_code = (any(map(known.search, leaf.field.names)) for known in (_PHONE, _POSTCODE))
        if not is_phone and not is_code:
            continue
        typed = to_half_width(str(leaf.text)).strip()
        wrong = _wrong_phone(typed) if is_phone else ""
        if is_phone and _PERSON.fullmatch(typed) and typed not in _NOBODY:
            message = f"“{leaf.field.name}”写的“{typed}”不是号码；是不是和旁边的姓名写反了？"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
        wanted = "手机是 11 位，座机是 7 位或 8 位、前面可以加区号"
        if is_code and typed.isdigit() and len(typed) != 6:
            wrong, wanted = typed, "邮政编码是 6 位"
        if wrong:
            count = sum(map(str.isdigit, wrong))
            message = f"“{leaf.field.name}”里的“{wrong}”是 {count} 位数字，{wanted}：看看是不是少打、多打了"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _wrong_phone(typed: str) -> str:
    """Return the first of some phone numbers that cannot be dialled; "" where all can, or hold something else than digits."""
    numbers = map(str.strip, _BETWEEN_PHONES.split(typed))
    dialled = (each for each in numbers if _DIALLED.fullmatch(each))
    return next((each for each in dialled if not _PHONE_NUMBER.fullmatch("".join(each.split()))), "")


def label_repeated(case: Case) -> Iterator[Finding]:
    """Find a value that says its indicator's name again (承办完成率: 完成率100%)."""
    for indicator in case.indicators:
        for leaf in (indicator.leaf(Role.TARGET), indicator.leaf(Role.PERIOD_TARGET)):
            label = _label(str(leaf.text).strip(), str(indicator.name)) if isinstance(leaf, Leaf) else ""
            if isinstance(leaf, Leaf) and label:
                rest = str(leaf.text).strip().removeprefix(label)
                yield Finding(leaf.text.place, f"“{label}”名称里已经有了，值只写“{rest}”", leaf.where, rest)
                break


def value_in_name(case: Case) -> Iterator[Finding]:
    """Find an indicator whose name holds its target (开展培训1次以上: 1次以上)."""
    for indicator in case.indicators:
        leaf, name = indicator.leaf(Role.TARGET), str(indicator.name).strip()
        typed = str(leaf.text).strip() if isinstance(leaf, Leaf) else ""
        shown = name.removesuffix(typed)
        if typed[:1].isdigit() and shown != name and not shown[-1:].isdigit() and isinstance(read(typed), Quantity):
            message = f"名称里写了目标值“{typed}”；名称只写是什么，数写在目标值里"
            yield Finding(indicator.name.place, message, indicator.values.where, shown)


def two_in_one_name(case: Case) -> Iterator[Finding]:
    """Find an indicator that measures two things (参考率、合格率), once a document."""
    found = [indicator for indicator in case.indicators if _TWO.search(_ASIDE.sub("", str(indicator.name)))]
    if found:
        first = found[0]
        count = f"（共 {len(found)} 个）" if len(found) > 1 else ""
        message = f"“{first.name}”一个指标里有两个数，一个达到一个没达到时没法评；拆成两个指标{count}"
        yield Finding(first.name.place, message, first.values.where)


def _label(typed: str, name: str) -> str:
    """Return the words before a value's number that its name has too; a name may leave 率 unsaid (提供法律帮助)."""
    reading = read(typed) if typed[: SHORTEST - 1] in name else None
    label = reading.label if isinstance(reading, Quantity) else ""
    if len(label) < SHORTEST or not typed.startswith(label):
        return ""
    same = fold(label) in fold(name) or fold(name).endswith(fold(label).removesuffix("率"))
    return label if same else ""
